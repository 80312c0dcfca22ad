from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db.models import Q

from cases.choices import Status
from ppi.kernel.scoping import ScopedQuerySet
from ppi.kernel.words import every_word
from ppi.organisations.querysets import in_good_standing

SEARCHED = [
    "organisation__name",
    *(
        f"{field}_{language}"
        for field in ("title", "summary", "story")
        for language, _name in settings.LANGUAGES
    ),
]


class CaseQuerySet(ScopedQuerySet):
    def public(self) -> Q:
        return Q(status=Status.PUBLISHED) & in_good_standing()

    def matching(self, words: str) -> Self:
        """Every word stands in the case's texts, in any language, or in the organisation's name."""
        return self.filter(every_word(words, *SEARCHED))
