"""The directory: facets beside each other, and the same as a map with a table."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from ppi.organisations.choices import Kind
from ppi.taxonomy import shapes, tiles
from ppi.taxonomy.models import NutsRegion
from profiles import completeness, mapping
from profiles.services import profile_of
from tests.conftest import organisation
from tests.profiles.written import placed

LIST, MAP = "/p/dk/en/companies/", "/p/dk/en/companies/all/map/"
WORDS = {"headline": "Water", "cpv": ["65100000"], "nuts": ["DK"]}


def text(response) -> str:
    return response.content.decode()


@pytest.fixture(autouse=True)
def companies(facts, denmark, published, havneby) -> None:
    placed(havneby, denmark, **WORDS)
    for name, trl, country, nuts in (
        ("Aalborg Idea", 2, "DK", "DK050"),
        ("Aalborg Pilot", 8, "DK", "DK050"),
        ("Fyn Market", 9, "DK", "DK031"),
        ("Nowhere", 7, "DK", ""),
    ):
        own = organisation(
            name.lower().replace(" ", "-"), name, denmark,
            kind=Kind.SUPPLIER, country=country, nuts=nuts,
        )  # fmt: skip
        product = {"name": "Thing", "problem": "Dark", "language": "en", "trl": trl}
        placed(own, denmark, **WORDS, products=[product])
    cache.clear()


def found(as_user, query: str) -> list[str]:
    names = ("Aalborg Idea", "Aalborg Pilot", "Fyn Market", "Nowhere", "Upės žiburys", "Havneby")
    html = text(as_user(None).get(LIST + query))
    return [name for name in names if name in html.partition("<main")[2]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?kind=buyer", ["Havneby"]),
        ("?stage=idea", ["Aalborg Idea"]),
        ("?stage=pilot", ["Aalborg Pilot", "Nowhere", "Upės žiburys"]),
        ("?stage=pilot&home=DK05", ["Aalborg Pilot"]),
        ("?stage=pilot&stage=market&country=DK", ["Aalborg Pilot", "Fyn Market", "Nowhere"]),
        ("?home=DK05", ["Aalborg Idea", "Aalborg Pilot", "Havneby"]),
        ("?stage=none&home=XX", []),
        ("?home=%25&stage=%00", []),
        ("?certificate=iso-9001", []),
    ],
)
def test_is_narrowed_by_who_where_and_how_far(as_user, query, names) -> None:
    assert found(as_user, query) == names


def table_of(html: str) -> dict[str, int]:
    table = html.partition("<table")[2].partition("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]
    plain = [re.sub(r"<[^>]+>", " ", row).split() for row in rows]
    return {" ".join(words[:-1]): int(words[-1]) for words in plain if words[-1] != "0"}


def test_the_map_and_its_table_say_how_many_are_at_home_where(as_user) -> None:
    html = text(as_user(None).get(MAP))

    assert table_of(html) == {"Denmark regions – Denmark": 5, "Lithuania regions – Lithuania": 1}
    assert "<title>Denmark: 5</title>" in html
    assert "<title>Sweden: 0</title>" in html
    drawing = html.partition('<svg class="map"')[2].partition("</svg>")[0]
    assert 'href="/p/dk/en/companies/all/map/?country=DK"' in drawing


def test_a_countrys_regions_are_tiles_that_lead_to_the_list(as_user) -> None:
    html = text(as_user(None).get(f"{MAP}?country=DK&stage=pilot&stage=idea"))

    assert table_of(html) == {"Nordjylland": 2}
    assert "One more names no region." in html
    assert "<title>Nordjylland: 2</title>" in html
    kept = "/p/dk/en/companies/?country=DK&amp;stage=pilot&amp;stage=idea&amp;home=DK05"
    assert f'<a href="{kept}"><title>Nordjylland: 2' in html


@pytest.mark.parametrize("query", ["?country=XX", "?country=DK&country=LT", "?country=%00"])
def test_any_other_country_shows_the_map_of_all(as_user, query) -> None:
    assert "Shapes: Natural Earth." in text(as_user(None).get(MAP + query))


def test_the_map_asks_as_much_for_many_as_for_few(
    as_user, denmark, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    visitor = as_user(None)
    visitor.get(MAP)
    cache.clear()
    with CaptureQueriesContext(connection) as few:
        visitor.get(MAP)
    for number in range(12):
        own = organisation(f"c{number}", f"C {number}", denmark, country="FI", nuts="FI1B1")
        placed(own, denmark, **WORDS)
    cache.clear()
    with django_assert_num_queries(len(few)):
        visitor.get(MAP)


def test_every_country_of_the_platform_has_a_shape_and_every_region_a_tile(facts) -> None:
    drawn = shapes.europe()
    for country in mapping.COUNTRIES:
        assert drawn[country].path.startswith("M")
        rows = NutsRegion.objects.filter(level=2, code__startswith=country)
        codes = set(rows.values_list("code", flat=True))
        placed_tiles = tiles.tiles(country, codes)
        assert {tile.code for tile in placed_tiles} == codes, country
        assert len({(tile.column, tile.row) for tile in placed_tiles}) == len(codes), country


def test_a_region_that_a_later_version_adds_stands_below() -> None:
    known, new = tiles.tiles("EE", ["EE00", "EE99"])
    assert (known.code, known.row, new.code, new.row) == ("EE00", 0, "EE99", 1)


def test_a_name_is_broken_into_short_lines() -> None:
    assert mapping.lines("Nordjylland") == ["Nordjylland"]
    assert mapping.lines("Vidurio ir vakarų Lietuvos regionas") == [
        "Vidurio ir", "vakarų", "Lietuvos",
    ]  # fmt: skip
    assert mapping.lines("Mecklenburg-Vorpommern") == ["Mecklenburg-", "Vorpommern"]


def test_the_meter_says_what_a_reader_would_miss(published, upes_ziburys, havneby, as_user) -> None:
    own = completeness.of(profile_of(upes_ziburys))

    assert own.percent == 60
    assert [part.missed for part in own.missing] == [
        "a person to write to",
        "your logo",
        "your website",
        "your registration number, to look you up in the register",
        "your certificates",
        "what you do for accessibility or sustainability, with proof",
    ]
    buyers = completeness.of(profile_of(havneby))
    assert [part.missed for part in buyers.missing][-3:] == [
        "what you look for", "your strategy", "how a company should approach you",
    ]  # fmt: skip


def test_the_meter_stands_on_the_board_with_links(published, as_user, seller_of_upenai) -> None:
    html = text(as_user(seller_of_upenai).get(f"{LIST}upes-ziburys/edit/"))

    assert "60 percent of a good profile" in html
    assert "A person to write to" in html
    assert f"{LIST}upes-ziburys/edit/contacts/" in html
