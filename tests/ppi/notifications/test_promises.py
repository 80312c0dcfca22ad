"""Who is told of what: once a cause, unless they do not want to hear it."""

from __future__ import annotations

import threading

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.embedded import places
from ppi.kernel.models import Job
from ppi.matching import services as matching
from ppi.matching.models import Match, Weights
from ppi.notifications import services, tasks
from ppi.notifications.choices import MUTABLE, Channel, Frequency, Kind
from ppi.notifications.counted import companies_told
from ppi.notifications.lines import lines
from ppi.notifications.models import Delivery, Preference
from ppi.notifications.services import Recipient
from ppi.organisations import services as organisations
from tenders import services as tenders
from tests.conftest import member
from tests.ppi.matching.companies import company, employee, profiled
from tests.tenders.written import published


@pytest.fixture
def lamps(denmark):
    return company("lamps", denmark)


@pytest.fixture
def match(facts, lamps, havneby, buyer_of_havneby, moderator_of_denmark) -> Match:
    """A match of which nobody was told yet."""
    profiled(lamps)
    opportunity = published(havneby, buyer_of_havneby, moderator_of_denmark)
    [match] = matching.match(opportunity)
    Job.objects.all().delete()
    return match


@pytest.fixture
def anna(lamps):
    return employee("anna@lamps.example", lamps)


@pytest.fixture
def ben(lamps):
    return employee("ben@lamps.example", lamps, "owner")


def told(kind: str = Kind.MATCH) -> list[str]:
    mails = Delivery.objects.filter(kind=kind, channel=Channel.MAIL)
    return sorted(mails.values_list("email", flat=True))


def sent_to() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


def tell(match: Match) -> None:
    tasks.tell_matched(opportunity_id=match.opportunity_id, match_ids=[match.pk])


def test_of_what_fits_too_little_nobody_is_told_and_it_stands_in_the_list(
    match, anna, denmark, run_jobs
) -> None:
    Weights.objects.create(portal=denmark, told_from=match.score + 1)

    tasks.tell_matched_companies(opportunity_id=match.opportunity_id)
    tell(match)
    run_jobs()

    assert (Delivery.objects.filter(kind=Kind.MATCH).count(), sent_to()) == (0, [])
    assert list(Match.objects.for_person(anna)) == [match]

    Weights.objects.moderated_by(denmark).update(told_from=match.score)
    tasks.tell_matched_companies(opportunity_id=match.opportunity_id)
    run_jobs()

    assert told() == ["anna@lamps.example"]


def test_every_member_of_the_company_is_told_once(match, anna, ben, stranger, run_jobs) -> None:
    tell(match)
    run_jobs()
    tell(match)
    run_jobs()

    assert told() == ["anna@lamps.example", "ben@lamps.example"]
    assert sent_to() == ["anna@lamps.example", "ben@lamps.example"]
    assert Delivery.objects.filter(sent_at=None).count() == 0


@pytest.mark.parametrize("at_once", [1, 500])
def test_who_works_in_two_companies_that_it_fits_hears_once_and_both_are_counted_as_told(
    facts, denmark, lamps, anna, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs,
    monkeypatch, at_once,
) -> None:  # fmt: skip
    monkeypatch.setattr(tasks, "MOST_COMPANIES", at_once)
    poles = company("poles", denmark)
    member(anna, poles)
    for one in (lamps, poles):
        profiled(one)
    need = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()
    tasks.tell_matched_companies(opportunity_id=need.pk)
    run_jobs()

    assert told() == [anna.email]
    assert [one.subject for one in mail.outbox if one.to == [anna.email]] == [
        f"Fits you: {need.title}"
    ]
    first, second = Match.objects.about(need).order_by("pk")
    [bell] = Delivery.objects.filter(kind=Kind.MATCH, channel=Channel.PLATFORM)
    assert (bell.cause, bell.because_ids) == (first, [first.pk, second.pk])
    assert companies_told(need) == 2
    [line] = lines([bell]).values()
    assert [reason["ending"] for reason in line.reasons] == ["Stop mails about needs that fit"]


