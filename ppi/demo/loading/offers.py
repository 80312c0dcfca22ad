"""Companies' profiles with their products, finished and being built."""

from __future__ import annotations

from collections import defaultdict

from ppi.demo.loading import World
from profiles.services import keep_profile


def profiles(world: World) -> int:
    products = defaultdict(list)
    for row in world.read("products.toml", "products"):
        products[row["organisation"]].append(_product(row))
    rows = list(world.read("profiles.toml", "profiles"))
    for number, row in enumerate(rows):
        organisation = world.organisations[row["organisation"]]
        keep_profile(
            organisation,
            published_at=world.day(-30 - number),
            products=products[row["organisation"]],
            headline=row["headline"],
            about=row["about"].strip(),
            cpv=row["cpv"],
            nuts=row["nuts"],
            languages=row["languages"],
        )
    return len(rows)


def _product(row: dict) -> dict:
    return {
        "language": row["language"],
        "name": row["name"],
        "problem": row["problem"],
        "description": row["description"].strip(),
        "trl": row.get("trl"),
        "seeking_first_buyer": row["seeking"],
        "price_note": row.get("price_note", ""),
        "cpv": row["cpv"],
    }
