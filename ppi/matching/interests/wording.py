"""Criteria as a name, and the reason of a hit, in words and in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ppi.kernel.languages import language_name
from ppi.matching.models import Hit
from ppi.matching.models.interests import LONGEST_NAME
from ppi.organisations.models import Organisation
from ppi.search.choices import Kind
from ppi.search.criteria import OPEN, Criteria
from ppi.taxonomy import naming
from ppi.taxonomy.countries import country_name

Labels = dict[str, str]

BANDS = {
    "under-50000": gettext_lazy("below 50,000 euro"),
    "50000-216000": gettext_lazy("50,000 to 216,000 euro"),
    "216000-1000000": gettext_lazy("216,000 to 1 million euro"),
    "from-1000000": gettext_lazy("from 1 million euro"),
}


def _subjects(digits: Iterable[str]) -> Labels:
    codes = {each: each.ljust(8, "0") for each in digits}
    labels = naming.cpv_labels(codes.values())
    return {each: labels[code] for each, code in codes.items()}


def _regions(codes: Iterable[str]) -> Labels:
    known = naming.nuts_labels(codes)
    return {code: known.get(code) or country_name(code) for code in codes}


def _publishers(slugs: Iterable[str]) -> Labels:
    rows = Organisation.objects.everywhere("names are public with what they published")
    return dict(rows.filter(slug__in=slugs).values_list("slug", "name"))


# How the values of a facet are called; of a facet that is not here, they stand for themselves.
LABELS: dict[str, Callable[[Sequence[str]], Labels]] = {
    "kind": lambda values: dict(Kind.choices),
    "country": lambda values: {code: country_name(code) for code in values},
    "region": _regions,
    "subject": _subjects,
    "language": lambda values: {code: language_name(code) for code in values},
    "buyer": _publishers,
    "value": lambda values: BANDS,
    "state": lambda values: {OPEN: _("still open")},
}


def name_of(criteria: Criteria) -> str:
    """«street lighting, Denmark»: the words, then what was chosen."""
    parts = [criteria.words] if criteria.words else []
    for facet, values in criteria.chosen.items():
        labels = LABELS.get(facet, lambda values: {})(values)
        parts += [str(labels.get(value, value)) for value in values]
    return ", ".join(parts)[:LONGEST_NAME]


def reason_of(hit: Hit) -> str:
    return _("your search «%(name)s»") % {"name": hit.search.name}
