"""Founds organisations through the service, and says the id of each once it is acknowledged.

python -m tests.drills.founding NUMBER THREADS
"""

from __future__ import annotations

import sys
import threading
import time

import django

django.setup()

from django.db import Error, close_old_connections  # noqa: E402

from ppi.accounts.models import User  # noqa: E402
from ppi.organisations import services  # noqa: E402
from ppi.portals.models import Portal  # noqa: E402

TRY_AGAIN_SECONDS = 0.1


def found(portal: Portal, founder: User, name: str) -> int:
    """As a person would: when it fails, once more."""
    while True:
        try:
            made = services.found(
                by=founder, name=name, kind="buyer", country="DK", portal=portal, language="en"
            )
            return made.pk
        except Error:
            close_old_connections()
            time.sleep(TRY_AGAIN_SECONDS)


def main(number: int, threads: int) -> None:
    portal = Portal.objects.create(slug="dk", name="PPI Denmark", country="DK", languages=["en"])
    # Nobody founds many in a day: each town has a founder of its own.
    founders = User.objects.bulk_create(
        User(email=f"founder-{town}@havneby.example", password="!") for town in range(number)
    )

    def work(share: range) -> None:
        for town in share:
            sys.stdout.write(f"{found(portal, founders[town], f'Town {town}')}\n")
            sys.stdout.flush()

    shares = [range(first, number, threads) for first in range(threads)]
    workers = [threading.Thread(target=work, args=[share]) for share in shares]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
