"""Help with what is typed: other spellings, and what could be meant by its beginning."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from ppi.search import guesses, learning
from ppi.search.lists import Results
from ppi.search.suggestions import Suggestion, suggested
from ppi.taxonomy.models import CpvCode
from tenders.choices import Status
from tests.ppi.search.published import opportunity, page

pytestmark = pytest.mark.django_db

SUGGEST = "/p/dk/en/search/suggest/"


@pytest.fixture
def learnt():
    CpvCode.objects.create(
        code="34000000", label_en="Street lighting equipment", label_da="Gadebelysning og inventar"
    )
    CpvCode.objects.create(code="55000000", label_en="School meals", label_da="Skolemad")
    for language in ("en", "da"):
        learning.learn(language)


@pytest.fixture
def results(rf, denmark):
    def of(query: str) -> Results:
        request = rf.get(f"/?{query}")
        request.portal = denmark
        return Results(request)

    return of


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("lamp", "lamp", 0),
        ("lamp", "lmap", 1),
        ("lamp", "lamps", 1),
        ("lamp", "amp", 1),
        ("lamp", "limp", 1),
        ("lamp", "school", 6),
        ("", "abc", 3),
    ],
)
def test_slips_are_counted_as_people_make_them(one, other, slips) -> None:
    assert guesses.distance(one, other) == slips


@pytest.mark.parametrize(
    ("typed", "language", "offered"),
    [
        ("gadebelisning", "da", ["gadebelysning"]),
        ("ny gadebleysning", "da", ["ny gadebelysning"]),
        ("lightning", "en", ["lighting"]),
        ("Streat lighting", "en", ["street lighting"]),
        ("schol, meels", "en", ["school, meals"]),
        ("street lighting", "en", []),
        ("skolemad", "en", []),
        ("zzzzzzzz", "en", []),
        ("", "en", []),
        ("a b c", "en", []),
    ],
)
def test_a_word_that_nobody_knows_is_written_as_one_that_is_known(
    learnt, typed, language, offered
) -> None:
    assert guesses.better(typed, language) == offered


def test_another_spelling_is_offered_only_where_it_finds_something(
    learnt, havneby, results, as_user
) -> None:
    assert results("q=streat").better == []
    opportunity(havneby, "Street")
    opportunity(havneby, "Meals, a draft", status=Status.DRAFT)

    assert results("q=streat").better == [{"words": "street", "url": "?q=street"}]
    assert results("q=meels").better == []
    assert results("q=street").better == []
    html = as_user(None).get("/p/dk/en/search/?q=streat&kind=opportunity").content.decode()
    assert '<a href="?q=street&amp;kind=opportunity">street</a>' in html


def test_words_names_subjects_and_titles_are_suggested(learnt, denmark, havneby) -> None:
    opportunity(havneby, "Street of the future")
    opportunity(havneby, "Streets, a draft", status=Status.DRAFT)

    assert suggested(denmark, "stre", "en") == [
        Suggestion("street", "Word"),
        Suggestion("Street lighting equipment", "Subject"),
        Suggestion("Street of the future", "Opportunity"),
    ]
    assert suggested(denmark, "new stre", "en") == [Suggestion("new street", "Word")]
    assert suggested(denmark, "havn", "en") == [Suggestion("Havneby Kommune", "Buyer or company")]
    assert suggested(denmark, "KOMM", "en") == [Suggestion("Havneby Kommune", "Buyer or company")]
    assert suggested(denmark, "gade", "da") == [
        Suggestion("gadebelysning", "Word"),
        Suggestion("Gadebelysning og inventar", "Subject"),
    ]


def test_only_what_is_public_here_is_suggested(learnt, denmark, havneby, jarvikunta) -> None:
    opportunity(havneby, "Lamps, a draft", status=Status.DRAFT)
    opportunity(jarvikunta, "Lamps elsewhere", is_shared=False)

    assert suggested(denmark, "lamps", "en") == []
    assert suggested(denmark, "havneby", "en") == []
    assert suggested(denmark, "järvi", "en") == []


@pytest.mark.parametrize(
    "typed", ["", "st", "\x00", "%%%", "___", "x" * 500, "'\"\\", "\x00str\x00"]
)
def test_no_input_breaks_a_suggestion(learnt, denmark, typed) -> None:
    assert {each.what for each in suggested(denmark, typed, "en")} <= {"Word", "Subject"}


def test_suggestions_come_as_options_and_not_endlessly(
    learnt, denmark, client, monkeypatch, django_assert_max_num_queries
) -> None:
    page(denmark, title_en="Street <guide>")
    monkeypatch.setattr("ppi.search.views.MOST_SUGGESTIONS", 1)

    answer = client.get(f"{SUGGEST}?q=street")

    assert re.findall(r'<option value="(.*)">(.*)</option>', answer.content.decode()) == [
        ("Street lighting equipment", "Subject"),
        ("Street &lt;guide&gt;", "Guide"),
    ]
    assert "<html" not in answer.content.decode()
    again = client.get(f"{SUGGEST}?q=street")
    assert (again.status_code, again.content) == (204, b"")


def test_what_is_suggested_is_told_in_the_readers_language(learnt, denmark) -> None:
    page(denmark, title_en="Skolemad til alle", title_da="Skolemad")

    with translation.override("da"):
        assert [each.text for each in suggested(denmark, "skole", "da")] == [
            "skolemad",
            "Skolemad til alle",
        ]


def test_the_box_asks_for_suggestions_and_works_without_them(denmark, client) -> None:
    html = client.get("/p/dk/en/search/").content.decode()

    assert 'list="listing-search-suggestions"' in html
    assert 'hx-get="/p/dk/en/search/suggest/"' in html
    assert '<datalist id="listing-search-suggestions"></datalist>' in html
