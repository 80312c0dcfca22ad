"""The one search over everything: its facets and orders."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ppi.kernel.languages import language_name
from ppi.kernel.listing import Choice, Listing, Sort
from ppi.search.choices import Kind
from ppi.search.models import Entry
from ppi.search.querysets import closeness, likeness
from ppi.taxonomy.countries import country_name

# Ranking costs time by the row: of more hits than these, the newest are ranked.
MOST_RANKED = 5_000
NEWEST = Sort("newest", _("Newest first"), "published_at", descending=True)


@dataclass(frozen=True)
class Closest(Sort):
    """Best first, among the newest hits."""

    def apply(self, rows: QuerySet) -> QuerySet:
        newest = rows.order_by("-published_at", "-pk").values("pk")[:MOST_RANKED]
        return super().apply(rows.filter(pk__in=newest))


FACETS = [
    Choice("kind", _("What"), Kind.choices),
    Choice("country", _("Country"), lambda codes: {code: country_name(code) for code in codes}),
    Choice("language", _("Language"), lambda codes: {code: language_name(code) for code in codes}),
]


class Results(Listing):
    """What a visitor of this portal finds; `is_guess` when only similar words were found."""

    def __init__(self, request) -> None:
        self.is_guess = False
        self.language = get_language() or "en"
        rows = Entry.objects.published(request.portal).select_related("portal")
        super().__init__(
            request.GET,
            rows.defer("body", "bodies", "vector"),
            facets=FACETS,
            sorts=[NEWEST],
            search=self.found,
        )
        if self.query:
            self.sorts = [self.best_first(), NEWEST]
            wanted = self.params.get("sort")
            self.sort = next((s for s in self.sorts if s.name == wanted), self.sorts[0])

    def found(self, rows: QuerySet, words: str) -> QuerySet:
        """Entries with the words; where there are none, those with similar words."""
        exact = rows.found(words, self.language)
        if exact.exists():
            return exact
        similar = rows.resembling(words)
        self.is_guess = similar.exists()
        return similar

    def best_first(self) -> Sort:
        words = self.query
        key = likeness(words) if self.is_guess else closeness(words, self.language)
        return Closest("best", _("Best match first"), key, descending=True)
