"""The list of library pages: its facets and orders."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ppi.kernel.languages import LANGUAGE_CHOICES
from ppi.kernel.listing import Choice, Conditions, Listing, Sort
from ppi.library.choices import Kind
from ppi.library.models import Page

LONG_AGO = date(1900, 1, 1)


def pages(request) -> Listing:
    """What a visitor of this portal may read and copy."""
    return Listing(
        request.GET,
        Page.objects.published(request.portal),
        facets=facets(),
        sorts=SORTS,
        search=lambda found, words: found.matching(words),
    )


def facets() -> list[Choice]:
    return [
        Choice("kind", _("Kind"), Kind.choices),
        Conditions(
            "language",
            _("To be read in"),
            LANGUAGE_CHOICES,
            conditions={code: Q(**{f"title_{code}__gt": ""}) for code, _name in settings.LANGUAGES},
        ),
    ]


SORTS = [
    Sort("newest", _("Newest first"), "published_at", descending=True),
    Sort("checked", _("Checked last"), Coalesce("checked_on", Value(LONG_AGO)), descending=True),
]
