from __future__ import annotations

import os
from pathlib import Path

import pytest

from ppi.taxonomy.choices import Origin
from ppi.taxonomy.models import CpvCode


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference data, which is not part of the repository."""
    folder = os.environ.get("PPI_REFERENCE_DATA", "")
    if not folder or not Path(folder, "cpv.csv").is_file():
        pytest.skip("PPI_REFERENCE_DATA names no folder with the eForms SDK and cpv.csv")
    return Path(folder)


@pytest.fixture
def street_lights(facts: None) -> None:
    """A few codes below the divisions, labelled for these tests."""
    for code, digit, parent, english, danish in (
        ("34900000", "6", "34000000", "Equipment for roads", "Udstyr til veje"),
        ("34928500", "3", "34900000", "Lights for streets", "Lamper til gader"),
        ("34928510", "6", "34928500", "Masts for street lights", "Master til gadelamper"),
        ("34928530", "2", "34928500", "Lamp for one street", "Gadelampe"),
    ):
        CpvCode.objects.create(
            code=code,
            check_digit=digit,
            parent_id=parent,
            label_en=english,
            label_da=danish,
            origin=Origin.OFFICIAL,
        )
