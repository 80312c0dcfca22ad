"""A company saves a search and stars a call: one alert with its reason, and a date that moves."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

BUYER, SELLER = "buyer@vesterlund-forsyning.example", "seller@skumring-lys.example"
CALL = "Find lækagen, før vandet når overfladen"
SEARCH = "/p/dk/en/search/"
# When the demonstration's call ends, and by how much it moves.
IN_DAYS, LATER = 24, 14


def test_a_company_hears_once_and_why_and_its_calendar_follows(visitor) -> None:
    buyer, seller = visitor(), visitor(width=390, height=844)
    seller.signs_in(SELLER)
    saves_a_search(seller)
    wants_mails_at_once(seller)
    address = stars_the_call(seller)
    before = dates_in_the_calendar(seller)

    buyer.signs_in(BUYER)
    moves_the_deadline(buyer, address)

    reads_the_alert(seller)
    reads_the_bell(seller)
    after = dates_in_the_calendar(seller)
    old, new = (timezone.localdate() + timedelta(days=days) for days in (IN_DAYS, IN_DAYS + LATER))
    assert after.count(old) == before.count(old) - 1
    assert after.count(new) == before.count(new) + 1
    sees_the_numbers(buyer, address)


def saves_a_search(seller) -> None:
    seller.opens(f"{SEARCH}?q=hundesnude")
    seller.sees("Nothing")
    seller.follows("Save this search")
    seller.fits_the_screen()
    seller.clicks("Save", exact=True)
    seller.opens("/p/dk/en/for-you/searches/")
    seller.sees("hundesnude")
    seller.fits_the_screen()


def wants_mails_at_once(seller) -> None:
    seller.opens("/p/dk/en/notifications/")
    seller.page.locator("[name='found.mail']").select_option("now")
    seller.fits_the_screen()
    seller.clicks("Save", exact=True)
    expect(seller.page.locator("[name='found.mail']")).to_have_value("now")


def stars_the_call(seller) -> str:
    seller.opens(f"/p/dk/en/opportunities/?q={CALL[:12]}")
    seller.follows(CALL)
    seller.page.get_by_role("button", name="Star", exact=True).first.click()
    expect(seller.page.get_by_role("button", name="Take the star off").first).to_be_visible()
    seller.looks()
    return seller.page.url


def dates_in_the_calendar(seller) -> list:
    """The days of all entries, as a calendar that knows nothing but the address reads them."""
    seller.opens("/p/dk/en/for-you/stars/")
    seller.fits_the_screen()
    address = seller.page.get_by_label("Your secret address").input_value()
    calendar = seller.page.request.get(address)
    assert calendar.headers["content-type"].startswith("text/calendar")
    days = re.findall(r"DTSTART[^:]*:(\d{8})", calendar.text())
    return sorted(timezone.datetime.strptime(day, "%Y%m%d").date() for day in days)


def moves_the_deadline(buyer, address: str) -> None:
    buyer.opens(address)
    buyer.clicks("Correct", exact=True)
    buyer.fills("Why do you correct it?", "We have met somebody with a dog.")
    buyer.clicks("Save and continue")
    draft = re.sub(r"/edit/.*", "", buyer.page.url)
    buyer.opens(f"{draft}/edit/known/")
    buyer.page.locator("[name=known]").fill("En hundesnude har fundet to lækager på en formiddag.")
    buyer.clicks("Save and continue")
    buyer.opens(f"{draft}/edit/time/")
    day = timezone.localdate() + timedelta(days=IN_DAYS + LATER)
    buyer.page.locator("[name=deadline_0]").fill(str(day))
    buyer.clicks("Save and continue")
    buyer.opens(f"{draft}/check/")
    buyer.clicks("Publish the correction")
    buyer.sees("The correction is public.")


def reads_the_alert(seller) -> None:
    """In the reader's language, which is Danish: what is new, why, and how it ends."""
    alert = seller.reads_mail(SELLER, "Nyt til dig")
    assert CALL in alert
    assert "hundesnude" in alert
    assert len(re.findall(r"/stop/", alert)) >= 2
    change = seller.reads_mail(SELLER, f"Ændret: {CALL}")
    assert "We have met somebody with a dog." in change


def reads_the_bell(seller) -> None:
    seller.opens("/p/dk/en/notifications/news/")
    seller.sees(CALL)
    seller.sees("Your search «hundesnude» finds it.")
    seller.sees("You starred it.")
    seller.fits_the_screen()
    seller.clicks("Mark all as read")
    seller.does_not_see("Unread")


def sees_the_numbers(buyer, address: str) -> None:
    buyer.opens(address)
    buyer.sees("How many companies it reaches")
    buyer.sees("Companies that starred it")
    buyer.sees("You learn how many, never who.")
