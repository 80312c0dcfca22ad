"""A cache that is away is an empty cache, never a broken page; one that hangs costs little."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache

from ppi.embedded import places
from ppi.embedded.valkey import Valkey
from ppi.kernel.cache import LEFT_ALONE, ForgivingRedisCache

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def cache_at(address: str) -> ForgivingRedisCache:
    params = settings.CACHES["default"]
    return ForgivingRedisCache(address, {"OPTIONS": dict(params["OPTIONS"]), "KEY_PREFIX": "ppi"})


@pytest.fixture
def nobody() -> ForgivingRedisCache:
    """A cache at a port where nobody listens."""
    return cache_at(f"redis://127.0.0.1:{places.free_port()}/0")


def answers(of: ForgivingRedisCache) -> dict[str, object]:
    return {
        "get": of.get("a"),
        "get or else": of.get("a", "else"),
        "get or else by name": of.get("a", default="else"),
        "set": of.set("a", 1, timeout=5),
        "add": of.add("b", 1),
        "touch": of.touch("a"),
        "incr": of.incr("c"),
        "decr": of.decr("d"),
        "delete": of.delete("a"),
        "get_many": of.get_many(["a", "b"]),
        "set_many": of.set_many({"a": 1}),
        "delete_many": of.delete_many(["a"]),
        "has_key": of.has_key("a"),
        "in": "a" in of,
        "get_or_set": of.get_or_set("a", lambda: 7),
        "clear": of.clear(),
    }


AS_IF_EMPTY = {
    "get": None,
    "get or else": "else",
    "get or else by name": "else",
    "set": None,
    "add": True,
    "touch": False,
    "incr": 1,
    "decr": 1,
    "delete": False,
    "get_many": {},
    "set_many": [],
    "delete_many": None,
    "has_key": False,
    "in": False,
    "get_or_set": 7,
    "clear": False,
}


def test_a_cache_that_is_away_answers_as_an_empty_one(nobody, caplog) -> None:
    assert answers(nobody) == AS_IF_EMPTY
    assert "The cache is away (get)" in caplog.text


def test_a_cache_that_is_stopped_and_comes_back_is_used_again(own_valkey: Valkey) -> None:
    kept = cache_at(own_valkey.url)
    kept.set("ferry", "Havneby")
    assert kept.get("ferry") == "Havneby"

    own_valkey.stop()
    assert kept.get("ferry", "away") == "away"

    own_valkey.start()
    assert kept.get("ferry") == "Havneby"
    kept.set("ferry", "Upėnai")
    assert kept.get("ferry") == "Upėnai"


@pytest.fixture
def hanging(own_valkey: Valkey) -> Iterator[ForgivingRedisCache]:
    kept = cache_at(own_valkey.url)
    kept.set("ferry", "Havneby")
    own_valkey.freeze()
    yield kept
    own_valkey.thaw()


@pytest.mark.timeout(30)
def test_a_cache_that_hangs_is_waited_for_once_and_left_alone_for_a_while(
    hanging, own_valkey: Valkey, caplog
) -> None:
    """However often a page asks, in whatever thread: each wait would cost it a second."""
    with time_machine.travel(NOON, tick=False) as clock:
        assert answers(hanging) == AS_IF_EMPTY
        assert answers(cache_at(own_valkey.url)) == AS_IF_EMPTY
        assert caplog.text.count("The cache is away") == 1

        own_valkey.thaw()
        assert hanging.get("ferry", "away") == "away"
        clock.shift(LEFT_ALONE)
        assert hanging.get("ferry") == "Havneby"


@pytest.mark.timeout(30)
def test_a_cache_that_still_hangs_is_tried_again_after_a_while(hanging, caplog) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for waited in (1, 2, 3):
            assert (hanging.get("ferry", "away"), hanging.incr("ferry")) == ("away", 1)
            assert caplog.text.count("The cache is away") == waited
            clock.shift(LEFT_ALONE)


def test_a_cache_that_is_there_keeps_and_counts() -> None:
    cache.set("ferry", 3)

    assert (cache.get("ferry"), cache.incr("ferry"), cache.add("ferry", 9)) == (3, 4, False)
    assert cache.get_many(["ferry", "barge"]) == {"ferry": 4}
    with pytest.raises(ValueError, match="not found"):
        cache.incr("barge")
