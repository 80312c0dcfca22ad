"""Languages are named in the reader's language."""

from __future__ import annotations

import pytest
from django import forms
from django.conf import settings
from django.utils import translation

from ppi.kernel import languages
from tests.house.gallery import render


@pytest.mark.parametrize(
    ("reader", "in_sentence", "alone"),
    [
        ("en", "Danish", "Danish"),
        ("da", "dansk", "Dansk"),
        ("de", "Dänisch", "Dänisch"),
        ("fi", "tanska", "Tanska"),
        ("lv", "dāņu", "Dāņu"),
    ],
)
def test_a_language_is_named_as_its_reader_calls_it(reader, in_sentence, alone) -> None:
    with translation.override(reader):
        assert languages.language_in_sentence("da") == in_sentence
        assert languages.language_name("da") == alone


def test_a_language_that_is_none_of_ours_has_a_name_and_a_made_up_one_its_code() -> None:
    with translation.override("da"):
        assert languages.language_name("fr") == "Fransk"
        assert languages.language_in_sentence("qqq") == "qqq"


def test_choices_are_named_when_they_are_shown() -> None:
    field = forms.ChoiceField(choices=languages.LANGUAGE_CHOICES)

    shown = {}
    for reader in ("en", "sv"):
        with translation.override(reader):
            shown[reader] = [str(label) for _code, label in field.choices]

    assert [code for code, _label in field.choices] == [code for code, _name in settings.LANGUAGES]
    assert shown["en"][:3] == ["English", "Danish", "German"]
    assert shown["sv"][:3] == ["Engelska", "Danska", "Tyska"]


def test_the_note_beside_a_text_says_the_language_of_its_original() -> None:
    with translation.override("en"):
        html = render('<c-language-note code="fi" original_url="/x/" />')

    assert "<span>Original in Finnish.</span>" in html
    assert '<a href="/x/" hreflang="fi">See the original</a>' in html
