"""Real notices become purchases, opportunities and versions, and are matched like the rest."""

from __future__ import annotations

import os
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from ppi.kernel import audit
from ppi.matching.models import Match
from ppi.portals.models import Portal
from tenders import importing
from tenders.choices import Kind, Phase, Source, Status
from tenders.exchange import eforms
from tenders.exchange.notice import Change, Money, Notice, NoticeReference, Result
from tenders.exchange.notice import Lot as NoticeLot
from tenders.importing import Outcome
from tenders.models import Award, Lot, Opportunity, Purchase, Version

EXAMPLES = Path(os.environ.get("PPI_REFERENCE_DATA") or "/nowhere") / "examples"
needs_examples = pytest.mark.skipif(
    not EXAMPLES.is_dir(), reason="the example notices are not here: set PPI_REFERENCE_DATA"
)
MINIMAL = """<?xml version="1.0" encoding="UTF-8"?>
<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:ID schemeName="notice-id">{notice}</cbc:ID>
 <cbc:ContractFolderID>{procedure}</cbc:ContractFolderID>
 <cbc:IssueDate>2026-10-01</cbc:IssueDate>
 <cbc:VersionID>{version}</cbc:VersionID>
 <cbc:NoticeTypeCode listName="competition">cn-standard</cbc:NoticeTypeCode>
 <cbc:NoticeLanguageCode>ENG</cbc:NoticeLanguageCode>
 <cac:ProcurementProject>
  <cbc:Name languageID="ENG">{title}</cbc:Name>
  <cbc:Description languageID="ENG">Lamps that dim.</cbc:Description>
  <cbc:ProcurementTypeCode listName="contract-nature">supplies</cbc:ProcurementTypeCode>
  <cac:MainCommodityClassification>
   <cbc:ItemClassificationCode listName="cpv">34928500</cbc:ItemClassificationCode>
  </cac:MainCommodityClassification>
 </cac:ProcurementProject>
</ContractNotice>"""
PROCEDURE = "11111111-1111-4111-8111-111111111111"
FIRST = "22222222-2222-4222-8222-222222222222"
CHANGE = "33333333-3333-4333-8333-333333333333"
RESULT = "44444444-4444-4444-8444-444444444444"
LONG_AGO = datetime(2022, 3, 1, tzinfo=UTC)


def notice(notice_id: str = FIRST, version: int = 1, title: str = "Lamps", days: int = 0) -> Notice:
    """A notice without a lot, a buyer, a deadline or a time zone, `days` after the first."""
    xml = MINIMAL.format(notice=notice_id, procedure=PROCEDURE, version=version, title=title)
    read = eforms.read(xml.encode(), name=f"{notice_id}-{version}.xml")
    moved = replace(read.dispatched, at=read.dispatched.at + timedelta(days=days))
    return replace(read, dispatched=moved)


def changing(what: str, version: int | None = 1, **facts) -> Notice:
    """A change notice that names `what` (BT-758)."""
    change = Change(reference=NoticeReference(what, version), reasons=(), explanation={})
    return replace(notice(**facts), change=change)


def everything(model):
    return model.objects.everywhere("tests look at all rows")


def versions_of(opportunity: Opportunity):
    return everything(Version).filter(opportunity=opportunity).order_by("number")


def story() -> list[tuple[str, str, int, list[tuple[str, int]]]]:
    """Kind, title and version shown of each opportunity, with its publications as they arrived."""
    return [
        (
            o.kind,
            o.title,
            o.version,
            list(versions_of(o).values_list("notice_id", "notice_version")),
        )
        for o in everything(Opportunity).order_by("pk")
    ]


@pytest.fixture
def home(facts, denmark) -> Portal:
    return denmark


def test_the_same_notice_and_version_twice_changes_nothing(home) -> None:
    outcomes = [importing.keep(notice()), importing.keep(notice())]

    assert outcomes == [Outcome.MADE, Outcome.UNCHANGED]
    assert story() == [(Kind.CALL, "Lamps", 1, [(FIRST, 1)])]


def test_a_higher_version_is_shown_and_the_lower_one_kept(home) -> None:
    importing.keep(notice())
    outcome = importing.keep(notice(version=2, title="Lamps, corrected", days=1))

    assert outcome == Outcome.UPDATED
    assert story() == [(Kind.CALL, "Lamps, corrected", 2, [(FIRST, 1), (FIRST, 2)])]


