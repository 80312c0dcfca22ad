"""Codes with their labels, for pages: one query however many codes, unknown codes included.

A notice may use a code that is not loaded here; then the nearest broader code lends its label.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ppi.taxonomy import cpv
from ppi.taxonomy.models import CpvCode, NutsRegion


@dataclass(frozen=True)
class Named:
    code: str
    label: str


def cpv_labels(codes: Iterable[str]) -> dict[str, str]:
    """Each code's label in the reader's language, or that of its nearest known ancestor."""
    codes = set(codes)
    wanted = codes | {broader for code in codes for broader in cpv.ancestors(code)}
    known = {row.code: row.label for row in CpvCode.objects.filter(code__in=wanted)}
    return {code: _nearest(code, known) for code in codes}


def _nearest(code: str, known: dict[str, str]) -> str:
    return next((known[c] for c in [code, *cpv.ancestors(code)] if c in known), code)


def cpv_named(codes: list[str]) -> list[Named]:
    """The codes with their labels, in the order given."""
    labels = cpv_labels(codes)
    return [Named(code, labels[code]) for code in codes]


def nuts_labels(codes: Iterable[str]) -> dict[str, str]:
    """The regions' native names; unknown codes are left out."""
    return dict(NutsRegion.objects.filter(code__in=set(codes)).values_list("code", "name"))


def nuts_named(codes: list[str]) -> list[Named]:
    """The regions with their names, in the order given; the code where it is unknown."""
    known = nuts_labels(codes)
    return [Named(code, known.get(code, code)) for code in codes]
