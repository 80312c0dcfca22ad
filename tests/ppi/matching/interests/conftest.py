from __future__ import annotations

import pytest
from django.http import QueryDict

from ppi.matching.interests import searches
from ppi.matching.models import Hit, SavedSearch
from ppi.search.criteria import Criteria
from tests.tenders.written import published


def criteria(address: str) -> Criteria:
    return Criteria.of(QueryDict(address))


@pytest.fixture
def saved(denmark):
    """`saved(person, "q=lamps")`: in the Danish portal, in English."""

    def save(person, address: str, name: str = "", **place) -> SavedSearch:
        known = {"portal": denmark, "language": "en"} | place
        return searches.save(criteria(address), name, by=person, **known)

    return save


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark):
    """Call it for a need that becomes public now; its jobs wait."""

    def publish(**facts):
        return published(havneby, buyer_of_havneby, moderator_of_denmark, **facts)

    return publish


def hits() -> list[tuple[str, str]]:
    """(search, thing) of everything found, in the order of the searches."""
    rows = Hit.objects.everywhere("the test looks at all").order_by("search", "object_id")
    return [(hit.search.name, str(hit.thing)) for hit in rows.select_related("search")]
