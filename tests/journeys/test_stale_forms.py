"""A form whose token is no longer good costs nobody what they typed, with a script or without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ASSISTANT = "/p/dk/en/assistant/"
QUESTION = "What is an innovation partnership?"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_stands_there_again_and_is_answered(visitor, javascript) -> None:
    asker = visitor(javascript=javascript)
    asker.opens(ASSISTANT)
    asker.fills("Your question", QUESTION)
    asker.page.context.clear_cookies()
    asker.page.get_by_role("button", name="Ask", exact=True).click()

    asker.sees("Here is what you had typed. Nothing was sent yet.")
    expect(asker.page.locator("[name=question]")).to_have_value(QUESTION)
    assert {complaint.partition(" ")[0] for complaint in asker.complaints} == {"403"}
    asker.complaints.clear()
    asker.looks()
    asker.page.get_by_role("button", name="Ask", exact=True).click()
    expect(asker.page.locator("#answer")).to_be_visible()
    asker.looks()
