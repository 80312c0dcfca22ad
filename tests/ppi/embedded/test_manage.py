"""`manage.py` beside servers that run, and without any."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ppi.embedded.places import PROJECT, free_port

OURS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PPI_SECRET_KEY")
WHERE = "from django.conf import settings; print(settings.DATABASES['default']['PORT'])"
BROKEN = "from django.db import connection; connection.cursor().execute('SELECT nothing_there')"


def run(*command: str, var: Path, **env: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, *command],
        cwd=PROJECT,
        env={**inherited, "PPI_VAR": str(var), **env},
        capture_output=True,
        text=True,
    )


def manage(*command: str, var: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return run("manage.py", *command, var=var, **env)


def shell(code: str, var: Path) -> subprocess.CompletedProcess[str]:
    return manage("shell", "--no-imports", "-c", code, var=var)


def test_a_command_joins_the_servers_that_run_and_hides_no_error(tmp_path: Path) -> None:
    try:
        started = run("-m", "ppi.embedded", "start", "dev", var=tmp_path).stdout
        shown = shell(WHERE, tmp_path).stdout
        broken = shell(BROKEN, tmp_path)
    finally:
        run("-m", "ppi.embedded", "forget", "dev", var=tmp_path)

    assert f":{shown.strip()}/ppi" in started
    assert broken.returncode == 1
    assert 'column "nothing_there" does not exist' in broken.stderr


def test_without_a_database_a_command_ends_with_a_sentence(tmp_path: Path) -> None:
    port = free_port()
    nowhere = f"postgresql://ppi@127.0.0.1:{port}/ppi"
    ended = manage("import_notices", "x.xml", var=tmp_path, DATABASE_URL=nowhere)

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"No database answers at 127.0.0.1:{port}. Start it, or name another in DATABASE_URL; on "
        "your own machine `make demo` in a second terminal starts one.\n"
    )
    assert list(tmp_path.iterdir()) == []