def test_an_older_version_that_arrives_late_is_kept_and_never_shown(home) -> None:
    importing.keep(notice(version=2, title="Lamps, corrected", days=1))
    outcome = importing.keep(notice())

    assert outcome == Outcome.OLDER
    assert story() == [(Kind.CALL, "Lamps, corrected", 1, [(FIRST, 2), (FIRST, 1)])]


def test_a_change_notice_that_names_it_is_a_new_version(home) -> None:
    importing.keep(notice())
    outcome = importing.keep(changing(FIRST, notice_id=CHANGE, title="Later deadline", days=3))

    assert outcome == Outcome.UPDATED
    assert story() == [(Kind.CALL, "Later deadline", 2, [(FIRST, 1), (CHANGE, 1)])]


def test_a_change_notice_that_comes_before_what_it_changes_ends_in_one_opportunity(home) -> None:
    importing.keep(changing(FIRST, notice_id=CHANGE, title="Later deadline", days=3))
    outcome = importing.keep(notice())

    assert outcome == Outcome.OLDER
    assert story() == [(Kind.CALL, "Later deadline", 1, [(CHANGE, 1), (FIRST, 1)])]


def test_another_notice_type_of_the_same_procedure_is_another_stage(home) -> None:
    importing.keep(notice())
    result = notice(notice_id=RESULT, title="Lamps: result", days=90)
    result = replace(result, notice_type="can-standard")
    outcome = importing.keep(result)

    assert outcome == Outcome.MADE
    # The call has a second version of our own: that it has ended.
    assert story() == [
        (Kind.CALL, "Lamps", 2, [(FIRST, 1), ("", 0)]),
        (Kind.RESULT, "Lamps: result", 1, [(RESULT, 1)]),
    ]
    assert [p.ocid for p in everything(Purchase)] == [f"ocds-ppi000-{PROCEDURE}"]


def result_of_it(winners: tuple[str, ...]) -> Notice:
    told = replace(notice(notice_id=RESULT, days=90), notice_type="can-standard")
    result = Result(awarded_on=None, total=None, winners=winners, tenders_received=None)
    return replace(told, result=result)


@pytest.mark.parametrize(
    ("winners", "phase"), [(("Lampa",), Phase.AWARDED), ((), Phase.UNSUCCESSFUL)]
)
def test_a_result_ends_the_call_of_its_purchase_once(home, winners, phase) -> None:
    importing.keep(notice())
    importing.keep(result_of_it(winners))
    importing.keep(replace(result_of_it(winners), version=2))

    call = everything(Opportunity).get(kind=Kind.CALL)
    assert (call.ended, call.phase, call.status) == (phase, phase, Status.PUBLISHED)
    assert [version.number for version in versions_of(call)] == [1, 2]
    assert [entry.action for entry in audit.trail(call)] == [
        f"opportunity.{phase}",
        "opportunity.imported",
    ]


def lot(number: int, value: str | None, currency: str = "EUR", **facts) -> NoticeLot:
    unsaid = {field.name: None for field in fields(NoticeLot)}
    listed = {"cpv_additional": (), "places": (), "strategic": (), "innovation": ()}
    return NoticeLot(
        **unsaid
        | listed
        | {
            "lot_id": f"LOT-000{number}",
            "title": {"en": f"Pier {number}"},
            "description": {},
            "cpv": "34928510",
            "value": Money(Decimal(value), currency) if value else None,
        }
        | facts
    )


def lots_of(opportunity: Opportunity) -> list[tuple]:
    return [(row.number, row.title, row.cpv, row.value) for row in Lot.objects.of(opportunity)]


def test_lots_come_along_and_those_of_the_last_version_count(home) -> None:
    whole = {"value": Money(Decimal(900), "EUR")}
    both = (lot(1, "500", sme_suitable=True), lot(2, "400", "DKK", framework="fa-wo-rc"))
    importing.keep(replace(notice(), lots=both, **whole))

    row = everything(Opportunity).get()
    assert lots_of(row) == [
        (1, "Pier 1", ["34928510"], Decimal(500)),
        # An amount in another currency than the whole cannot stand beside it.
        (2, "Pier 2", ["34928510"], None),
    ]
    assert (row.is_for_small_firms, row.technique) == (True, "framework")
    assert [one["title"] for one in versions_of(row)[0].content["lots"]] == ["Pier 1", "Pier 2"]

    importing.keep(replace(notice(version=2, days=1), lots=(lot(1, "900"),), **whole))
    assert lots_of(row) == []


