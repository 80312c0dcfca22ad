"""A company says what is not for it; its list follows, the buyer reads sums, the portal weighs."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_a_company_answers_and_takes_it_back_on_a_phone(visitor) -> None:
    seller = visitor(width=390, height=844)
    seller.signs_in("seller@upes-ziburys.example")
    seller.waits_for("/p/dk/en/for-you/", "Not for us")
    page = seller.opens("/p/dk/en/for-you/")
    seller.fits_the_screen()
    title = page.locator(".row__title").first.inner_text()

    page.get_by_role("link", name=f"Not for us: {title}").click()
    seller.sees("Why is it not for you?")
    seller.fits_the_screen()
    seller.ticks("Not now")
    seller.clicks("Set it aside")
    seller.does_not_see(title)

    seller.follows("What you told us")
    seller.sees(title)
    seller.fits_the_screen()
    page.get_by_role("button", name=f"Take back what you said of {title}").click()
    seller.opens("/p/dk/en/for-you/")
    seller.sees(title)


def test_a_buyer_reads_how_many_companies_it_reaches_and_what_helps(visitor) -> None:
    buyer = visitor()
    buyer.signs_in("buyer@havneby.example")
    buyer.opens("/p/dk/en/opportunities/havneby-gadelys-udbud/")
    buyer.sees("How many companies it reaches")
    buyer.sees("Who opens this page is not tracked.")
    buyer.fits_the_screen()


def test_a_moderator_decides_what_counts(visitor) -> None:
    moderator = visitor(width=320, height=640)
    moderator.signs_in("moderator@ppi-danmark.example")
    moderator.opens("/p/dk/en/for-you/weights/")
    moderator.fits_the_screen()
    moderator.fills("Region", "61")
    moderator.clicks("Save and match anew")
    moderator.sees("less than or equal to 60")
    moderator.fills("Region", "20")
    moderator.clicks("Save and match anew")
    moderator.sees("Your companies are matched anew in the background.")
    moderator.follows("What companies say")
    moderator.fits_the_screen()
