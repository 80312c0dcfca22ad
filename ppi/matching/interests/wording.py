"""Criteria as a name, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from ppi.kernel.listing import Choice
from ppi.matching.models.interests import LONGEST_NAME
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from ppi.search.criteria import Criteria
from ppi.search.facets import facets


def name_of(criteria: Criteria, portal: Portal) -> str:
    """«street lighting, Denmark»: the words, then what was chosen, as the results page calls it."""
    offered = {facet.name: facet for facet in facets(portal, timezone.now())}
    parts = [criteria.words] if criteria.words else []
    for name, values in criteria.chosen.items():
        labels = _labels(offered[name], values, portal) if name in offered else {}
        parts += [str(labels.get(value, value)) for value in values]
    return ", ".join(parts)[:LONGEST_NAME]


def _labels(facet: Choice, values: Sequence[str], portal: Portal) -> dict:
    if facet.name == "buyer":
        # An address may name whom the reader must not know of.
        known = Organisation.objects.published(portal).filter(slug__in=values)
        return dict(known.values_list("slug", "name"))
    return facet.labels(values) if callable(facet.labels) else dict(facet.labels)
