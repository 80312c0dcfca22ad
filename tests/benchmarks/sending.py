"""The platform's own worker and clock send all digests that are due: how long, in how much memory.

Through the outbox and the broker, as in production: the task of every minute opens the digests, and
Celery's processes share the jobs that send them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import psutil
from django.db.models import Max
from django.utils import timezone

from ppi.embedded.processes import ProcessSet, Running, family
from ppi.kernel.models import Job
from ppi.notifications.models import Digest
from ppi.notifications.tasks import tell_what_is_due
from tests.benchmarks.sink import Sink

LOOK_SECONDS = 0.25
DELIVER = "ppi.kernel.events.deliver"


@dataclass
class Taken:
    """Seconds until all was sent, and until all was opened; bytes of the worker's largest process,
    and of all of them together, at their highest."""

    seconds: float = 0
    opening: float = 0
    largest: int = 0
    together: int = 0
    began: datetime = field(default_factory=timezone.now)

    def look(self, worker: Running) -> None:
        """What processes share, as a child does with its parent, counts once in all together."""
        sizes, shares = [0], [0]
        for process in family(worker.pid):
            try:
                memory = process.memory_full_info()
            except psutil.Error:
                continue
            sizes.append(memory.rss)
            shares.append(getattr(memory, "pss", memory.uss))
        self.largest = max(self.largest, *sizes)
        self.together = max(self.together, sum(shares))

    def end(self) -> None:
        """As the outbox noted it, so that looking adds nothing."""
        ended = Job.objects.aggregate(at=Max("done_at"))["at"]
        opened = Job.objects.filter(task=DELIVER).aggregate(at=Max("created_at"))["at"]
        self.seconds = (ended - self.began).total_seconds()
        self.opening = (opened - self.began).total_seconds()


def send_all(people: int, mails: Sink, home: Path, *, processes: int, killed: bool) -> Taken:
    """`killed`: the worker gets SIGKILL once half of the mails are out, and another one begins."""
    env = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"}
    with ProcessSet(env | {"PPI_BENCH_SMTP_PORT": str(mails.port)}, home / "log") as platform:
        worker = platform.worker(concurrency=processes)
        taken = Taken()
        tell_what_is_due.apply_async()
        platform.beat(wait=False)
        if killed:
            _watch(taken, worker, lambda: mails.number >= people // 2)
            worker.kill()
            worker = platform.worker(name="second", concurrency=processes)
        _watch(taken, worker, lambda: mails.number >= people and _nothing_waits(people))
    taken.end()
    return taken


def _watch(taken: Taken, worker: Running, ended: Callable[[], bool]) -> None:
    while not ended():
        if not worker.alive:
            raise AssertionError(f"The worker has ended: {worker.log}")
        taken.look(worker)
        time.sleep(LOOK_SECONDS)


def _nothing_waits(people: int) -> bool:
    opened = Digest.objects.count() == people
    return opened and not Job.objects.filter(done_at=None).exists()
