"""A merge of two organisations knows every column, in every room, that leads to one of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from ppi.kernel import jobs
from ppi.matching.models import Feedback, Match
from ppi.organisations import links, merging
from ppi.organisations.choices import Role
from ppi.organisations.links import Way
from ppi.organisations.models import Organisation
from profiles import services as profiles
from profiles.models import Product, Profile
from tenders.models import Opportunity
from tests.conftest import member, organisation, person
from tests.house.conftest import World

PACKAGES = {"admin", "auth", "contenttypes", "account", "mfa", "socialaccount", "usersessions"}


def merged_models() -> set[type[models.Model]]:
    """An organisation, and what it has one of: there a merge follows the links, too."""
    folded = {link.model for link in links.declared() if link.way is Way.FOLDS}
    return {Organisation, *folded}


def leading() -> Iterator[str]:
    """Every column that leads, or can lead, to what is merged."""
    for model in apps.get_models():
        for name in {*_keys(model), *_generic(model), *_bare(model)}:
            yield f"{model._meta.label}.{name}"


def _keys(model: type[models.Model]) -> list[str]:
    fields = model._meta.concrete_fields
    return [field.name for field in fields if field.related_model in merged_models()]


def _generic(model: type[models.Model]) -> list[str]:
    """Generic keys, and columns that name a type of thing beside its number without one."""
    if model._meta.app_label in PACKAGES:
        return []
    keys = [key for key in model._meta.private_fields if isinstance(key, GenericForeignKey)]
    fields = model._meta.concrete_fields
    numbers = {field.name for field in fields if isinstance(field, models.BigIntegerField)}
    bare = [
        field.name
        for field in fields
        if field.name not in {key.ct_field for key in keys}
        if field.related_model is ContentType or f"{field.name[:-5]}_id" in numbers
        if field.name.endswith("_type")
    ]
    return [*(key.name for key in keys), *bare]


def _bare(model: type[models.Model]) -> list[str]:
    """Ids without a key."""
    endings = tuple(f"{target._meta.model_name}_id" for target in merged_models())
    fields = model._meta.concrete_fields
    return [field.name for field in fields if field.name.endswith(endings)]


def test_every_room_says_what_becomes_of_each_link_when_two_are_merged() -> None:
    assert sorted(link.path for link in links.declared()) == sorted(leading())


def test_what_stays_behind_has_a_reason_and_what_goes_along_is_known_by_a_number() -> None:
    staying = [link for link in links.declared() if link.way is Way.STAYS]
    going = [link for link in links.declared() if link.way is not Way.STAYS]

    assert all(link.because for link in staying)
    assert {type(link.model._meta.pk) for link in going} == {models.BigAutoField}


# --- Played in a world with something in every room

# What happened, what is to be done, and what is made anew.
NOT_COMPARED = {
    "kernel.AuditEntry", "kernel.Job", "organisations.Merge", "organisations.MergeStep",
    "search.Entry", "matching.Gist", "matching.OfferTopic", "notifications.Delivery",
    "moderation.Submission", "matching.Match", "matching.Link", "notifications.Digest",
}  # fmt: skip


def snapshot() -> dict[str, dict]:
    return {
        model._meta.label: {row["pk"]: row for row in links.every(model).values("pk", *_all(model))}
        for model in apps.get_models()
        if model._meta.label not in NOT_COMPARED and model._meta.app_label not in PACKAGES
    }


def _all(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@pytest.fixture
def twins(world: World) -> list[tuple[Organisation, Organisation]]:
    """Havneby and Lampa, each with a second entry that has some of the same."""
    everybody = Organisation.objects.everywhere("tests look at all rows")
    havneby, lampa = (everybody.get(slug=slug) for slug in ("havneby", "lampa"))
    city = organisation("city", "City of Havneby", havneby.portal, country="DK")
    member(world.people["reader"], city)
    member(person("only@havneby.example", "Only there"), city, Role.EDITOR)
    firm = organisation(
        "lampa-ltd", "Lampa Ltd", lampa.portal, country="LV", kind="supplier",
        registration_number="40003000002",
    )  # fmt: skip
    product = {"problem": "Dark", "language": "en", "cpv": ["34928500"]}
    profiles.keep_profile(
        firm, headline="Lamps", about="Lamps", cpv=["34928500"], nuts=["DK"], languages=["en"],
        products=[{**product, "name": "Lamp"}, {**product, "name": "Lantern"}],
    )  # fmt: skip
    jobs.run_all_due()
    return [(city, havneby), (firm, lampa)]


def left_behind(gone: Organisation) -> dict[str, int]:
    """Rows that still lead to it, though their links go along."""
    found = {link.path: link.rows_about(gone).count() for link in links.that_go_along(type(gone))}
    return {path: count for path, count in found.items() if count}


def test_a_merge_takes_everything_along_and_its_undoing_puts_everything_back(
    world: World, twins
) -> None:
    by, before = world.people["moderator of Denmark"], snapshot()
    # The one with the content goes: Havneby into its empty twin, with both ways of conflict.
    made = [merging.merge(twin, original, "The same body.", by=by) for twin, original in twins]
    jobs.run_all_due()
    after = [left_behind(original) for _twin, original in twins]
    city, firm = (merging.heir_of(original) for _twin, original in twins)
    needs = Opportunity.objects.managed_by(city).count()
    shown = sorted(Product.objects.managed_by(firm).values_list("slug", flat=True))
    answers = Feedback.objects.managed_by(firm).count()
    fits = Match.objects.managed_by(firm).exists()
    for merge in reversed(made):
        merging.undo(merge, by=by)

    # Only the row of the person who is in both, and the profile that the other has, too.
    assert after == [
        {"organisations.Membership.organisation": 1},
        {"profiles.Profile.organisation": 1},
    ]
    assert (needs, shown, answers, fits) == (3, ["lamp", "lamp-2", "lantern"], 1, True)
    assert snapshot() == before
    assert Profile.objects.everywhere("tests look at all rows").count() == 3