@pytest.mark.parametrize("gone", [0, 1])
def test_who_works_in_two_companies_hears_of_the_one_that_it_still_fits(
    facts, denmark, lamps, anna, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs, gone
) -> None:
    companies = [lamps, company("poles", denmark)]
    member(anna, companies[1])
    for one in companies:
        profiled(one)
    need = published(havneby, buyer_of_havneby, moderator_of_denmark)
    matches = matching.match(need).order_by("pk")
    Job.objects.all().delete()
    tasks.tell_matched(opportunity_id=need.pk, match_ids=[match.pk for match in matches])
    [bell] = Delivery.objects.filter(kind=Kind.MATCH, channel=Channel.PLATFORM)
    assert bell.because_ids == [match.pk for match in matches]

    matches[gone].delete()
    [left] = Match.objects.about(need).select_related("profile__organisation")
    run_jobs()

    [letter] = [one for one in mail.outbox if one.to == [anna.email]]
    assert letter.subject == f"Fits you: {need.title}"
    assert left.profile.organisation.name in letter.body
    assert companies[gone].name not in letter.body
    bell = Delivery.objects.get(pk=bell.pk)
    assert [line.title for line in lines([bell]).values()] == [need.title]

    left.delete()
    assert lines([Delivery.objects.get(pk=bell.pk)]) == {}


def test_many_companies_are_told_some_a_job(
    facts, denmark, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs, monkeypatch
) -> None:
    """A job that took longer than its lease would begin again and again."""
    monkeypatch.setattr(tasks, "MOST_COMPANIES", 2)
    people = []
    for number in range(5):
        lamps = company(f"lamps-{number}", denmark)
        profiled(lamps)
        people.append(employee(f"seller@{lamps.slug}.example", lamps).email)
    published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()

    jobs = Job.objects.filter(task="ppi.notifications.tasks.tell_matched")
    matches = [job.arguments["match_ids"] for job in jobs.order_by("pk")]
    assert [len(ids) for ids in matches] == [2, 2, 1]
    assert sorted(pk for ids in matches for pk in ids) == sorted(
        Match.objects.everywhere("a test looks at all").values_list("pk", flat=True)
    )
    assert told() == people
    assert [address for address in sent_to() if address in people] == people


@pytest.mark.django_db(transaction=True)
def test_promises_at_once_leave_one_delivery_a_person_and_cause(match, anna, ben, run_jobs) -> None:
    gate, failures = threading.Barrier(6), []

    def work() -> None:
        try:
            gate.wait()
            tell(match)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    run_jobs()

    assert failures == []
    assert told() == ["anna@lamps.example", "ben@lamps.example"]
    assert sent_to() == ["anna@lamps.example", "ben@lamps.example"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_send_at_once_send_one_mail(match, anna, denmark) -> None:
    services.promise(Kind.MATCH, match, [Recipient.of(anna, denmark)])
    [delivery] = Delivery.objects.filter(channel=Channel.MAIL)
    gate, answers = threading.Barrier(4), []

    def work() -> None:
        gate.wait()
        answers.append(services.send([delivery.pk]))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(answers) == [0, 0, 0, 1]
    assert sent_to() == ["anna@lamps.example"]


def test_two_causes_are_two_mails(match, anna, denmark, havneby, buyer_of_havneby,
    moderator_of_denmark, run_jobs,
) -> None:  # fmt: skip
    tell(match)
    other = published(havneby, buyer_of_havneby, moderator_of_denmark, title="Light on the pier")
    run_jobs()

    titles = {match.opportunity.title, other.title}
    subjects = [message.subject for message in mail.outbox if message.to == [anna.email]]
    assert sorted(subjects) == sorted(f"Fits you: {title}" for title in titles)


def test_who_muted_a_kind_is_not_told_and_others_are(match, anna, ben, run_jobs) -> None:
    services.mute(anna, Kind.MATCH)
    services.mute(ben, Kind.SUBMISSION)

    tell(match)
    run_jobs()

    assert sent_to() == ["ben@lamps.example"]


def test_a_closed_account_is_not_told(match, anna, ben, denmark, run_jobs) -> None:
    anna.is_active = False
    anna.save()

    tell(match)
    services.promise(Kind.MATCH, match, [Recipient.of(anna, denmark)])
    run_jobs()

    assert sent_to() == ["ben@lamps.example"]


def test_answers_to_ones_own_doing_cannot_be_muted(anna) -> None:
    for kind in Kind:
        services.mute(anna, kind)

    muted = Preference.objects.filter(mail=Frequency.NEVER)
    assert set(muted.values_list("kind", flat=True)) == set(MUTABLE)
    assert Kind.DECISION not in MUTABLE
    assert Kind.INVITATION not in MUTABLE
    assert Kind.REPORT_ANSWER not in MUTABLE
    assert Kind.JOIN_ANSWER not in MUTABLE


def test_a_later_choice_takes_the_place_of_an_earlier_one_of_that_kind_and_person_alone(
    anna, ben
) -> None:
    services.mute(ben, Kind.SUBMISSION)
    services.choose(anna, Kind.MATCH, mail=Frequency.WEEKLY)
    services.choose(anna, Kind.MATCH, in_bell=False)

    chosen = Preference.objects.order_by("user").values_list("user", "kind", "mail", "in_bell")
    assert list(chosen) == [
        (anna.pk, Kind.MATCH, Frequency.WEEKLY, False),
        (ben.pk, Kind.SUBMISSION, Frequency.NEVER, True),
    ]


def test_a_mail_server_that_is_away_costs_time_and_no_mail(match, anna, settings, run_jobs) -> None:
    tell(match)
    usual = settings.MAILERS
    nobody = {"host": "127.0.0.1", "port": places.free_port()}
    settings.MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": nobody}
    }
    with pytest.raises(ConnectionRefusedError):
        run_jobs()
    promised = Delivery.objects.get(channel=Channel.MAIL)
    waiting = Job.objects.get(task="ppi.notifications.tasks.send")
    assert (promised.sent_at, waiting.done_at) == (None, None)
    assert waiting.failure.startswith("ConnectionRefusedError")

    settings.MAILERS = usual
    Job.objects.filter(pk=waiting.pk).update(due_at=waiting.created_at)
    run_jobs()

    [message] = mail.outbox
    assert message.message()["Message-ID"] == promised.message_id
    kept = Delivery.objects.get(channel=Channel.MAIL)
    assert (kept.message_id, kept.sent_at is None) == (promised.message_id, False)


