"""One worker that opens and sends all digests that are due, and says what it took.

    PPI_BENCH_SMTP_PORT=2525 python -m tests.benchmarks.sending

The bodies of the jobs, one after another, as a Celery worker with one process runs them.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from itertools import batched

import django


def main() -> None:
    django.setup()
    from ppi.notifications import digests
    from ppi.notifications.models import Digest

    began = time.monotonic()
    opened = digests.open_due()
    opening = time.monotonic() - began
    unsent = Digest.objects.filter(sent_at=None).order_by("pk").values_list("pk", flat=True)
    sent = sum(digests.send(batch) for batch in batched(list(unsent), digests.BATCH))
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if mac() else 1024)
    told = {"opened": opened, "opening": opening, "sent": sent, "seconds": seconds, "peak": peak}
    print(json.dumps(told))


def mac() -> bool:
    return sys.platform == "darwin"


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
    main()
