"""Nobody gets a digest twice and nobody is left out, whatever breaks in the middle."""

from __future__ import annotations

import threading
from smtplib import SMTPDataError, SMTPException

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ppi.kernel import jobs
from ppi.kernel.models import Job
from ppi.notifications import digests, services
from ppi.notifications.choices import Channel, Frequency, Kind
from ppi.notifications.models import Delivery, Digest
from ppi.notifications.services import Recipient
from tests.conftest import person
from tests.ppi.notifications.conftest import readers, starring, tell
from tests.ppi.notifications.mornings import MORNING, daily, waiting


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


def test_a_batch_looks_up_as_often_for_many_people_with_much_news_as_for_one_with_one(
    change, call, evening, morning, mailoutbox
) -> None:
    one, *many = daily(readers(20))
    interests = starring(call, [one, *many])
    tell(change, interests)
    for reader in many:
        services.promise(Kind.FOUND, call, [Recipient.of(reader, call.portal)])
    morning()
    first, *others = Digest.objects.order_by("user__email").values_list("pk", flat=True)

    def looked_up(ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as made:
            assert digests.send(ids) == len(ids)
        return sum(query["sql"].startswith("SELECT") for query in made.captured_queries)

    assert looked_up([first]) == looked_up(others)


def test_a_job_sends_digests_of_one_language_where_there_are_enough(
    change, call, evening, morning, monkeypatch, run_jobs
) -> None:
    """What its digests name is looked up once a language."""
    monkeypatch.setattr(digests, "BATCH", 4)
    languages = ["da", "en", "lv"] * 4
    people = readers(12)
    for reader, language in zip(people, languages, strict=True):
        reader.language = language
        reader.save()
    tell(change, starring(call, daily(people)))
    morning()
    run_jobs()

    sent = Job.objects.filter(task="ppi.notifications.tasks.send_digests")
    spoken = [
        set(Digest.objects.filter(pk__in=one.arguments["digest_ids"])
            .values_list("user__language", flat=True))
        for one in sent
    ]  # fmt: skip
    assert sorted(spoken, key=str) == [{"da"}, {"en"}, {"lv"}]


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
