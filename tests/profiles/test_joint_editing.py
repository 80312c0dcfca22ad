"""Two members of a company on one page of its profile, or of a product."""

from __future__ import annotations

import re

import pytest

from ppi.organisations.choices import Role
from profiles import buying, credentials, revisions
from profiles.services import profile_of
from tests.conftest import person
from tests.ppi.matching.companies import employee
from tests.profiles.test_credentials import CLAIM
from tests.profiles.written import ABOUT, LAMP, as_typed, placed, reloaded

EDIT = "/p/dk/en/companies/upes-ziburys/edit/"
ABOUT_PAGE, LAMP_PAGE = f"{EDIT}section/about/", f"{EDIT}products/zingsnis/"
TYPED = {
    name: ABOUT[name] for name in ("language", "headline", "about", "proof", "size", "founded")
}


@pytest.fixture
def two(as_user, seller_of_upenai, upes_ziburys):
    colleague = employee("colleague@upes-ziburys.example", upes_ziburys, Role.EDITOR)
    return as_user(seller_of_upenai), as_user(colleague)


def seen_on(browser, address: str) -> dict[str, str]:
    page = browser.get(address).content.decode()
    return {"seen": re.search(r'name="seen" value="([^"]+)"', page)[1]}


def test_each_keeps_the_fields_that_only_they_changed(draft, two) -> None:
    mine, theirs = two
    opened = seen_on(mine, ABOUT_PAGE)
    theirs.post(ABOUT_PAGE, TYPED | seen_on(theirs, ABOUT_PAGE) | {"headline": "Theirs"})

    answer = mine.post(ABOUT_PAGE, TYPED | opened | {"proof": "Mine"}, follow=True)

    row = reloaded(draft)
    assert (row.headline, row.proof, row.about) == ("Theirs", "Mine", ABOUT["about"])
    sentence = "Somebody else changed this meanwhile, and it is kept: What do you do, in one"
    assert sentence in answer.content.decode()


def test_where_both_changed_one_field_nothing_is_lost_and_i_choose(draft, two) -> None:
    mine, theirs = two
    opened = seen_on(mine, ABOUT_PAGE)
    theirs.post(ABOUT_PAGE, TYPED | seen_on(theirs, ABOUT_PAGE) | {"headline": "Theirs"})

    answer = mine.post(ABOUT_PAGE, TYPED | opened | {"headline": "Mine", "proof": "Also mine"})

    page = answer.content.decode()
    assert (answer.status_code, reloaded(draft).headline) == (409, "Theirs")
    for said in ("Two have written on this page", "colleague saved this page", "Keep mine"):
        assert said in page, said
    assert page.count("Theirs") >= 2
    assert 'value="Mine"' in page

    again = {"seen": re.search(r'name="seen" value="([^"]+)"', page)[1]}
    mine.post(ABOUT_PAGE, TYPED | again | {"headline": "Mine", "proof": "Also mine"})
    row = reloaded(draft)
    assert (row.headline, row.proof) == ("Mine", "Also mine")


def test_a_change_of_a_public_product_is_written_by_two(lamp, two) -> None:
    mine, theirs = two
    opened = seen_on(mine, LAMP_PAGE)
    typed = as_typed(LAMP)
    theirs.post(LAMP_PAGE, typed | seen_on(theirs, LAMP_PAGE) | {"evidence": "Theirs"})

    assert mine.post(LAMP_PAGE, typed | opened | {"problem": "Mine"}).status_code == 302
    refused = mine.post(LAMP_PAGE, typed | opened | {"evidence": "Mine"})

    assert refused.status_code == 409
    assert revisions.open_revision(lamp).facts == {"evidence": "Theirs", "problem": "Mine"}


PRICED = {"price_amount": "100", "price_unit": "piece"}


@pytest.mark.parametrize(("before", "theirs_say"), [({}, PRICED), (PRICED, {})])
@pytest.mark.parametrize("currency", ["EUR", "DKK"])
def test_a_price_that_came_or_went_meanwhile_is_taken_whole(
    lamp, two, before, theirs_say, currency
) -> None:
    mine, theirs = two
    typed = as_typed(LAMP) | {"price_currency": "EUR"}
    if before:
        theirs.post(LAMP_PAGE, typed | seen_on(theirs, LAMP_PAGE) | before)
    opened = seen_on(mine, LAMP_PAGE)
    said = {"price_currency": currency} | theirs_say
    theirs.post(LAMP_PAGE, typed | seen_on(theirs, LAMP_PAGE) | said)

    answer = mine.post(LAMP_PAGE, typed | before | opened | {"problem": "Mine"})

    row = reloaded(lamp)
    assert answer.status_code == 302
    assert (row.price_amount, row.price_currency, row.price_unit) == (
        (100, currency, "piece") if theirs_say else (None, "", "")
    )
    assert revisions.open_revision(lamp).facts == {"problem": "Mine"}


def test_a_claim_is_written_by_two(draft, two, seller_of_upenai) -> None:
    mine, theirs = two
    row = credentials.add(draft, "accessibility", by=seller_of_upenai, **CLAIM)
    address = f"{EDIT}credentials/{row.pk}/"
    opened = seen_on(mine, address)
    theirs.post(address, CLAIM | seen_on(theirs, address) | {"text": "Theirs"})

    refused = mine.post(address, CLAIM | opened | {"text": "Mine"})
    assert mine.post(address, CLAIM | opened | {"title": "Mine"}).status_code == 302

    row.refresh_from_db()
    assert (refused.status_code, row.title, row.text) == (409, "Mine", "Theirs")
    assert "colleague saved this page" in refused.content.decode()

    credentials.delete(row, by=seller_of_upenai)
    assert mine.post(address, CLAIM | opened).status_code == 404


def test_a_buyers_half_is_written_by_two(facts, havneby, denmark, buyer_of_havneby, as_user):
    placed(havneby, denmark, headline="Care")
    address = "/p/dk/en/companies/havneby/edit/buying/"
    mine, theirs = as_user(buyer_of_havneby), as_user(buyer_of_havneby)
    opened = seen_on(mine, address)
    theirs.post(address, {"language": "da"} | seen_on(theirs, address) | {"needs": "Theirs"})

    refused = mine.post(address, {"language": "da"} | opened | {"needs": "Mine"})
    mine.post(address, {"language": "da"} | opened | {"approach": "Mine"})

    row = buying.buying_of(profile_of(havneby))
    assert (refused.status_code, row.needs, row.approach) == (409, "Theirs", "Mine")


def test_a_colleague_who_left_meanwhile_saves_nothing(draft, two, as_user, upes_ziburys) -> None:
    stranger = as_user(person("nobody@x.example", "Nobody"))
    opened = seen_on(two[0], ABOUT_PAGE)

    assert stranger.post(ABOUT_PAGE, TYPED | opened | {"headline": "X"}).status_code == 404
    assert reloaded(draft).headline == ABOUT["headline"]
