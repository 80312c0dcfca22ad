"""The list of cases: its facets and orders."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from ppi.kernel.languages import LANGUAGE_CHOICES
from ppi.kernel.listing import Choice, Conditions, Listing, Sort
from ppi.taxonomy.choices import Procedure, Theme
from ppi.taxonomy.countries import country_name


def cases(request) -> Listing:
    """What a visitor of this portal may learn from."""
    return Listing(
        request.GET,
        Case.objects.published(request.portal).select_related("organisation"),
        facets=facets(),
        sorts=[Sort("newest", _("Newest first"), "published_at", descending=True)],
        search=lambda found, words: found.matching(words),
    )


def facets() -> list[Choice]:
    return [
        Choice("country", _("Country"), lambda codes: {c: country_name(c) for c in codes}),
        Conditions(
            "theme",
            _("Theme"),
            Theme.choices,
            conditions={theme: Q(themes__contains=[theme]) for theme in Theme.values},
        ),
        Choice("procedure", _("Procedure"), Procedure.choices),
        Conditions(
            "language",
            _("To be read in"),
            LANGUAGE_CHOICES,
            conditions={code: Q(**{f"title_{code}__gt": ""}) for code, _name in settings.LANGUAGES},
        ),
    ]
