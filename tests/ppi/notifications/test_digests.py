"""One mail of all that waited: nobody twice, nobody left out, whatever breaks in the middle."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, time, timedelta
from smtplib import SMTPDataError, SMTPException

import psycopg
import pytest
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ppi.kernel import jobs
from ppi.kernel.models import Job
from ppi.matching.interests import stars
from ppi.notifications import digests, services, tasks
from ppi.notifications.choices import Channel, Frequency, Kind
from ppi.notifications.models import Delivery, Digest, Preference
from ppi.notifications.services import Recipient
from ppi.translations.models import Text
from tenders import services as tenders
from tests.conftest import person
from tests.ppi.matching.companies import company, employee, profiled
from tests.ppi.notifications.conftest import readers, starring, tell
from tests.tenders.written import published, reloaded

EVENING = datetime(2027, 1, 13, 18, 0, tzinfo=UTC)
MORNING = datetime(2027, 1, 14, 6, 0, tzinfo=UTC)


@pytest.fixture
def evening(time_machine) -> None:
    time_machine.move_to(EVENING, tick=False)


@pytest.fixture
def morning(time_machine):
    """The clock strikes seven in Copenhagen, and the minute's task runs."""

    def strike() -> None:
        time_machine.move_to(MORNING, tick=False)
        tasks.tell_what_is_due()

    return strike


def daily(people) -> list:
    for reader in people:
        services.choose(reader, Kind.CHANGE, mail=Frequency.DAILY)
    return people


def waiting() -> int:
    return Delivery.objects.filter(channel=Channel.MAIL, sent_at=None).count()


# What it says -------------------------------------------------------------------------------------


def test_the_digest_has_a_line_with_its_reason_and_a_way_to_end_just_that(
    change, call, stranger, evening, morning, run_jobs, mailoutbox
) -> None:
    tell(change, starring(call, daily([stranger])))
    run_jobs()
    assert mailoutbox == []
    morning()
    run_jobs()

    [message] = mailoutbox
    assert message.to == [stranger.email]
    assert message.subject == "1 thing is new for you"
    stop_this, stop_all = re.findall(r"http\S+/stop/\S+", message.body)
    assert message.body.rstrip() == (
        "Changed: Light only where somebody walks\n"
        f"http://testserver/p/dk/en/opportunities/{call.slug}/\n"
        f"You starred it. Stop just this: {stop_this}\n"
        "\n"
        "--\n"
        "PPI Denmark\n"
        "How you hear of news: http://testserver/p/dk/en/notifications/\n"
        f"No more of these mails: {stop_all}"
    )
    assert message.extra_headers["List-Unsubscribe"] == f"<{stop_all}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_click_ends_the_cause_of_that_line_and_no_other(
    change, call, stranger, evening, morning, run_jobs, mailoutbox
) -> None:
    tell(change, starring(call, daily([stranger])))
    morning()
    run_jobs()
    stop_this, _all = re.findall(r"http://testserver(\S+/stop/\S+)", mailoutbox[0].body)

    page = Client().get(stop_this)
    assert (page.status_code, stars.of(call).count()) == (200, 1)
    assert "You starred it." in page.content.decode()
    assert [Client().post(stop_this).status_code for _twice in "ab"] == [200, 200]
    assert stars.of(call).count() == 0
    assert Preference.objects.get(user=stranger).mail == Frequency.DAILY


def test_a_mail_program_ends_all_digests_with_one_post(
    change, call, stranger, evening, morning, run_jobs, mailoutbox
) -> None:
    tell(change, starring(call, daily([stranger])))
    services.choose(stranger, Kind.MATCH, in_bell=False)
    morning()
    run_jobs()
    stop = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>")

    assert Client().post(stop.removeprefix("http://testserver")).status_code == 200
    chosen = Preference.objects.filter(user=stranger).values_list("kind", "mail")
    assert dict(chosen) == {
        Kind.CHANGE: Frequency.NEVER,
        Kind.FOUND: Frequency.NEVER,
        Kind.MATCH: Frequency.NOW,
    }


