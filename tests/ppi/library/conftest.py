"""Library pages as a portal's editors keep them."""

from __future__ import annotations

import pytest

from ppi.library import services
from ppi.library.models import Page
from tests.ppi.library.kept import kept


@pytest.fixture
def draft(denmark, moderator_of_denmark) -> Page:
    return kept("procedure-chooser", denmark, moderator_of_denmark)


@pytest.fixture
def page(draft, moderator_of_denmark) -> Page:
    return services.publish(draft, by=moderator_of_denmark)


@pytest.fixture
def elsewhere(latvia, moderator_of_latvia) -> Page:
    """A page that the Latvian portal keeps to itself."""
    facts = {"language": "lv", "title_lv": "Tikai mums", "title_en": None, "title_da": None}
    own = kept("tikai-mums", latvia, moderator_of_latvia, is_shared=False, **facts)
    return services.publish(own, by=moderator_of_latvia)
