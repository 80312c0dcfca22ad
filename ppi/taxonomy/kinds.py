"""The two code systems a form can ask for, behind one face."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ppi.taxonomy import cpv, nuts
from ppi.taxonomy.models import CpvCode, NutsRegion


@dataclass(frozen=True)
class CodeKind:
    """What a form field or a search needs to know of a code system."""

    name: str
    model: type[Model]
    search_label: str
    none_chosen: str
    whole_code: Callable[[str], str | None]
    narrows: Callable[[str, str], bool]
    unknown: Callable[[str], str]

    def search(self, text: str) -> list[Model]:
        return self.model.objects.search(text)

    def find(self, codes: Iterable[str]) -> dict[str, Model]:
        """Those of the codes that exist, by code; one query, none for no codes."""
        codes = list(codes)
        return {row.code: row for row in self.model.objects.filter(code__in=codes)} if codes else {}


def whole_cpv(text: str) -> str | None:
    whole = cpv.parsed(text)
    return whole[0] if whole else None


def whole_nuts(text: str) -> str | None:
    """A word of letters is rather a name that is being searched for, unless it is a country's."""
    code = nuts.parsed(text)
    return code if code and (len(code) == 2 or any(sign.isdigit() for sign in code)) else None


def unknown_cpv(code: str) -> str:
    return _("There is no CPV code %(code)s.") % {"code": code}


def unknown_nuts(code: str) -> str:
    return _("There is no NUTS code %(code)s.") % {"code": code}


KINDS = {
    "cpv": CodeKind(
        name="cpv",
        model=CpvCode,
        search_label=gettext_lazy("Search by word or CPV code"),
        none_chosen=gettext_lazy("Choose at least one CPV code."),
        whole_code=whole_cpv,
        narrows=cpv.is_within,
        unknown=unknown_cpv,
    ),
    "nuts": CodeKind(
        name="nuts",
        model=NutsRegion,
        search_label=gettext_lazy("Search by place or NUTS code"),
        none_chosen=gettext_lazy("Choose at least one region."),
        whole_code=whole_nuts,
        narrows=nuts.is_within,
        unknown=unknown_nuts,
    ),
}