def test_one_subject_is_one_line_with_all_its_reasons(
    facts, denmark, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs, mailoutbox,
    evening, morning,
) -> None:  # fmt: skip
    lamps = company("lamps", denmark)
    anna = employee("anna@lamps.example", lamps)
    profiled(lamps)
    services.choose(anna, Kind.MATCH, mail=Frequency.DAILY)
    call = published(havneby, buyer_of_havneby, moderator_of_denmark)
    run_jobs()
    [star] = starring(call, [anna])
    services.promise(Kind.FOUND, call, [Recipient.of(anna, denmark, because=star)])
    mailoutbox.clear()
    morning()
    run_jobs()

    [message] = mailoutbox
    assert message.subject == "1 thing is new for you"
    assert message.body.count(call.title) == 1
    [fits] = [line for line in message.body.splitlines() if line.startswith("It fits your company")]
    [stop] = re.findall(r" Stop mails about needs that fit: http://testserver(\S+)$", fits)
    assert "You starred it. Stop just this: " in message.body
    assert Delivery.objects.filter(digest__isnull=False).count() == 2

    # One click ends what led to the line, and neither the star nor other digests.
    Client().post(stop)
    chosen = Preference.objects.filter(user=anna).values_list("kind", "mail")
    assert (list(chosen), stars.of(call).count()) == ([(Kind.MATCH, Frequency.NEVER)], 1)


def test_what_was_mailed_at_once_meanwhile_has_no_line(
    facts, denmark, havneby, buyer_of_havneby, moderator_of_denmark, run_jobs, mailoutbox,
    evening, morning,
) -> None:  # fmt: skip
    lamps = company("lamps", denmark)
    anna, ben = (employee(f"{name}@lamps.example", lamps) for name in ("anna", "ben"))
    profiled(lamps)
    services.mute(ben, Kind.MATCH)
    call = published(havneby, buyer_of_havneby, moderator_of_denmark)
    services.promise(Kind.FOUND, call, [Recipient.of(one, denmark) for one in (anna, ben)])
    run_jobs()
    morning()
    run_jobs()

    told = {(one.to[0], one.subject) for one in mailoutbox if "lamps" in one.to[0]}
    assert told == {
        (anna.email, f"Fits you: {call.title}"),
        (ben.email, "1 thing is new for you"),
    }


def test_a_title_is_in_the_readers_language_or_comes_with_its_subject(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, stranger, run_jobs, mailoutbox,
    evening, morning,
) -> None:  # fmt: skip
    shared = (havneby, buyer_of_havneby, moderator_of_denmark)
    plain = published(*shared, title="Lys kun hvor nogen går", language="da")
    translated = published(*shared, title="Varme i svømmehallen", language="da")
    Text.objects.create(
        subject=translated, field="title", language="en", text="Heat in the pool", source="person"
    )
    run_jobs()
    mailoutbox.clear()
    for need in (plain, translated):
        services.promise(Kind.FOUND, need, [Recipient.of(stranger, need.portal)])
    morning()
    run_jobs()

    [message] = mailoutbox
    assert "New for you: Heat in the pool\nhttp" in message.body
    assert "New for you: Lys kun hvor nogen går\nAbout: " in message.body


def test_what_was_taken_off_or_is_not_starred_any_more_has_no_line(
    change, call, evening, morning, run_jobs, mailoutbox
) -> None:
    gone, stays = daily(readers(2))
    tell(change, starring(call, [gone, stays]))
    stars.of(call).filter(person=gone).delete()
    morning()
    run_jobs()
    assert [one.to for one in mailoutbox] == [[stays.email]]


def test_of_what_was_withdrawn_overnight_only_that_is_told(
    change, call, buyer_of_havneby, evening, morning, run_jobs, mailoutbox
) -> None:
    tell(change, starring(call, daily(readers(2))))
    tenders.withdraw(reloaded(call), "Another way.", by=buyer_of_havneby)
    run_jobs()
    mailoutbox.clear()
    morning()
    run_jobs()
    first_lines = [one.body.partition("\n")[0] for one in mailoutbox]
    assert first_lines == [f"No longer public: {call.title}"] * 2
    assert Job.objects.filter(done_at=None).count() == 0


# Once ---------------------------------------------------------------------------------------------


def test_a_second_strike_of_the_clock_opens_no_second_digest(
    change, call, evening, morning, run_jobs, mailoutbox
) -> None:
    people = daily(readers(3))
    tell(change, starring(call, people))
    morning()
    morning()
    run_jobs()
    morning()
    run_jobs()

    assert sorted(one.to[0] for one in mailoutbox) == [one.email for one in people]
    assert (Digest.objects.count(), waiting()) == (3, 0)


