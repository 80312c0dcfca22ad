"""Companies' profiles with their products, finished and being built; and what moderators read."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from django.core.files.base import ContentFile

from ppi.demo.loading import FILES, World
from ppi.moderation.models import Submission
from ppi.moderation.services import publish
from profiles import files, products, revisions
from profiles.choices import LEVEL, facts_of_stage
from profiles.models import Product
from profiles.services import keep_profile


def profiles(world: World) -> int:
    of_company = defaultdict(list)
    for row in world.read("products.toml", "products"):
        of_company[row["organisation"]].append(_product(row))
    rows = list(world.read("profiles.toml", "profiles"))
    for number, row in enumerate(rows):
        organisation = world.organisations[row["organisation"]]
        keep_profile(
            organisation,
            published_at=world.day(-30 - number),
            products=of_company[row["organisation"]],
            headline=row["headline"],
            about=row["about"].strip(),
            cpv=row["cpv"],
            nuts=row["nuts"],
            languages=row["languages"],
        )
    for row in world.read("products.toml", "products"):
        if "picture" in row:
            _show(world, row)
    for row in world.read("products.toml", "changes"):
        _change(world, row)
    return len(rows)


def _product_of(world: World, key: str) -> Product:
    row = next(row for row in world.read("products.toml", "products") if row["key"] == key)
    made = Product.objects.managed_by(world.organisations[row["organisation"]])
    return made.select_related("profile__organisation", "profile__portal").get(name=row["name"])


def _show(world: World, row: dict) -> None:
    """Its picture, with words for who cannot see it; let through by the portal's moderator."""
    product = _product_of(world, row["key"])
    if product.pictures:
        return
    author, name = world.author_of(product.organisation), row["picture"]["file"]
    upload = ContentFile((FILES / "pictures" / name).read_bytes(), name=name)
    files.add_picture(product, upload, row["picture"]["alt"], by=author)
    revisions.submit(product, by=author)
    submission = Submission.objects.last_about(revisions.open_revision(product))
    publish(submission, by=world.moderators[product.portal.slug])


def _change(world: World, row: dict) -> None:
    """A company would have its product say something else; a moderator has it since yesterday."""
    product = _product_of(world, row["product"])
    if revisions.open_revision(product) is not None:
        return
    author = world.author_of(product.organisation)
    products.take_self_test(product, row["self_test"], by=author)
    products.edit(product, by=author, trl=row["trl"], evidence=row["evidence"])
    revisions.submit(product, by=author)
    submission = Submission.objects.last_about(revisions.open_revision(product))
    submission.submitted_at = world.day(-1)
    submission.save()


def _product(row: dict) -> dict:
    return {
        "language": row["language"],
        "name": row["name"],
        "problem": row["problem"],
        "description": row["description"].strip(),
        "evidence": row.get("evidence", "").strip(),
        "seeking_first_buyer": row["seeking"],
        **facts_of_stage(row.get("market_stage") or f"{LEVEL}{row['trl']}"),
        "price_amount": Decimal(row["price"]["amount"]) if "price" in row else None,
        "price_currency": row.get("price", {}).get("currency", ""),
        "price_unit": row.get("price", {}).get("unit", ""),
        "price_note": row.get("price_note", ""),
        "cpv": row["cpv"],
    }
