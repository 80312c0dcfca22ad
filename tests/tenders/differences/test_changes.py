"""Two snapshots become sentences that a buyer and a company can read."""

from __future__ import annotations

from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from tenders import services
from tenders.differences import differences_between
from tenders.models import Criterion, Lot, Opportunity
from tenders.snapshots import snapshot

NOON = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)


def content(**columns) -> dict:
    """What a version holds for an opportunity with these columns, and nothing else."""
    opportunity = Opportunity(**({"deadline": NOON, "title": "Light"} | columns))
    return {
        name: value.isoformat() if isinstance(value, date) else str(value)
        if isinstance(value, Decimal) else value
        for name in EVERY_COLUMN
        for value in [getattr(opportunity, name)]
    } | {"lots": [], "criteria": [], "awards": [], "documents": []}  # fmt: skip


EVERY_COLUMN = [
    "kind", "language", "title", "need", "cpv", "nuts", "country", "contract", "procedure", "value",
    "currency", "deadline", "takes_questions", "questions_until", "starts_on", "months",
    "technique", "innovation", "strategic", "accepted_languages", "ended", "ended_reason",
    "winner_name", "awarded_value", "awarded_currency", "tenders_received", "is_urgent", "novelty",
]  # fmt: skip


def sentences(before: dict, after: dict) -> list[str]:
    with timezone.override("Europe/Copenhagen"):
        # Amounts keep their currency on the line.
        return [
            change.sentence.replace("\xa0", " ") for change in differences_between(before, after)
        ]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            {"deadline": NOON},
            {"deadline": datetime(2026, 3, 10, 11, 0, tzinfo=UTC)},
            "Deadline moved from 3 March 2026, 12:00 CET to 10 March 2026, 12:00 CET",
        ),
        (
            {"questions_until": NOON},
            {"questions_until": datetime(2026, 3, 5, 11, 0, tzinfo=UTC)},
            "Last moment for questions moved from 3 March 2026, 12:00 CET to 5 March 2026, "
            "12:00 CET",
        ),
        (
            {},
            {"questions_until": NOON},
            "Questions until: 3 March 2026, 12:00 CET, not stated before",
        ),
        ({"months": 1}, {"months": 24}, "Duration in months changed from 1 month to 24 months"),
        ({"months": 6}, {"months": None}, "Duration in months: no longer stated, 6 months before"),
        (
            {"value": Decimal("90000.00")},
            {"value": Decimal("95000.50")},
            "Estimated value changed from 90,000 € to 95,000.50 €",
        ),
        (
            {"value": Decimal(90000)},
            {"value": Decimal(90000), "currency": "DKK"},
            "Estimated value changed from 90,000 € to 90,000 DKK",
        ),
        (
            {"awarded_value": Decimal(90000), "awarded_currency": "EUR"},
            {"awarded_value": Decimal(90000), "awarded_currency": "DKK"},
            "Awarded value changed from 90,000 € to 90,000 DKK",
        ),
        (
            {"starts_on": date(2026, 5, 1)},
            {"starts_on": date(2026, 6, 1)},
            "Needed from: 1 June 2026 instead of 1 May 2026",
        ),
        (
            {"kind": "consultation"},
            {"kind": "call"},
            "Kind changed from Market consultation to Call for tenders",
        ),
        (
            {"procedure": "open"},
            {"procedure": "restricted"},
            "Procedure changed from Open procedure to Restricted procedure",
        ),
        (
            {"country": "DK", "language": "da"},
            {"country": "SE", "language": "sv"},
            "Language changed from Danish to Swedish|Country changed from Denmark to Sweden",
        ),
        ({"title": "Light"}, {"title": "Dark"}, "Title changed from Light to Dark"),
        ({}, {"is_urgent": True}, "Urgent: yes instead of no"),
        (
            {"accepted_languages": ["da"]},
            {"accepted_languages": ["en", "da"]},
            "Languages of answers: added English",
        ),
        (
            {"accepted_languages": ["da", "sv"]},
            {"accepted_languages": ["da"]},
            "Languages of answers: removed Swedish",
        ),
        (
            {"strategic": ["inn-pur"]},
            {"strategic": ["soc-obj"]},
            "What you want to reach: added Social aims; removed Innovation",
        ),
        (
            {"accepted_languages": ["da", "sv"]},
            {"accepted_languages": ["sv", "da"]},
            "Languages of answers: now in the order Swedish, Danish",
        ),
        ({"need": ""}, {"need": "Lamps."}, "Need: text added"),
        ({"need": "Lamps."}, {"need": "Lights."}, "Need: text changed"),
        ({"need": "Lamps."}, {"need": ""}, "Need: text removed"),
        ({}, {"ended": "cancelled", "ended_reason": "No money."}, "Cancelled"),
        ({"ended": "closed"}, {"ended": ""}, "Open again"),
        ({}, {"tenders_received": 0}, "Tenders received: 0, not stated before"),
        ({"novelty": "odd"}, {"novelty": ""}, "How new: no longer stated, odd before"),
    ],
)  # fmt: skip
def test_each_column_says_what_became_of_it(before, after, sentence) -> None:
    assert sentences(content(**before), content(**after)) == sentence.split("|")


def test_codes_are_told_by_name(facts) -> None:
    before = content(cpv=["34928510"], nuts=["DK050"])
    after = content(cpv=["34993000", "34928510"], nuts=[])

    assert sentences(before, after) == [
        "Subject: added Vehicles and transport equipment (34993000)",
        "Place: removed Nordjylland (DK050)",
    ]


