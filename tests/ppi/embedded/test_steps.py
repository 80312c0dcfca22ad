"""What is done stays done until its sources change."""

from __future__ import annotations

from pathlib import Path

import pytest

from ppi.embedded.running import DidNotStart
from ppi.embedded.steps import Step, fingerprint


def step(notes: Path, **changes: object) -> Step:
    facts = {"title": "Version", "command": ("version",), "sources": ("manage.py",)}
    return Step(**{**facts, "notes": notes, **changes})


def test_a_step_is_done_once_for_the_same_sources_and_target(tmp_path: Path) -> None:
    assert not step(tmp_path).is_done()

    step(tmp_path).take()

    assert step(tmp_path).is_done()
    assert not step(tmp_path, sources=("pyproject.toml",)).is_done()
    assert not step(tmp_path, target="another database").is_done()
    assert not step(tmp_path, products=(tmp_path / "missing",)).is_done()


def test_a_step_that_failed_says_why_and_is_not_done(tmp_path: Path) -> None:
    failing = step(tmp_path, command=("no_such_command",))

    with pytest.raises(DidNotStart, match="Unknown command: 'no_such_command'"):
        failing.take()
    assert not failing.is_done()


def test_a_fingerprint_follows_names_and_contents(tmp_path: Path) -> None:
    source = tmp_path / "room" / "migrations" / "0001_initial.py"
    source.parent.mkdir(parents=True)
    source.write_text("one")
    seen = [fingerprint(["*/migrations/*.py"], under=tmp_path)]

    (source.parent / "notes.txt").write_text("beside the point")
    assert fingerprint(["*/migrations/*.py"], under=tmp_path) == seen[0]

    source.write_text("two")
    seen.append(fingerprint(["*/migrations/*.py"], under=tmp_path))
    source.rename(source.with_name("0002_second.py"))
    seen.append(fingerprint(["*/migrations/*.py"], under=tmp_path))
    assert len(set(seen)) == 3
