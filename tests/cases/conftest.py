"""Cases as their organisations would have told them."""

from __future__ import annotations

import pytest

from cases import services
from cases.models import Case
from ppi.moderation import services as moderation
from tests.cases.kept import NUMBERS, STORY, TITLE, kept, reloaded, waiting


@pytest.fixture
def draft(havneby, buyer_of_havneby) -> Case:
    """Complete, not yet sent."""
    return services.start(
        havneby, by=buyer_of_havneby, language="da", title=TITLE, **STORY, **NUMBERS
    )


@pytest.fixture
def sent(draft, buyer_of_havneby) -> Case:
    services.submit(draft, by=buyer_of_havneby)
    return reloaded(draft)


@pytest.fixture
def case(sent, denmark, moderator_of_denmark) -> Case:
    moderation.publish(waiting(denmark), by=moderator_of_denmark)
    return reloaded(sent)


@pytest.fixture
def elsewhere(latvia, moderator_of_latvia) -> Case:
    """The Latvian editors' own case, which they keep to their portal."""
    facts = {"title_da": None, "title_lv": "Tikai mums", "language": "lv", "country": "LV"}
    own = kept("tikai-mums", latvia, moderator_of_latvia, is_shared=False, **facts)
    return services.publish(own, by=moderator_of_latvia)
