"""A course with two lessons and a quiz, as the Danish portal's editors keep it."""

from __future__ import annotations

import pytest

from courses import services
from courses.models import Course
from tests.courses.kept import kept


@pytest.fixture
def draft(denmark, moderator_of_denmark) -> Course:
    return kept("markedsdialog", denmark, moderator_of_denmark)


@pytest.fixture
def course(draft, moderator_of_denmark) -> Course:
    return services.publish(draft, by=moderator_of_denmark)


@pytest.fixture
def without_quiz(denmark, moderator_of_denmark) -> Course:
    short = kept("kort", denmark, moderator_of_denmark, questions=[])
    return services.publish(short, by=moderator_of_denmark)


@pytest.fixture
def elsewhere(latvia, moderator_of_latvia) -> Course:
    """A course that the Latvian portal keeps to itself."""
    facts = {"language": "lv", "title_lv": "Tikai mums", "title_en": None, "title_da": None}
    own = kept("tikai-mums", latvia, moderator_of_latvia, is_shared=False, **facts)
    return services.publish(own, by=moderator_of_latvia)
