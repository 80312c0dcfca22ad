"""`make demo`: the platform with its demonstration world, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from ppi import embedded
from ppi.embedded import places, running, steps
from ppi.embedded.processes import ProcessSet, Running, end_orphans
from ppi.embedded.servers import Servers

LOOK_SECONDS = 0.5
# A process that ends so often within a minute would only end again.
TOO_OFTEN, TOO_OFTEN_SECONDS = 3, 60


def main() -> int:
    port = parser().parse_args().port
    end_orphans()
    running.heed_termination()
    os.environ.update(environment(port))
    try:
        with places.reserved(port), servers() as started:
            demonstrate(started, port)
    except places.PortTaken:
        print(f"Port {port} is in use: choose another with `make demo PORT={port + 1}`.")
        return 1
    except running.DidNotStart as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.")
    return 0


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    return parser


def environment(port: int) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "ppi.settings.dev",
        "PPI_DEMO": "1",
        "PPI_BASE_DOMAIN": f"localhost:{port}",
    }


@contextmanager
def servers() -> Iterator[Servers]:
    with timed("PostgreSQL and Valkey"):
        started = embedded.start("demo")
    try:
        yield started
    finally:
        started.stop()


def demonstrate(servers: Servers, port: int) -> None:
    """Make ready what is not, start the processes, and stay until interrupted."""
    os.environ.update(servers.environment())
    ways = [steps.schema(servers), steps.catalogues(), steps.static_files(), steps.world(servers)]
    for step in ways:
        if not step.is_done():
            with timed(step.title):
                step.take()
    with ProcessSet(servers.environment(), port=port) as processes, ThreadPoolExecutor() as pool:
        accounts = pool.submit(steps.manage, "load_demo", "--accounts", env={})
        with timed("Web server, worker and clock"):
            started = processes.all()
        welcome(port, accounts.result())
        watch(started)


def welcome(port: int, accounts: str) -> None:
    print(f"\nThe demonstration runs at http://localhost:{port}/\n\n{accounts.rstrip()}\n")
    print(f"Logs stand in {places.VAR / 'log'}. Ctrl-C stops everything.", flush=True)


def watch(processes: list[Running]) -> None:
    """Start again what ends, as a service manager would; give up where that is in vain."""
    ends: dict[str, list[float]] = {process.name: [] for process in processes}
    while True:
        time.sleep(LOOK_SECONDS)
        for process in processes:
            if not process.alive:
                ends[process.name].append(time.monotonic())
                revive(process, ends[process.name])


def revive(process: Running, ends: list[float]) -> None:
    if len(ends) >= TOO_OFTEN and ends[-1] - ends[-TOO_OFTEN] < TOO_OFTEN_SECONDS:
        words = running.tail(process.log)
        raise running.DidNotStart(f"The {process.name} ends again and again.\n{words}")
    with timed(f"The {process.name} ended; starting it again"):
        process.kill()
        process.launch()
        process.wait()


@contextmanager
def timed(title: str) -> Iterator[None]:
    """Say what is done while it is done, and how long it took."""
    began = time.monotonic()
    print(f"{title} … ", end="", flush=True)
    yield
    print(f"{time.monotonic() - began:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
