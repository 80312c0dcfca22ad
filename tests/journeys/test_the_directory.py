"""Buyers find companies they would not have met, and write to people who agreed to it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LIST = "/p/dk/en/companies/"
OWN = f"{LIST}skumring-lys/"


@pytest.mark.parametrize("options", [{}, {"javascript": False, "width": 390}])
def test_a_buyer_finds_a_company_by_need_region_and_stage(visitor, options) -> None:
    buyer = visitor(**options)
    buyer.opens(f"{LIST}?q=gaden&stage=market")
    buyer.follows("Show on the map")
    buyer.fits_the_screen()
    table = buyer.page.get_by_role("table")
    with buyer.page.expect_navigation():
        table.get_by_role("link", name="regions – Denmark").click()
    buyer.looks()
    buyer.fits_the_screen()
    with buyer.page.expect_navigation():
        buyer.page.get_by_role("table").get_by_role("link", name="Nordjylland").press("Enter")
    buyer.looks()

    buyer.follows("Skumring Lys")
    buyer.fits_the_screen()
    for said in ("Salg til kommuner", "Shown with their consent of", "ISO 14001", "Read the proof"):
        buyer.sees(said)


def test_a_seller_takes_the_consent_back_and_the_badge_along(visitor) -> None:
    seller = visitor(width=390)
    seller.signs_in("seller@skumring-lys.example")
    seller.opens(f"{OWN}edit/share/")
    expect(seller.page.get_by_role("img", name="profile on")).to_be_visible()
    seller.fits_the_screen()

    seller.opens(f"{OWN}edit/contacts/")
    seller.clicks("Take my consent back")
    seller.sees("is no longer shown.")
    seller.opens(OWN)
    seller.does_not_see("Salg til kommuner")

    seller.opens(f"{OWN}edit/contacts/")
    seller.page.get_by_label("What you do there").fill("Salg til kommuner")
    seller.page.locator("[name=agreed]").check()
    seller.clicks("Show me")
    seller.sees("You are shown on the profile.")
