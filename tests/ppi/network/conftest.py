"""Events as their organisers announce them."""

from __future__ import annotations

import pytest

from ppi.network import services
from ppi.network.models import Event
from tests.ppi.network.kept import announce, kept


@pytest.fixture
def draft(denmark, havneby, moderator_of_denmark) -> Event:
    return kept("gaatur", denmark, moderator_of_denmark, organisation=havneby)


@pytest.fixture
def event(draft, moderator_of_denmark) -> Event:
    return services.publish(draft, by=moderator_of_denmark)


@pytest.fixture
def elsewhere(latvia, moderator_of_latvia) -> Event:
    """An event that the Latvian portal keeps to itself."""
    facts = {"language": "lv", "title": "Tikai mums", "is_shared": False}
    return announce("tikai-mums", latvia, moderator_of_latvia, **facts)
