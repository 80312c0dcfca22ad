"""The way into an organisation that is here already."""

import re

import pytest

from ppi.organisations.choices import Role
from ppi.organisations.models import JoinRequest, Membership
from tests.ppi.organisations.reading import error_at, titles

pytestmark = pytest.mark.django_db

HERE = "/p/dk/en/organisations/"


# --- Joining


def test_one_finds_the_own_organisation_by_a_part_of_its_name_without_its_marks(
    as_user, stranger, havneby, jarvikunta, newcomer
) -> None:
    browser = as_user(stranger)

    assert titles(browser.get(f"{HERE}join/?q=jarvi").text) == ["Järvikunta"]
    assert titles(browser.get(f"{HERE}join/?q=kun").text) == ["Järvikunta"]
    assert titles(browser.get(f"{HERE}join/?q=vestby").text) == []
    assert titles(browser.get(f"{HERE}join/?q=12+34+56+74").text) == ["Vestby Værft"]
    assert "at least two letters" in browser.get(f"{HERE}join/?q=h").text
    assert titles(browser.get(f"{HERE}join/").text) == []


@pytest.mark.parametrize("words", ["%", "__", "'; DROP TABLE", "\x00\x00", "x" * 5000, "½½"])
def test_no_words_break_the_search(as_user, stranger, havneby, words) -> None:
    response = as_user(stranger).get(f"{HERE}join/", {"q": words})

    assert response.status_code == 200
    assert titles(response.text) == []


def test_asking_to_join_reaches_the_owners_who_let_in(
    as_user, havneby, buyer_of_havneby, stranger
) -> None:
    browser, owner = as_user(stranger), as_user(buyer_of_havneby)
    asked = browser.post(f"{HERE}havneby/join/", {"message": "From the harbour"}, follow=True)
    request = JoinRequest.objects.managed_by(havneby).get()
    board = owner.get(f"{HERE}havneby/board/").text
    owner.post(f"{HERE}havneby/requests/{request.pk}/", {"decision": "accept"})

    assert "We have passed on your request." in asked.text
    assert "From the harbour" in board
    assert Membership.objects.of_person(stranger).get().role == Role.READER


def test_what_waits_for_the_moderators_is_joined_only_by_who_knows_its_number(
    as_user, newcomer, learner_of_metsalinn
) -> None:
    browser = as_user(learner_of_metsalinn)
    address = f"{HERE}{newcomer.slug}/join/"

    assert browser.get(address).status_code == 404
    assert browser.get(f"{address}?number=87654321").status_code == 404
    found = browser.get(f"{HERE}join/?q=12345674").text
    link = re.search(rf'href="({re.escape(address)}\?number=12345674)"', found)[1]
    assert browser.post(link, {"message": ""})["Location"] == HERE
    assert JoinRequest.objects.managed_by(newcomer).get().user == learner_of_metsalinn


def test_a_request_that_is_too_long_keeps_what_was_typed(
    as_user, havneby, buyer_of_havneby, stranger
) -> None:
    page = as_user(stranger).post(f"{HERE}havneby/join/", {"message": "y" * 501}).text

    assert error_at(page, "message").startswith("Ensure this value has at most 500 characters")
    assert "y" * 501 in page