def test_what_comes_after_the_digest_of_a_day_waits_for_the_next(
    change, call, stranger, evening, morning, time_machine, run_jobs, mailoutbox
) -> None:
    tell(change, starring(call, daily([stranger])))
    morning()
    run_jobs()
    services.promise(Kind.FOUND, call, [Recipient.of(stranger, call.portal)])
    time_machine.move_to(MORNING + timedelta(hours=3), tick=False)
    tasks.tell_what_is_due()
    run_jobs()
    assert len(mailoutbox) == 1

    time_machine.move_to(MORNING + timedelta(days=1), tick=False)
    tasks.tell_what_is_due()
    run_jobs()
    assert [one.subject for one in mailoutbox] == ["1 thing is new for you"] * 2
    days = Digest.objects.order_by("day").values_list("day", flat=True)
    assert [day.isoformat() for day in days] == ["2027-01-14", "2027-01-15"]


def strike_every_hour(time_machine, first: datetime, hours: int) -> None:
    for hour in range(hours):
        time_machine.move_to(first + timedelta(hours=hour), tick=False)
        tasks.tell_what_is_due()


def opened() -> list[datetime]:
    return list(Digest.objects.order_by("pk").values_list("opened_at", flat=True))


@pytest.mark.parametrize(
    ("quiet", "wakes_at"),
    [({"quiet_from": None, "quiet_until": None}, 7),
     ({"quiet_from": time(20), "quiet_until": time(9)}, 9)],
)  # fmt: skip
def test_what_comes_too_late_for_the_digest_of_a_day_comes_in_the_morning_and_not_at_midnight(
    change, call, stranger, evening, morning, time_machine, quiet, wakes_at
) -> None:
    tell(change, starring(call, daily([stranger])))
    morning()
    services.choose_rhythm(stranger, **quiet)
    # Written by a job that had begun before seven and ended after it.
    time_machine.move_to(MORNING - timedelta(seconds=1), tick=False)
    services.promise(Kind.FOUND, call, [Recipient.of(stranger, call.portal)])
    strike_every_hour(time_machine, MORNING, 36)

    assert opened() == [MORNING, MORNING + timedelta(days=1, hours=wakes_at - 7)]
    assert waiting_without_digest() == 0


def test_news_of_two_portals_in_different_time_zones_come_in_one_digest_every_morning(
    call, denmark, latvia, stranger, evening, time_machine, havneby, buyer_of_havneby
) -> None:
    news = [[call, stranger], [denmark, latvia], [havneby, buyer_of_havneby]]
    for day, (here, there) in enumerate(news):
        evening_of_day = EVENING + timedelta(days=day)
        time_machine.move_to(evening_of_day, tick=False)
        services.promise(Kind.FOUND, here, [Recipient.of(stranger, denmark)])
        services.promise(Kind.FOUND, there, [Recipient.of(stranger, latvia)])
        strike_every_hour(time_machine, evening_of_day, 24)

    # Seven in Riga, where the day begins earlier.
    mornings = [MORNING - timedelta(hours=1) + timedelta(days=day) for day in range(3)]
    assert opened() == mornings
    in_each = Digest.objects.order_by("pk").annotate(number=Count("deliveries"))
    assert list(in_each.values_list("number", flat=True)) == [2, 2, 2]


def waiting_without_digest() -> int:
    return Delivery.objects.filter(channel=Channel.MAIL, digest=None).count()


def send_again() -> None:
    """What the outbox does with a job that failed, when its time has come."""
    Job.objects.filter(done_at=None).update(due_at=timezone.now())
    jobs.run_all_due()


