"""Who writes in a portal has accepted its terms: asked once a portal, and again for new ones."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from ppi.accounts.models import User
from ppi.organisations.models import JoinRequest, Organisation
from ppi.portals import services
from ppi.portals.models import Acceptance, LegalText

pytestmark = pytest.mark.django_db

TERMS = "/p/dk/en/portal/terms/"
JOIN = "/p/dk/en/organisations/havneby/join/"


@pytest.fixture
def member(stranger, denmark, latvia, legal_texts, buyer_of_havneby, as_user):
    """Signed up in Latvia, which has terms of its own, and signed in."""
    LegalText.objects.create(
        portal=latvia, kind="terms", version="lv-1", text="Latvian", valid_from=timezone.now()
    )
    services.accept_legal_texts(latvia, by=stranger)
    return as_user(stranger)


def requests_of(user: User) -> list[str]:
    return [row.message for row in JoinRequest.objects.of_person(user)]


def accepted_by(user: User) -> set[tuple[str, str]]:
    rows = Acceptance.objects.filter(user=user).select_related("text")
    return {(row.text.kind, row.text.version) for row in rows}


def texts_on(page) -> list[str]:
    return re.findall(r'name="texts" value="(\d+)"', page.text)


def asked_for(member, path: str = JOIN, fields: dict | None = None):
    """The page that asks, reached by sending this form."""
    answer = member.post(path, fields or {"message": "I work there"})
    address = urlsplit(answer["Location"])
    assert (answer.status_code, address.path) == (302, TERMS)
    assert parse_qs(address.query) == {"next": [path]}
    return member.get(answer["Location"])


def test_a_first_contribution_in_another_portal_asks_and_loses_nothing(
    member, stranger, havneby
) -> None:
    page = asked_for(member)
    assert "Before you go on: the terms of PPI Denmark" in page.text
    assert [kind in page.text for kind in ("terms 2", "privacy 1", "terms 1", "terms 3")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert requests_of(stranger) == []

    before = timezone.now()
    back = member.post(TERMS, {"accept": "on", "next": JOIN, "texts": texts_on(page)})
    form = member.get(back["Location"])

    assert back["Location"] == JOIN
    assert "I work there</textarea>" in form.text
    new = Acceptance.objects.filter(user=stranger, text__portal__slug="dk")
    assert {(row.text.kind, row.text.version) for row in new} == {("terms", "2"), ("privacy", "1")}
    assert all(before <= row.accepted_at <= timezone.now() for row in new)
    member.post(JOIN, {"message": "I work there"})
    assert requests_of(stranger) == ["I work there"]


def test_without_the_tick_nothing_is_accepted_and_nothing_lost(member, stranger, havneby) -> None:
    page = asked_for(member)
    refused = member.post(TERMS, {"next": JOIN, "texts": texts_on(page)})

    assert "Accept the terms of use to go on." in refused.text
    assert f'name="next" value="{JOIN}"' in refused.text
    assert accepted_by(stranger) == {("terms", "lv-1")}
    member.post(TERMS, {"accept": "on", "next": JOIN, "texts": texts_on(refused)})
    assert "I work there</textarea>" in member.get(JOIN).text


def test_a_newer_version_is_asked_for_once_and_only_what_is_new(
    member, stranger, denmark, havneby, legal_texts
) -> None:
    services.accept_legal_texts(denmark, by=stranger)
    assert member.post(JOIN, {"message": "First"})["Location"] == "/p/dk/en/organisations/"
    newer = legal_texts[2]
    LegalText.objects.filter(pk=newer.pk).update(valid_from=timezone.now())
    Organisation.objects.everywhere("a test").filter(pk=havneby.pk).update(slug="other")

    page = asked_for(member, "/p/dk/en/organisations/other/join/")

    assert texts_on(page) == [str(newer.pk)]


def test_what_came_into_force_while_the_page_was_open_is_asked_for_too(
    member, stranger, denmark, havneby, legal_texts
) -> None:
    read = texts_on(asked_for(member))
    LegalText.objects.filter(pk=legal_texts[2].pk).update(valid_from=timezone.now())

    page = member.post(TERMS, {"accept": "on", "next": JOIN, "texts": read})

    assert page.status_code == 200
    assert texts_on(page) == [str(legal_texts[2].pk)]
    assert accepted_by(stranger) == {("terms", "lv-1"), ("privacy", "1")}


def test_reading_ones_own_account_and_what_needs_no_account_ask_nothing(
    member, stranger, havneby
) -> None:
    answers = [
        member.get(JOIN),
        member.post("/p/dk/en/portal/me/", {"name": "Me", "language": "en", "time_zone": ""}),
        member.post("/p/dk/en/notifications/", {}),
        member.post("/p/dk/en/assistant/", {"question": "What is a pre-commercial procurement?"}),
        member.post("/p/dk/en/account/logout/"),
    ]

    assert not any(TERMS in answer.get("Location", "") for answer in answers)
    assert accepted_by(stranger) == {("terms", "lv-1")}


def test_a_portal_without_texts_asks_nothing(denmark, buyer_of_havneby, stranger, as_user) -> None:
    answer = as_user(stranger).post(JOIN, {"message": "I work there"})

    assert answer["Location"] == "/p/dk/en/organisations/"
    assert requests_of(stranger) == ["I work there"]


@pytest.mark.parametrize("foreign", ["https://evil.example/", "//evil.example", ""])
def test_accepting_never_leads_to_another_host(member, stranger, denmark, foreign) -> None:
    page = member.get(TERMS)
    answer = member.post(TERMS, {"accept": "on", "next": foreign, "texts": texts_on(page)})

    assert answer["Location"] == "/p/dk/en/"
    assert member.get(TERMS, {"next": JOIN})["Location"] == JOIN, "nothing is left to accept"


def test_the_terms_of_tomorrow_are_not_asked_for_today(member, stranger, denmark) -> None:
    services.accept_legal_texts(denmark, by=stranger)

    assert not services.texts_to_accept(denmark, stranger).exists()
    assert LegalText.objects.filter(valid_from__gt=timezone.now() + timedelta(days=1)).exists()
