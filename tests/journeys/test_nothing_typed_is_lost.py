"""A page of the form survives a closed tab, a colleague at the same page, and a lost session."""

from __future__ import annotations

import psycopg
import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

BUYER, COLLEAGUE = "buyer@havneby.example", "editor@havneby.example"
NEED = "Nobody knows when the quay is slippery."


@pytest.fixture
def end_session(servers_and_database):
    """End somebody's session on the server; their browser does not know it."""

    def end(visitor) -> None:
        cookies = visitor.page.context.cookies()
        [key] = [cookie["value"] for cookie in cookies if cookie["name"] == "ppi_session"]
        with psycopg.connect(servers_and_database["DATABASE_URL"]) as database:
            ended = database.execute("DELETE FROM django_session WHERE session_key = %s", [key])
            assert ended.rowcount == 1

    return end


def begins(procurer, title: str) -> str:
    """A new draft; the path under which its pages stand."""
    procurer.signs_in(BUYER)
    procurer.opens("/p/dk/en/opportunities/new/")
    procurer.fills("What do you need, in one line?", title)
    procurer.clicks("Save and continue")
    return procurer.page.url.removeprefix(procurer.site).removesuffix("problem/")


def field(visitor, name: str):
    return visitor.page.locator(f"[name={name}]")


def status(visitor):
    return visitor.page.locator("[data-autosave]")


def is_saved(visitor) -> None:
    expect(status(visitor).locator("[data-typing=saved]")).to_contain_text("Saved ")


def refused(visitor, code: int) -> None:
    """An answer of this kind was meant to be."""
    expected = [line for line in visitor.complaints if line.startswith(f"{code} ")]
    assert expected
    for line in expected:
        visitor.complaints.remove(line)


def finds(visitor, path: str, need: str) -> None:
    """Open the page, again where what was sent on leaving is still on its way."""
    for _attempt in range(20):
        visitor.page.goto(visitor.site + path, wait_until="networkidle")
        if field(visitor, "need").input_value() == need:
            return
    raise AssertionError(field(visitor, "need").input_value())


def test_a_tab_that_is_closed_without_saving_costs_nothing(visitor) -> None:
    procurer = visitor(width=390, height=844)
    pages = begins(procurer, "Know when the quay is slippery")
    field(procurer, "need").press_sequentially(NEED)
    is_saved(procurer)
    expect(status(procurer).get_by_role("status")).to_contain_text("Saved ")
    procurer.looks()
    procurer.fits_the_screen()
    # The last words are sent as the tab closes.
    field(procurer, "need").press_sequentially(" And nobody salts it.")
    tab = procurer.page.context.new_page()
    procurer.page.close(run_before_unload=True)

    procurer.page = tab
    finds(procurer, f"{pages}problem/", f"{NEED} And nobody salts it.")
    procurer.looks()
    procurer.sees("and did not save it.")
    procurer.opens(f"{pages.removesuffix('edit/')}check/")
    procurer.sees("Typed, and not saved")
    procurer.page.locator("main").get_by_role("link", name="The problem").last.click()
    procurer.clicks("Discard what I typed")
    expect(field(procurer, "need")).to_have_value("")


def test_two_at_one_page_are_told_and_choose(visitor) -> None:
    first, second = visitor(), visitor()
    pages = begins(first, "Two at one page")
    second.signs_in(COLLEAGUE)
    second.opens(f"{pages}problem/")
    expect(status(second)).to_contain_text("is writing on this page too.")
    field(first, "need").press_sequentially("The first.")
    expect(status(first)).to_contain_text("is writing on this page too.")
    field(second, "need").fill("The second.")
    is_saved(second)

    first.clicks("Save and continue")
    field(second, "need").fill("The second one.")
    expect(status(second)).to_contain_text("saved this page after you opened it")
    second.looks()
    second.page.get_by_role("button", name="Save and continue").click()
    second.sees("Two have written on this page")
    refused(second, 409)
    second.looks()
    second.fits_the_screen()
    second.sees("The first.")

    field(second, "need").fill("The first. The second one.")
    second.clicks("Keep mine")
    first.opens(f"{pages}problem/")
    expect(field(first, "need")).to_have_value("The first. The second one.")


def test_theirs_is_taken_without_a_script_too(visitor) -> None:
    first, second = visitor(javascript=False), visitor(javascript=False, width=320, height=700)
    pages = begins(first, "Without a script")
    second.signs_in(COLLEAGUE)
    second.opens(f"{pages}lots/")
    first.opens(f"{pages}lots/")
    for who, title in ((first, "The first."), (second, "The second.")):
        field(who, "lots-0-title").fill(title)
        who.page.get_by_role("button", name="Save and continue").last.click()

    second.sees("Two have written on this page")
    refused(second, 409)
    second.looks()
    second.fits_the_screen()
    second.clicks("Take theirs")
    expect(field(second, "lots-0-title")).to_have_value("The first.")


def test_a_session_lost_in_mid_form_is_found_again(visitor, end_session) -> None:
    procurer = visitor()
    pages = begins(procurer, "Signed out in mid-form")
    field(procurer, "need").fill(NEED)
    end_session(procurer)
    procurer.clicks("Save and continue")

    procurer.page.locator("[name=login]").fill(BUYER)
    procurer.page.locator("[name=password]").fill("ppi-demonstration")
    procurer.page.locator("main button[type=submit]").first.click()
    procurer.page.wait_for_url(f"**{pages}problem/")
    procurer.looks()
    expect(field(procurer, "need")).to_have_value(NEED)
    procurer.sees("Here is what you had typed.")
    procurer.clicks("Save and continue")
    procurer.opens(f"{pages}problem/")
    expect(field(procurer, "need")).to_have_value(NEED)
    procurer.does_not_see("and did not save it.")


def test_who_is_signed_out_while_typing_signs_in_beside_it_and_goes_on(
    visitor, end_session
) -> None:
    procurer = visitor()
    pages = begins(procurer, "Signed out while typing")
    procurer.opens(f"{pages}value/")
    end_session(procurer)
    field(procurer, "value").press_sequentially("90000")
    expect(status(procurer)).to_contain_text("Not saved: you are signed out.")
    procurer.looks()

    with procurer.page.context.expect_page() as opened:
        status(procurer).get_by_role("link", name="Sign in in a new tab").click()
    beside = opened.value
    beside.locator("[name=login]").fill(BUYER)
    beside.locator("[name=password]").fill("ppi-demonstration")
    beside.locator("main button[type=submit]").first.click()
    beside.wait_for_url(lambda url: "/login/" not in url)
    procurer.page.bring_to_front()

    is_saved(procurer)
    refused(procurer, 403)
    expect(field(procurer, "value")).to_have_value("90000")
    field(procurer, "contract").first.check()
    procurer.clicks("Save and continue")
    procurer.opens(f"{pages}value/")
    expect(field(procurer, "value")).to_have_value("90000")


def test_without_a_connection_it_says_so_and_tries_again(visitor) -> None:
    procurer = visitor()
    begins(procurer, "Without a connection")
    procurer.page.context.set_offline(True)
    field(procurer, "need").fill(NEED)
    expect(status(procurer)).to_contain_text("Not saved: there is no connection.")

    procurer.page.context.set_offline(False)
    is_saved(procurer)
    procurer.looks()
