"""A company asks in Lithuanian, the buyer answers for all, and everybody can read and keep it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.ppi.kernel.pdf_text import text_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

LIST = "/p/dk/en/opportunities/?q=Havneby"
CALL = "Styring af 14.000 gadelamper"
ASKED = "Ar tinka žibintai su kitu valdikliu?"
ANSWER = "Ja, hvis de taler et åbent format."
PICTURES = os.environ.get("PPI_PICTURES", "")


def pictured(somebody, name: str) -> None:
    """A picture of the whole page, where somebody asked for pictures."""
    if PICTURES:
        somebody.page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)


def test_a_company_asks_and_everybody_reads_the_answer(visitor) -> None:
    seller, buyer, reader = (
        visitor(width=390, height=844),
        visitor(),
        visitor(width=390, height=844),
    )
    seller.signs_in("seller@upes-ziburys.example")
    address = asks(seller)
    answers(buyer)
    reads_and_keeps(reader, address)
    hears_of_it(seller, address)


def asks(seller) -> str:
    """From the list to the question; returns the address of the call."""
    seller.opens(LIST)
    seller.follows(CALL)
    address = seller.page.url
    seller.sees("The buyer answers for all.")
    seller.fits_the_screen()
    pictured(seller, "questions-390-ask")
    seller.clicks("Ask the buyer")
    seller.sees("This field is required.")
    seller.fills("Your question", ASKED)
    seller.page.locator("[name=language]").select_option("lt")
    seller.clicks("Ask the buyer")
    seller.sees("Your question is with the buyer, without your name.")
    own = seller.page.locator("#questions li", has_text=ASKED)
    expect(own).to_contain_text("Waiting for an answer")
    seller.fits_the_screen()
    pictured(seller, "questions-390-waiting")
    return address


def answers(buyer) -> None:
    """From the mail to the desk, and there for all."""
    buyer.signs_in("buyer@havneby.example")
    mail = buyer.reads_mail("buyer@havneby.example", CALL)
    assert ASKED in mail
    assert "Upė" not in mail
    buyer.opens("/p/dk/en/opportunities/mine/")
    buyer.sees("questions wait")
    pictured(buyer, "questions-1280-desk")
    buyer.page.locator("main a[href$='/questions/']", has_text=CALL).click()
    buyer.sees(ASKED)
    buyer.does_not_see("Upė")
    buyer.looks()
    buyer.page.locator("li", has_text=ASKED).get_by_role("link", name="Answer for all").click()
    buyer.clicks("Answer for all")
    buyer.sees("This field is required.")
    buyer.page.locator("[name=answer]").fill(ANSWER)
    pictured(buyer, "questions-1280-answer")
    buyer.clicks("Answer for all")
    buyer.sees("Everybody can read it now.")
    pictured(buyer, "questions-1280-list")
    buyer.follows("Back to the opportunity")
    buyer.fills("Note to your team", "Ask the road department about the other controllers.")
    buyer.clicks("Add the note")
    buyer.sees("Your team can read it now.")
    pictured(buyer, "questions-1280-page")


def reads_and_keeps(reader, address: str) -> None:
    """On a phone, without an account: the page and the document say the same."""
    reader.opens(address)
    shown = reader.page.locator("#questions")
    expect(shown).to_contain_text(ASKED)
    expect(shown).to_contain_text(ANSWER)
    reader.does_not_see("Upė")
    reader.does_not_see("Ask the road department")
    reader.fits_the_screen()
    pictured(reader, "questions-390-answered")
    with reader.page.expect_download() as download:
        shown.get_by_role("link", name="All as PDF").click()
    words = text_of(Path(download.value.path()).read_bytes())
    assert f"{ASKED} Answer {ANSWER}" in words
    assert "Buyer: Havneby Kommune" in words
    assert "Ask the road department" not in words


def hears_of_it(seller, address: str) -> None:
    mail = seller.reads_mail("seller@upes-ziburys.example", "Your question is answered")
    assert ANSWER in mail
    seller.opens(address)
    own = seller.page.locator("#questions li", has_text=ASKED)
    expect(own).to_contain_text("Answered")
