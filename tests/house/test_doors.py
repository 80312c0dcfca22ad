"""Nobody walks around the doors of `kernel.scoping`."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from ppi.kernel.scoping import Scoped, ScopedQuerySet

ROOMS = ["ppi", "tenders", "profiles", "courses", "cases"]
# What reads rows of an owned model without passing a door.
BANNED = {"raw", "_base_manager", "extra"}


def sources() -> list[Path]:
    files = (path for room in ROOMS for path in (settings.ROOT / room).rglob("*.py"))
    return sorted(path for path in files if "migrations" not in path.parts)


def ways_around(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    return [
        f"{path.relative_to(settings.ROOT)}:{node.lineno} .{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in BANNED
    ]


def test_no_module_reads_around_the_doors() -> None:
    assert [way for path in sources() for way in ways_around(path)] == []


def belongs_to_somebody(model) -> bool:
    """A key to a portal or an organisation makes a row somebody's."""
    owners = {"portals.Portal", "organisations.Organisation"}
    return any(
        field.is_relation and field.many_to_one and field.related_model._meta.label in owners
        for field in model._meta.concrete_fields
        if field.related_model
    )


# Rows that say something about a portal itself or promise a mail: there is no list of them that a
# page could leak, and each is found by its own key.
UNOWNED = {
    "portals.PortalRole",
    "portals.LegalText",
    "portals.Crossing",
    "notifications.Delivery",
    "notifications.Digest",
    "organisations.FormerSlug",
}


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if belongs_to_somebody(m)], ids=lambda m: m._meta.label
)
def test_what_belongs_to_somebody_is_behind_a_door(model) -> None:
    if model._meta.label in UNOWNED:
        return

    assert issubclass(model, Scoped)
    assert isinstance(model._default_manager.all(), ScopedQuerySet)
