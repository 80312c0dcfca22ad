"""Which words find which text, in which language."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection

from ppi.search import stemming
from ppi.search.models import Entry
from ppi.search.services import reindex
from ppi.taxonomy.models import CpvCode
from ppi.translations import services as translations
from tests.ppi.search.published import course, opportunity, page, titles


@pytest.mark.parametrize(
    ("language", "text", "forms"),
    [
        ("da", "Ny gadebelysning", ["gadebelysningen", "gadebelysningens", "GADEBELYSNING"]),
        ("de", "Neue Straßenbeleuchtung", ["Straßenbeleuchtungen", "strassenbeleuchtung"]),
        ("en", "New street lights", ["light", "lighting", "streets"]),
        ("et", "Uus tänavavalgustus", ["tänavavalgustuse", "tänavavalgustust"]),
        ("fi", "Uusi katuvalaistus", ["katuvalaistuksen", "katuvalaistusta"]),
        ("lt", "Naujas gatvių apšvietimas", ["apšvietimo", "apšvietimui", "gatvė"]),
        ("lv", "Jauns ielu apgaismojums", ["apgaismojuma", "apgaismojumu", "Apgaismojums"]),
        ("nb", "Ny gatebelysning", ["gatebelysningen", "gatebelysninga"]),
        ("sv", "Ny gatubelysning", ["gatubelysningen", "gatubelysningens"]),
    ],
)
def test_other_forms_of_a_word_find_it(denmark, havneby, language, text, forms) -> None:
    opportunity(havneby, text, language=language)
    opportunity(havneby, "Something else altogether", language=language)

    found = {form: titles(denmark, form, language) for form in forms}

    assert found == {form: [text] for form in forms}


def test_a_text_is_found_whatever_the_readers_language(denmark, havneby) -> None:
    opportunity(havneby, "Ny gadebelysning", language="da")

    assert titles(denmark, "gadebelysningen", "lt") == ["Ny gadebelysning"]


def test_names_are_found_without_their_accents(denmark, havneby, upes_ziburys) -> None:
    opportunity(havneby, "Vand til Järvikunta", language="da", need="Upės žiburys hjælper.")

    for words in ("Jarvikunta", "jarvikunta", "JÄRVIKUNTA", "upes ziburys", "Upės žiburys"):
        assert titles(denmark, words) == ["Vand til Järvikunta"], words


def test_the_buyers_name_finds_its_needs(denmark, havneby) -> None:
    opportunity(havneby, "Lamps")

    assert titles(denmark, "havneby") == ["Lamps"]


def test_a_cpv_label_finds_a_text_in_another_language(facts, denmark, havneby) -> None:
    opportunity(havneby, "Nye lamper", language="da", cpv=["34000000"])

    division = CpvCode.objects.get(code="34000000")
    for language in ("de", "fi", "lt", "lv"):
        label = getattr(division, f"label_{language}")
        assert titles(denmark, label, language) == ["Nye lamper"], label


@pytest.mark.parametrize("language", ["en", "da", "lv"])
def test_a_cpv_code_finds_what_bears_it(denmark, havneby, language) -> None:
    opportunity(havneby, "Lamps", cpv=["34928500"])
    opportunity(havneby, "Paint", cpv=["44810000"])

    assert titles(denmark, "34928500", language) == ["Lamps"]


def test_a_translation_is_found_and_shown_to_its_reader(denmark, havneby) -> None:
    row = opportunity(havneby, "Ny gadebelysning", language="da", need="Lys om natten.")
    translations.keep(row, "title", "en", "New street lighting")
    reindex(type(row), [row.pk])

    [entry] = Entry.objects.published(denmark).found("lighting", "en")
    assert (entry.title, entry.title_shown, entry.language_shown) == (
        "Ny gadebelysning",
        "New street lighting",
        "en",
    )


def test_every_language_of_an_editors_text_is_found(denmark) -> None:
    page(denmark, title_en="Market dialogue", title_da="Markedsdialog", body_da="Spørg **først**.")

    for words, language in (("dialogues", "en"), ("markedsdialogen", "da"), ("først", "da")):
        assert titles(denmark, words, language) == ["Market dialogue"], words


def test_a_text_in_all_nine_languages_is_found_in_each(facts, denmark) -> None:
    texts = {
        f"{field}_{language}": f"{field} in{language}"
        for language, _name in settings.LANGUAGES
        for field in ("title", "summary", "body")
    }
    page(denmark, **texts)

    for language, _name in settings.LANGUAGES:
        assert titles(denmark, f"title in{language}", language) == ["title inen"], language


def test_a_lesson_is_found_through_its_course(denmark) -> None:
    course(denmark, "Buying new things", "## Step one\n\nTalk to the *market* before you write.")

    assert titles(denmark, "talking market") == ["Buying new things"]
    [entry] = Entry.objects.published(denmark)
    assert "#" not in entry.body
    assert "*" not in entry.body


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lamp", ["Lamps for roads", "Lamps for schools"]),
        ("lamp road", ["Lamps for roads"]),
        ("lamp -school", ["Lamps for roads"]),
        ("lamps -schools", ["Lamps for roads"]),
        ('"for schools"', ["Lamps for schools"]),
        ('"schools lamps"', []),
        ('lamps -"for roads"', ["Lamps for schools"]),
        ("roads or schools", ["Lamps for roads", "Lamps for schools"]),
        ('"lamps -for schools" lamp', ["Lamps for schools"]),
        ('"lamps -for roads" -"for -schools"', ["Lamps for roads"]),
        ("-lamps", ["Lamps for roads", "Lamps for schools"]),
        ("the", []),
    ],
)
def test_quotes_or_and_minus_are_understood(denmark, havneby, words, expected) -> None:
    opportunity(havneby, "Lamps for roads")
    opportunity(havneby, "Lamps for schools")

    assert titles(denmark, words) == expected


HOSTILE = [
    "", "   ", "\x00", "'", '"', '"""', "\\", "%", "_", "&", "|", "!", "!!", "( ", ") | (", ":*",
    "a:*b", "<->", "a <-> b", "-", "--", "- -", '-"', "or", "or or", "and", "'; DROP TABLE x; --",
    "{}", "%s", "%(a)s", "½", "№ 5", "…", "\u202e\u0301", "𝒜𝓁𝓁", "ß", "漢字", "🙂", "x" * 10_000,
    "lamp " * 2_000, "\x00lamp\x00", '"' * 9_999, "-" * 10_000, "lamp" + " -a" * 60,
    " ".join(f'-"{n} x"' for n in range(40)), "é" * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: repr(words[:12]))
@pytest.mark.parametrize("language", ["en", "fi", "xx"])
def test_no_input_breaks_a_search(denmark, havneby, words, language) -> None:
    opportunity(havneby, "Lamps")
    rows = Entry.objects.published(denmark)

    assert {row.title for row in rows.found(words, language)} <= {"Lamps"}
    assert {row.title for row in rows.resembling(words)} <= {"Lamps"}


def test_a_text_of_any_shape_can_be_indexed(denmark, havneby) -> None:
    long = " ".join(f"word{number}" for number in range(4_000))
    opportunity(havneby, "Long", need=long[:20_000], outcome="x" * 5_000, known="'\\%s{}" * 700)

    assert titles(denmark, "word7") == ["Long"]


def test_the_index_answers_through_its_index(denmark, havneby) -> None:
    opportunity(havneby, "Lamps")
    rows = Entry.objects.published(denmark).found("lamps", "en")

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.order_by().explain()

    assert "search_words_and_facets" in plan


def test_one_query_tells_the_lexemes_of_many_texts(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        found = stemming.lexemes([("da", "Gadebelysningen"), ("lv", "ielām"), ("en", "")])

    assert found == [{"gadebelysning", "gadebelysningen"}, {"ielām", "ielam"}, set()]
