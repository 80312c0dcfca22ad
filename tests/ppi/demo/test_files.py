"""What the files of the demonstration promise each other, without a database."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from ppi.demo.loading import FILES, World
from ppi.demo.loading.rows import as_of, criteria

ROWS = {row["key"]: row for row in World().read("opportunities", "opportunities")}


def keys(name: str, table: str) -> set[str]:
    return {row["key"] for row in World().read(name, table)}


def told(list_name: str, column: str) -> set[str]:
    """What all rows say in this column of this list of theirs."""
    return {entry[column] for row in ROWS.values() for entry in row.get(list_name, [])}


@pytest.mark.parametrize("key", sorted(key for key, row in ROWS.items() if "criteria" in row))
def test_weights_make_100(key: str) -> None:
    """Of what is compared; a system that one only enters compares nothing."""
    weights = [row["weight"] for row in criteria(ROWS[key]) if row["role"] == "award"]
    assert sum(weights) == (0 if ROWS[key].get("technique") == "dps" else 100)


@pytest.mark.parametrize("key", sorted(key for key, row in ROWS.items() if "lots" in row))
def test_lots_make_the_whole(key: str) -> None:
    lots = ROWS[key]["lots"]
    assert 2 <= len(lots) <= 5
    assert sum(Decimal(lot["value"]) for lot in lots) == ROWS[key]["value"]


def test_whoever_says_something_is_in_the_world() -> None:
    people, bodies = keys("people.toml", "people"), keys("organisations.toml", "organisations")
    watchers = {key for row in ROWS.values() for key in row.get("starred_by", [])}
    speakers = watchers | told("questions", "by") | told("notes", "by")
    assert speakers <= people
    assert told("commitments", "by") | told("no_bids", "by") | told("awards", "winner") <= bodies


def test_every_address_and_site_is_invented() -> None:
    """No domain can be anybody's but those that RFC 2606 keeps for examples."""
    text = "".join(file.read_text() for file in FILES.rglob("*.toml"))
    domains = re.findall(r"[\w.]+@([\w.-]*\w)", text)
    assert domains
    assert {domain for domain in domains if not domain.endswith(".example")} == set()


def test_a_row_is_read_as_it_stood_before_each_correction() -> None:
    row = {
        "deadline": 15,
        "known": "no lift",
        "corrections": [{"before": {"known": "a lift"}}, {"before": {"deadline": 11}}],
    }
    stood = [(as_of(row, n)["known"], as_of(row, n)["deadline"]) for n in range(3)]
    assert stood == [("a lift", 11), ("no lift", 11), ("no lift", 15)]
