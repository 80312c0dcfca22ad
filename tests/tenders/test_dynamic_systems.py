"""A dynamic purchasing system after its first deadline: it runs, and companies may join it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tenders import permissions, services
from tenders.choices import Phase
from tenders.models import Award, Opportunity
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import published, reloaded


def running(made: Opportunity, *, deadline: int, ended: str = "") -> Opportunity:
    """A dynamic system that runs for ninety days more; its first deadline is in `deadline` days."""
    Opportunity.objects.everywhere("a test").filter(pk=made.pk).update(
        runs_until=timezone.localdate() + timedelta(days=90),
        deadline=timezone.now() + timedelta(days=deadline),
        ended=ended,
        ended_at=timezone.now() if ended else None,
    )
    return reloaded(made)


@pytest.mark.parametrize(
    ("deadline", "ended", "may_join"),
    [(9, "", False), (-9, "", True), (-9, Phase.AWARDED, True), (-9, Phase.CANCELLED, False)],
)
def test_rows_say_that_companies_may_still_join_a_dynamic_system(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user, client, deadline, ended,
    may_join,
) -> None:  # fmt: skip
    made = published(havneby, buyer_of_havneby, moderator_of_denmark, technique="dps")
    running(made, deadline=deadline, ended=ended)
    everything = Page(client.get(f"{ROOM}?state="))
    own = Page(as_user(buyer_of_havneby).get(f"{ROOM}mine/"))

    assert [made.title in page.text for page in (everything, own)] == [True, True]
    told = ["Companies may still join" in page.text for page in (everything, own)]
    assert told == [may_join, may_join]


@pytest.mark.parametrize(
    ("technique", "ended", "is_allowed"),
    [("dps", "", True), ("dps", Phase.AWARDED, True), ("dps", Phase.CANCELLED, False),
     ("framework", Phase.AWARDED, False)],
)  # fmt: skip
def test_firms_are_invited_to_a_dynamic_system_for_as_long_as_it_runs(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, technique, ended, is_allowed
) -> None:
    made = published(havneby, buyer_of_havneby, moderator_of_denmark, technique=technique)
    made = running(made, deadline=-9, ended=ended)

    verdict = permissions.may_invite(buyer_of_havneby, made)

    sentence = "Firms are invited to what is public and can still be answered."
    assert (bool(verdict), verdict.reason) == (is_allowed, "" if is_allowed else sentence)


def test_the_page_of_an_awarded_dynamic_system_does_not_send_companies_away(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, client
) -> None:
    made = published(havneby, buyer_of_havneby, moderator_of_denmark, technique="dps")
    result = services.start_result(running(made, deadline=-9), by=buyer_of_havneby)
    services.replace_parts(result, Award, [{"winner_name": "Lampa SIA"}], by=buyer_of_havneby)
    services.submit(reloaded(result), by=buyer_of_havneby)
    services.publish(reloaded(result), by=moderator_of_denmark)

    text = Page(client.get(f"{ROOM}{made.slug}/")).text

    assert "Companies may still ask to be admitted. Read the result" in text
    assert "Nobody can answer any more" not in text
