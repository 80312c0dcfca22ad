"""Who has which row, however many they are: one a kind, cause, person and channel."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ppi.kernel.models import Job
from ppi.matching.interests import stars
from ppi.matching.models import Star
from ppi.notifications import services
from ppi.notifications.choices import Channel, Frequency, Kind
from ppi.notifications.models import Delivery, Preference, PushDevice
from ppi.notifications.services import Recipient
from tenders.models import Opportunity
from tests.conftest import person
from tests.ppi.notifications.conftest import readers, starring, tell
from tests.tenders.written import published

BOTH = [Channel.MAIL, Channel.PLATFORM]
# Half past eleven on a Wednesday in Copenhagen.
NIGHT = datetime(2027, 1, 13, 22, 30, tzinfo=UTC)
AT_NIGHT = {"quiet_from": time(22), "quiet_until": time(7), "weekday": 1}


def rows(**facts) -> list[tuple]:
    found = Delivery.objects.filter(**facts).order_by("user__email", "channel")
    return list(found.values_list("user__email", "channel"))


def mail_of(reader, **facts) -> Delivery:
    return Delivery.objects.get(user=reader, channel=Channel.MAIL, **facts)


# However many -------------------------------------------------------------------------------------


def test_everybody_who_starred_it_has_one_row_a_channel_however_often_they_are_told(
    change, call
) -> None:
    people = readers(3)
    interests = starring(call, people)
    tell(change, interests)
    tell(change, interests)

    assert rows(kind=Kind.CHANGE) == [(one.email, channel) for one in people for channel in BOTH]
    because = {row.user_id: row.because_ids for row in Delivery.objects.all()}
    assert because == {star.person_id: [star.pk] for star in interests}


def test_the_number_of_statements_does_not_grow_with_the_people(change, call) -> None:
    people = readers(152)
    tell(change, starring(call, people[:1]))  # the names of time zones are read once for all
    Delivery.objects.all().delete()
    with CaptureQueriesContext(connection) as for_two:
        tell(change, starring(call, people[1:2]))
    Delivery.objects.all().delete()
    with CaptureQueriesContext(connection) as for_all:
        tell(change, starring(call, people[2:]))

    assert (len(for_two), Delivery.objects.count()) == (len(for_all), 2 * len(people))


def test_for_somebody_without_an_account_no_account_is_asked_for(change, call) -> None:
    firm = Recipient("lamps@firm.example", "en", call.portal)
    with CaptureQueriesContext(connection) as made:
        services.promise(Kind.CHANGE, change, [firm])

    assert [query["sql"] for query in made if "accounts_user" in query["sql"]] == []
    assert list(Delivery.objects.values_list("email", flat=True)) == ["lamps@firm.example"]


def test_mails_are_promised_some_hundreds_a_job(change, call, run_jobs, mailoutbox) -> None:
    people = readers(450)
    tell(change, starring(call, people))
    run_jobs()

    jobs = Job.objects.filter(task="ppi.notifications.tasks.send").order_by("pk")
    assert [len(job.arguments["delivery_ids"]) for job in jobs] == [200, 200, 50]
    assert sorted(one.to[0] for one in mailoutbox) == [one.email for one in people]
    assert len({one.extra_headers["Message-ID"] for one in mailoutbox}) == 450


def test_what_people_chose_is_kept_to_and_a_closed_account_hears_nothing(change, call) -> None:
    usual, no_mail, no_bell, nothing, closed = people = readers(5)
    services.mute(no_mail, Kind.CHANGE)
    services.choose(no_bell, Kind.CHANGE, in_bell=False)
    services.choose(nothing, Kind.CHANGE, in_bell=False, mail=Frequency.NEVER)
    services.choose(usual, Kind.MATCH, in_bell=False, mail=Frequency.NEVER)
    closed.is_active = False
    closed.save()
    tell(change, starring(call, people))

    assert rows() == [
        (usual.email, Channel.MAIL),
        (usual.email, Channel.PLATFORM),
        (no_mail.email, Channel.PLATFORM),
        (no_bell.email, Channel.MAIL),
    ]


def test_answers_to_ones_own_doing_come_by_mail_whatever_is_chosen(change, call, stranger) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Preference.objects.create(user=stranger, kind=Kind.ANSWER, mail=Frequency.NEVER)
    services.mute(stranger, Kind.ANSWER)
    services.promise(Kind.ANSWER, call, [Recipient.of(stranger, call.portal)])

    assert rows(kind=Kind.ANSWER) == [(stranger.email, channel) for channel in BOTH]


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_tell_all_at_once_leave_one_row_each(
    change, call, run_jobs, mailoutbox
) -> None:
    people, failures, gate = readers(60), [], threading.Barrier(2)
    interests = starring(call, people)

    def work() -> None:
        try:
            gate.wait()
            tell(change, interests)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    run_jobs()

    assert failures == []
    assert rows() == [(one.email, channel) for one in people for channel in BOTH]
    assert sorted(one.to[0] for one in mailoutbox) == [one.email for one in people]


# One news, one time -------------------------------------------------------------------------------


def test_a_further_interest_in_the_same_news_is_added_and_not_told_again(
    change, call, stranger
) -> None:
    interests = starring(call, [stranger, *readers(1)])
    mine, other = interests
    to = [Recipient.of(stranger, call.portal, because=one) for one in (mine, other, mine)]
    services.promise(Kind.FOUND, call, to[:1])
    services.promise(Kind.FOUND, call, to)

    found = Delivery.objects.filter(user=stranger).values_list("channel", "because_ids")
    assert sorted(found) == [(channel, [mine.pk, other.pk]) for channel in BOTH]


def test_the_same_news_of_a_subject_is_not_told_by_another_kind_within_the_hour(
    change, call, stranger, time_machine
) -> None:
    services.choose(stranger, Kind.FOUND, mail=Frequency.NOW)
    to = [Recipient.of(stranger, call.portal)]
    time_machine.move_to(NIGHT, tick=False)
    services.promise(Kind.MATCH, call, to)
    services.promise(Kind.FOUND, call, to)
    services.promise(Kind.CHANGE, change, to)
    services.promise(Kind.FOUND, stranger, to)

    told = Delivery.objects.filter(channel=Channel.MAIL).order_by("pk")
    assert [(one.kind, one.cause) for one in told] == [
        (Kind.MATCH, call),
        (Kind.CHANGE, change),
        (Kind.FOUND, stranger),
    ]

    time_machine.move_to(NIGHT + timedelta(minutes=61), tick=False)
    services.promise(Kind.FOUND, call, to)
    assert rows(kind=Kind.FOUND, object_id=call.pk) == [(stranger.email, one) for one in BOTH]


# When ---------------------------------------------------------------------------------------------


def test_at_night_a_mail_waits_until_the_quiet_hours_end_and_the_bell_does_not(
    change, call, stranger, time_machine, run_jobs, mailoutbox
) -> None:
    time_machine.move_to(NIGHT, tick=False)
    services.choose_rhythm(stranger, **AT_NIGHT)
    services.promise(Kind.CHANGE, change, [Recipient.of(stranger, call.portal)])
    run_jobs()

    [mail, bell] = Delivery.objects.order_by("channel")
    assert mail.due_at == datetime(2027, 1, 14, 6, 0, tzinfo=UTC)
    assert (mail.queued_at, bell.due_at) == (None, NIGHT)
    assert services.release(Delivery.objects.all()) == 0

    time_machine.move_to(mail.due_at, tick=False)
    assert services.release(Delivery.objects.all()) == 1
    assert services.release(Delivery.objects.all()) == 0


@pytest.mark.parametrize(
    ("zone", "now", "quiet", "due"),
    [
        # The night in which clocks go forward has eight hours, and the one in which they go back
        # ten; the quiet hours end at seven by the clock on the wall.
        ("Europe/Vilnius", (2027, 3, 27, 21), (22, 7), (2027, 3, 28, 4)),
        ("Europe/Vilnius", (2027, 3, 26, 21), (22, 7), (2027, 3, 27, 5)),
        ("Europe/Vilnius", (2027, 10, 30, 20), (22, 7), (2027, 10, 31, 5)),
        # After midnight they end the same day.
        ("Europe/Vilnius", (2027, 1, 14, 1), (22, 7), (2027, 1, 14, 5)),
        # Within one day; and outside of them.
        ("Europe/Vilnius", (2027, 1, 14, 10), (9, 13), (2027, 1, 14, 11)),
        ("Europe/Vilnius", (2027, 1, 14, 12), (9, 13), (2027, 1, 14, 12)),
        # An hour that is left out in spring is the one after it.
        ("Europe/Vilnius", (2027, 3, 27, 23), (22, 3), (2027, 3, 28, 1)),
        # The portal's zone where the person has none, and UTC for one that nobody knows.
        ("", (2027, 1, 13, 22), (22, 7), (2027, 1, 14, 6)),
        ("Nowhere/Atlantis", (2027, 1, 13, 22), (22, 7), (2027, 1, 14, 7)),
    ],
)
def test_quiet_hours_are_those_of_the_readers_own_clock(
    change, call, stranger, time_machine, zone, now, quiet, due
) -> None:
    stranger.time_zone = zone
    stranger.save()
    begin, end = (time(hour) for hour in quiet)
    services.choose_rhythm(stranger, quiet_from=begin, quiet_until=end, weekday=1)
    time_machine.move_to(datetime(*now, tzinfo=UTC), tick=False)
    services.promise(Kind.CHANGE, change, [Recipient.of(stranger, call.portal)])

    assert mail_of(stranger).due_at == datetime(*due, tzinfo=UTC)


@pytest.mark.parametrize(
    ("frequency", "rhythm", "now", "due"),
    [
        # Daily: at seven in Copenhagen, today or tomorrow.
        ("daily", {}, (2027, 1, 14, 5, 59), (2027, 1, 14, 6)),
        ("daily", {}, (2027, 1, 14, 6, 0), (2027, 1, 15, 6)),
        # The morning after the clocks went forward.
        ("daily", {}, (2027, 3, 27, 12), (2027, 3, 28, 5)),
        # Whoever is quiet at seven gets it when they are no more.
        ("daily", {"quiet_from": time(20), "quiet_until": time(9)}, (2027, 1, 14, 5),
         (2027, 1, 14, 8)),
        # Weekly: on Monday, or on the day that was chosen; on that day itself a week later.
        ("weekly", {}, (2027, 1, 13, 12), (2027, 1, 18, 6)),
        ("weekly", {"weekday": 3}, (2027, 1, 13, 5), (2027, 1, 13, 6)),
        ("weekly", {"weekday": 3}, (2027, 1, 13, 7), (2027, 1, 20, 6)),
        ("weekly", {"weekday": 7}, (2027, 3, 25, 12), (2027, 3, 28, 5)),
    ],
)  # fmt: skip
def test_a_digest_is_due_in_the_readers_morning(
    change, call, time_machine, frequency, rhythm, now, due
) -> None:
    reader = person("early@elsewhere.example", "Early")
    services.choose(reader, Kind.CHANGE, mail=frequency)
    services.choose_rhythm(reader, **({"quiet_from": None, "quiet_until": None} | rhythm))
    time_machine.move_to(datetime(*now, tzinfo=UTC), tick=False)
    services.promise(Kind.CHANGE, change, [Recipient.of(reader, call.portal)])

    mail = mail_of(reader)
    assert (mail.due_at, mail.frequency, mail.queued_at) == (
        datetime(*due, tzinfo=UTC), frequency, None,
    )  # fmt: skip


def test_what_waits_for_a_digest_is_dropped_once_no_mails_of_it_are_wanted(
    change, call, stranger
) -> None:
    services.choose(stranger, Kind.CHANGE, mail=Frequency.DAILY)
    services.choose(stranger, Kind.FOUND, mail=Frequency.DAILY)
    for kind, cause in ((Kind.CHANGE, change), (Kind.FOUND, call)):
        services.promise(kind, cause, [Recipient.of(stranger, call.portal)])
    services.mute(stranger, Kind.CHANGE)

    mails = Delivery.objects.filter(channel=Channel.MAIL).values_list("kind", flat=True)
    assert list(mails) == [Kind.FOUND]


def test_at_night_what_is_stopped_is_not_sent_in_the_morning(
    change, call, time_machine, run_jobs, mailoutbox
) -> None:
    takes_star_off, mutes, stays = people = readers(3)
    time_machine.move_to(NIGHT, tick=False)
    for reader in people:
        services.choose_rhythm(reader, **AT_NIGHT)
    tell(change, starring(call, people))
    stars.take_off(Opportunity, call.pk, by=takes_star_off)
    services.mute(mutes, Kind.CHANGE)
    time_machine.move_to(datetime(2027, 1, 14, 6, 0, tzinfo=UTC), tick=False)
    services.release(Delivery.objects.all())
    run_jobs()

    assert [one.to for one in mailoutbox] == [[stays.email]]
    assert rows(channel=Channel.MAIL) == [
        (takes_star_off.email, Channel.MAIL),
        (stays.email, Channel.MAIL),
    ]


def test_a_push_message_that_is_not_wanted_any_more_does_not_wait_for_the_morning(
    change, call, stranger, time_machine
) -> None:
    PushDevice.objects.create(user=stranger, endpoint="https://push.example/a")
    time_machine.move_to(NIGHT, tick=False)
    services.choose_rhythm(stranger, **AT_NIGHT)
    tell(change, starring(call, [stranger]))
    assert rows() == [(stranger.email, one) for one in (*BOTH, Channel.PUSH)]

    services.choose(stranger, Kind.CHANGE, by_push=False)
    assert rows() == [(stranger.email, one) for one in BOTH]


def test_a_portal_may_be_named_by_the_path_to_it(
    change, call, stranger, latvia, jarvikunta, buyer_of_jarvikunta, moderator_of_latvia
) -> None:
    other = published(jarvikunta, buyer_of_jarvikunta, moderator_of_latvia)
    starring(call, [stranger])
    starring(other, [buyer_of_jarvikunta])
    interests = Star.objects.everywhere("the test tells all of them")
    services.promise_to_all(Kind.CHANGE, change, interests, person="person", portal="portal")

    portals = Delivery.objects.filter(channel=Channel.MAIL, kind=Kind.CHANGE)
    assert set(portals.values_list("user", "portal__slug")) == {
        (stranger.pk, "dk"),
        (buyer_of_jarvikunta.pk, "lv"),
    }
