"""Decisions: by the right people, once, with a reason that reaches the author."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from ppi.kernel.audit import trail
from ppi.kernel.models import Job
from ppi.kernel.verdicts import Refused
from ppi.moderation import pages, services
from ppi.moderation.choices import Decision, ReportKind, ReportState
from ppi.moderation.models import Report, Submission
from ppi.organisations import services as organisations
from ppi.organisations.choices import RequestState, Role, Status
from ppi.organisations.models import JoinRequest, Membership, Organisation

pytestmark = pytest.mark.django_db


def announced() -> list[str]:
    """Names of the events that wait to be told."""
    waiting = Job.objects.filter(task="ppi.kernel.events.deliver", done_at=None)
    return list(waiting.order_by("pk").values_list("arguments__event", flat=True))


def refusal(act, *args, **kwargs) -> Refused:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return refused.value


def fresh(row):
    return type(row).objects.everywhere("the test").get(pk=row.pk)


# --- The queue


def test_what_is_founded_waits_in_its_own_portals_queue_once(
    newcomer, submission, denmark, latvia
) -> None:
    services.submit(newcomer, by=None)

    assert submission.subject == newcomer
    assert Submission.objects.moderated_by(denmark).waiting().count() == 1
    assert Submission.objects.moderated_by(latvia).count() == 0


def test_publishing_lets_the_room_publish_and_keeps_who_decided(
    submission, newcomer, moderator_of_denmark
) -> None:
    services.publish(submission, by=moderator_of_denmark)

    decided = fresh(submission)
    assert fresh(newcomer).status == Status.VERIFIED
    assert (decided.decision, decided.decided_by, decided.reason) == (
        Decision.PUBLISHED,
        moderator_of_denmark,
        "",
    )
    assert decided.decided_at is not None
    assert announced() == ["organisations.verified", "moderation.decided"]
    assert [entry.action for entry in trail(submission)] == ["submission.published"]


def test_returning_carries_the_reason_to_the_author(
    submission, newcomer, moderator_of_denmark
) -> None:
    services.send_back(submission, "The number is another's.", by=moderator_of_denmark)

    assert fresh(newcomer).status == Status.REJECTED
    word = pages.last_word_on(newcomer)
    assert (word.state, word.reason) == ("returned", "The number is another's.")
    assert trail(newcomer)[0].detail == {"reason": "The number is another's."}


@pytest.mark.parametrize("reason", ["", "   \n "])
def test_nothing_is_returned_without_a_reason(
    submission, newcomer, moderator_of_denmark, reason
) -> None:
    refused = refusal(services.send_back, submission, reason, by=moderator_of_denmark)

    assert (refused.field, refused.sentence) == (
        "reason",
        "Write the reason. Its author reads it.",
    )
    assert fresh(newcomer).status == Status.PENDING
    assert fresh(submission).decided_at is None


@pytest.mark.parametrize("who", ["moderator_of_latvia", "stranger"])
def test_nobody_else_decides(request, submission, newcomer, who) -> None:
    person = request.getfixturevalue(who)

    for act in (
        lambda: services.publish(submission, by=person),
        lambda: services.send_back(submission, "No.", by=person),
    ):
        assert refusal(act).sentence == "Only moderators of this portal may do that."
    assert fresh(newcomer).status == Status.PENDING


def test_what_was_decided_is_not_decided_again(submission, newcomer, moderator_of_denmark) -> None:
    services.publish(submission, by=moderator_of_denmark)

    assert refusal(services.send_back, submission, "No.", by=moderator_of_denmark).sentence == (
        "Another moderator has decided this already."
    )
    assert fresh(newcomer).status == Status.VERIFIED


def test_what_the_author_takes_back_leaves_the_queue(
    submission, newcomer, stranger, moderator_of_denmark
) -> None:
    services.take_back(newcomer, by=stranger)

    assert fresh(submission).decision == Decision.WITHDRAWN
    assert refusal(services.publish, submission, by=moderator_of_denmark)


def test_what_is_gone_can_be_taken_off_the_list(submission, newcomer, moderator_of_denmark) -> None:
    newcomer.delete()

    assert (
        "It is not here any more"
        in refusal(services.publish, submission, by=moderator_of_denmark).sentence
    )
    services.send_back(submission, "Deleted.", by=moderator_of_denmark)
    assert fresh(submission).decision == Decision.RETURNED


def test_a_room_that_refuses_leaves_the_submission_undecided(
    submission, newcomer, moderator_of_denmark
) -> None:
    Organisation.objects.everywhere("the test").update(status=Status.VERIFIED)

    assert (
        "cannot become" in refusal(services.publish, submission, by=moderator_of_denmark).sentence
    )
    assert fresh(submission).decided_at is None


# --- Who speaks for an unclaimed organisation


@pytest.fixture
def unclaimed(denmark) -> Organisation:
    return Organisation.objects.create(
        slug="klitland",
        name="Klitland Kommune",
        kind="buyer",
        country="DK",
        portal=denmark,
        status=Status.VERIFIED,
        imported=True,
    )


def test_a_wish_to_speak_for_an_unclaimed_one_comes_to_the_queue(
    unclaimed, denmark, stranger, learner_of_metsalinn, moderator_of_denmark, run_jobs
) -> None:
    first = organisations.request_to_join(unclaimed, "I run it", by=stranger)
    second = organisations.request_to_join(unclaimed, "Me too", by=learner_of_metsalinn)
    run_jobs()
    queue = Submission.objects.moderated_by(denmark).waiting()
    assert [row.subject for row in queue] == [first, second]

    refused = refusal(services.publish, queue[0], by=moderator_of_denmark)
    services.publish(queue[0], by=moderator_of_denmark, reason="The register names them.")

    own = Membership.objects.managed_by(unclaimed)
    assert [(m.user, m.role) for m in own] == [(stranger, Role.OWNER)]
    assert list(queue.all()) == [], "the two are decided together"
    assert (fresh(second).state, fresh(second).reason) == (
        RequestState.DECLINED,
        "The register names them.",
    )
    assert (refused.field, refused.sentence) == (
        "reason",
        "Write why. Everybody who loses by this decision reads it.",
    )


def test_a_wish_to_join_one_with_an_owner_is_its_owners_business(
    havneby, buyer_of_havneby, stranger, denmark, run_jobs
) -> None:
    organisations.request_to_join(havneby, "", by=stranger)
    run_jobs()

    assert Submission.objects.moderated_by(denmark).count() == 0


def test_a_declined_wish_tells_why(
    unclaimed, denmark, stranger, moderator_of_denmark, run_jobs
) -> None:
    asked = organisations.request_to_join(unclaimed, "", by=stranger)
    run_jobs()
    [waiting] = Submission.objects.moderated_by(denmark).waiting()
    services.send_back(waiting, "Use your office address.", by=moderator_of_denmark)

    assert fresh(asked).state == RequestState.DECLINED
    assert pages.last_word_on(asked).reason == "Use your office address."
    assert list(JoinRequest.objects.of_person(stranger)) == [asked]


# --- Reports


def filed(subject, portal, **more) -> Report:
    facts = {"kind": ReportKind.WRONG, "text": "The price is ten times too high."} | more
    return services.report(subject, portal, **facts)


def test_a_report_goes_to_the_portal_that_the_content_belongs_to(
    shared_case, denmark, latvia
) -> None:
    report = filed(shared_case, latvia)

    assert report.portal == denmark
    assert Report.objects.moderated_by(latvia).count() == 0
    assert announced() == ["moderation.reported"]


def test_a_removal_takes_it_off_and_tells_author_and_reporter_the_reason(
    shared_case, denmark, moderator_of_denmark, stranger
) -> None:
    report = filed(shared_case, denmark, by=stranger)
    services.settle(report, remove=True, reason="The figure is wrong.", by=moderator_of_denmark)

    assert fresh(shared_case).status == "removed"
    settled = fresh(report)
    assert (settled.state, settled.answer, settled.decided_by) == (
        ReportState.REMOVED,
        "The figure is wrong.",
        moderator_of_denmark,
    )
    word = pages.last_word_on(shared_case)
    assert (word.state, word.reason) == ("removed", "The figure is wrong.")
    assert announced()[-1] == "moderation.settled"


def test_a_removal_answers_every_open_report_about_the_same_thing(
    shared_case, havneby, denmark, moderator_of_denmark
) -> None:
    first, second = filed(shared_case, denmark), filed(shared_case, denmark)
    other = filed(havneby, denmark)
    services.settle(second, remove=True, reason="Wrong.", by=moderator_of_denmark)

    assert [fresh(r).state for r in (first, second, other)] == ["removed", "removed", "open"]
    assert announced()[-3:] == ["moderation.removed", *["moderation.settled"] * 2]


def test_what_is_kept_stays_public_and_the_next_report_stays_open(
    shared_case, denmark, moderator_of_denmark
) -> None:
    first, second = filed(shared_case, denmark), filed(shared_case, denmark)
    services.settle(first, remove=False, reason="It is right.", by=moderator_of_denmark)

    assert fresh(shared_case).status == "published"
    assert [fresh(r).state for r in (first, second)] == ["kept", "open"]
    assert pages.last_word_on(shared_case) is None


def test_a_report_is_settled_once_by_its_own_moderators_and_with_a_reason(
    shared_case, denmark, moderator_of_denmark, moderator_of_latvia, stranger
) -> None:
    report = filed(shared_case, denmark)

    for who in (moderator_of_latvia, stranger):
        refused = refusal(services.settle, report, remove=True, reason="No.", by=who)
        assert refused.sentence == "Only moderators of this portal may do that."
    assert (
        refusal(services.settle, report, remove=True, reason=" ", by=moderator_of_denmark).field
        == "reason"
    )
    assert fresh(shared_case).status == "published"
    services.settle(report, remove=False, reason="Fine.", by=moderator_of_denmark)
    assert refusal(services.settle, report, remove=True, reason="x", by=moderator_of_denmark)


def test_a_report_about_what_is_gone_can_still_be_answered(
    shared_case, denmark, moderator_of_denmark
) -> None:
    report = filed(shared_case, denmark)
    shared_case.delete()
    services.settle(report, remove=True, reason="Gone.", by=moderator_of_denmark)

    assert fresh(report).state == ReportState.REMOVED


# --- The last word


def test_the_author_hears_the_latest_word_and_only_about_their_own(
    newcomer, submission, havneby, moderator_of_denmark, stranger, run_jobs
) -> None:
    assert pages.last_word_on(newcomer).state == "waiting"
    services.send_back(submission, "First reason.", by=moderator_of_denmark)
    organisations.ask_again(newcomer, by=stranger)
    run_jobs()
    assert pages.last_word_on(newcomer).state == "waiting"
    [again] = Submission.objects.moderated_by(newcomer.portal).waiting()
    services.publish(again, by=moderator_of_denmark)

    assert pages.last_word_on(newcomer) is None
    assert pages.last_word_on(havneby) is None


# --- What always holds


def test_the_database_keeps_a_reason_with_every_return_and_one_waiting_row(submission) -> None:
    rows = Submission.objects.everywhere("the test")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.filter(pk=submission.pk).update(decision=Decision.RETURNED, reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.create(
            content_type=submission.content_type,
            object_id=submission.object_id,
            portal=submission.portal,
        )


def at_once(*acts) -> list[str]:
    outcomes, start = [], threading.Barrier(len(acts))

    def run(act) -> None:
        start.wait()
        try:
            act()
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_the_same_moment_decide_once(
    submission, newcomer, moderator_of_denmark
) -> None:
    outcomes = at_once(
        lambda: services.publish(submission, by=moderator_of_denmark),
        lambda: services.send_back(submission, "No.", by=moderator_of_denmark),
    )

    assert outcomes == ["Another moderator has decided this already.", "done"]
    decided = {Decision.PUBLISHED: Status.VERIFIED, Decision.RETURNED: Status.REJECTED}
    assert fresh(newcomer).status == decided[fresh(submission).decision]


@pytest.mark.django_db(transaction=True)
def test_an_author_who_takes_back_and_a_moderator_who_publishes_never_wait_for_each_other(
    denmark, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    """Both lock the object first and the submission second: neither order leads to a deadlock."""
    from cases import services as cases
    from cases.models import Case

    for _round in range(5):
        draft = Case.objects.create(
            slug=f"light-{_round}",
            organisation=havneby,
            portal=denmark,
            language="en",
            title_en="Light",
            status="in-review",
        )
        waiting = services.submit(draft, by=buyer_of_havneby)

        outcomes = at_once(
            lambda draft=draft: cases.take_back(draft, by=buyer_of_havneby),
            lambda waiting=waiting: services.publish(waiting, by=moderator_of_denmark),
        )

        assert outcomes.count("done") == 1, outcomes
        assert fresh(waiting).decision in (Decision.PUBLISHED, Decision.WITHDRAWN)
