"""Another kind is not asked everything that the former one was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ppi.kernel.verdicts import Refused
from tenders import services
from tenders.choices import Phase
from tenders.models import Opportunity
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
