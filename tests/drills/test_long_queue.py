"""Many jobs wait: the worker still shows that it lives, and what was lost is still found."""

from __future__ import annotations

import pytest
import requests
from django.core.cache import cache
from django.utils import timezone

from ppi.kernel import jobs
from ppi.kernel.models import Job
from ppi.kernel.tasks import HEARTBEAT, LAST_SWEEP
from tests.drills import backlog
from tests.drills.platform import Platform
from tests.drills.waiting import eventually

pytestmark = pytest.mark.timeout(240)

JOBS = 300
# Two children need 45 s for them: longer than a heartbeat may be old.
DONE_SECONDS = 150
START_SECONDS = 60


def waiting() -> int:
    return Job.objects.filter(done_at=None, task__endswith="take_time").count()


def readiness(platform: Platform) -> tuple[int, dict]:
    answer = requests.get(f"{platform.processes.address}/readyz", timeout=30)
    return answer.status_code, answer.json()


def test_a_long_queue_holds_up_neither_heartbeat_nor_sweep(platform: Platform) -> None:
    platform.processes.all()
    eventually(lambda: readiness(platform)[0] == 200, within=START_SECONDS)
    for number in range(JOBS):
        backlog.take_time.later(number=number)
    # Of one, the message was lost: only a sweep finds it.
    lost = jobs.promise("tests.drills.backlog.take_time", number=JOBS)
    Job.objects.filter(pk=lost.pk).update(rung_at=timezone.now() - jobs.RING_AGAIN)

    answers, sweeps, oldest = [], set(), 0.0

    def all_done() -> bool:
        answers.append(readiness(platform))
        sweeps.add(cache.get(LAST_SWEEP))
        nonlocal oldest
        oldest = max(oldest, timezone.now().timestamp() - cache.get(HEARTBEAT.format(queue="mail")))
        return waiting() == 0

    eventually(all_done, within=DONE_SECONDS)

    well = {"database": "ok", "broker": "ok", "worker": "ok", "sweep": "ok", "given_up": 0}
    assert [answer for answer in answers if answer != (200, well)] == []
    assert len(sweeps) > 3
    assert oldest < 30
