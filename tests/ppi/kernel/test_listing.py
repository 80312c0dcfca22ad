"""Lists: facets, chips and addresses; every row on exactly one page; bad addresses ignored."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

import pytest
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from ppi.kernel import listing
from ppi.kernel.listing import Choice, Conditions, Listing, Sort
from ppi.kernel.models import AuditEntry

KINDS = [("ferry", "Ferries"), ("barge", "Barges"), ("yacht", "Yachts")]
PORTS = {"havneby": "Havneby", "upenai": "Upėnai"}
KIND = Choice("kind", "Kind", KINDS, path="action")
PORT = Choice(
    "port", "Port", lambda found: {p: PORTS[p] for p in found if p in PORTS}, "subject_type"
)
SIZE = Conditions(
    "size",
    "Size",
    [("small", "Small"), ("large", "Large")],
    conditions={"small": Q(subject_id__lt=10), "large": Q(subject_id__gte=10)},
)
STATE = Conditions(
    "state",
    "State",
    [("open", "Open"), ("closed", "Closed")],
    radio=True,
    default="open",
    conditions={"open": Q(portal_id=None), "closed": ~Q(portal_id=None)},
)
SORTS = [
    Sort("newest", "Newest first", "at", descending=True),
    Sort("oldest", "Oldest first", "at"),
    Sort("name", "By name", "action"),
    Sort("berth", "By berth", Coalesce("portal_id", Value(99))),
    Sort("berth-down", "By berth, last first", Coalesce("portal_id", Value(99)), descending=True),
]
MORNING = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


def ship(kind="ferry", port="havneby", size=5, berth=None) -> AuditEntry:
    return AuditEntry.objects.create(
        action=kind, subject_type=port, subject_id=size, portal_id=berth
    )


def lists(address: str = "", facets=(KIND, PORT, SIZE), **options) -> Listing:
    options = {"sorts": SORTS, "search": by_words} | options
    return Listing(QueryDict(address), AuditEntry.objects.all(), facets=facets, **options)


def by_words(rows, words: str):
    return rows.filter(action__icontains=words)


def shown(found: Listing) -> list[tuple[str, str, int]]:
    return [(row.action, row.subject_type, row.subject_id) for row in found.rows]


def options_of(found: Listing, name: str) -> list[tuple[str, int, bool]]:
    facet = next(facet for facet in found.facets if facet["name"] == name)
    return [(option.label, option.count, option.selected) for option in facet["options"]]


@pytest.fixture
def fleet(db) -> None:
    ship("ferry", "havneby", 5)
    ship("ferry", "upenai", 20)
    ship("barge", "havneby", 30, berth=1)


# Facets, counts, chips ---------------------------------------------------------------------------


def test_nothing_chosen_shows_all_newest_first_with_counts(fleet) -> None:
    found = lists()

    assert shown(found) == [
        ("barge", "havneby", 30), ("ferry", "upenai", 20), ("ferry", "havneby", 5)
    ]  # fmt: skip
    assert (found.count, found.count_text) == (3, "3 found")
    assert options_of(found, "kind") == [("Ferries", 2, False), ("Barges", 1, False)]
    assert options_of(found, "port") == [("Havneby", 2, False), ("Upėnai", 1, False)]
    assert options_of(found, "size") == [("Small", 1, False), ("Large", 2, False)]
    assert (found.chips, found.next_url, found.first_url) == ([], "", "")


def test_values_of_one_facet_widen_and_facets_narrow_each_other(fleet) -> None:
    found = lists("kind=ferry&kind=barge&size=large")

    assert shown(found) == [("barge", "havneby", 30), ("ferry", "upenai", 20)]
    # A facet's own values are counted as if none of them were chosen.
    assert options_of(found, "kind") == [("Ferries", 1, True), ("Barges", 1, True)]
    assert options_of(found, "size") == [("Small", 1, False), ("Large", 2, True)]


def test_a_chosen_value_without_rows_stays_visible_so_that_it_can_be_taken_off(fleet) -> None:
    found = lists("kind=yacht")

    assert shown(found) == []
    assert options_of(found, "kind") == [
        ("Ferries", 2, False), ("Barges", 1, False), ("Yachts", 0, True)
    ]  # fmt: skip
    assert [(chip.label, chip.remove_url) for chip in found.chips] == [("Yachts", "?")]


def test_every_choice_has_a_chip_that_takes_off_only_itself(fleet) -> None:
    found = lists("kind=ferry&kind=barge&size=large&q=r&sort=name&after=x")

    assert [(chip.label, parse_qsl(chip.remove_url[1:])) for chip in found.chips] == [
        ("Ferries", [("kind", "barge"), ("size", "large"), ("q", "r"), ("sort", "name")]),
        ("Barges", [("kind", "ferry"), ("size", "large"), ("q", "r"), ("sort", "name")]),
        ("Large", [("kind", "ferry"), ("kind", "barge"), ("q", "r"), ("sort", "name")]),
    ]


@pytest.mark.parametrize(
    ("address", "is_as_it_opens"),
    [
        ("", True),
        ("state=open", True),
        ("sort=oldest&after=x", True),
        ("state=", False),
        ("state=closed", False),
        ("state=open&kind=ferry", False),
        ("q=ferry", False),
    ],
)
def test_a_list_stands_as_it_opens_until_something_is_asked_for(
    db, address, is_as_it_opens
) -> None:
    assert lists(address, facets=[STATE, KIND]).stands_as_it_opens == is_as_it_opens


def test_a_list_opens_on_nothing_where_its_default_leaves_out_all_there_is(db) -> None:
    def opens(address: str = "") -> bool:
        return lists(address, facets=[STATE]).opens_on_nothing

    assert not opens()
    ship(berth=1)
    assert (opens(), opens("state=closed"), opens("q=yacht")) == (True, False, False)
    ship()
    assert not opens()


def test_a_default_holds_until_another_or_none_is_chosen(fleet) -> None:
    def berths(address: str) -> list[int | None]:
        return [row.portal_id for row in lists(address, facets=[STATE]).rows]

    assert berths("") == [None, None]
    assert berths("state=closed") == [1]
    assert berths("state=") == [1, None, None]

    default = lists("", facets=[STATE])
    assert [(chip.label, chip.remove_url) for chip in default.chips] == [("Open", "?state=")]
    assert default.clear_url == "?state="
    [facet] = default.facets
    assert (facet["kind"], facet["has_default"]) == ("radio", True)


def test_words_narrow_rows_counts_and_facets(fleet) -> None:
    found = lists("q=%20bar%20")

    assert (found.query, shown(found), found.count) == ("bar", [("barge", "havneby", 30)], 1)
    assert options_of(found, "kind") == [("Barges", 1, False)]


def test_counts_that_cost_too_much_are_said_to_be_many(fleet, monkeypatch) -> None:
    monkeypatch.setattr(listing, "COUNT_LIMIT", 2)

    assert lists().count_text == "more than 10,000 found"


# Paging by key -----------------------------------------------------------------------------------


def walk(name: str, page_size: int) -> Iterator[list[int]]:
    """The keys of the rows, page after page, as a reader follows the links."""
    address = f"sort={name}"
    while True:
        found = lists(address, page_size=page_size)
        yield [row.pk for row in found.rows]
        if not found.next_url:
            return
        address = found.next_url[1:]


@pytest.fixture
def crowded_harbour(db) -> list[int]:
    """Many rows with equal keys, and with none."""
    rows = [ship(kind, berth=berth) for kind in ("b", "a", "c") for berth in (2, None, 2, None, 1)]
    for number, row in enumerate(rows):
        moment = MORNING + timedelta(microseconds=number % 3)
        AuditEntry.objects.filter(pk=row.pk).update(at=moment)
    return [row.pk for row in rows]


@pytest.mark.parametrize("page_size", [1, 2, 4, 15, 16])
@pytest.mark.parametrize("sort", [sort.name for sort in SORTS])
def test_every_row_stands_on_exactly_one_page(crowded_harbour, sort, page_size) -> None:
    pages = list(walk(sort, page_size))

    in_one = [row.pk for row in lists(f"sort={sort}", page_size=100).rows]
    assert [pk for page in pages for pk in page] == in_one
    assert sorted(in_one) == crowded_harbour
    assert {len(page) for page in pages[:-1]} <= {page_size}


def test_the_orders_are_those_that_they_say(crowded_harbour) -> None:
    def keys(sort: str, name: str) -> list:
        return [getattr(row, name) for row in lists(f"sort={sort}", page_size=100).rows]

    assert keys("name", "action") == ["a"] * 5 + ["b"] * 5 + ["c"] * 5
    assert keys("berth", "portal_id") == [1] * 3 + [2] * 6 + [None] * 6
    assert keys("berth-down", "portal_id") == [None] * 6 + [2] * 6 + [1] * 3
    assert keys("newest", "at") == sorted(keys("oldest", "at"), reverse=True)
    assert keys("no-such-order", "at") == keys("newest", "at")


def test_the_order_chosen_is_marked(db) -> None:
    marked = [option["value"] for option in lists("sort=name").sort_options if option["selected"]]

    assert marked == ["name"]
    assert [o["value"] for o in lists("sort=x").sort_options if o["selected"]] == ["newest"]


def test_rows_added_meanwhile_shift_nothing(crowded_harbour) -> None:
    first = lists("sort=newest", page_size=5)
    ship("newcomer")

    second = lists(first.next_url[1:], page_size=5)

    assert {row.pk for row in first.rows} & {row.pk for row in second.rows} == set()
    assert {row.pk for row in second.rows} < set(crowded_harbour)


def test_a_later_page_keeps_the_choices_and_leads_back_to_the_first(crowded_harbour) -> None:
    first = lists("kind=a&kind=b&q=&sort=berth", facets=[KIND], page_size=3)
    second = lists(first.next_url[1:], facets=[KIND], page_size=3)

    assert second.first_url == "?kind=a&kind=b&q=&sort=berth"
    assert {row.action for row in second.rows} <= {"a", "b"}
    assert all("after" not in chip.remove_url for chip in second.chips)


# Bad addresses -----------------------------------------------------------------------------------


def packed(*parts, text: str | None = None) -> str:
    raw = (json.dumps(parts) if text is None else text).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


TAMPERED = {
    "not base64": "%%%",
    "half of one": "eyJ",
    "no text": base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    "another shape": packed(text='{"key": 1}'),
    "too short": packed("str", "a"),
    "no list": packed(text="7"),
    "endless number": packed(text='["str", "a", Infinity]'),
    "no number": packed(text='["str", "a", NaN]'),
    "number past every key": packed("str", "a", 2**63),
    "negative key": packed("str", "a", -1),
    "key as words": packed("str", "a", "x"),
    "a number as text": packed("str", 7, 1),
    "no moment": packed("datetime", "yesterday", 1),
    "an impossible day": packed("datetime", "2026-02-31T00:00:00+00:00", 1),
    "a moment without a zone": packed("datetime", "2026-02-03T00:00:00", 1),
    "the first of all days": packed("datetime", "0001-01-01T00:00:00+14:00", 1),
    "the last of all days": packed("datetime", "9999-12-31T23:59:59-14:00", 1),
    "a number past every number": packed("int", "9" * 400, 1),
    "a NUL byte": packed("str", "a\x00b", 1),
    "half a character": packed(text='["str", "\\ud800", 1]'),
    "an unknown type": packed("list", "[]", 1),
    "deep nesting": packed(text="[" * 20_000),
    "SQL": packed("str", "'; DROP TABLE kernel_job; --", 1),
}


@pytest.mark.parametrize("sort", [sort.name for sort in SORTS])
@pytest.mark.parametrize("word", TAMPERED.values(), ids=TAMPERED)
def test_a_tampered_cursor_is_no_error(fleet, sort, word) -> None:
    found = lists(f"sort={sort}&after={word}")

    assert len(found.rows) <= 3
    assert found.count == 3


def test_a_cursor_that_is_none_starts_at_the_beginning(fleet) -> None:
    assert shown(lists(f"after={TAMPERED['half of one']}")) == shown(lists())
    assert shown(lists(f"after={TAMPERED['endless number']}")) == shown(lists())


@given(
    st.text(max_size=200) | st.binary(max_size=200).map(base64.urlsafe_b64encode).map(bytes.decode)
)
def test_no_word_breaks_the_reading_of_a_cursor(word) -> None:
    found = listing.read_cursor(word)

    assert found is None or (len(found) == 2 and 0 < found[1] < 2**63)


def test_nul_bytes_in_the_address_find_what_is_there_without_them(fleet) -> None:
    found = lists("kind=fer%00ry&q=%00fer%00&sort=na%00me&after=%00")

    assert (found.query, found.count) == ("fer", 2)
    assert options_of(found, "kind") == [("Ferries", 2, True)]


def test_unknown_values_find_nothing_and_are_not_shown_back(fleet) -> None:
    found = lists("kind=submarine&port=atlantis&size=huge")

    assert (shown(found), found.count) == ([], 0)
    assert found.chips == []


def test_thousands_of_values_in_the_address_are_cut_and_no_address_grows_with_them(fleet) -> None:
    flood = Choice("port", "Port", lambda found: {p: p for p in found}, path="subject_type")
    address = "&".join(f"port=p{number}" for number in range(1_999))

    found = lists(address + "&q=" + "w" * 5_000, facets=[flood])

    assert (shown(found), found.count, len(found.query)) == ([], 0, 200)
    assert len(found.chips) == listing.MOST_CHOSEN
    assert max(len(chip.remove_url) for chip in found.chips) < 8_000


def test_an_overlong_value_is_cut(fleet) -> None:
    assert lists("port=" + "p" * 100_000).chosen(PORT) == ["p" * 80]


# Queries -----------------------------------------------------------------------------------------


def whole(found: Listing) -> None:
    _ = (found.rows, found.count, found.facets, found.chips, found.next_url, found.sort_options)


@pytest.mark.parametrize("number", [1, 40])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    db, number, django_assert_num_queries
) -> None:
    for berth in range(number):
        ship(berth=berth)

    # One for the rows, one for the count, one for each of three facets.
    with django_assert_num_queries(5):
        found = lists("kind=ferry")
        whole(found)
        whole(found)


def test_one_order_is_no_choice(db) -> None:
    assert lists(sorts=SORTS[:1]).sort_options == []
    assert [option["label"] for option in lists(sorts=SORTS[:2]).sort_options] == [
        "Newest first", "Oldest first",
    ]  # fmt: skip