def test_winners_become_awards_and_the_only_one_has_the_sum(home) -> None:
    total = Money(Decimal(700), "EUR")
    alone = replace(result_of_it(("Lampa",)).result, total=total, tenders_received=3)
    importing.keep(replace(result_of_it(("Lampa",)), result=alone))
    row = everything(Opportunity).get()
    awards = Award.objects.of(row).values_list("winner_name", "value", "tenders_received")
    assert list(awards) == [("Lampa", Decimal(700), 3)]

    both = replace(alone, winners=("Lampa", "Valo"))
    importing.keep(replace(result_of_it(()), result=both, version=2))
    assert list(awards.all()) == [("Lampa", None, None), ("Valo", None, None)]
    assert everything(Opportunity).get().awarded_value == Decimal(700)


def test_a_sum_in_another_currency_leaves_the_estimate_in_its_own(home) -> None:
    alone = replace(result_of_it(("Lampa",)).result, total=Money(Decimal(5_000), "DKK"))
    estimate = {"value": Money(Decimal(900), "EUR")}
    importing.keep(replace(result_of_it(()), result=alone, **estimate))

    row = everything(Opportunity).get()
    assert (row.value, row.currency, row.awarded_value, row.awarded_currency) == (
        900, "EUR", 5_000, "DKK",
    )  # fmt: skip
    assert row.value_in_euro == 900


@pytest.mark.parametrize(
    ("source", "days", "ended"),
    [
        (Source.NOTICE, 9, Phase.AWARDED),
        (Source.MEMBER, 9, ""),
        (Source.MEMBER, -1, Phase.AWARDED),
    ],
)
def test_a_result_leaves_a_call_open_that_was_posted_here_and_can_be_answered(
    home, source, days, ended
) -> None:
    importing.keep(notice())
    deadline = timezone.now() + timedelta(days=days)
    everything(Opportunity).update(source=source, deadline=deadline)

    assert importing.keep(result_of_it(("Lampa",))) == Outcome.MADE
    assert everything(Opportunity).get(kind=Kind.CALL).ended == ended


def test_a_result_leaves_a_cancelled_call_as_it_is(home) -> None:
    importing.keep(notice())
    importing.keep(cancelling())
    importing.keep(result_of_it(("Lampa",)))

    assert everything(Opportunity).get(kind=Kind.CALL).ended == Phase.CANCELLED


def cancelling(days: int = 3) -> Notice:
    cancelled = changing(FIRST, notice_id=CHANGE, days=days)
    return replace(cancelled, change=replace(cancelled.change, reasons=("cancel",)))


def test_a_change_notice_that_cancels_ends_the_opportunity_and_leaves_it_to_read(home) -> None:
    importing.keep(notice())
    importing.keep(cancelling())

    [shown] = Opportunity.objects.published(home)
    assert (shown.status, shown.ended, shown.phase) == (
        Status.PUBLISHED, Phase.CANCELLED, Phase.CANCELLED,
    )  # fmt: skip
    assert shown.ended_at is not None
    assert story() == [(Kind.CALL, "Lamps", 2, [(FIRST, 1), (CHANGE, 1)])]


def test_a_later_notice_that_goes_on_takes_the_cancellation_back(home) -> None:
    importing.keep(notice())
    importing.keep(cancelling())
    importing.keep(notice(version=2, title="Lamps after all", days=5))

    shown = everything(Opportunity).get()
    assert (shown.title, shown.ended, shown.ended_at) == ("Lamps after all", "", None)


@pytest.mark.parametrize("taken_off", [Status.REMOVED, Status.WITHDRAWN])
def test_a_new_version_does_not_bring_back_what_was_taken_off(home, taken_off) -> None:
    importing.keep(notice())
    everything(Opportunity).update(status=taken_off)
    outcome = importing.keep(notice(version=2, title="Lamps again", days=1))

    assert outcome == Outcome.KEPT
    assert everything(Opportunity).get().status == taken_off
    assert story() == [(Kind.CALL, "Lamps", 1, [(FIRST, 1), (FIRST, 2)])]


