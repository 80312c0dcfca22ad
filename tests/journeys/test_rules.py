"""Somebody without an account wants to know which rules apply to a purchase."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

RULES = "/p/dk/en/rules/"
PICTURES = os.environ.get("PPI_PICTURES", "")


def pictured(reader, name: str) -> None:
    """A picture of the whole page, where somebody asked for pictures."""
    if PICTURES:
        reader.page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)


def test_the_answer_follows_while_the_value_is_typed(visitor) -> None:
    reader = visitor()
    reader.opens(RULES)
    reader.sees("The answer appears here")
    pictured(reader, "empty-1280")

    reader.page.get_by_label("Currency").select_option("EUR")
    reader.page.get_by_label("Estimated value").press_sequentially("215999")
    answer = reader.page.locator("#answer")
    expect(answer).to_contain_text("215,999 € lies below the EU threshold")
    expect(reader.page.locator("#announcer")).to_contain_text("lies below the EU threshold")

    reader.page.get_by_label("Estimated value").fill("300,000")
    expect(answer).to_contain_text("300,000 € reaches the EU threshold")
    expect(answer.get_by_role("table")).to_contain_text("Open procedure")
    reader.ticks("It does not exist yet")
    expect(answer.get_by_role("heading", level=3).first).to_have_text("Innovation partnership")
    reader.looks()
    pictured(reader, "answer-1280")

    # The address holds the question: it opens with the same answer for somebody else.
    assert "value=300%2C000" in reader.page.url
    somebody_else = visitor(width=390, height=800)
    somebody_else.opens(reader.page.url)
    somebody_else.sees("300,000 € reaches the EU threshold")
    somebody_else.fits_the_screen()
    pictured(somebody_else, "answer-390")
    somebody_else.follows("Innovation partnership")
    expect(somebody_else.page.get_by_role("heading", level=1)).to_have_text(
        "Innovation partnership"
    )
    somebody_else.fits_the_screen()
    pictured(somebody_else, "procedure-390")


def test_a_mistake_is_told_beside_the_form_and_at_its_field(visitor) -> None:
    reader = visitor()
    reader.opens(RULES)
    reader.page.get_by_label("Estimated value").fill("a lot")
    expect(reader.page.locator("#answer")).to_contain_text("Write the amount in digits")
    reader.looks()

    reader.clicks("Show the rules")
    expect(reader.page.locator("[data-error-summary]")).to_be_focused()
    expect(reader.page.get_by_label("Estimated value")).to_have_value("a lot")
    pictured(reader, "mistake-1280")


def test_without_javascript_and_on_a_small_phone_lots_and_urgency_are_asked_too(visitor) -> None:
    reader = visitor(width=320, height=640, javascript=False)
    reader.opens(RULES)
    reader.page.get_by_text("It is divided into lots").click()
    reader.page.get_by_label("Value of each lot").fill("150000\n70000\n15000")
    reader.page.get_by_label("Currency").select_option("EUR")
    reader.page.get_by_text("What changes the time limits").click()
    reader.ticks("It is urgent")
    reader.clicks("Show the rules")

    reader.sees("235,000 € reaches the EU threshold")
    reader.sees("15 days")
    expect(reader.page.get_by_label("Value of each lot")).to_have_value("150000\n70000\n15000")
    reader.fits_the_screen()
    pictured(reader, "lots-320")


def test_the_footer_leads_to_the_rules_and_from_there_to_the_procedures(visitor) -> None:
    reader = visitor()
    reader.opens("/p/dk/en/library/")
    reader.follows("Which rules apply to my purchase?")
    reader.follows("Read about the procedures first")
    pictured(reader, "procedures-1280")
    reader.follows("Restricted procedure")
    reader.sees("Minimum time limits")
    pictured(reader, "procedure-1280")
    reader.follows("Does it fit my purchase?")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(
        "Which rules apply to my purchase?"
    )