def test_what_one_of_the_two_did_not_record_is_no_change() -> None:
    complete = content(months=12, need="Lamps.") | {"lots": [LOT]}
    from_a_notice = {"title": "Light", "deadline": NOON.isoformat()}

    assert sentences(from_a_notice, complete) == []
    assert sentences(complete, from_a_notice) == []


def test_two_spellings_of_the_same_value_are_no_change() -> None:
    before = content(value=Decimal("90000.00"))
    after = content(value=Decimal(90000)) | {"deadline": "2026-03-03T12:00:00+01:00"}

    assert sentences(before, after) == []


def test_sentences_are_in_the_readers_language_and_time() -> None:
    later = content(deadline=datetime(2026, 3, 10, 11, 0, tzinfo=UTC))
    with translation.override("da"), timezone.override("Europe/Helsinki"):
        [change] = differences_between(content(), later)

    assert (change.before, change.after) == (
        "3. marts 2026, 13:00 EET",
        "10. marts 2026, 13:00 EET",
    )


# Parts -------------------------------------------------------------------------------------------

LOT = {
    "number": 1, "title": "Lamps", "description": "Dimmed.", "cpv": [], "nuts": [],
    "value": "40000.00",
}  # fmt: skip
PRICE = {
    "position": 0, "role": "award", "kind": "price", "name": "Price", "description": "",
    "weight": "60.00",
}  # fmt: skip
QUALITY = PRICE | {"position": 1, "kind": "quality", "name": "Quality", "weight": "40.00"}
AWARD = {
    "position": 0, "lot": 1, "winner_name": "Lampa", "winner_country": "LV", "value": "39000.00",
    "currency": "EUR", "tenders_received": 3, "reason": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "before", "after", "told"),
    [
        ("lots", [], [LOT], ["Lot 1, Lamps: added"]),
        ("lots", [LOT], [], ["Lot 1, Lamps: removed"]),
        (
            "lots",
            [LOT],
            [LOT | {"value": "45000", "title": "Street lamps", "description": "Off at night."}],
            [
                "Lot 1, Street lamps: Title changed from Lamps to Street lamps",
                "Lot 1, Street lamps: Description: text changed",
                "Lot 1, Street lamps: Estimated value changed from 40,000 € to 45,000 €",
            ],
        ),
        ("lots", [LOT], [LOT | {"value": "40000"}], []),
        (
            "criteria",
            [PRICE, QUALITY],
            [PRICE | {"weight": "52.50"}, QUALITY | {"weight": "47.50"}],
            [
                "Criterion «Price»: Weight in percent changed from 60 % to 52.5 %",
                "Criterion «Quality»: Weight in percent changed from 40 % to 47.5 %",
            ],
        ),
        (
            "criteria",
            [PRICE],
            [PRICE | {"name": "Cost", "kind": "cost"}],
            [
                "Criterion «Cost»: Kind changed from Price to Cost over the whole life",
                "Criterion «Cost»: Name changed from Price to Cost",
            ],
        ),
        (
            "criteria",
            [PRICE, QUALITY],
            [QUALITY | {"position": 0}, PRICE | {"position": 1}],
            ["Criteria: another order"],
        ),
        (
            "awards",
            [AWARD],
            [AWARD | {"tenders_received": 4}, AWARD | {"position": 1, "lot": None}],
            [
                "Award of lot 1 to Lampa: Tenders received changed from 3 to 4",
                "Award to Lampa: added",
            ],
        ),
        (
            "awards",
            [AWARD],
            [AWARD | {"winner_name": "Svetulys", "winner_country": "LT"}],
            [
                "Award of lot 1 to Svetulys: Winner changed from Lampa to Svetulys",
                "Award of lot 1 to Svetulys: Country changed from Latvia to Lithuania",
            ],
        ),
    ],
)  # fmt: skip
def test_parts_are_compared_with_what_they_were(key, before, after, told) -> None:
    assert sentences(content() | {key: before}, content() | {key: after}) == told


def test_an_award_of_a_version_that_names_no_currency_of_its_own_has_that_of_the_estimate() -> None:
    award = {"awarded_value": Decimal(90000), "awarded_currency": "DKK"}
    old = content(**award, currency="DKK")
    del old["awarded_currency"]

    assert sentences(old, content(**award, currency="DKK")) == []
    assert sentences(old, content(**award | {"awarded_currency": "SEK"}, currency="DKK")) == [
        "Awarded value changed from 90,000 DKK to 90,000 SEK"
    ]


def test_files_are_added_replaced_and_removed() -> None:
    plan, list_ = ({"name": n, "number": 1, "sha256": n * 8} for n in ("plan.pdf", "list.csv"))
    newer = plan | {"number": 2, "sha256": "f" * 64}
    drawing = {"name": "drawing.png", "number": 1, "sha256": "e" * 64}

    assert sentences(
        content() | {"documents": [plan, list_]}, content() | {"documents": [newer, drawing]}
    ) == [
        "Document «plan.pdf» replaced by a new version",
        "Document «drawing.png» added",
        "Document «list.csv» removed",
    ]
    again = deepcopy(plan) | {"number": 7}
    assert sentences(content() | {"documents": [plan]}, content() | {"documents": [again]}) == []


def test_a_snapshot_of_a_real_one_is_understood_and_equal_to_itself(
    facts, havneby, buyer_of_havneby
) -> None:
    draft = services.start(
        havneby, by=buyer_of_havneby, kind="call", title="Light", language="en", months=12
    )
    services.replace_parts(draft, Lot, [{"number": 1, "title": "Lamps"}], by=buyer_of_havneby)
    price = {"role": "award", "kind": "price", "name": "Price", "weight": Decimal(100)}
    services.replace_parts(draft, Criterion, [price], by=buyer_of_havneby)

    assert differences_between(snapshot(draft), snapshot(draft)) == []
