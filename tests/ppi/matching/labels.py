"""The vocabulary's labels in nine languages, where the folder of reference data is at hand."""

from __future__ import annotations

import csv
import os
from pathlib import Path

from django.conf import settings

from ppi.taxonomy.choices import Origin
from ppi.taxonomy.models import CpvCode

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def reference_labels() -> Path | None:
    """The file of labels, one column a language; None where there is none."""
    file = Path(os.environ.get("PPI_REFERENCE_DATA") or "/nowhere", "cpv.csv")
    return file if file.is_file() else None


def load_labels() -> int:
    """Put every code with its labels beside what stands there already; how many there are."""
    if file := reference_labels():
        CpvCode.objects.bulk_create(
            [_code(row) for row in csv.DictReader(file.open(encoding="utf-8"))],
            ignore_conflicts=True,
        )
    return CpvCode.objects.count()


def _code(row: dict) -> CpvCode:
    labels = {f"label_{code}": row[code] for code in LANGUAGES}
    return CpvCode(code=row["code"], origin=Origin.OFFICIAL, **labels)
