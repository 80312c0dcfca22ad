"""How what is public ends, by the buyer's word, by a result, by the moderators."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ppi.kernel import audit, dates
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from ppi.moderation.registry import authors_of
from tenders import services
from tenders.choices import Phase, Source, Status
from tenders.models import FollowUp, Opportunity
from tests.conftest import member, person
from tests.tenders.test_correcting import numbers_of, versions_of
from tests.tenders.test_services import announced
from tests.tenders.written import (
    draft,
    in_days,
    published,
    reloaded,
    submission_of,
    submitted,
)

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


def opened_again(call: Opportunity, by) -> Opportunity:
    """Corrected: companies have ten more days."""
    begun = services.start_correction(reloaded(call), by=by)
    facts = {"deadline": in_days(10), "correction_reason": "More time."}
    services.submit(services.edit(begun, by=by, **facts), by=by)
    return reloaded(call)


def until(call: Opportunity) -> str:
    return (
        f"Its call can be answered until {dates.last_moment(call.deadline)}. "
        "Publish the result after that."
    )


def test_a_result_is_not_published_while_its_call_can_be_answered_again(
    call, result, buyer_of_havneby, moderator_of_denmark
) -> None:
    with time_machine.travel(call.deadline + timedelta(days=1), tick=False):
        call = opened_again(call, buyer_of_havneby)
        with pytest.raises(Refused) as refused:
            moderation.publish(submission_of(result), by=moderator_of_denmark)

        assert refused.value.sentence == until(call)
        assert (reloaded(result).status, reloaded(call).phase) == (
            Status.IN_REVIEW, Phase.QUESTIONS,
        )  # fmt: skip
    with time_machine.travel(call.deadline + timedelta(days=1), tick=False):
        moderation.publish(submission_of(result), by=moderator_of_denmark)
        assert (reloaded(call).phase, numbers_of(call)) == (Phase.AWARDED, [1, 2, 3])


def test_nor_is_it_sent_or_approved(call, havneby, buyer_of_havneby) -> None:
    editor = member(person("editor@havneby.example", "Editor of Havneby"), havneby, "editor")
    havneby.needs_approval = True
    havneby.save()
    with time_machine.travel(call.deadline + timedelta(days=1), tick=False):
        told = services.start_result(reloaded(call), by=editor)
        services.edit(told, by=editor, winner_name="Lampa")
        services.submit(told, by=editor)
        begun = services.start_correction(reloaded(call), by=editor)
        facts = {"deadline": in_days(10), "correction_reason": "More time."}
        services.submit(services.edit(begun, by=editor, **facts), by=editor)
        services.approve(reloaded(begun), by=buyer_of_havneby)
        call = reloaded(call)

        with pytest.raises(Refused) as not_approved:
            services.approve(reloaded(told), by=buyer_of_havneby)
        services.take_back(reloaded(told), by=editor)
        with pytest.raises(Refused) as not_sent:
            services.submit(reloaded(told), by=editor)

        assert [one.value.sentence for one in (not_approved, not_sent)] == [until(call)] * 2
        assert (reloaded(told).status, call.phase) == (Status.DRAFT, Phase.QUESTIONS)


def test_a_result_of_a_call_that_was_cancelled_is_refused(
    call, result, buyer_of_havneby, moderator_of_denmark
) -> None:
    services.end(call, Phase.CANCELLED, WHY, by=buyer_of_havneby)

    with pytest.raises(Refused, match="Its call is «cancelled» and cannot become «awarded»."):
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


def test_the_moderator_whose_decision_awarded_a_call_has_not_written_it(
    call, awarded, buyer_of_havneby, moderator_of_denmark
) -> None:
    assert versions_of(call)[-1].published_by == moderator_of_denmark
    assert authors_of(reloaded(call)) == [buyer_of_havneby]


def follow_ups() -> int:
    return FollowUp.objects.everywhere("a test").count()


ONE = (
    "One result of a call can be public, and «Light only where somebody walks» is. Its buyer can "
    "correct that one, or withdraw it first."
)


def told_again(call: Opportunity, by) -> Opportunity:
    """Another result of the call, with the moderators."""
    other = services.start_result(reloaded(call), by=by)
    services.edit(other, by=by, winner_name="Svetulys")
    services.submit(other, by=by)
    return reloaded(other)


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

    other = told_again(call, buyer_of_havneby)
    services.publish(other, by=moderator_of_denmark)

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


def test_a_removed_result_stays_removed_once_another_one_is_public(
    call, awarded, buyer_of_havneby, moderator_of_denmark
) -> None:
    services.remove(awarded, "It names a person.", by=moderator_of_denmark)
    other = told_again(call, buyer_of_havneby)
    services.publish(other, by=moderator_of_denmark)

    with pytest.raises(Refused) as refused:
        services.restore(reloaded(awarded), by=moderator_of_denmark)

    assert refused.value.sentence == ONE
    assert (reloaded(awarded).status, reloaded(other).status) == (Status.REMOVED, Status.PUBLISHED)
    assert (reloaded(call).phase, numbers_of(call)) == (Phase.AWARDED, [1, 2, 3, 4])


def test_the_other_result_is_not_published_once_the_removed_one_is_back(
    call, awarded, buyer_of_havneby, moderator_of_denmark
) -> None:
    services.remove(awarded, "It names a person.", by=moderator_of_denmark)
    other = told_again(call, buyer_of_havneby)
    services.restore(reloaded(awarded), by=moderator_of_denmark)

    with pytest.raises(Refused) as refused:
        moderation.publish(submission_of(other), by=moderator_of_denmark)

    assert refused.value.sentence == ONE
    assert (reloaded(awarded).status, reloaded(other).status) == (
        Status.PUBLISHED, Status.IN_REVIEW,
    )  # fmt: skip
    assert (reloaded(call).phase, numbers_of(call)) == (Phase.AWARDED, [1, 2, 3, 4])


def test_a_removed_result_is_not_put_back_while_its_call_can_be_answered_again(
    call, awarded, buyer_of_havneby, moderator_of_denmark
) -> None:
    services.remove(awarded, "It names a person.", by=moderator_of_denmark)
    call = opened_again(call, buyer_of_havneby)

    with pytest.raises(Refused) as refused:
        services.restore(reloaded(awarded), by=moderator_of_denmark)

    assert refused.value.sentence == until(call)
    assert (reloaded(awarded).status, reloaded(call).phase) == (Status.REMOVED, Phase.QUESTIONS)


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
