"""Which codes, which thresholds: the room's vocabulary."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from ppi.taxonomy import cpv, search


class CpvQuerySet(models.QuerySet):
    def divisions(self) -> Self:
        return self.filter(parent=None)

    def within(self, code: str) -> Self:
        """The code itself and everything below it."""
        return self.filter(code__startswith=cpv.prefix(code))

    def search(self, text: str, language: str | None = None) -> list[models.Model]:
        """At most 20 codes for what somebody typed, the best first (see `search.cpv`)."""
        return search.cpv(self, text, language)


class NutsQuerySet(models.QuerySet):
    def countries(self) -> Self:
        return self.filter(level=0)

    def within(self, code: str) -> Self:
        """The region itself and everything in it."""
        return self.filter(code__startswith=code)

    def search(self, text: str, language: str | None = None) -> list[models.Model]:
        """At most 20 regions for what somebody typed, the best first (see `search.nuts`)."""
        return search.nuts(self, text, language)


class DatedQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class NationalThresholdQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        """A missing date means that no limit in time is known."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
        )
