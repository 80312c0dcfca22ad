from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db.models import Q

from ppi.kernel.scoping import ScopedQuerySet
from ppi.kernel.words import every_word
from ppi.moderation.editing.choices import Status

SEARCHED = [
    f"{field}_{language}"
    for field in ("title", "summary", "body")
    for language, _name in settings.LANGUAGES
]


class PageQuerySet(ScopedQuerySet):
    def public(self) -> Q:
        return Q(status=Status.PUBLISHED)

    def managed_by(self, *organisations) -> Self:
        """None: pages belong to portals, not to organisations."""
        return self.through("managed_by").none()

    def matching(self, words: str) -> Self:
        """Every word stands somewhere in the page's texts, in any language."""
        return self.filter(every_word(words, *SEARCHED))
