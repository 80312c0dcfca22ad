"""Editors' texts: the reader's language, else the original, else English."""

from __future__ import annotations

import pytest
from django.utils import translation

from courses.models import Course
from ppi.kernel import editorial
from ppi.taxonomy.models import CpvCode


def read(row, field: str, language: str) -> tuple[str, str]:
    with translation.override(language):
        return getattr(row, field), editorial.language_shown(row, field)


@pytest.fixture
def course() -> Course:
    """Written in Danish, translated into Swedish and English."""
    return Course(
        language="da",
        title_da="Køb nyt",
        title_sv="Köp nytt",
        title_en="Buy new",
        summary_da="Kort",
    )


@pytest.mark.parametrize(
    ("reader", "text", "language"),
    [
        ("da", "Køb nyt", "da"),
        ("sv", "Köp nytt", "sv"),
        ("en", "Buy new", "en"),
        ("lt", "Køb nyt", "da"),
    ],
)
def test_a_reader_gets_their_language_else_the_original(course, reader, text, language) -> None:
    assert read(course, "title", reader) == (text, language)


def test_the_original_stands_before_english(course) -> None:
    assert read(course, "summary", "en") == ("Kort", "da")
    assert read(course, "summary", "sv") == ("Kort", "da")


def test_without_an_original_english_is_shown() -> None:
    course = Course(language="fi", title_en="Buy new", title_sv="Köp nytt")

    assert read(course, "title", "fi") == ("Buy new", "en")


def test_a_text_that_nobody_wrote_is_empty_in_every_language(course) -> None:
    for language in ("da", "en", "lt"):
        assert read(course, "outcomes", language) == ("", "da")


def test_what_has_no_language_of_its_own_falls_back_to_english() -> None:
    code = CpvCode(code="34000000", label_en="Transport equipment", label_da="Transportudstyr")

    assert read(code, "label", "da") == ("Transportudstyr", "da")
    assert read(code, "label", "et") == ("Transport equipment", "en")


def test_with_translation_switched_off_the_original_is_read(course) -> None:
    with translation.override(None):
        assert course.title == "Køb nyt"


def test_writing_goes_to_the_column_of_the_active_language(denmark) -> None:
    with translation.override("sv"):
        course = Course.objects.everywhere("a test's own").create(
            slug="buy-new", portal=denmark, language="sv", title="Köp nytt"
        )

    kept = Course.objects.everywhere("a test's own").get(pk=course.pk)
    assert (kept.title_sv, kept.title_da) == ("Köp nytt", None)
    assert read(kept, "title", "da") == ("Köp nytt", "sv")
