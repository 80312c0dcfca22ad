"""The layers hold for packages on disk and for keys between models, which imports do not show."""

import tomllib

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType

OUTSIDE_THE_LAYERS = {"settings", "embedded"}


def layers() -> list[set[str]]:
    """Top to bottom, each a set of packages."""
    project = tomllib.loads((settings.ROOT / "pyproject.toml").read_text())
    contract = project["tool"]["importlinter"]["contracts"][0]
    return [{name.strip() for name in line.split("|")} for line in contract["layers"]]


def height_of() -> dict[str, int]:
    return {name: -number for number, names in enumerate(layers()) for name in names}


def packages_on_disk() -> set[str]:
    rooms = {p.parent.name for p in settings.ROOT.glob("*/apps.py")}
    inner = {p.parent for p in (settings.ROOT / "ppi").glob("*/__init__.py")}
    return rooms | {f"ppi.{p.name}" for p in inner if p.name not in OUTSIDE_THE_LAYERS}


def test_every_package_on_disk_stands_in_the_layers() -> None:
    named = {name for names in layers() for name in names} - {"ppi.urls", "ppi.api"}

    assert packages_on_disk() == named


def test_a_key_between_models_points_downwards_or_stays_in_its_room() -> None:
    height = height_of()
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if (own := model._meta.app_config.name) in height
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if field.related_model is not ContentType
        if (other := field.related_model._meta.app_config.name) in height
        if other != own and height[other] >= height[own]
    ]

    # The audit trail on the floor names the acting account, without a constraint in the database.
    assert upward == ["kernel.AuditEntry.actor → accounts.User"]
