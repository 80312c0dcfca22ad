"""How what is public ends, by the buyer's word, by a result, by the moderators."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from tenders import services
from tenders.choices import Kind, Phase, Source, Status
from tenders.models import FollowUp, Opportunity
from tests.tenders.test_correcting import numbers_of, versions_of
from tests.tenders.test_services import announced
from tests.tenders.written import draft, published, reloaded, submitted

WHY = "Nobody has the money."


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


@pytest.mark.parametrize(
    ("phase", "hours"),
    [
        (Phase.CLOSED, -1),
        (Phase.CANCELLED, -1),
        (Phase.CANCELLED, 1),
        (Phase.UNSUCCESSFUL, 1),
    ],
)
def test_it_stays_public_says_why_and_cannot_be_answered(
    call, buyer_of_havneby, denmark, phase, hours
) -> None:
    with time_machine.travel(call.deadline + timedelta(hours=hours), tick=False):
        services.end(call, phase, WHY, by=buyer_of_havneby)

        now = reloaded(call)
        assert (now.ended, now.ended_reason, now.ended_at, now.phase, now.status) == (
            phase, WHY, timezone.now(), phase, Status.PUBLISHED,
        )  # fmt: skip
        published_here = Opportunity.objects.published(denmark)
        assert list(published_here) == [now]
        assert not published_here.open_at(timezone.now()).exists()
    assert [(v.number, v.reason, v.content["ended"]) for v in versions_of(call)] == [
        (1, "", ""),
        (2, WHY, phase),
    ]
    entry = audit.trail(call)[0]
    assert (entry.action, entry.detail) == (f"opportunity.{phase}", {"reason": WHY})
    assert announced()[-1] == ("tenders.changed", {"opportunity_id": call.pk})


@pytest.mark.parametrize(
    ("phase", "hours", "sentence"),
    [
        (Phase.UNSUCCESSFUL, -1, "It is «open, questions welcome» and cannot become «ended"),
        (Phase.CLOSED, 1, "It is «closed, being judged» and cannot become «closed, being judged»."),
        (Phase.AWARDED, 1, "This comes by the clock or by the result, and is not said."),
        (Phase.OPEN, -1, "This comes by the clock or by the result, and is not said."),
    ],
)  # fmt: skip
def test_an_end_that_cannot_be_is_refused(call, buyer_of_havneby, phase, hours, sentence) -> None:
    moment = call.deadline + timedelta(hours=hours)
    with time_machine.travel(moment), pytest.raises(Refused) as refused:
        services.end(call, phase, WHY, by=buyer_of_havneby)

    assert refused.value.sentence.startswith(sentence)
    assert (reloaded(call).ended, numbers_of(call)) == ("", [1])


@pytest.mark.parametrize("verb", ["end", "withdraw"])
def test_an_end_without_a_reason_is_refused_at_its_field(call, buyer_of_havneby, verb) -> None:
    arguments = (Phase.CANCELLED, " \n") if verb == "end" else (" \n",)
    with pytest.raises(Refused) as refused:
        getattr(services, verb)(call, *arguments, by=buyer_of_havneby)

    assert (refused.value.sentence, refused.value.field) == ("Say in a sentence why.", "reason")
    assert (reloaded(call).ended, reloaded(call).status) == ("", Status.PUBLISHED)


def test_what_has_ended_does_not_end_again(call, buyer_of_havneby) -> None:
    services.end(call, Phase.CANCELLED, WHY, by=buyer_of_havneby)

    with pytest.raises(Refused, match="It is «cancelled» and cannot become"):
        services.end(call, Phase.CLOSED, WHY, by=buyer_of_havneby)
    assert numbers_of(call) == [1, 2]


def test_neither_a_draft_nor_a_notice_is_ended_here(
    call, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    with pytest.raises(Refused, match="Only what is public"):
        services.end(draft(havneby, buyer_of_havneby), Phase.CANCELLED, WHY, by=buyer_of_havneby)
    Opportunity.objects.everywhere("a test").update(source=Source.NOTICE)
    with pytest.raises(Refused, match="taken from an official notice"):
        services.end(call, Phase.CANCELLED, WHY, by=buyer_of_havneby)


# By a result -------------------------------------------------------------------------------------


@pytest.fixture
def result(call, buyer_of_havneby) -> Opportunity:
    """With the moderators, for a call whose deadline has passed."""
    with time_machine.travel(call.deadline + timedelta(hours=1)):
        told = services.start_result(call, by=buyer_of_havneby)
        services.edit(told, by=buyer_of_havneby, winner_name="Lampa")
        services.submit(told, by=buyer_of_havneby)
    return reloaded(told)


def test_a_result_awards_the_call_and_asks_what_came_of_it_in_a_year(
    call, result, moderator_of_denmark
) -> None:
    with time_machine.travel(call.deadline + timedelta(days=2)):
        services.publish(result, by=moderator_of_denmark)
        today = timezone.localdate()

    now = reloaded(call)
    assert (now.ended, now.phase, now.is_public) == (Phase.AWARDED, Phase.AWARDED, True)
    assert (numbers_of(call), numbers_of(result)) == ([1, 2], [1])
    due = FollowUp.objects.everywhere("a test").get(opportunity=result).due_on
    assert (due.year, due.month) == (today.year + 1, today.month)


def test_a_second_result_of_the_same_call_changes_nothing_in_it(
    call, result, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    other = draft(havneby, buyer_of_havneby)
    services.edit(other, by=buyer_of_havneby, kind=Kind.RESULT, winner_name="B", concludes=call)
    services.submit(other, by=buyer_of_havneby)
    for told in (result, reloaded(other)):
        services.publish(reloaded(told), by=moderator_of_denmark)

    assert (reloaded(call).ended, numbers_of(call)) == (Phase.AWARDED, [1, 2])


def test_a_result_of_a_call_that_was_cancelled_is_refused(
    call, result, buyer_of_havneby, moderator_of_denmark
) -> None:
    services.end(call, Phase.CANCELLED, WHY, by=buyer_of_havneby)

    with pytest.raises(Refused, match="It is «cancelled» and cannot become «awarded»."):
        services.publish(result, by=moderator_of_denmark)
    assert (reloaded(result).status, reloaded(call).ended) == (Status.IN_REVIEW, Phase.CANCELLED)


# A result that is taken off ----------------------------------------------------------------------


@pytest.fixture
def awarded(call, result, moderator_of_denmark):
    """The result, public; the clock stands two days after the deadline."""
    with time_machine.travel(call.deadline + timedelta(days=2), tick=False):
        services.publish(result, by=moderator_of_denmark)
        yield reloaded(result)


def told_of_its_end(call: Opportunity) -> tuple:
    now = reloaded(call)
    return now.ended, now.ended_reason, now.ended_at, now.phase, now.is_public


def follow_ups() -> int:
    return FollowUp.objects.everywhere("a test").count()


def test_a_withdrawn_result_leaves_its_call_closed_and_says_so(
    call, awarded, buyer_of_havneby
) -> None:
    assert (told_of_its_end(call)[0], follow_ups()) == (Phase.AWARDED, 1)

    services.withdraw(awarded, "The wrong winner.", by=buyer_of_havneby)

    assert told_of_its_end(call) == ("", "", None, Phase.CLOSED, True)
    assert follow_ups() == 0
    assert [(v.number, v.reason, v.content["ended"]) for v in versions_of(call)] == [
        (1, "", ""),
        (2, "", Phase.AWARDED),
        (3, "", ""),
    ]
    entry = audit.trail(call)[0]
    assert (entry.action, entry.detail) == (
        "opportunity.award_taken_back", {"reason": "The wrong winner."},
    )  # fmt: skip
    assert announced()[-2:] == [
        ("tenders.changed", {"opportunity_id": call.pk}),
        ("tenders.withdrawn", {"opportunity_id": awarded.pk}),
    ]


def test_the_next_result_awards_the_call_again(
    call, awarded, buyer_of_havneby, moderator_of_denmark
) -> None:
    services.withdraw(awarded, "The wrong winner.", by=buyer_of_havneby)

    other = services.start_result(reloaded(call), by=buyer_of_havneby)
    services.edit(other, by=buyer_of_havneby, winner_name="Svetulys")
    services.submit(other, by=buyer_of_havneby)
    services.publish(reloaded(other), by=moderator_of_denmark)

    assert other.pk != awarded.pk
    assert (told_of_its_end(call)[0], numbers_of(call)) == (Phase.AWARDED, [1, 2, 3, 4])


def test_a_call_that_was_closed_early_is_so_again_with_its_day_and_reason(
    call, buyer_of_havneby, moderator_of_denmark
) -> None:
    with time_machine.travel(call.deadline - timedelta(days=9), tick=False):
        services.end(call, Phase.CLOSED, WHY, by=buyer_of_havneby)
        closed = told_of_its_end(call)
        result = services.start_result(reloaded(call), by=buyer_of_havneby)
        services.edit(result, by=buyer_of_havneby, winner_name="Lampa")
        services.submit(result, by=buyer_of_havneby)
        services.publish(reloaded(result), by=moderator_of_denmark)
        services.withdraw(result, "The wrong winner.", by=buyer_of_havneby)

        assert told_of_its_end(call) == closed


def test_one_result_of_two_leaves_the_call_awarded(
    call, awarded, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    other = draft(havneby, buyer_of_havneby)
    services.edit(other, by=buyer_of_havneby, kind=Kind.RESULT, winner_name="B", concludes=call)
    services.submit(other, by=buyer_of_havneby)
    services.publish(reloaded(other), by=moderator_of_denmark)
    services.withdraw(awarded, "Told twice.", by=buyer_of_havneby)

    assert (told_of_its_end(call)[0], numbers_of(call)) == (Phase.AWARDED, [1, 2])


def test_a_result_that_moderators_remove_and_put_back_takes_its_award_along(
    call, awarded, moderator_of_denmark
) -> None:
    services.remove(awarded, "It names a person.", by=moderator_of_denmark)
    assert (told_of_its_end(call)[3], follow_ups()) == (Phase.CLOSED, 0)

    services.restore(reloaded(awarded), by=moderator_of_denmark)
    assert (told_of_its_end(call)[3], follow_ups()) == (Phase.AWARDED, 1)


def test_nobody_closes_by_word_what_a_result_has_awarded(call, awarded, buyer_of_havneby) -> None:
    with pytest.raises(Refused, match="It is «awarded» and cannot become «closed, being judged»."):
        services.end(reloaded(call), Phase.CLOSED, WHY, by=buyer_of_havneby)
    assert reloaded(call).phase == Phase.AWARDED


# By the moderators -------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["restore", "publish"])
def test_what_was_removed_can_be_put_back_as_it_was(call, moderator_of_denmark, verb) -> None:
    services.remove(call, "It names a person.", by=moderator_of_denmark)
    getattr(services, verb)(reloaded(call), by=moderator_of_denmark)

    now = reloaded(call)
    assert (now.status, now.published_at, numbers_of(call)) == (
        Status.PUBLISHED, call.published_at, [1],
    )  # fmt: skip
    assert audit.trail(call)[0].action == "opportunity.restored"
    ids = {"opportunity_id": call.pk}
    assert announced()[-2:] == [("tenders.withdrawn", ids), ("tenders.published", ids)]


def test_nothing_else_can_be_put_back(
    call, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    services.withdraw(call, WHY, by=buyer_of_havneby)
    for other in (call, submitted(havneby, buyer_of_havneby)):
        with pytest.raises(Refused, match="Only what the moderators removed can be put back"):
            services.restore(other, by=moderator_of_denmark)
    assert reloaded(call).status == Status.WITHDRAWN
