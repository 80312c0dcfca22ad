"""What visitors, members, strangers and moderators see of cases."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import services
from ppi.documents import services as documents
from ppi.moderation import services as moderation
from tests.cases.kept import TITLE, kept, waiting

LIST = "/p/dk/en/cases/"


def page(case) -> str:
    return f"{LIST}{case.slug}/"


def text(response) -> str:
    return response.content.decode()


def queries(browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    return len(captured)


def upload(
    name: str = "behov.txt", content: bytes = b"Write the aim in grams."
) -> SimpleUploadedFile:
    return SimpleUploadedFile("behov.txt", b"Write the aim in grams.")


# The list --------------------------------------------------------------------------------------


def test_the_list_shows_the_portals_own_and_the_shared_cases(case, elsewhere, as_user) -> None:
    danish = text(as_user(None).get(LIST))
    latvian = text(as_user(None).get("/p/lv/en/cases/"))

    for said in (TITLE, "Havneby Kommune", "Denmark", "2025–2028", "66 g"):
        assert said in danish, said
    assert 'lang="da"' in danish
    assert "Tikai mums" not in danish
    assert TITLE in latvian
    assert "Tikai mums" in latvian


@pytest.mark.parametrize("fixture", ["draft", "sent"])
def test_what_is_not_public_stands_in_no_list(
    request, fixture, as_user, buyer_of_havneby, moderator_of_denmark
) -> None:
    request.getfixturevalue(fixture)

    for who in (None, buyer_of_havneby, moderator_of_denmark):
        assert TITLE not in text(as_user(who).get(LIST))


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("country=DK", True),
        ("country=EE", False),
        ("theme=food", True),
        ("theme=roads", False),
        ("theme=food&theme=roads", True),
        ("theme=nonsense", False),
        ("procedure=open", True),
        ("procedure=restricted", False),
        ("language=da", True),
        ("language=en", False),
        ("q=Kokkene", True),
        ("q=Havneby+spanden", True),
        ("q=tunnel", False),
        ("q=%00", True),
        ("country=%00&after=x", True),
        ("country=%27%00", False),
    ],
)
def test_the_list_narrows_and_survives_any_address(case, as_user, query, is_found) -> None:
    response = as_user(None).get(f"{LIST}?{query}")

    assert response.status_code == 200
    assert (TITLE in text(response)) is is_found


def test_the_lists_queries_do_not_grow_with_its_rows(
    case, denmark, havneby, moderator_of_denmark, buyer_of_havneby, as_user
) -> None:
    browser = as_user(buyer_of_havneby)
    addresses = (LIST, f"{LIST}mine/")
    few = [queries(browser, address) for address in addresses]
    for number in range(6):
        more = kept(f"case-{number}", denmark, moderator_of_denmark, organisation=havneby)
        services.publish(more, by=moderator_of_denmark)

    assert [queries(browser, address) for address in addresses] == few


# The case --------------------------------------------------------------------------------------


def test_the_page_shows_numbers_first_then_the_story_then_the_documents(
    facts, draft, denmark, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    documents.attach(draft, upload(), organisation=havneby, by=buyer_of_havneby)
    draft.documents_on_request = [{"name": "Kontrakt om data", "note": "to sider"}]
    draft.save()
    services.submit(draft, by=buyer_of_havneby)
    moderation.publish(waiting(denmark), by=moderator_of_denmark)

    html = text(as_user(None).get(page(draft)))

    order = [
        "118 g",
        "66 g",
        "1,870,000",
        "Behovet",
        "Skriv målet i gram.",
        "behov.txt",
        "Kontrakt om",
    ]
    places = [html.index(said) for said in order]
    assert places == sorted(places)
    for said in ("Open procedure", "Food and meals", "Original in Danish.", "Nordjylland"):
        assert said in html, said
    assert "<strong>godt</strong>" in html
    assert "<script>alert(1)</script>" not in html


def test_its_documents_are_handed_out_with_it_and_not_before(
    draft, denmark, havneby, buyer_of_havneby, moderator_of_denmark, stranger, as_user
) -> None:
    attached = documents.attach(draft, upload(), organisation=havneby, by=buyer_of_havneby)
    address = f"{page(draft)}documents/{attached.pk}/"
    services.submit(draft, by=buyer_of_havneby)

    assert as_user(buyer_of_havneby).get(address).status_code == 200
    assert as_user(stranger).get(address).status_code == 404
    moderation.publish(waiting(denmark), by=moderator_of_denmark)

    response = as_user(None).get(address)
    assert b"".join(response.streaming_content) == b"Write the aim in grams."
    assert response["Content-Disposition"] == 'attachment; filename="behov.txt"'
    assert as_user(None).get(f"{page(draft)}documents/{attached.pk + 1}/").status_code == 404


def test_what_is_not_public_answers_strangers_like_what_does_not_exist(
    sent, as_user, stranger, buyer_of_jarvikunta, moderator_of_latvia
) -> None:
    for who in (None, stranger, buyer_of_jarvikunta, moderator_of_latvia):
        browser = as_user(who)
        hidden, missing = browser.get(page(sent)), browser.get(f"{LIST}no-such-case/")
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert without(hidden, sent.slug) == without(missing, "no-such-case")
        if who is not None:
            for inner in ("check/", "edit/story/", "edit/documents/"):
                assert browser.get(f"{page(sent)}{inner}").status_code == 404
            assert browser.post(f"{page(sent)}take-back/").status_code == 404


def without(response, slug: str) -> str:
    """The page without what differs at every request and in every address."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text(response)).replace(slug, "")


def test_members_and_the_portals_moderators_see_what_is_not_public(
    sent, as_user, buyer_of_havneby, reader_of_havneby, moderator_of_denmark
) -> None:
    for who in (buyer_of_havneby, reader_of_havneby, moderator_of_denmark):
        html = text(as_user(who).get(page(sent)))
        assert "Only members of the organisation" in html
        assert ("Take it back" in html) is (who == buyer_of_havneby)


def test_a_portal_without_cases_has_no_such_pages(case, as_user, denmark) -> None:
    denmark.modules = ["tenders"]
    denmark.save()

    for address in (LIST, page(case)):
        response = as_user(None).get(address)
        assert response.status_code == 403
        assert TITLE not in text(response)


@pytest.mark.parametrize("status", ["suspended", "pending"])
def test_what_a_suspended_organisation_wrote_is_unknown_until_the_moderators_say_otherwise(
    case, havneby, as_user, status
) -> None:
    assert TITLE in text(as_user(None).get(LIST))
    havneby.status = status
    havneby.save()

    assert TITLE not in text(as_user(None).get(LIST))
    unknown = as_user(None).get(page(case))
    assert unknown.status_code == 404
    assert TITLE not in text(unknown)
