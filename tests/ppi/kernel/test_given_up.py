"""Work that failed too often is seen by the operators, and tried again when they say so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from ppi.accounts.models import User
from ppi.kernel import jobs, tasks
from ppi.kernel.jobs import job
from ppi.kernel.models import AuditEntry, Job

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@job
def carry(parcel: str) -> None:
    AuditEntry.objects.create(action=parcel)


@job
def ferry(parcel: str) -> None:
    AuditEntry.objects.create(action=parcel)


def give_up(row: Job, *, hours_ago: int = 0, **facts) -> Job:
    facts = {"attempts": jobs.MOST_ATTEMPTS, "failure": "LookupError: No such pier"} | facts
    created_at = jobs.timezone.now() - timedelta(hours=hours_ago)
    Job.objects.filter(pk=row.pk).update(created_at=created_at, **facts)
    return row


def given_up() -> set[int]:
    return set(jobs.given_up().values_list("pk", flat=True))


def carried() -> list[str]:
    rows = AuditEntry.objects.exclude(action="jobs.tried_again").order_by("pk")
    return list(rows.values_list("action", flat=True))


def retry(capsys, *choice: str) -> list[str]:
    call_command("retry_jobs", *choice)
    return capsys.readouterr().out.splitlines()


def test_given_up_is_what_nobody_will_run_any_more() -> None:
    with time_machine.travel(NOON, tick=False):
        lost, died = give_up(carry.later(parcel="a")), give_up(carry.later(parcel="b"))
        Job.objects.filter(pk=died.pk).update(leased_until=NOON - timedelta(seconds=1), failure="")
        give_up(carry.later(parcel="done"), done_at=NOON)
        give_up(carry.later(parcel="at work"), leased_until=NOON + timedelta(seconds=1))
        give_up(carry.later(parcel="to be tried"), attempts=jobs.MOST_ATTEMPTS - 1)

        assert given_up() == {lost.pk, died.pk}


def test_tried_again_it_has_all_its_attempts_and_one_audit_row_names_all(stranger) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        rows = [give_up(carry.later(parcel=parcel)) for parcel in "ab"]

        assert jobs.try_again(Job.objects.all(), by=stranger) == 2
        row = Job.objects.get(pk=rows[0].pk)
        assert (row.attempts, row.due_at, row.leased_until) == (0, NOON, None)
        assert given_up() == set()
        assert jobs.try_again(Job.objects.all(), by=stranger) == 0

        clock.shift(timedelta(seconds=1))
        assert jobs.take_unheard("interactive") == [row.pk for row in rows]
        assert jobs.run_all_due() == 2
    assert carried() == ["a", "b"]
    [entry] = AuditEntry.objects.filter(action="jobs.tried_again")
    assert (entry.actor, entry.subject_type, entry.detail) == (
        stranger,
        "kernel.job",
        {"jobs": [row.pk for row in rows]},
    )


def test_what_is_not_given_up_is_left_as_it_is() -> None:
    waiting = give_up(carry.later(parcel="a"), attempts=3)
    done = give_up(carry.later(parcel="b"), done_at=NOON)

    assert jobs.try_again(Job.objects.all()) == 0
    assert list(Job.objects.order_by("pk").values_list("pk", "attempts")) == [
        (waiting.pk, 3),
        (done.pk, jobs.MOST_ATTEMPTS),
    ]
    assert AuditEntry.objects.count() == 0


def test_the_command_tells_what_there_is(capsys) -> None:
    assert retry(capsys) == ["None is given up."]

    for row in (carry.later(parcel="a"), carry.later(parcel="b"), ferry.later(parcel="c")):
        give_up(row)

    assert retry(capsys) == [
        f"     2  {__name__}.carry",
        f"     1  {__name__}.ferry",
        "Choose with --name, --older-than or --all.",
    ]
    assert len(given_up()) == 3


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        (["--all"], []),
        (["--name", "ferry"], ["old", "young"]),
        (["--older-than", "24"], ["young", "on board"]),
        (["--name", ".carry", "--older-than", "24"], ["young", "on board"]),
        (["--name", "nobody"], ["old", "young", "on board"]),
    ],
)
def test_the_command_tries_again_what_is_chosen(capsys, choice, left) -> None:
    give_up(carry.later(parcel="old"), hours_ago=25)
    give_up(carry.later(parcel="young"), hours_ago=23)
    give_up(ferry.later(parcel="on board"))

    assert retry(capsys, *choice) == [f"{3 - len(left)} jobs are due again."]
    rows = jobs.given_up().order_by("pk").values_list("arguments__parcel", flat=True)
    assert list(rows) == left


def test_all_and_a_choice_contradict_each_other() -> None:
    with pytest.raises(CommandError, match="nothing to choose"):
        call_command("retry_jobs", "--all", "--name", "carry")


class TestOperatorsAreTold:
    def test_by_mail_where_somebody_is_named(self, settings, caplog) -> None:
        settings.PPI_OPERATORS = ["ops@procurement.example"]
        give_up(carry.later(parcel="secret"))
        give_up(ferry.later(parcel="c"))

        tasks.tell_operators()

        [message] = mail.outbox
        assert message.to == ["ops@procurement.example"]
        assert message.subject == "testserver: 2 jobs have been given up"
        assert f"1 × {__name__}.carry\n1 × {__name__}.ferry" in message.body
        assert "secret" not in message.body
        assert "2 jobs are given up" in caplog.text

    def test_in_the_log_alone_where_nobody_is(self, settings, caplog) -> None:
        settings.PPI_OPERATORS = []
        give_up(carry.later(parcel="a"))

        tasks.tell_operators()

        assert mail.outbox == []
        assert "1 jobs are given up" in caplog.text

    def test_of_nothing_while_there_is_nothing(self, settings, caplog) -> None:
        settings.PPI_OPERATORS = ["ops@procurement.example"]
        carry.later(parcel="waits")

        tasks.tell_operators()

        assert (mail.outbox, caplog.text) == ([], "")


class TestOnTheOperatorsPages:
    @pytest.fixture
    def operator(self, stranger: User) -> User:
        stranger.is_staff = stranger.is_superuser = True
        stranger.save()
        return stranger

    @pytest.fixture
    def browser(self, denmark, operator, as_user) -> Client:
        return as_user(operator)

    @staticmethod
    def page(action: str, *args) -> str:
        return "/p/dk" + reverse(f"admin:kernel_job_{action}", args=args)

    def test_what_was_given_up_is_listed_with_its_last_error(self, browser) -> None:
        give_up(carry.later(parcel="a"))
        carry.later(parcel="just waits")

        listed = browser.get(self.page("changelist")).text
        waiting = browser.get(self.page("changelist"), {"state": "waiting"}).text

        assert "LookupError: No such pier" in listed
        assert "just waits" not in listed
        assert "just waits" in waiting

    def test_it_is_tried_again_at_a_click_with_the_operators_name_in_the_trail(
        self, browser, operator
    ) -> None:
        row = give_up(carry.later(parcel="a"))

        chosen = {"action": "try_again", "_selected_action": [row.pk]}
        answer = browser.post(self.page("changelist"), chosen, follow=True)

        assert "1 job is due again." in answer.text
        assert given_up() == set()
        assert AuditEntry.objects.get(action="jobs.tried_again").actor == operator

    def test_nobody_changes_or_deletes_one(self, browser) -> None:
        row = give_up(carry.later(parcel="a"))

        assert browser.get(self.page("change", row.pk)).status_code == 200
        assert browser.post(self.page("change", row.pk), {"task": "x"}).status_code == 403
        assert browser.post(self.page("delete", row.pk), {"post": "yes"}).status_code == 403
        assert Job.objects.filter(pk=row.pk).exists()