def test_a_mail_that_cannot_be_made_holds_up_no_other(match, anna, ben, denmark) -> None:
    services.promise(Kind.REPORT, match, [Recipient.of(anna, denmark)])
    services.promise(Kind.MATCH, match, [Recipient.of(anna, denmark), Recipient.of(ben, denmark)])
    ids = Delivery.objects.filter(channel=Channel.MAIL).order_by("pk").values_list("pk", flat=True)

    with pytest.raises(AttributeError):
        services.send(ids)

    assert sent_to() == [anna.email, ben.email]
    unsent = Delivery.objects.filter(channel=Channel.MAIL, sent_at=None)
    assert list(unsent.values_list("kind", flat=True)) == [Kind.REPORT]


def test_what_is_gone_before_its_mail_went_is_not_told(match, anna, run_jobs) -> None:
    tell(match)
    match.delete()

    run_jobs()

    assert sent_to() == []
    assert Job.objects.filter(done_at=None).count() == 0


@pytest.mark.parametrize("is_told_before", [True, False])
def test_nobody_is_mailed_about_what_was_cancelled_before_the_mail_went_out(
    match, anna, buyer_of_havneby, run_jobs, is_told_before
) -> None:
    if is_told_before:
        tell(match)
    tenders.end(match.opportunity, "cancelled", "No money.", by=buyer_of_havneby)
    tell(match)
    run_jobs()

    assert sent_to() == []
    assert told() == (["anna@lamps.example"] if is_told_before else [])
    assert Job.objects.filter(done_at=None).count() == 0


def test_a_withdrawn_invitation_is_not_mailed_and_leaves_no_failing_job(
    havneby, buyer_of_havneby, run_jobs
) -> None:
    invitation = organisations.invite(havneby, "new@person.example", "editor", by=buyer_of_havneby)
    organisations.withdraw_invitation(invitation, by=buyer_of_havneby)

    run_jobs()

    assert sent_to() == []
    assert Job.objects.filter(done_at=None).count() == 0


def test_the_number_of_mails_is_that_of_the_members(match, lamps, run_jobs) -> None:
    for number in range(12):
        employee(f"person-{number}@lamps.example", lamps)

    tell(match)
    run_jobs()

    assert len(sent_to()) == len(set(sent_to())) == 12


def test_many_companies_are_told_with_as_many_queries_as_few(
    facts, denmark, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs
) -> None:
    for number in range(6):
        lamps = company(f"lamps-{number}", denmark)
        profiled(lamps)
        employee(f"seller@{lamps.slug}.example", lamps)
    need = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()
    everybody = Match.objects.about(need).order_by("pk")
    assert everybody.count() == 6

    def queries(match_ids: list[int]) -> int:
        Delivery.objects.filter(kind=Kind.MATCH).delete()
        with CaptureQueriesContext(connection) as seen:
            tasks.tell_matched(opportunity_id=need.pk, match_ids=match_ids)
        assert Delivery.objects.filter(kind=Kind.MATCH, channel="mail").count() == len(match_ids)
        return len(seen)

    ids = list(everybody.values_list("pk", flat=True))
    assert queries(ids) == queries(ids[:1])