def test_a_file_that_cannot_be_read_is_refused_with_its_name_and_the_others_go_on(
    home, tmp_path, capsys
) -> None:
    good = MINIMAL.format(notice=FIRST, procedure=PROCEDURE, version=1, title="Lamps")
    (tmp_path / "a-broken.xml").write_text("<ContractNotice>")
    (tmp_path / "b-large.xml").write_bytes(b"<a>" + b" " * 21_000_000 + b"</a>")
    (tmp_path / "c-good.xml").write_text(good)
    call_command("import_notices", str(tmp_path), str(tmp_path / "missing.xml"))

    out, err = capsys.readouterr()
    assert out.splitlines()[-1] == (
        "4 notices: 1 made, 0 updated, 0 older, 0 kept unseen, 0 unchanged, 3 refused"
    )
    assert [line.partition(":")[0].rpartition("/")[2] for line in err.splitlines()] == [
        "a-broken.xml",
        "b-large.xml",
        "missing.xml",
    ]
    assert story() == [(Kind.CALL, "Lamps", 1, [(FIRST, 1)])]


@needs_examples
def test_every_valid_example_is_kept_once_and_matched(home, upes_ziburys, run_jobs) -> None:
    from profiles.services import keep_profile

    keep_profile(
        upes_ziburys,
        headline="Road works and building works",
        about="We build and mend.",
        cpv=["45000000", "45233120"],
        nuts=["FR", "DE", "BE"],
        languages=["en", "fr"],
    )
    told = list(importing.import_paths([EXAMPLES]))
    again = list(importing.import_paths([EXAMPLES]))
    run_jobs()

    refused = {Path(one.name).name for one in told if one.outcome == Outcome.REFUSED}
    assert refused == REFUSED
    assert {one.name for one in again if one.outcome != Outcome.UNCHANGED} == {
        one.name for one in told if one.outcome == Outcome.REFUSED
    }
    assert everything(Version).count() == len(told) - len(REFUSED) - sum(
        one.outcome == Outcome.UNCHANGED for one in told
    )
    matched = everything(Match).select_related("opportunity")
    assert matched.exists()
    assert all(any(code.startswith("45") for code in match.opportunity.cpv) for match in matched)


REFUSED = {
    "INVALID_can_24_empty.xml",
    "INVALID_can_24_stage-1.xml",
    "INVALID_can_24_stage-2.xml",
    "INVALID_cn_24_empty.xml",
    "INVALID_cn_24_stage-1.xml",
    "INVALID_cn_24_stage-2.xml",
    "INVALID_pin-buyer_24_stage-1.xml",
    "INVALID_pin-only_24_empty.xml",
    "INVALID_pin-only_24_minimal.xml",
    "INVALID_pin-only_24_stage-1.xml",
    "X01_EEIG.xml",
    "X02_registration.xml",
}


def test_what_is_over_is_found_and_nobody_is_mailed_about_it(
    home, upes_ziburys, seller_of_upenai, run_jobs
) -> None:
    from ppi.notifications.models import Delivery
    from profiles.services import keep_profile

    keep_profile(
        upes_ziburys,
        headline="Street lamps",
        about="We make them.",
        cpv=["34928500"],
        nuts=["DK"],
        languages=["en"],
    )
    planned = replace(notice(notice_id=RESULT), notice_type="pin-only", form_type="planning")
    long_ago = replace(planned, notice_id=CHANGE, procedure_id=FIRST)
    long_ago = replace(long_ago, dispatched=replace(planned.dispatched, at=LONG_AGO))
    # A call that states no deadline cannot be answered here, as one whose deadline has passed.
    importing.keep(notice())
    importing.keep(planned)
    importing.keep(long_ago)
    run_jobs()

    matched = everything(Match).values_list("opportunity__kind", flat=True)
    assert sorted(matched) == [Kind.CALL, Kind.PLANNED, Kind.PLANNED]
    mailed = [d.cause.opportunity for d in Delivery.objects.filter(kind="match", channel="mail")]
    assert [(o.kind, o.published_at > LONG_AGO) for o in mailed] == [(Kind.PLANNED, True)]
