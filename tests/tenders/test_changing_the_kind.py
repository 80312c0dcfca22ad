"""Another kind is not asked everything that the former one was."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from ppi.kernel.verdicts import Refused
from tenders import rules, services
from tenders.choices import Phase
from tenders.differences import differences_between
from tenders.models import Criterion, Lot, Opportunity, Version
from tenders.snapshots import snapshot
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import draft, in_days, published, reloaded

OF_A_CALL = {
    "technique": "framework",
    "runs_until": (timezone.localdate() + timedelta(days=900)),
    "prior_information_on": timezone.localdate(),
    "is_urgent": True,
    "urgency_reason": "The bridge fell.",
}
EMPTY = {
    "technique": "",
    "runs_until": None,
    "prior_information_on": None,
    "is_urgent": False,
    "urgency_reason": "",
}


def said(opportunity: Opportunity, *names: str) -> dict:
    now = reloaded(opportunity)
    return {name: getattr(now, name) for name in names}


def test_a_planned_purchase_has_no_deadline_and_no_framework(
    facts, havneby, buyer_of_havneby
) -> None:
    made = draft(havneby, buyer_of_havneby, questions_until=in_days(9), **OF_A_CALL)

    services.edit(made, by=buyer_of_havneby, kind="planned")

    assert said(made, "deadline", "questions_until", *EMPTY) == {
        "deadline": None, "questions_until": None, **EMPTY
    }  # fmt: skip
    assert reloaded(made).phase == Phase.ANNOUNCED


def test_a_consultation_keeps_its_deadline_and_a_result_the_framework(
    facts, havneby, buyer_of_havneby
) -> None:
    made = draft(havneby, buyer_of_havneby, **OF_A_CALL)
    deadline = made.deadline

    services.edit(made, by=buyer_of_havneby, kind="result")
    assert said(made, "deadline", *OF_A_CALL) == {"deadline": None, **OF_A_CALL}
    services.edit(made, by=buyer_of_havneby, kind="consultation", deadline=deadline)
    assert said(made, "deadline", *EMPTY) == {"deadline": deadline, **EMPTY}


def test_who_chooses_a_kind_without_deadline_reads_that_it_was_left_out(
    facts, havneby, buyer_of_havneby, as_user
) -> None:
    made, browser = draft(havneby, buyer_of_havneby), as_user(buyer_of_havneby)
    chosen = {"way": "own", "kind": "planned", "procedure": "", "specification": "Light."}

    page = Page(browser.post(f"{ROOM}{made.slug}/edit/suggestion/", chosen, follow=True))

    assert "«Planned purchase» has no deadline: the one given was left out." in page.text
    assert reloaded(made).deadline is None


def test_a_correction_does_not_turn_an_open_call_into_a_plan(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    call = published(havneby, buyer_of_havneby, moderator_of_denmark)
    correction = services.start_correction(call, by=buyer_of_havneby)
    changed = {"kind": "planned", "correction_reason": "We were too early."}
    services.edit(correction, by=buyer_of_havneby, **changed)

    with pytest.raises(Refused, match="«open, questions welcome» and cannot become «announced»"):
        services.submit(reloaded(correction), by=buyer_of_havneby)

    assert said(call, "kind", "version", "deadline") == {
        "kind": "call", "version": 1, "deadline": call.deadline
    }  # fmt: skip


# Lots and criteria --------------------------------------------------------------------------------

LOTS = [{"number": 1, "title": "Canary quay", "value": Decimal(400_000)}]
PRICE = {"role": "award", "kind": "price", "name": "Canary price", "weight": Decimal(100)}


@pytest.fixture
def divided(facts, havneby, buyer_of_havneby) -> Opportunity:
    """A call that its lots lift above the threshold."""
    made = draft(havneby, buyer_of_havneby, deadline=in_days(40))
    services.replace_parts(made, Lot, LOTS, by=buyer_of_havneby)
    services.replace_parts(made, Criterion, [PRICE], by=buyer_of_havneby)
    return reloaded(made)


def test_what_another_kind_is_not_asked_comes_back_with_the_former_kind(
    divided, buyer_of_havneby
) -> None:
    before = snapshot(divided)

    services.edit(divided, by=buyer_of_havneby, kind="co-buyers")
    other = reloaded(divided)
    assert (snapshot(other)["lots"], snapshot(other)["criteria"]) == ([], [])
    assert (other.judged_value, other.threshold) == (Decimal(90_000), "below")
    assert rules.rules_of(other)["lots_verdict"] is None

    services.edit(other, by=buyer_of_havneby, kind="call")
    assert snapshot(reloaded(divided)) == before
    assert reloaded(divided).threshold == "above"


def test_nobody_reads_copies_or_fetches_what_its_kind_is_not_asked(
    divided, havneby, buyer_of_havneby, moderator_of_denmark, client
) -> None:
    services.edit(divided, by=buyer_of_havneby, kind="co-buyers")
    services.submit(reloaded(divided), by=buyer_of_havneby)
    shown = services.publish(reloaded(divided), by=moderator_of_denmark)

    page = client.get(f"{ROOM}{shown.slug}/").content.decode()
    version = client.get(f"{ROOM}{shown.slug}/versions/1/").content.decode()
    told = client.get(f"/api/v1/opportunities/{shown.pk}/").json()
    versions = client.get(f"/api/v1/opportunities/{shown.pk}/versions/").content.decode()
    copy = services.start_from(shown, havneby, by=buyer_of_havneby)

    assert "Canary" not in page + version + versions
    assert (told["lots"], told["criteria"], told["judged_value"]) == ([], [], "90000.00")
    assert not Lot.objects.of(copy).exists()
    assert not Criterion.objects.of(copy).exists()


def test_a_correction_to_another_kind_says_that_the_lots_are_gone(
    divided, buyer_of_havneby, moderator_of_denmark
) -> None:
    services.submit(divided, by=buyer_of_havneby)
    call = services.publish(reloaded(divided), by=moderator_of_denmark)
    correction = services.start_correction(call, by=buyer_of_havneby)
    changed = {"kind": "co-buyers", "correction_reason": "Others first."}
    services.edit(correction, by=buyer_of_havneby, **changed)
    services.submit(reloaded(correction), by=buyer_of_havneby)

    [first, second] = Version.objects.of(call).order_by("number")
    told = [one.sentence for one in differences_between(first.content, second.content)]
    assert "Lot 1, Canary quay: removed" in told
    assert "Criterion «Canary price»: removed" in told
    assert reloaded(call).threshold == "below"
