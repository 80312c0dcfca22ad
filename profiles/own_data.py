"""All that an organisation has written of itself, as JSON: what is not public yet, too."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework.utils.encoders import JSONEncoder

from profiles.models import Buying, Contact, Credential, Product, Profile, Revision

LEFT_OUT = {"profile", "membership", "divisions", "areas"}


def own_data(profile: Profile) -> dict:
    """The columns as they stand, without the keys that mean something only in this database."""
    own = profile.organisation
    return plain(
        {
            "organisation": {**columns(own), "portal": own.portal.slug},
            "profile": {**columns(profile), "portal": profile.portal.slug},
            "products": [columns(row) for row in Product.objects.of(profile)],
            "changes": [change(row) for row in changes_of(profile)],
            "credentials": [columns(row) for row in Credential.objects.of(profile).order_by("pk")],
            "buying": [columns(row) for row in Buying.objects.of(profile)],
            "contacts": [columns(row) for row in Contact.objects.shown_with(profile)],
        }
    )


def changes_of(profile: Profile) -> QuerySet[Revision]:
    return Revision.objects.all_open_of(profile).select_related("product").order_by("pk")


def change(row: Revision) -> dict:
    """What is not public yet of something that is: of a product, or of the profile itself."""
    return {"product": row.product.slug if row.product else None, **columns(row)}


def columns(row) -> dict:
    fields = row._meta.concrete_fields
    return {
        field.name: field.value_from_object(row)
        for field in fields
        if not field.is_relation and not field.primary_key and field.name not in LEFT_OUT
    }


def plain(value):
    """Days and moments as JSON writes them."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    is_simple = value is None or isinstance(value, str | int | bool)
    return value if is_simple else JSONEncoder().default(value)
