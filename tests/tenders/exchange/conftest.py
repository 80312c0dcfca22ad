"""Notices to read: the reference examples where they are at hand, and one of our own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tenders.exchange import eforms
from tenders.exchange.notice import Notice
from tenders.exchange.refusals import Unreadable
from tests.tenders.exchange.writing import OURS

if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
    # The reader needs no project around it, so these tests run without one too.
    settings.configure(USE_I18N=False)


@pytest.fixture(scope="session")
def examples() -> Path:
    """The reference examples, which are never part of this repository."""
    place = os.environ.get("PPI_REFERENCE_DATA")
    if not place or not (Path(place) / "examples" / "MANIFEST.csv").is_file():
        pytest.skip("PPI_REFERENCE_DATA names no folder with examples/MANIFEST.csv")
    return Path(place) / "examples"


@pytest.fixture(scope="session")
def written() -> Callable[..., bytes]:
    """Our own contract notice; each pair of arguments replaces the first by the second."""

    def write(*changes: tuple[str, str]) -> bytes:
        text = OURS
        for old, new in changes:
            assert old in text, f"the notice has no {old!r} to change"
            text = text.replace(old, new)
        return text.encode()

    return write


@pytest.fixture
def read(written) -> Callable[..., Notice]:
    """Our own contract notice with the same changes, as the reader understands it."""

    def reading(*changes: tuple[str, str]) -> Notice:
        return eforms.read(written(*changes), name="notice.xml")

    return reading


@pytest.fixture
def refusal() -> Callable[..., str]:
    """The sentence, in English, with which a source is refused."""

    def refused(source: bytes | Path, name: str = "notice.xml", **options) -> str:
        with pytest.raises(Unreadable) as caught:
            eforms.read(source, name=name, **options)
        assert caught.value.name == name
        with translation.override("en"):
            return str(caught.value.sentence)

    return refused