@pytest.mark.django_db(transaction=True)
def test_a_server_that_hangs_up_half_way_costs_nobody_a_digest_and_gives_nobody_two(
    change, call, evening, morning, run_jobs, mailbox
) -> None:
    people = daily(readers(10))
    tell(change, starring(call, people))
    morning()
    mailbox.refuses = lambda _to: "421 Later" if len(mailbox.mails) == 4 else ""
    with pytest.raises(SMTPException):
        run_jobs()
    assert (len(mailbox.mails), waiting()) == (4, 6)

    mailbox.refuses = lambda _to: ""
    send_again()
    assert sorted(one.to for one in mailbox.mails) == [one.email for one in people]
    assert set(mailbox.times().values()) == {1}
    assert (waiting(), Job.objects.filter(done_at=None).count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_one_address_that_is_refused_holds_up_no_other(
    change, call, evening, morning, run_jobs, mailbox
) -> None:
    people = daily(readers(5))
    tell(change, starring(call, people))
    morning()
    mailbox.refuses = lambda to: "550 Nobody here" if to == people[1].email else ""
    with pytest.raises(SMTPDataError):
        run_jobs()
    assert sorted(one.to for one in mailbox.mails) == [
        one.email for one in people if one != people[1]
    ]
    assert (waiting(), mailbox.connections) == (1, 1)


def test_a_line_that_cannot_be_made_costs_nobody_a_digest(
    change, call, evening, morning, run_jobs, mailoutbox
) -> None:
    people = daily(readers(3))
    services.choose(people[0], Kind.REPORT, mail=Frequency.DAILY)
    tell(change, starring(call, people))
    services.promise(Kind.REPORT, change, [Recipient.of(people[0], call.portal)])
    morning()
    run_jobs()
    assert sorted((one.to[0], one.subject) for one in mailoutbox) == [
        (one.email, "1 thing is new for you") for one in people
    ]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_the_servers_answer_and_the_commit_repeats_one_mail_as_itself(
    change, call, evening, morning, run_jobs, mailbox
) -> None:
    people = daily(readers(3))
    tell(change, starring(call, people))
    morning()

    def cut_off(arrived: int) -> None:
        """The database ends the sender's session while the server answers it."""
        if arrived == 2:
            with connection_of_its_own() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    " AND state = 'idle in transaction'"
                )

    mailbox.on_mail = cut_off
    with pytest.raises(Exception, match=r"terminat|closed"):
        run_jobs()
    connection.close()
    mailbox.on_mail = lambda arrived: None
    Job.objects.filter(done_at=None).update(leased_until=None)
    send_again()

    assert sorted(mailbox.times().values()) == [1, 1, 2]
    assert {to for to, _id in mailbox.times()} == {one.email for one in people}
    assert waiting() == 0


def connection_of_its_own():
    facts = connection.get_connection_params()
    facts = {name: facts[name] for name in ("dbname", "user", "password", "host", "port")
             if name in facts}  # fmt: skip
    return psycopg.connect(**facts, autocommit=True).cursor()


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_digests_send_each_once(
    change, call, evening, morning, mailbox
) -> None:
    people = daily(readers(12))
    tell(change, starring(call, people))
    morning()
    ids, gate, sent = list(Digest.objects.values_list("pk", flat=True)), threading.Barrier(2), []

    def work() -> None:
        gate.wait()
        sent.append(digests.send(ids))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(sent) == 12
    assert sorted(one.to for one in mailbox.mails) == [one.email for one in people]


@pytest.mark.django_db(transaction=True)
def test_two_clocks_that_strike_at_once_open_one_digest_each(
    change, call, evening, time_machine
) -> None:
    people, gate, opened = daily(readers(30)), threading.Barrier(2), []
    tell(change, starring(call, people))
    time_machine.move_to(MORNING, tick=False)

    def work() -> None:
        gate.wait()
        opened.append(digests.open_due())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert (sum(opened), Digest.objects.count()) == (30, 30)
    assert Delivery.objects.filter(channel=Channel.MAIL, digest=None).count() == 0


def test_the_queries_of_a_batch_grow_by_one_a_mail(
    change, call, evening, morning, mailoutbox, run_jobs
) -> None:
    tell(change, starring(call, daily(readers(20))))
    morning()
    ids = list(Digest.objects.order_by("pk").values_list("pk", flat=True))
    digests.send(ids[:1])
    with CaptureQueriesContext(connection) as few:
        digests.send(ids[1:3])
    with CaptureQueriesContext(connection) as many:
        digests.send(ids[3:])

    def statements(captured) -> int:
        return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)

    assert statements(many) - statements(few) == 15
    assert len(mailoutbox) == 20


def test_a_closed_account_gets_no_digest(
    change, call, evening, morning, run_jobs, mailoutbox
) -> None:
    closed = person("closed@elsewhere.example", "Closed")
    tell(change, starring(call, daily([closed])))
    closed.is_active = False
    closed.save()
    morning()
    run_jobs()
    assert mailoutbox == []
