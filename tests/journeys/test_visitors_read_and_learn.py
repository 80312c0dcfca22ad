"""People without an organisation: a learner, a visitor with a phone, one without a mouse."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

COURSE = "/p/dk/en/courses/first-innovative-purchase/"
RIGHT = [
    "In 62 classrooms the air is bad after ten o'clock",
    "No, putting something new or significantly better into use is enough.",
    "Let it tender, and give everybody the same information and enough time.",
    "Innovation partnership",
    "Before the contract starts",
]
WRONG = ["We need 62 wall-mounted ventilation units", "Yes, innovation means that it is new"]


def test_the_learner_reads_without_an_account_and_completes_the_course_with_one(visitor) -> None:
    learner = visitor()
    read_the_first_lesson_and_sign_in(learner)
    read_both_lessons(learner)
    answer_too_little_then_wrongly(learner)
    pass_the_quiz(learner)


def read_the_first_lesson_and_sign_in(learner) -> None:
    learner.opens("/p/dk/en/courses/")
    learner.follows("Your first innovative purchase")
    learner.follows("Start the course")
    learner.sees("Five sentences that describe a need")
    learner.sees("Lesson 1 of 2")

    learner.follows("Sign in to keep your progress")
    learner.page.locator("[name=login]").fill("learner@metsalinn.example")
    learner.page.locator("[name=password]").fill("ppi-demonstration")
    learner.page.locator("main button[type=submit]").first.click()
    learner.page.wait_for_url("**/lessons/begin-with-the-need/")
    learner.sees("0 of 3 steps done")


def read_both_lessons(learner) -> None:
    learner.clicks("I have read this. Next: From need to purchase")
    learner.sees("Lesson 2 of 2")
    learner.sees("1 of 3 steps done")
    learner.clicks("I have read this. Next: Quiz")
    expect(learner.page.get_by_role("heading", level=1)).to_have_text("Quiz")


def answer_too_little_then_wrongly(learner) -> None:
    page = learner.page
    for answer in [*WRONG, *RIGHT[2:4]]:
        learner.ticks(answer)
    learner.clicks("Check my answers")

    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("When do you measure the present situation?")
    assert page.locator("main [type=radio]:checked").count() == 4
    summary.get_by_role("link").click()
    expect(page.get_by_label(RIGHT[4])).to_be_focused()

    learner.ticks(RIGHT[4])
    learner.clicks("Check my answers")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 of 5 right")
    learner.sees("Not passed yet")
    learner.sees("That is a product.")


def pass_the_quiz(learner) -> None:
    learner.follows("Try again")
    for answer in RIGHT:
        learner.ticks(answer)
    learner.clicks("Check my answers")
    learner.sees("5 of 5 right")
    learner.sees("Course completed")

    learner.opens("/p/dk/en/courses/mine/")
    learner.sees("Completed")
    learner.opens(COURSE)
    learner.sees("Read again")


def test_a_phone_without_javascript_reaches_everything(visitor) -> None:
    guest = visitor(width=390, height=844, javascript=False)
    search_from_home(guest)
    filter_and_take_a_filter_back(guest)
    read_it_in_another_language(guest)
    read_the_legal_texts(guest)
    the_form_refuses_a_robot(guest)


def search_from_home(guest) -> None:
    guest.waits_for("/p/dk/en/search/?q=street+lighting", "Styring af 14.000 gadelamper")
    guest.opens("/p/dk/en/")
    guest.page.locator("main [type=search]").fill("street lighting")
    guest.clicks("Search")
    guest.sees("Styring af 14.000 gadelamper")
    guest.fits_the_screen()


def filter_and_take_a_filter_back(guest) -> None:
    guest.clicks("Menu")
    guest.follows("Opportunities")
    guest.clicks("Filter")
    guest.ticks("Challenge")
    guest.ticks("Sweden")
    guest.clicks("Apply filters")
    guest.sees("Gå ut och hitta hem")
    guest.does_not_see("Styring af 14.000 gadelamper")

    guest.follows("Remove Sweden")
    assert "country" not in guest.page.url
    assert "kind=challenge" in guest.page.url
    guest.sees("Oma ovi löytyy")


def read_it_in_another_language(guest) -> None:
    guest.follows("Oma ovi löytyy")
    guest.sees("Original in Finnish.")
    guest.fits_the_screen()
    address = guest.page.url

    guest.clicks("Menu")
    guest.page.locator("#site-menu summary", has_text="English").click()
    guest.follows("Dansk")
    assert guest.page.url == address.replace("/en/", "/da/")
    expect(guest.page.locator("html")).to_have_attribute("lang", "da")
    guest.page.go_back()


def read_the_legal_texts(guest) -> None:
    for text in ("Terms of use", "Privacy notice", "Imprint", "Accessibility statement"):
        guest.follows(text, exact=True)
        expect(guest.page.get_by_role("heading", level=1)).to_have_text(text)
        guest.sees("in force since")


def the_form_refuses_a_robot(guest) -> None:
    guest.opens("/p/dk/en/account/signup/")
    guest.fills("Your name", "Robot")
    guest.fills("E-mail address", "robot@elsewhere.example")
    guest.page.locator("[name=password1]").fill("a sentence nobody guesses 42")
    guest.page.locator("[name=accept]").check()
    guest.page.locator("[name=website]").fill("https://spam.example", force=True)
    guest.clicks("Create account")
    guest.sees("A field that people do not see was filled in.")
    expect(guest.page.get_by_label("Your name")).to_have_value("Robot")
    guest.opens("/p/dk/en/demo/outbox/?q=robot@elsewhere.example")
    guest.sees("No mail yet")


def test_the_keyboard_alone_reaches_the_main_action(visitor) -> None:
    reader = visitor()
    reader.opens("/p/dk/en/opportunities/")
    skip_to_the_content(reader)
    menus_close_on_escape(reader)
    filter_by_keyboard(reader)
    reach_the_main_action_and_come_back(reader)


def skip_to_the_content(reader) -> None:
    reader.page.keyboard.press("Tab")
    expect(reader.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    sees_the_focus(reader)
    reader.page.keyboard.press("Enter")
    expect(reader.page.locator("main")).to_be_focused()


def menus_close_on_escape(reader) -> None:
    language = reader.page.locator("summary", has_text="English")
    language.focus()
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_role("link", name="Norsk bokmål")).to_be_visible()
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Escape")
    expect(reader.page.get_by_role("link", name="Norsk bokmål")).to_be_hidden()
    expect(language).to_be_focused()


def filter_by_keyboard(reader) -> None:
    reader.page.locator("main").focus()
    tabs_to(reader, reader.page.get_by_label("Challenge"))
    reader.page.keyboard.press("Space")
    reader.page.wait_for_url("**kind=challenge**")
    expect(reader.page.get_by_label("Challenge")).to_be_focused()

    tabs_to(reader, reader.page.get_by_role("searchbox"))
    reader.page.keyboard.type("demens")
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**q=demens**")
    reader.sees("1 found")
    reader.looks()


def reach_the_main_action_and_come_back(reader) -> None:
    listed = reader.page.url
    tabs_to(reader, reader.page.get_by_role("link", name="Gå ut och hitta hem"))
    reader.page.keyboard.press("Enter")
    reader.page.wait_for_url("**/opportunities/lindvik-hitta/")
    reader.looks()
    tabs_to(reader, reader.page.locator(".facts__action a"))

    reader.page.go_back()
    assert reader.page.url == listed
    expect(reader.page.get_by_label("Challenge")).to_be_checked()
    expect(reader.page.get_by_role("searchbox")).to_have_value("demens")
    reader.sees("1 found")


def tabs_to(reader, target, most: int = 60) -> None:
    """Press Tab until the target has the focus; every stop on the way must be seen."""
    for _stop in range(most):
        reader.page.keyboard.press("Tab")
        sees_the_focus(reader)
        if target.first.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{most} times Tab did not lead to {target}")


def sees_the_focus(reader) -> None:
    """What has the focus stands in the window, with a line around it."""
    stop = reader.page.evaluate(
        """() => {
            const at = document.activeElement, box = at.getBoundingClientRect();
            const lines = [at, ...at.querySelectorAll("*")].flatMap(
                (one) => [null, "::after"].map((part) => getComputedStyle(one, part)));
            const drawn = lines.some((style) =>
                style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
            const shown = box.bottom > 0 && box.top < innerHeight && box.width > 0;
            return {drawn: drawn || lines[0].boxShadow !== "none", shown, words: at.outerHTML};
        }"""
    )
    assert stop["drawn"], stop["words"][:200]
    assert stop["shown"], stop["words"][:200]


def test_the_assistant_quotes_what_is_published_and_admits_what_is_not(visitor) -> None:
    guest = visitor()
    guest.waits_for("/p/dk/en/search/?q=innovation+partnership", "Which procedure fits")
    guest.opens("/p/dk/en/assistant/")
    ask(guest, "When does an innovation partnership fit?")
    answer = guest.page.locator("#answer")
    quote = answer.locator("blockquote").first.inner_text().removesuffix(" …")
    answer.get_by_role("link").first.click()
    guest.page.wait_for_load_state()
    guest.looks()
    assert plain(quote) in plain(guest.page.locator("main").inner_text())

    guest.opens("/p/dk/en/assistant/")
    ask(guest, "Which football club won the cup in Brazil?")
    guest.sees("I have found nothing published here that answers this")
    assert guest.page.locator("#answer blockquote").count() == 0
    guest.looks()


def ask(guest, question: str) -> None:
    guest.fills("Your question", question)
    guest.page.get_by_role("button", name="Ask").click()
    expect(guest.page.locator("#answer")).to_be_visible()
    guest.looks()


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
