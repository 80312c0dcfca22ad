"""The directory as a map: countries by their shape, a country's regions as tiles, all links.

Beside each stands a table that says the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ppi.kernel.access import access
from ppi.taxonomy import naming, nuts, shapes, tiles
from ppi.taxonomy.countries import COUNTRIES, country_name, in_order_of_names
from ppi.taxonomy.models import NutsRegion
from profiles import lists
from profiles.cards import REGION_LEVEL
from profiles.views import shown

# Shades, from few to many: up to so many companies each.
SHADES = (1, 4, 9, 24)
# In units of the drawing.
TILE, GAP = 84, 4


@dataclass(frozen=True)
class Place:
    """A country or a region: how many are at home there, and where the reader finds them."""

    code: str
    name: str
    count: int
    list_url: str
    map_url: str = ""

    @property
    def shade(self) -> int:
        """0 for nobody, then 1 to 5."""
        return 1 + sum(self.count > most for most in SHADES) if self.count else 0


@dataclass(frozen=True)
class Drawn:
    place: Place
    shape: shapes.Shape


@dataclass(frozen=True)
class TileDrawn:
    place: Place
    x: int
    y: int
    name_lines: list[str]


@access(shown)
def index(request: HttpRequest) -> HttpResponse:
    """All countries, or the regions of one; what else the list was narrowed to is kept."""
    listing = lists.companies(request)
    country = request.GET.get("country", "") if len(request.GET.getlist("country")) == 1 else ""
    if country in COUNTRIES:
        return render(request, "profiles/map_regions.html", of_regions(listing, country))
    return render(request, "profiles/map.html", of_countries(listing))


def kept(listing: lists.Directory, **changes: str | None) -> str:
    """The list with this choice, whatever page of it was read before."""
    return listing.address(sort=None, **changes)


def of_countries(listing: lists.Directory) -> dict:
    counts = listing.whole_counts_of(listing.facet("country"), "country")
    codes = {*COUNTRIES, *counts}
    places = [place_of(listing, code, name, counts) for code, name in named(codes)]
    drawn = shapes.europe()
    return {
        "listing": listing,
        "places": places,
        "drawn": [Drawn(place, drawn[place.code]) for place in places if place.code in drawn],
        "backdrop": [shape for code, shape in drawn.items() if code not in codes],
        "width": shapes.WIDTH,
        "height": shapes.HEIGHT,
        "list_url": reverse("profiles:list") + kept(listing, country=None, home=None),
    }


def named(codes: set[str]) -> list[tuple[str, str]]:
    return in_order_of_names((code, country_name(code)) for code in codes)


def place_of(listing: lists.Directory, code: str, name: str, counts: dict[str, int]) -> Place:
    narrowed = kept(listing, country=code, home=None)
    map_url = reverse("profiles:map") + narrowed if code in COUNTRIES else ""
    list_url = reverse("profiles:list") + narrowed
    return Place(code, name, counts.get(code, 0), list_url, map_url)


def of_regions(listing: lists.Directory, country: str) -> dict:
    counts = listing.whole_counts_of(listing.facet("home"), "home")
    known = NutsRegion.objects.within(nuts.of_country(country)).filter(level=REGION_LEVEL)
    labels = naming.nuts_labels(known.values_list("code", flat=True))
    list_url = reverse("profiles:list")
    places = {
        code: Place(code, label, counts.get(code, 0), list_url + kept(listing, home=code))
        for code, label in labels.items()
    }
    grid = [tile_of(places[tile.code], tile) for tile in tiles.tiles(country, places)]
    return {
        "listing": listing,
        "country": country_name(country),
        "places": [places[code] for code, _name in in_order_of_names(labels.items())],
        "elsewhere": elsewhere(listing, country, places),
        "tiles": grid,
        "tile": TILE,
        "width": max((tile.x for tile in grid), default=0) + TILE + GAP,
        "height": max((tile.y for tile in grid), default=0) + TILE + GAP,
        "list_url": list_url + kept(listing, home=None),
        "map_url": reverse("profiles:map") + kept(listing, country=None, home=None),
    }


def elsewhere(listing: lists.Directory, country: str, places: dict[str, Place]) -> int:
    """Those of the country that name no region; they stand on no tile."""
    counts = listing.whole_counts_of(listing.facet("country"), "country")
    return max(0, counts.get(country, 0) - sum(place.count for place in places.values()))


def tile_of(place: Place, tile: tiles.Tile) -> TileDrawn:
    step = TILE + GAP
    return TileDrawn(place, GAP + tile.column * step, GAP + tile.row * step, lines(place.name))


def lines(name: str, longest: int = 13, most: int = 3) -> list[str]:
    """A name in so many short lines: SVG breaks none itself."""
    found: list[str] = []
    for word in name.replace("/", "/ ").replace("-", "- ").split():
        joined = f"{found[-1]}{'' if found[-1][-1] in '/-' else ' '}{word}" if found else word
        if found and len(joined) <= longest:
            found[-1] = joined
        else:
            found.append(word)
    return [cut(line, longest) for line in found[:most]]


def cut(line: str, longest: int) -> str:
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
