"""What waits too long: nothing comes out, or goes on, whose deadline has passed meanwhile."""

from __future__ import annotations

import pytest
import time_machine

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from tenders import services
from tenders.choices import Phase, Status
from tests.conftest import member, person
from tests.tenders.filled import Page
from tests.tenders.test_services import announced, versions
from tests.tenders.written import (
    draft,
    in_days,
    published,
    reloaded,
    submission_of,
    submitted,
)

TOO_LATE = "The deadline has passed. Send it back with a reason: its author chooses a later one."


@pytest.fixture
def editor(havneby):
    return member(person("editor@havneby.example", "Editor of Havneby"), havneby, "editor")


@pytest.fixture
def waiting(facts, havneby, buyer_of_havneby):
    """With the moderators, to be answered within two days."""
    return submitted(havneby, buyer_of_havneby, deadline=in_days(2))


@pytest.fixture
def to_approve(facts, havneby, editor):
    """With a colleague, to be answered within two days."""
    havneby.needs_approval = True
    havneby.save()
    sent = draft(havneby, editor, deadline=in_days(2))
    services.submit(sent, by=editor)
    return reloaded(sent)


@pytest.fixture
def on_the_fourth_day():
    """The deadline of the second day has passed."""
    with time_machine.travel(in_days(4), tick=False):
        yield


def test_what_can_no_longer_be_answered_is_not_published(
    waiting, on_the_fourth_day, moderator_of_denmark
) -> None:
    heard = announced()
    with pytest.raises(Refused) as refused:
        moderation.publish(submission_of(waiting), by=moderator_of_denmark)

    assert (refused.value.sentence, refused.value.field) == (TOO_LATE, "deadline")
    assert (reloaded(waiting).status, reloaded(waiting).published_at) == (Status.IN_REVIEW, None)
    assert (versions(waiting), announced()) == ([], heard)
    assert submission_of(waiting).decided_at is None


def test_the_moderator_reads_why_keeps_the_reason_and_sends_it_back(
    waiting, on_the_fourth_day, moderator_of_denmark, buyer_of_havneby, as_user
) -> None:
    browser = as_user(moderator_of_denmark)
    decide = f"/p/dk/en/moderation/{submission_of(waiting).pk}/decide/"

    refused = browser.post(decide, {"decision": "publish", "reason": "We were slow."})

    assert refused.status_code == 422
    assert TOO_LATE in Page(refused).text
    assert Page(refused).value("reason").strip() == "We were slow."
    browser.post(decide, {"decision": "return", "reason": "We were slow."})
    assert reloaded(waiting).status == Status.RETURNED
    services.edit(waiting, by=buyer_of_havneby, deadline=in_days(20))
    services.submit(waiting, by=buyer_of_havneby)
    moderation.publish(submission_of(waiting), by=moderator_of_denmark)
    assert (reloaded(waiting).status, reloaded(waiting).phase) == (
        Status.PUBLISHED, Phase.QUESTIONS,
    )  # fmt: skip


def test_a_colleague_does_not_approve_it_and_reads_why(
    to_approve, on_the_fourth_day, buyer_of_havneby, as_user
) -> None:
    browser, page = as_user(buyer_of_havneby), f"/p/dk/en/opportunities/{to_approve.slug}/"
    sent = {"decision": "approve", "read": Page(browser.get(page)).value("read")}

    refused = browser.post(f"{page}approval/", sent, follow=True)

    assert TOO_LATE in Page(refused).text
    now = reloaded(to_approve)
    assert (now.status, now.approved_by, submission_of(now)) == (Status.IN_APPROVAL, None, None)
    assert audit.trail(now)[0].action == "opportunity.approval_asked"
    browser.post(f"{page}approval/", {"decision": "decline", "reason": "I was away."})
    assert reloaded(to_approve).status == Status.DRAFT


def test_what_was_removed_is_put_back_after_its_deadline_too(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    call = published(havneby, buyer_of_havneby, moderator_of_denmark, deadline=in_days(2))
    services.remove(call, "It names a person.", by=moderator_of_denmark)

    with time_machine.travel(in_days(4), tick=False):
        services.publish(reloaded(call), by=moderator_of_denmark)

        assert (reloaded(call).status, reloaded(call).phase) == (Status.PUBLISHED, Phase.CLOSED)


QUESTIONS_OVER = "The last day for questions has passed."


def test_what_promises_questions_is_not_sent_once_nobody_could_ask(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    with time_machine.travel(in_days(-4), tick=False):
        waiting = submitted(havneby, buyer_of_havneby, questions_until=in_days(2))
        kept = draft(havneby, buyer_of_havneby, questions_until=in_days(2))

    with pytest.raises(Refused) as unsent:
        services.submit(kept, by=buyer_of_havneby)
    with pytest.raises(Refused) as unpublished:
        moderation.publish(submission_of(waiting), by=moderator_of_denmark)

    assert (unsent.value.sentence, unsent.value.field) == (
        f"{QUESTIONS_OVER} Choose a later one.", "questions_until"
    )  # fmt: skip
    assert (unpublished.value.sentence, unpublished.value.field) == (
        f"{QUESTIONS_OVER} Send it back with a reason: its author chooses a later one.",
        "questions_until",
    )


def test_a_correction_leaves_the_end_of_questions_as_it_has_passed(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    with time_machine.travel(in_days(-4), tick=False):
        public = published(
            havneby, buyer_of_havneby, moderator_of_denmark, questions_until=in_days(2)
        )
    correction = services.start_correction(public, by=buyer_of_havneby)
    services.edit(correction, by=buyer_of_havneby, title="Lamps", correction_reason="Shorter.")

    services.submit(correction, by=buyer_of_havneby)

    assert (reloaded(public).title, reloaded(public).version) == ("Lamps", 2)
