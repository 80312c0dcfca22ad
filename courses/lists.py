"""The list of courses: its facets and orders."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.choices import BANDS
from courses.models import Course
from ppi.kernel.languages import LANGUAGE_CHOICES
from ppi.kernel.listing import Choice, Conditions, Listing, Sort


def courses(request) -> Listing:
    """What a visitor of this portal may learn from."""
    return Listing(
        request.GET,
        Course.objects.published(request.portal),
        facets=facets(),
        sorts=SORTS,
        search=lambda found, words: found.matching(words),
    )


def facets() -> list[Choice]:
    return [
        Conditions(
            "language",
            _("To be read in"),
            LANGUAGE_CHOICES,
            conditions={code: Q(**{f"title_{code}__gt": ""}) for code, _name in settings.LANGUAGES},
        ),
        Conditions(
            "minutes",
            _("Time it takes"),
            [(name, label) for name, (label, _condition) in BANDS.items()],
            conditions={name: condition for name, (_label, condition) in BANDS.items()},
        ),
    ]


SORTS = [
    Sort("newest", _("Newest first"), "published_at", descending=True),
    Sort("shortest", _("Shortest first"), "minutes"),
]
