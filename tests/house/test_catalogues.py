"""English is the source, Danish is complete; the other seven are wired and filled later."""

import re

import pytest
from django.conf import settings

from ppi.kernel import catalogues

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+(?::[^}]*)?\}")


@pytest.fixture(scope="module")
def template():
    return catalogues.extracted()


def test_messages_are_found_in_python_and_in_templates(template) -> None:
    places = {location[0].rsplit(".", 1)[-1] for m in template for location in m.locations}

    assert {"py", "html"} <= places
    assert len(template) > 300


@pytest.mark.parametrize("language", catalogues.COMPLETE)
def test_no_message_lacks_a_translation_in_the_complete_languages(template, language) -> None:
    assert catalogues.gaps(language, template) == []


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_language_has_a_catalogue(language) -> None:
    assert catalogues.po_path(language).exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language) -> None:
    wrong = []
    for message in catalogues.read(language):
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(PLACEHOLDER.findall(sources[-1]))
        wrong += [
            str(string)
            for string in strings
            if message.id and string and not set(PLACEHOLDER.findall(string)) >= wanted
        ]

    assert wrong == []
