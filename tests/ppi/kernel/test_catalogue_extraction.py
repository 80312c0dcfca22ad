"""Messages are found in Python and in templates, and compiled, without gettext's programs."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from ppi.kernel import catalogues

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext, npgettext_lazy

# Translators: on the door
HELLO = _("Hello")
LATER = gettext_lazy("Later")
MANY = ngettext("%(n)s ship", "%(n)s ships", 2)
OPEN = pgettext("a shop", "open")
LINES = npgettext_lazy("of a ship", "%(n)s line", "%(n)s lines")
LONG = _(
    "One sentence "
    "over two lines"
)
NAME = "not for translation"
VARIABLE = _(NAME)
"""
TEMPLATE = """{% load i18n %}
  <h1 title="{% translate "It's here" %}">{% translate 'Say "please"' %}</h1>
      {% if ship %}
    {% blocktranslate with name=ship.name %}The {{ name }} sails{% endblocktranslate %}
  {% endif %}
{% blocktranslate trimmed count n=ships|length %}
   one boat
{% plural %}
   {{ n }} boats
{% endblocktranslate %}
<c-button label="{% translate 'Send' context 'a letter' %}">unmarked words</c-button>
{# {% translate "commented out" %} #}
"""


@pytest.fixture
def project(tmp_path: Path, settings) -> Path:
    (tmp_path / "room" / "templates" / "room").mkdir(parents=True)
    (tmp_path / "room" / "words.py").write_text(PYTHON)
    (tmp_path / "room" / "templates" / "room" / "page.html").write_text(TEMPLATE)
    (tmp_path / "room" / "templates" / "room" / "mail.txt").write_text(
        "{% load i18n %}{% translate 'Good morning' %}"
    )
    for place in ("tests", "node_modules/x", "var", "room/migrations"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "own.py").write_text('_("must not be found")')
    settings.ROOT, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    return tmp_path


def messages(catalog) -> set:
    return {(message.id, message.context) for message in catalog if message.id}


EXPECTED = {
    ("Hello", None),
    ("Later", None),
    (("%(n)s ship", "%(n)s ships"), None),
    ("open", "a shop"),
    (("%(n)s line", "%(n)s lines"), "of a ship"),
    ("One sentence over two lines", None),
    ("It's here", None),
    ('Say "please"', None),
    ("The %(name)s sails", None),
    (("one boat", "%(n)s boats"), None),
    ("Send", "a letter"),
    ("Good morning", None),
}


def test_all_messages_and_nothing_else_are_found(project) -> None:
    assert messages(catalogues.extracted()) == EXPECTED


def test_a_message_knows_where_it_stands_and_what_translators_should_know(project) -> None:
    found = catalogues.extracted()

    hello = found.get("Hello")
    assert [location[0] for location in hello.locations] == ["room/words.py"]
    assert hello.auto_comments == ["Translators: on the door"]
    assert found.get("It's here").locations[0][0] == "room/templates/room/page.html"


def test_a_catalogue_is_brought_up_to_the_sources_and_keeps_what_was_translated(project) -> None:
    first = catalogues.extracted()
    catalogues.update("da", first)
    catalog = catalogues.read("da")
    catalog.get("Hello").string = "Hej"
    catalog.get("Later").string = "Senere"
    write(catalog, "da")

    source = project / "room" / "words.py"
    source.write_text(PYTHON.replace('gettext_lazy("Later")', 'gettext_lazy("Soon")'))
    catalogues.update("da", catalogues.extracted())

    kept = catalogues.read("da")
    assert kept.get("Hello").string == "Hej"
    assert kept.get("Later") is None
    assert kept.get("Soon").string == ""


def test_gaps_are_what_has_no_translation_and_english_has_none(project) -> None:
    found = catalogues.extracted()
    catalogues.update("da", found)
    catalog = catalogues.read("da")
    for message in catalog:
        message.string = ("x", "y") if message.pluralizable else "x"
    catalog.get("Hello").string = ""
    catalog.get(("%(n)s ship", "%(n)s ships")).string = ("%(n)s skib", "")
    catalog.get("Later").flags.add("fuzzy")
    write(catalog, "da")

    gaps = catalogues.gaps("da", found)

    assert sorted(gaps) == sorted(["Hello", "('%(n)s ship', '%(n)s ships')", "Later"])
    assert len(catalogues.gaps("sv", found)) == len(EXPECTED)
    assert catalogues.gaps("en", found) == []


def test_compiling_writes_what_is_newer_and_rests_then(project) -> None:
    catalogues.update("da", catalogues.extracted())
    catalog = catalogues.read("da")
    catalog.get("Hello").string = "Hej"
    catalog.get(("%(n)s ship", "%(n)s ships")).string = ("%(n)s skib", "%(n)s skibe")
    write(catalog, "da")

    [compiled] = catalogues.compile_all()
    assert catalogues.compile_all() == []

    with compiled.open("rb") as file:
        texts = gettext.GNUTranslations(file)
    assert texts.gettext("Hello") == "Hej"
    assert [texts.ngettext("%(n)s ship", "%(n)s ships", n) for n in (1, 2)] == [
        "%(n)s skib", "%(n)s skibe"
    ]  # fmt: skip

    later = compiled.stat().st_mtime + 10
    os.utime(catalogues.po_path("da"), (later, later))
    assert catalogues.compile_all() == [compiled]


def write(catalog, language: str) -> None:
    with catalogues.po_path(language).open("wb") as target:
        catalogues.write_po(target, catalog)
