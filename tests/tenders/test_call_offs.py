"""Framework agreements and dynamic purchasing systems, and what is called off from them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from ppi.kernel.verdicts import Refused
from tenders import permissions, services
from tenders.choices import Phase
from tenders.models import Opportunity
from tests.tenders.conftest import ROOM
from tests.tenders.written import published, reloaded


def award(call: Opportunity) -> None:
    """Its result is told."""
    rows = Opportunity.objects.everywhere("a test").filter(pk=call.pk)
    rows.update(ended=Phase.AWARDED, ended_at=timezone.now())


NOTHING_YET = "There is nothing to call off from before the agreement is awarded."


@pytest.mark.parametrize(
    ("technique", "ended", "refusal"),
    [
        ("framework", "", NOTHING_YET),
        ("framework", Phase.CLOSED, NOTHING_YET),
        ("framework", Phase.CANCELLED, NOTHING_YET),
        ("framework", Phase.UNSUCCESSFUL, NOTHING_YET),
        ("framework", Phase.AWARDED, ""),
        ("dps", "", ""),
        ("dps", Phase.CLOSED, ""),
        ("dps", Phase.CANCELLED, NOTHING_YET),
        ("dps", Phase.UNSUCCESSFUL, NOTHING_YET),
        ("", Phase.AWARDED, "Only a framework agreement that still runs can be called off from."),
    ],
)
def test_nothing_is_called_off_before_there_is_an_agreement(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user, technique, ended, refusal
) -> None:
    made = published(havneby, buyer_of_havneby, moderator_of_denmark, technique=technique)
    rows = Opportunity.objects.everywhere("a test").filter(pk=made.pk)
    rows.update(ended=ended, ended_at=timezone.now() if ended else None)
    browser, page = as_user(buyer_of_havneby), f"{ROOM}{made.slug}/"

    verdict = permissions.may_call_off(buyer_of_havneby, reloaded(made))
    assert (bool(verdict), verdict.reason) == (not refusal, refusal)
    assert ("Start a call-off" in browser.get(page).content.decode()) is not bool(refusal)
    browser.post(f"{page}call-off/")
    drafts = Opportunity.objects.managed_by(havneby).filter(framework=made)
    assert drafts.exists() is not bool(refusal)


def test_a_call_off_names_its_agreement_and_stands_on_its_page(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    runs_until = timezone.localdate() + timedelta(days=100)
    framework = published(
        havneby,
        buyer_of_havneby,
        moderator_of_denmark,
        technique="framework",
        runs_until=runs_until,
    )
    assert framework.expires_soon
    Opportunity.objects.everywhere("a result came").filter(pk=framework.pk).update(
        ended=Phase.AWARDED, ended_at=timezone.now()
    )
    award(framework)
    as_user(buyer_of_havneby).post(f"{ROOM}{framework.slug}/call-off/")
    made = Opportunity.objects.managed_by(havneby).get(framework=framework)
    assert (made.kind, made.technique, made.runs_until, made.title) == (
        "call",
        "",
        None,
        framework.title,
    )


def test_an_agreement_that_has_ended_cannot_be_called_off_from(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    over = published(
        havneby,
        buyer_of_havneby,
        moderator_of_denmark,
        technique="dps",
        runs_until=timezone.localdate() - timedelta(days=1),
    )
    with pytest.raises(Refused, match="still runs"):
        services.start_call_off(over, by=buyer_of_havneby)
    assert not over.expires_soon
