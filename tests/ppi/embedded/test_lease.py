"""The last one out stops the servers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ppi.embedded.lease import Lease
from ppi.embedded.places import PROJECT

HOLD = """
import sys
from pathlib import Path
from ppi.embedded.lease import Lease
lease = Lease(Path(sys.argv[1]))
lease.take()
print("held", flush=True)
sys.stdin.read()
"""


def held_by_another(home: Path) -> subprocess.Popen[str]:
    """Another process that holds a share until it is killed."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout.readline() == "held\n"
    return holder


def test_only_the_last_to_leave_is_told_so(tmp_path: Path) -> None:
    first, second = Lease(tmp_path), Lease(tmp_path)
    first.take()
    second.take()

    assert first.give_back() is False
    assert second.give_back() is True


def test_whoever_holds_no_share_is_not_the_last(tmp_path: Path) -> None:
    lease = Lease(tmp_path)
    assert lease.give_back() is False

    lease.take()
    assert lease.give_back() is True
    assert lease.give_back() is False


def test_a_killed_holder_no_longer_counts(tmp_path: Path) -> None:
    lease = Lease(tmp_path)
    lease.take()
    with held_by_another(tmp_path) as holder:
        assert lease.give_back() is False
        holder.kill()

    lease.take()
    assert lease.give_back() is True


def test_kept_servers_outlive_their_users(tmp_path: Path) -> None:
    lease = Lease(tmp_path)
    lease.keep(True)
    lease.take()
    assert lease.give_back() is False

    lease.keep(False)
    lease.take()
    assert lease.give_back() is True
