"""The last day for questions: before the deadline, ahead, and moved along with it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from tenders import rules, services
from tenders.models import Opportunity
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.test_suggesting import ZONE
from tests.tenders.written import in_days, published, reloaded

PAST = "Error: This lies in the past. Choose a later day."


def typed(deadline: datetime, until: datetime | None) -> dict[str, str]:
    """The page of dates as a browser sends it."""
    moments = {"deadline": deadline, "questions_until": until}
    fields = {"takes_questions": "on", "is_electronic": "on"}
    for name, moment in moments.items():
        there = moment and moment.astimezone(ZONE)
        fields[f"{name}_0"] = f"{there:%Y-%m-%d}" if there else ""
        fields[f"{name}_1"] = f"{there:%H:%M}" if there else ""
    return fields


def on_the_hour(days: int) -> datetime:
    return in_days(days).replace(minute=0, second=0)


def advised(opportunity: Opportunity) -> datetime:
    return rules.advised_end_of_questions(reloaded(opportunity))


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.fixture
def asked(send, begun) -> Opportunity:
    """A draft whose last day for questions is the advised one."""
    send("time", typed(on_the_hour(60), None))
    draft = reloaded(begun)
    assert draft.questions_until == advised(draft) < draft.deadline
    return draft


def test_an_advice_that_was_taken_moves_with_the_deadline_and_is_told(send, asked) -> None:
    answer = send("time", typed(on_the_hour(90), asked.questions_until))

    moved = reloaded(asked)
    assert (moved.deadline, moved.questions_until) == (on_the_hour(90), advised(moved))
    assert moved.questions_until > asked.questions_until
    [sentence] = said(answer)
    assert sentence.startswith("«Questions until» moved with the deadline, to ")


def test_it_follows_an_earlier_deadline_too(send, asked) -> None:
    send("time", typed(on_the_hour(30), asked.questions_until))

    moved = reloaded(asked)
    assert moved.questions_until == advised(moved) < on_the_hour(30) < asked.questions_until


def test_a_day_that_the_buyer_chose_stays_while_it_fits(send, asked) -> None:
    send("time", typed(on_the_hour(60), on_the_hour(20)))
    answer = send("time", typed(on_the_hour(90), on_the_hour(20)))

    assert reloaded(asked).questions_until == on_the_hour(20)
    assert said(answer) == []


def test_a_chosen_day_after_the_new_deadline_becomes_the_advised_one(send, asked) -> None:
    send("time", typed(on_the_hour(60), on_the_hour(59)))
    answer = send("time", typed(on_the_hour(40), on_the_hour(59)))

    moved = reloaded(asked)
    assert moved.questions_until == advised(moved) < moved.deadline
    assert len(said(answer)) == 1


def test_a_day_that_is_typed_anew_is_taken_or_refused_as_it_stands(send, asked) -> None:
    send("time", typed(on_the_hour(90), on_the_hour(70)))
    assert reloaded(asked).questions_until == on_the_hour(70)

    page = Page(send("time", typed(on_the_hour(40), on_the_hour(41))))
    assert page.errors("questions_until") == "Error: Questions must end before the deadline."
    assert reloaded(asked).questions_until == on_the_hour(70)


def test_nothing_moves_and_nothing_is_said_where_the_deadline_stays(send, asked) -> None:
    answer = send("time", typed(asked.deadline, asked.questions_until) | {"months": "12"})

    assert (reloaded(asked).months, reloaded(asked).questions_until) == (12, asked.questions_until)
    assert said(answer) == []


def test_a_correction_that_moves_the_deadline_moves_the_questions_too(
    facts, browser, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    deadline = on_the_hour(60)
    call = published(havneby, buyer_of_havneby, moderator_of_denmark, deadline=deadline)
    begun = services.start_correction(call, by=buyer_of_havneby)
    services.edit(begun, by=buyer_of_havneby, questions_until=advised(begun))
    later = on_the_hour(90)

    browser.post(f"{ROOM}{begun.slug}/edit/time/", typed(later, advised(begun)))

    moved = reloaded(begun)
    assert (moved.deadline, moved.questions_until) == (later, advised(moved))
    assert moved.questions_until > advised(call)


def test_questions_cannot_end_in_the_past(send, begun) -> None:
    yesterday = timezone.now() - timedelta(days=1)

    page = Page(send("time", typed(on_the_hour(60), yesterday)))

    assert page.errors("questions_until") == PAST
    assert reloaded(begun).deadline is None


def test_a_correction_may_keep_an_end_of_questions_that_has_passed_but_not_choose_one(
    facts, browser, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    deadline, ended = on_the_hour(60), on_the_hour(-1)
    call = published(havneby, buyer_of_havneby, moderator_of_denmark, deadline=deadline)
    Opportunity.objects.everywhere("time passes").filter(pk=call.pk).update(questions_until=ended)
    begun = services.start_correction(reloaded(call), by=buyer_of_havneby)
    address = f"{ROOM}{begun.slug}/edit/time/"

    assert browser.post(address, typed(deadline, ended) | {"months": "7"}).status_code == 302
    assert (reloaded(begun).months, reloaded(begun).questions_until) == (7, ended)
    page = Page(browser.post(address, typed(deadline, on_the_hour(-2))))
    assert page.errors("questions_until") == PAST
