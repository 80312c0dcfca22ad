"""The worker is killed with -9, again and again, while it matches and mails.

Nothing is lost and nothing is made twice: one match row a pair, one delivery row a person and
cause, and each mail once, or once more under the same Message-ID for each kill that fell between
SMTP's answer and the commit.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.db.models import Count

from ppi.embedded.processes import Running
from ppi.kernel.models import Job
from ppi.matching.models import Match
from ppi.moderation import services as moderation
from ppi.notifications.models import Delivery
from tests.drills import market
from tests.drills.platform import Platform
from tests.drills.waiting import eventually

PROMISE_SECONDS = 90
SEED = 20261122
MANY_KILLS, WORKER_CHILDREN = 24, 2


class Killer:
    """Kills the worker with all its children at chosen moments, and starts another each time."""

    def __init__(self, platform: Platform) -> None:
        self.platform, self.kills = platform, 0
        # How many mails there were when each worker began.
        self.lives: list[int] = []
        self.worker: Running = platform.processes.worker(concurrency=WORKER_CHILDREN)

    def at(self, moment: Callable[[], bool]) -> None:
        """Kill once the moment has come; another worker runs on return."""
        eventually(moment, within=PROMISE_SECONDS)
        self.worker.kill()
        self.kills += 1
        name = f"worker-{self.kills}"
        self.worker = self.platform.processes.worker(name=name, concurrency=WORKER_CHILDREN)
        self.lives.append(len(self.platform.mailbox.mails))

    def as_a_mail_arrives(self, number: int) -> None:
        """Kill between SMTP's answer and the commit: the worker never hears the answer."""
        wanted = len(self.platform.mailbox.mails) + number

        def kill(arrived: int) -> None:
            if arrived == wanted:
                self.worker.kill()

        self.platform.mailbox.on_mail = kill
        self.at(lambda: not self.worker.alive)


def further(count: Callable[[], int], number: int) -> Callable[[], bool]:
    """So many more than there are now."""
    wanted = count() + number
    return lambda: count() >= wanted


def matchings() -> int:
    """How many jobs of matching a worker has begun."""
    task = "ppi.matching.tasks.match_opportunity"
    return Job.objects.filter(task=task, attempts__gt=0).count()


def deliveries() -> int:
    return Delivery.objects.filter(kind="match", channel="mail").count()


def sent() -> int:
    return Delivery.objects.filter(kind="match", channel="mail").exclude(sent_at=None).count()


def everything_done(mails: int) -> Callable[[], bool]:
    return lambda: sent() == mails and not Job.objects.filter(done_at=None).exists()


@pytest.fixture
def companies() -> int:
    """How many are matched; the long drill overrides this."""
    return 120


@pytest.fixture
def sellers(platform, denmark, companies) -> list[str]:
    return sorted(person.email for person in market.companies(denmark, companies))


@pytest.fixture
def publish(sellers, havneby, buyer_of_havneby, moderator_of_denmark) -> Callable[[], None]:
    """Publish one more need that fits every company."""

    def one_more() -> None:
        submission = market.submitted(buyer_of_havneby, havneby)
        moderation.publish(submission, by=moderator_of_denmark)

    return one_more


def assert_all_rows_exactly_once(sellers: list[str], needs: int) -> None:
    matches = Match.objects.everywhere("a drill")
    pairs = matches.values("opportunity", "profile").annotate(times=Count("pk"))
    assert Counter(pair["times"] for pair in pairs) == {1: len(sellers) * needs}
    rows = Delivery.objects.filter(kind="match", channel="mail")
    assert sorted(rows.values_list("email", flat=True)) == sorted(sellers * needs)


def assert_mails_repeat_only_after_a_kill(killer: Killer) -> None:
    """Every mail came; between two kills none came twice; no kill repeated more than it could."""
    mails = [(m.to, m.message_id) for m in killer.platform.mailbox.of_kind("Fits you")]
    rows = Delivery.objects.filter(kind="match", channel="mail")
    assert set(mails) == {(row.email, row.message_id) for row in rows}
    assert len(mails) - len(set(mails)) <= killer.kills * WORKER_CHILDREN
    for began, ended in pairwise([0, *killer.lives, None]):
        life = killer.platform.mailbox.mails[began:ended]
        assert max(Counter((m.to, m.message_id) for m in life).values(), default=1) == 1


@pytest.mark.timeout(240)
def test_after_kills_while_matching_and_mailing_everything_exists_exactly_once(
    platform: Platform, sellers, publish, companies
) -> None:
    platform.processes.beat(wait=False)
    killer = Killer(platform)

    begun = further(matchings, 1)
    publish()
    killer.at(begun)
    killer.as_a_mail_arrives(20)

    eventually(everything_done(companies), within=PROMISE_SECONDS)
    assert killer.kills == 2
    assert_all_rows_exactly_once(sellers, needs=1)
    assert_mails_repeat_only_after_a_kill(killer)
    assert max(platform.mailbox.times().values()) == 2


class TestWithTheRealLease:
    @pytest.fixture
    def lease_seconds(self, settings) -> float:
        return settings.PPI_JOB_LEASE_SECONDS

    @pytest.fixture
    def companies(self) -> int:
        return 300

    @pytest.mark.slow
    @pytest.mark.timeout(1200)
    def test_after_many_kills_at_random_moments_everything_exists_exactly_once(
        self, platform: Platform, sellers, publish, companies
    ) -> None:
        dice, needs = random.Random(SEED), 3
        platform.processes.beat(wait=False)
        killer = Killer(platform)

        for _ in range(needs):
            begun = further(matchings, 1)
            publish()
            killer.at(begun)
            killer.at(further(deliveries, dice.randint(1, companies // 2)))
        while killer.kills < MANY_KILLS - 1:
            if dice.random() < 0.5:
                killer.as_a_mail_arrives(dice.randint(1, 20))
            else:
                killer.at(further(sent, dice.randint(1, 20)))
        killer.at(lambda: sent() >= 0.97 * companies * needs)

        eventually(everything_done(companies * needs), within=PROMISE_SECONDS)
        assert killer.kills == MANY_KILLS
        assert_all_rows_exactly_once(sellers, needs)
        assert_mails_repeat_only_after_a_kill(killer)
