"""One purchase, from a need that nobody has named to what was bought and what came of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.ppi.kernel.pdf_text import text_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

BUYER, SELLER = "buyer@sundstrup.example", "seller@regnport.example"
TITLE = "Know when the school paths are icy"
NEED = "Staff drive out at four in the morning to feel whether the paths are slippery."
REASON = "Lowest price for the function asked for."
ASKED = "May the sensors stand in the neighbours' hedges?"
ANSWER = "No, only on the municipality's own posts."


def test_a_need_becomes_a_call_with_lots_is_asked_about_and_awarded(visitor, tmp_path) -> None:
    buyer, seller, moderator = visitor(), visitor(width=390, height=844), visitor()
    moderator.signs_in("moderator@ppi-danmark.example")
    buyer.signs_in(BUYER)
    answers_eight_questions(buyer)
    makes_a_call_of_it(buyer)
    divides_it(buyer)
    weighs_the_answers(buyer)
    adds_documents(buyer, tmp_path)
    buyer.clicks("Send to the moderators")
    buyer.sees("Sent to the moderators")
    is_published(moderator)

    seller.signs_in(SELLER)
    address = reads_the_call(seller)
    asks(seller)
    answers(buyer, address)
    reads_the_answer(seller, address)

    buyer.opens(address)
    closes_it(buyer)
    tells_the_result(buyer)
    is_published(moderator)
    reads_the_result(seller, address)


def answers_eight_questions(buyer) -> None:
    buyer.opens("/p/dk/en/opportunities/new/")
    buyer.fills("What do you need, in one line?", TITLE)
    buyer.clicks("Save and continue")
    says(buyer, need=NEED)
    says(buyer, who="Four drivers, and 2,300 children.")
    says(buyer, outcome="Half as many trips. A warning an hour before the ice.")
    says(buyer, known="Two towns measure the surface from posts.")
    buyer.page.locator("[name=novelty][value=new-combination]").check()
    buyer.page.locator("[name=innovation][value=prod-innov]").check()
    buyer.page.locator("[name=strategic][value=inn-pur]").check()
    buyer.clicks("Save and continue")
    buyer.page.locator("[name=currency]").select_option("EUR")
    buyer.page.locator("[name=contract][value=supplies]").check()
    says(buyer, value="300000")
    says(buyer, deadline_0="2031-06-03", deadline_1="12:00")
    buyer.clicks("Save and continue")


def says(buyer, **fields: str) -> None:
    for name, text in fields.items():
        buyer.page.locator(f"[name={name}]").fill(text)
    buyer.clicks("Save and continue")


def makes_a_call_of_it(buyer) -> None:
    buyer.sees("300,000 € reaches the EU threshold of 216,000 €")
    buyer.sees("Our advice: Competitive procedure with negotiation")
    buyer.clicks("Save and continue")
    buyer.page.locator("[name=cpv_search]").fill("34928500")
    buyer.clicks("Save and continue")


def divides_it(buyer) -> None:
    """Three lots, of which the smallest may go below the threshold."""
    for number, (title, value) in enumerate([("North", 140_000), ("South", 130_000)]):
        buyer.page.locator(f"[name=lots-{number}-title]").fill(title)
        buyer.page.locator(f"[name=lots-{number}-value]").fill(str(value))
        buyer.clicks("Add another lot")
    buyer.page.locator("[name=lots-2-title]").fill("The island")
    buyer.page.locator("[name=lots-2-value]").fill("30000")
    buyer.sees("may be left out of the directive: 3")
    buyer.page.get_by_role("button", name="Save and continue").last.click()
    buyer.looks()


def weighs_the_answers(buyer) -> None:
    buyer.page.locator("[name=award-0-name]").fill("Warns in time")
    buyer.page.locator("[name=award-0-weight]").fill("100")
    buyer.page.get_by_role("button", name="Save and continue").last.click()
    buyer.looks()
    buyer.clicks("Save and continue")


def adds_documents(buyer, tmp_path) -> None:
    files = [tmp_path / "paths.pdf", tmp_path / "winters.csv"]
    files[0].write_bytes(b"%PDF-1.7\n%a small map of the paths\n%%EOF\n")
    files[1].write_text("winter,icy mornings\n2029,41\n")
    buyer.page.locator("[name=files]").set_input_files(files)
    buyer.clicks("Save and continue")
    buyer.sees("paths.pdf")
    buyer.sees("winters.csv")
    buyer.clicks("Save and continue")


def is_published(moderator) -> None:
    moderator.waits_for("/p/dk/en/moderation/", TITLE)
    moderator.follows(TITLE)
    moderator.page.locator("button[value=publish]").click()
    moderator.does_not_see(TITLE)
    moderator.looks()


def reads_the_call(seller) -> str:
    seller.opens("/p/dk/en/opportunities/?q=icy")
    seller.follows(TITLE)
    for shown in (NEED, "North", "South", "The island", "Warns in time", "Above EU threshold"):
        seller.sees(shown)
    seller.fits_the_screen()
    with seller.page.expect_download() as download:
        seller.page.get_by_role("link", name="winters.csv").click()
    assert Path(download.value.path()).read_text() == "winter,icy mornings\n2029,41\n"
    return seller.page.url


def asks(seller) -> None:
    seller.fills("Your question", ASKED)
    seller.clicks("Ask the buyer")
    seller.sees("Your question is with the buyer, without your name.")


def answers(buyer, address: str) -> None:
    buyer.opens(f"{address}questions/")
    buyer.page.locator("li", has_text=ASKED).get_by_role("link", name="Answer for all").click()
    buyer.page.locator("[name=answer]").fill(ANSWER)
    buyer.clicks("Answer for all")
    buyer.sees("Everybody can read it now.")


def reads_the_answer(seller, address: str) -> None:
    seller.opens(address)
    shown = seller.page.locator("#questions")
    expect(shown).to_contain_text(ANSWER)
    with seller.page.expect_download() as download:
        shown.get_by_role("link", name="All as PDF").click()
    assert f"{ASKED} Answer {ANSWER}" in text_of(Path(download.value.path()).read_bytes())


def closes_it(buyer) -> None:
    buyer.page.get_by_text("End it").click()
    buyer.follows("Close before the deadline")
    buyer.fills("Why?", "Everybody we know of has answered.")
    buyer.clicks("Close before the deadline")
    buyer.sees("It is closed.")


def tells_the_result(buyer) -> None:
    buyer.clicks("Tell the result")
    draft = re.sub(r"/(edit|check)/.*", "", buyer.page.url)
    buyer.opens(f"{draft}/edit/awards/")
    first = "[name=awards-0-{}]".format
    buyer.page.locator(first("winner_name")).fill("Glatføre Målere ApS")
    buyer.page.locator(first("value")).fill("281000")
    buyer.page.locator(first("reason")).fill(REASON)
    buyer.page.get_by_role("button", name="Save and continue").last.click()
    buyer.looks()
    buyer.opens(f"{draft}/check/")
    buyer.clicks("Send to the moderators")
    buyer.sees("Sent to the moderators")


def reads_the_result(seller, address: str) -> None:
    """The call tells its whole story, and leads to who won and why."""
    seller.opens(address)
    story = seller.page.get_by_role("list", name="The story of this purchase")
    for told in ("Closed before its deadline", "Awarded", "Result"):
        expect(story).to_contain_text(told)
    seller.follows("Read the result")
    for shown in ("Glatføre Målere ApS", "281,000 €", REASON):
        seller.sees(shown)
    seller.fits_the_screen()
    seller.looks()
