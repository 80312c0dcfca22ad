"""A call below the threshold is corrected twice and closed early; everybody reads what moved."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

LIST = "/p/dk/en/opportunities/?q=Havneby"
CALL = "Møbler til det nye rådhus"
PICTURES = os.environ.get("PPI_PICTURES", "")


def pictured(somebody, name: str) -> None:
    """A picture of the whole page, where somebody asked for pictures."""
    if PICTURES:
        somebody.page.screenshot(path=Path(PICTURES, f"{name}.png"), full_page=True)


def test_a_call_is_corrected_twice_and_its_difference_can_be_read(visitor) -> None:
    buyer, company = visitor(), visitor(width=390, height=844)
    buyer.signs_in("buyer@havneby.example")
    opens_the_call(buyer)
    address = buyer.page.url

    corrects(buyer, "The first text forgot the gymnasium.", known="Two workshops have asked us.")
    corrects(buyer, "The school holidays came in between.", later=14)
    company.opens(address)
    company.sees("Corrected on")
    company.sees("Deadline moved from")
    company.fits_the_screen()
    pictured(company, "corrected-390")
    reads_the_versions(company)

    buyer.opens(address)
    closes_early(buyer)
    company.opens(address)
    company.sees("Closed before its deadline")
    company.sees("We have all the answers we can read.")
    pictured(company, "closed-390")


def opens_the_call(buyer) -> None:
    buyer.opens(LIST)
    buyer.follows(CALL)
    buyer.sees("Below threshold")


def corrects(buyer, reason: str, *, known: str = "", later: int = 0) -> None:
    buyer.clicks("Correct", exact=True)
    buyer.fills("Why do you correct it?", reason)
    buyer.clicks("Save and continue")
    draft = re.sub(r"/edit/.*", "", buyer.page.url)
    if known:
        buyer.opens(f"{draft}/edit/known/")
        buyer.page.locator("[name=known]").fill(known)
    if later:
        buyer.opens(f"{draft}/edit/time/")
        day = timezone.localdate() + timedelta(days=15 + later)
        buyer.page.locator("[name=deadline_0]").fill(str(day))
    buyer.clicks("Save and continue")
    buyer.opens(f"{draft}/check/")
    buyer.sees("What your correction changes")
    pictured(buyer, f"check-{'later' if later else 'known'}-1280")
    buyer.clicks("Publish the correction")
    buyer.sees("The correction is public.")


def reads_the_versions(company) -> None:
    company.follows("All versions")
    company.fits_the_screen()
    pictured(company, "versions-390")
    expect(company.page.locator(".row")).to_have_count(5)
    company.follows("Version 4")
    company.sees("This is an earlier version. It no longer counts.")
    company.sees("The first text forgot the gymnasium.")
    expect(company.page.locator("ins")).to_contain_text("Two workshops have asked us.")
    company.fits_the_screen()
    pictured(company, "version-390")


def closes_early(buyer) -> None:
    buyer.page.get_by_text("End it").click()
    buyer.follows("Close before the deadline")
    pictured(buyer, "end-1280")
    buyer.fills("Why?", "We have all the answers we can read.")
    buyer.clicks("Close before the deadline")
    buyer.sees("It is closed.")
    pictured(buyer, "closed-1280")
