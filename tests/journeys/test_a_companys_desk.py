"""The seller of Upėnai takes up a call on the phone; a colleague writes the bid and sends it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

LIST = "/p/dk/en/opportunities/?q=Havneby"
DESK = "/p/dk/en/opportunities/desk/"
CALL = "Styring af 14.000 gadelamper"
COLLEAGUE = "The bid writer of Upėnai"
NOTE = "Galime 12 procentų pigiau."


def test_a_company_follows_up_a_call_from_its_page_to_what_was_sent(visitor) -> None:
    seller, colleague, buyer = (
        visitor(width=390, height=844, javascript=False),
        visitor(),
        visitor(),
    )
    seller.signs_in("seller@upes-ziburys.example")
    address = takes_it_up(seller)
    sends_it(colleague, address)
    knows_nothing(buyer, address)


def takes_it_up(seller) -> str:
    """Without JavaScript and on a phone; returns the address on the desk."""
    seller.opens(LIST)
    seller.follows(CALL)
    seller.clicks("Put it on our desk")
    seller.sees("It is on your desk. Your colleagues see it there.")
    seller.fits_the_screen()
    seller.clicks("Preparing our answer")
    seller.fills("Note to your team", NOTE)
    seller.clicks("Add the note")
    seller.sees(NOTE)
    seller.page.locator("[name=assignee]").select_option(label=COLLEAGUE)
    seller.clicks("Put it into these hands")
    seller.sees(f"put it into the hands of {COLLEAGUE}")
    return seller.page.url


def sends_it(colleague, address: str) -> None:
    """From the mail to the desk; what is sent stands there for all."""
    colleague.signs_in("bids@upes-ziburys.example")
    assert address.removeprefix(colleague.site + "/p/dk/en") in colleague.reads_mail(
        "bids@upes-ziburys.example", CALL
    )
    colleague.opens(DESK)
    colleague.page.locator("main").get_by_role("link", name=CALL).focus()
    colleague.page.keyboard.press("Enter")
    colleague.sees(NOTE)
    colleague.looks()
    colleague.clicks("Sent", exact=True)
    colleague.sees("moved it from «preparing our answer» to «sent»")
    colleague.opens(f"{DESK}?status=sent")
    expect(colleague.page.locator("#results")).to_contain_text(CALL)
    colleague.opens(LIST)
    colleague.sees("On our desk: sent")


def knows_nothing(buyer, address: str) -> None:
    buyer.signs_in("buyer@havneby.example")
    buyer.opens(LIST)
    buyer.does_not_see("On our desk")
    buyer.finds_nothing_at(address.removeprefix(buyer.site))
