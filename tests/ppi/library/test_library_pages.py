"""What visitors, strangers and editors see of the library."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.library import services
from tests.ppi.library.kept import kept

LIST = "/p/dk/en/library/"
PAGE = f"{LIST}procedure-chooser/"


def text(response) -> str:
    return response.content.decode()


def test_the_list_shows_the_portals_own_and_the_shared_pages(page, elsewhere, as_user) -> None:
    danish = text(as_user(None).get(LIST))
    latvian = text(as_user(None).get("/p/lv/en/library/"))

    for said in ("Which procedure fits?", "Five questions, one answer.", "Guide"):
        assert said in danish, said
    assert "Facts checked on" in danish
    assert "Tikai mums" not in danish
    assert "Which procedure fits?" in latvian
    assert "Tikai mums" in latvian


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("kind=guide", True),
        ("kind=funding", False),
        ("kind=%00", True),
        ("language=da", True),
        ("language=fi", False),
        ("q=procedure+order", True),
        ("q=tunnel", False),
        ("sort=checked", True),
        ("sort=checked&after=W10", True),
    ],
)
def test_the_list_narrows_and_survives_any_address(page, as_user, query, is_found) -> None:
    response = as_user(None).get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert ("Which procedure fits?" in text(response)) is is_found


def test_a_page_that_was_never_checked_comes_last(denmark, moderator_of_denmark, as_user) -> None:
    for slug, checked in (("new", "2026-11-20"), ("never", None), ("old", "2025-01-01")):
        facts = {"checked_on": checked, "title_en": f"Page {slug}"}
        made = kept(slug, denmark, moderator_of_denmark, **facts)
        services.publish(made, by=moderator_of_denmark)

    html = text(as_user(None).get(f"{LIST}?sort=checked"))

    assert re.findall(r">Page (\w+)<", html) == ["new", "old", "never"]


def test_the_page_says_when_its_facts_were_checked_and_where_they_come_from(page, as_user) -> None:
    html = text(as_user(None).get(PAGE))

    assert "Facts checked on 20 November 2026" in html
    assert "<strong>in order</strong>" in html
    assert 'href="https://eur-lex.europa.eu/x"' in html
    assert "<script>alert(1)</script>" not in html
    assert "Original in" not in html


def test_a_text_in_another_language_says_so(page, as_user) -> None:
    html = text(as_user(None).get(PAGE.replace("/en/", "/da/")))

    assert "Hvilken procedure passer?" in html
    assert 'class="prose" lang="en"' in html
    assert "Originalsprog: engelsk." in html


def test_a_word_explained_may_be_its_summary_alone(
    denmark, latvia, moderator_of_denmark, as_user
) -> None:
    facts = {"kind": "glossary", "title_lv": "tirgus apspriešanās", "body_en": ""}
    word = kept("consultation", denmark, moderator_of_denmark, **facts)
    services.publish(word, by=moderator_of_denmark)

    html = text(as_user(None).get("/p/lv/lv/library/consultation/"))

    assert "tirgus apspriešanās" in html
    assert "Five questions, one answer." in html


def test_what_is_not_public_answers_strangers_like_what_does_not_exist(
    draft, as_user, stranger, moderator_of_latvia
) -> None:
    for who in (None, stranger, moderator_of_latvia):
        browser = as_user(who)
        hidden, missing = browser.get(PAGE), browser.get(f"{LIST}no-such-page/")
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert without(hidden, "procedure-chooser") == without(missing, "no-such-page")
        assert "Which procedure fits?" not in text(browser.get(LIST))


def without(response, slug: str) -> str:
    """The page without what differs at every request and in every address."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text(response)).replace(slug, "")


def test_a_page_kept_to_its_portal_is_unknown_in_the_other(elsewhere, denmark, as_user) -> None:
    visitor = as_user(None)

    own = visitor.get("/p/lv/en/library/tikai-mums/")
    hidden, missing = visitor.get(f"{LIST}tikai-mums/"), visitor.get(f"{LIST}no-such-page/")

    assert own.status_code == 200
    assert ">Tikai mums</h1>" in text(own)
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert without(hidden, "tikai-mums") == without(missing, "no-such-page")


def test_the_portals_moderators_preview_a_draft(draft, as_user, moderator_of_denmark) -> None:
    html = text(as_user(moderator_of_denmark).get(PAGE))

    assert "Only the portal's moderators see this page." in html
    assert "Which procedure fits?" in html


def test_a_portal_without_a_library_has_no_such_pages(page, as_user, denmark) -> None:
    denmark.modules = ["tenders"]
    denmark.save()

    for address in (LIST, PAGE):
        response = as_user(None).get(address)
        assert response.status_code == 403
        assert "Which procedure fits?" not in text(response)


def test_the_lists_queries_do_not_grow_with_its_rows(
    page, denmark, moderator_of_denmark, as_user
) -> None:
    def count() -> int:
        as_user(None).get(LIST)
        with CaptureQueriesContext(connection) as captured:
            as_user(None).get(LIST)
        return len(captured)

    few = count()
    for number in range(6):
        more = kept(f"page-{number}", denmark, moderator_of_denmark)
        services.publish(more, by=moderator_of_denmark)

    assert count() == few


def test_hostile_texts_are_escaped(denmark, moderator_of_denmark, as_user) -> None:
    evil = '"><script>alert(1)</script>'
    made = kept("evil", denmark, moderator_of_denmark, title_en=evil, summary_en=evil)
    services.publish(made, by=moderator_of_denmark)

    for address in (LIST, f"{LIST}evil/"):
        html = text(as_user(None).get(address))
        assert "<script>alert(1)</script>" not in html
        assert "&lt;script&gt;alert(1)" in html
