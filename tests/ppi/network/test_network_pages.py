"""What visitors, organisers, strangers and editors see of events."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.translations import services as translations
from ppi.translations.models import Source
from tests.ppi.network.kept import TITLE, announce

LIST = "/p/dk/en/events/"
PAGE = f"{LIST}gaatur/"


def text(response) -> str:
    return response.content.decode()


def test_the_list_shows_what_is_to_come_soonest_first(
    event, elsewhere, denmark, moderator_of_denmark, as_user
) -> None:
    announce("sooner", denmark, moderator_of_denmark, days=2, title="Event sooner")
    announce("over", denmark, moderator_of_denmark, days=-3, title="Event over")

    upcoming, past = text(as_user(None).get(LIST)), text(as_user(None).get(f"{LIST}?when=past"))

    assert upcoming.index("Event sooner") < upcoming.index(TITLE)
    assert "Event over" not in upcoming
    assert "Tikai mums" not in upcoming
    assert "Event over" in past
    assert TITLE not in past
    assert "Tikai mums" in text(as_user(None).get("/p/lv/en/events/"))


def test_what_is_going_on_is_still_to_come(denmark, moderator_of_denmark, as_user) -> None:
    from datetime import timedelta

    from django.utils import timezone

    now = timezone.now()
    times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    announce("now", denmark, moderator_of_denmark, title="Event now", **times)

    assert "Event now" in text(as_user(None).get(LIST))


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("kind=site-visit", True),
        ("kind=webinar", False),
        ("online=yes", False),
        ("online=banana", False),
        ("language=da", True),
        ("when=nonsense", False),
        ("when=", True),
        ("q=Havneby+mørket", True),
        ("q=%00", True),
        ("q=tunnel", False),
        ("sort=latest&after=nonsense", True),
    ],
)
def test_the_list_narrows_and_survives_any_address(event, as_user, query, is_found) -> None:
    response = as_user(None).get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert (TITLE in text(response)) is is_found


def test_the_page_says_when_where_and_who(event, as_user) -> None:
    html = text(as_user(None).get(PAGE))

    for said in (TITLE, "Rådhuspladsen, Havneby", "Havneby Kommune", "Site visit", "until "):
        assert said in html, said
    assert "<strong>to timer</strong>" in html
    assert "<script>alert(1)</script>" not in html
    assert "Original in Danish." in html
    assert 'lang="da"' in html


def test_a_machine_translation_says_so(event, as_user) -> None:
    translations.keep(event, "title", "en", "A walk in the dark", source=Source.MACHINE)

    page, listed = text(as_user(None).get(PAGE)), text(as_user(None).get(LIST))

    assert "A walk in the dark" in page
    assert "Machine translation." in page
    assert "A walk in the dark" in listed
    assert TITLE not in listed


def test_what_is_not_public_answers_strangers_like_what_does_not_exist(
    draft, as_user, stranger, buyer_of_jarvikunta, moderator_of_latvia
) -> None:
    for who in (None, stranger, buyer_of_jarvikunta, moderator_of_latvia):
        browser = as_user(who)
        hidden, missing = browser.get(PAGE), browser.get(f"{LIST}no-such-event/")
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert without(hidden, "gaatur") == without(missing, "no-such-event")
        assert TITLE not in text(browser.get(LIST))


def without(response, slug: str) -> str:
    """The page without what differs at every request and in every address."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text(response)).replace(slug, "")


def test_organisers_and_the_portals_moderators_see_a_draft(
    draft, as_user, reader_of_havneby, moderator_of_denmark
) -> None:
    for who in (reader_of_havneby, moderator_of_denmark):
        assert "Only the organisers" in text(as_user(who).get(PAGE))


def test_a_portal_without_events_has_no_such_pages(event, as_user, denmark) -> None:
    denmark.modules = ["tenders"]
    denmark.save()

    for address in (LIST, PAGE):
        response = as_user(None).get(address)
        assert response.status_code == 403
        assert TITLE not in text(response)


def test_the_lists_queries_do_not_grow_with_its_rows(
    event, denmark, havneby, moderator_of_denmark, as_user
) -> None:
    def count() -> int:
        as_user(None).get(LIST)
        with CaptureQueriesContext(connection) as captured:
            as_user(None).get(LIST)
        return len(captured)

    few = count()
    for number in range(6):
        announce(f"event-{number}", denmark, moderator_of_denmark, organisation=havneby)

    assert count() == few


def test_hostile_texts_are_escaped(denmark, moderator_of_denmark, as_user) -> None:
    evil = '"><script>alert(1)</script>'
    announce("evil", denmark, moderator_of_denmark, title=evil, summary=evil, place=evil)

    for address in (LIST, f"{LIST}evil/"):
        html = text(as_user(None).get(address))
        assert "<script>alert(1)</script>" not in html
        assert "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("status", ["suspended", "pending"])
def test_what_a_suspended_organisation_wrote_is_unknown_until_the_moderators_say_otherwise(
    event, havneby, as_user, status
) -> None:
    assert TITLE in text(as_user(None).get(LIST))
    havneby.status = status
    havneby.save()

    assert TITLE not in text(as_user(None).get(LIST))
    unknown = as_user(None).get(PAGE)
    assert unknown.status_code == 404
    assert TITLE not in text(unknown)
