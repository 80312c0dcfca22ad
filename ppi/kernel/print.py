"""Documents to keep and to send on: a tagged PDF, made by Typst (https://typst.app).

    pdf(Document(title="…", language="en", facts=[…], sections=[…]))

A document is data; `typst/document.typ` is the one layout. What people wrote reaches it as JSON and
is set as text: nothing in it is markup, and nothing is ever pasted into the layout's source.

Typesetting runs in a process of its own, with limits on time and memory: within ours, every
document would leave what it remembers of itself behind (measured: 20 MB for a hundred questions).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ppi.kernel.characters import printable

TYPESETTER = Path(__file__).parent / "typst" / "typesetter.py"
MOST_SECONDS = 30


class NotPrinted(RuntimeError):
    """The document could not be made, or not in the time it was given."""


@dataclass(frozen=True)
class Fact:
    """One line below the title; with a `url` its value is a link."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class Passage:
    """What somebody wrote, in the language they wrote it in; an empty line starts a paragraph."""

    text: str
    language: str
    label: str = ""


@dataclass(frozen=True)
class Section:
    heading: str
    note: str = ""
    passages: Sequence[Passage] = ()


@dataclass(frozen=True)
class Document:
    """`language` is that of the headings and labels; `empty` is said where there is no section."""

    title: str
    language: str
    subtitle: str = ""
    subtitle_language: str = ""
    facts: Sequence[Fact] = ()
    sections: Sequence[Section] = ()
    empty: str = ""


def pdf(document: Document, *, seconds: float = MOST_SECONDS) -> bytes:
    """The document as PDF/UA-1, the standard for what screen readers can read.

    Where it holds characters that no font at hand has, it is tagged all the same, but does not
    claim the standard. Raises `NotPrinted`.
    """
    try:
        made = subprocess.run(  # noqa: S603 - our own script, without a shell
            [sys.executable, "-I", str(TYPESETTER)],
            input=source_of(document),
            capture_output=True,
            timeout=seconds,
            check=True,
            # Nothing of ours: no secrets, no proxies. One thread leaves the processors to others.
            env={"RAYON_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired as late:
        raise NotPrinted(f"Not made within {seconds} seconds.") from late
    except subprocess.CalledProcessError as failed:
        raise NotPrinted(failed.stderr.decode(errors="replace")[-2_000:]) from failed
    return made.stdout


def source_of(document: Document) -> bytes:
    """What the layout reads."""
    return json.dumps(_printable(asdict(document)), ensure_ascii=False).encode()


def _printable(value):
    """Without control characters, which no font has and no reader sees; line ends stay."""
    if isinstance(value, dict):
        return {name: _printable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return printable(lines)
