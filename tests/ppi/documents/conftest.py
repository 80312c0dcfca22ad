"""A draft of Havneby, to which files are put."""

from __future__ import annotations

import pytest

from ppi.documents import services
from ppi.documents.models import Document
from tenders.models import Opportunity
from tests.ppi.documents import made
from tests.ppi.documents.clamd import Clamd
from tests.tenders.written import draft as written


@pytest.fixture
def draft(facts, havneby, buyer_of_havneby) -> Opportunity:
    return written(havneby, buyer_of_havneby)


@pytest.fixture
def attach(draft, buyer_of_havneby):
    """The buyer puts a file to the draft."""

    def attach(name: str = "plan.pdf", content: bytes = made.PDF, **options) -> Document:
        return services.attach(
            options.get("to", draft),
            made.upload(name, content),
            organisation=draft.organisation,
            by=options.get("by", buyer_of_havneby),
        )

    return attach


@pytest.fixture
def scanner(settings):
    """A scanner that works, and that the platform is told of."""
    with Clamd() as server:
        settings.PPI_CLAMD = server.address
        settings.PPI_CLAMD_SECONDS = 5
        yield server
