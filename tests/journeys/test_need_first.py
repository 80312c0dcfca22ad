"""A procurer who only knows the need: eight questions, and the platform says what comes of them."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

NEED = "Nobody knows when a bin is full. We want 300 sensors of the brand Binly or equivalent."


def test_eight_questions_come_to_a_procedure_and_a_specification(visitor) -> None:
    """On a phone."""
    procurer = visitor(width=390, height=844)
    begin(procurer)
    answer_the_questions(procurer)

    procurer.fits_the_screen()
    procurer.sees("300,000 € reaches the EU threshold of 216,000 €")
    procurer.sees("«of the brand Binly or equivalent»")
    procurer.sees("Our advice: Competitive procedure with negotiation")
    procurer.sees("Article 26(4)(a)(ii) of Directive 2014/24/EU")
    draft = procurer.page.locator("[name=specification]").input_value()
    assert "- Half as many trips." in draft
    procurer.page.locator("[name=specification]").fill(draft + "\n\nOur own last line.")
    procurer.clicks("Save and continue")

    procurer.page.go_back()
    procurer.clicks("Draft it anew from my answers")
    procurer.sees("Nothing is replaced yet.")
    procurer.page.reload()
    procurer.page.goto(procurer.page.url)
    assert "Our own last line." in procurer.page.locator("[name=specification]").input_value()


def test_lots_and_criteria_are_written_without_javascript(visitor) -> None:
    procurer = visitor(javascript=False)
    begin(procurer)
    base = procurer.page.url.rsplit("/edit/", 1)[0].removeprefix(procurer.site)

    procurer.opens(f"{base}/edit/lots/")
    procurer.page.locator("[name=lots-0-title]").fill("Harbour")
    procurer.clicks("Add another lot")
    procurer.page.locator("[name=lots-1-title]").fill("Town")
    procurer.clicks("Add another lot")
    procurer.page.locator("[name=lots-2-title]").fill("Villages")
    procurer.clicks("Remove Lot 2")
    procurer.page.locator("[name=lots-2-title]").press("Enter")
    procurer.looks()
    procurer.sees("How tenders are compared")

    procurer.page.locator("[name=award-0-name]").fill("Price")
    procurer.page.locator("[name=award-0-weight]").fill("90")
    procurer.page.get_by_role("button", name="Save and continue").last.click()
    procurer.looks()
    procurer.sees("The weights make 90 percent; they must make 100.")
    procurer.page.locator("[name=award-0-weight]").fill("100")
    procurer.page.get_by_role("button", name="Save and continue").last.click()

    procurer.opens(f"{base}/edit/lots/")
    titles = procurer.page.locator("[name$=-title]")
    assert [titles.nth(n).input_value() for n in range(titles.count())] == ["Harbour", "Villages"]


def begin(procurer) -> None:
    procurer.signs_in("buyer@havneby.example")
    procurer.opens("/p/dk/en/opportunities/new/")
    procurer.page.locator("[name=language]").select_option("en")
    procurer.fills("What do you need, in one line?", "Know when a bin is full")
    procurer.clicks("Save and continue")


def answer_the_questions(procurer) -> None:
    answers = {"need": NEED, "who": "Two drivers and 900 homes.", "outcome": "Half as many trips."}
    for name, text in answers.items():
        procurer.page.locator(f"[name={name}]").fill(text)
        procurer.clicks("Save and continue")
    procurer.clicks("Save and continue")
    procurer.page.locator("[name=novelty][value=new-combination]").check()
    procurer.page.locator("[name=strategic][value=env-imp]").check()
    procurer.clicks("Save and continue")
    procurer.page.locator("[name=value]").fill("300000")
    procurer.page.locator("[name=currency]").select_option("EUR")
    procurer.page.locator("[name=contract][value=supplies]").check()
    procurer.clicks("Save and continue")
    procurer.page.locator("[name=deadline_0]").fill("2031-06-03")
    procurer.page.locator("[name=deadline_1]").fill("12:00")
    procurer.sees("Ask companies to send their questions by")
    procurer.clicks("Save and continue")
    procurer.clicks("Save and continue")
