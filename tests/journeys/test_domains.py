"""A portal under its sub-domain and on a domain of its own: reading, signing in, signing out."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from ppi.embedded import steps
from tests.journeys.conftest import OWN_DOMAIN, PASSWORD, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ANSWERS_AT = (
    "from ppi.portals.models import Portal; Portal.objects.filter(slug='lt').update(host='{}')"
)


@pytest.fixture
def own_domain(site: str, servers_and_database: dict[str, str]) -> Iterator[str]:
    """The Lithuanian portal's address on a domain of its own, until the story ends."""
    host = f"{OWN_DOMAIN}:{urlsplit(site).port}"
    env = {**servers_and_database, "DJANGO_SETTINGS_MODULE": "ppi.settings.dev"}
    steps.manage("shell", "-c", ANSWERS_AT.format(host), env=env)
    yield f"http://{host}"
    steps.manage("shell", "-c", ANSWERS_AT.format(""), env=env)


@pytest.fixture
def member(visitor, own_domain: str) -> Visitor:
    """A buyer of that portal, signed in on its own domain by way of the base host."""
    person = visitor()
    person.opens(f"{own_domain}/en/organisations/")
    signs_in_at_the_base_host(person)
    person.page.wait_for_url(f"{own_domain}/en/organisations/")
    person.looks()
    return person


def signs_in_at_the_base_host(person: Visitor) -> None:
    person.page.wait_for_url(f"{person.site}/p/lt/en/account/login/**")
    person.looks()
    person.page.locator("[name=login]").fill("buyer@upenai.example")
    person.page.locator("[name=password]").fill(PASSWORD)
    person.page.locator("main button[type=submit]").first.click()


def session_cookies(person: Visitor) -> dict[str, str]:
    cookies = person.page.context.cookies()
    return {row["domain"]: row["value"] for row in cookies if row["name"] == "ppi_session"}


def asks_for_a_sign_in(person: Visitor, address: str) -> bool:
    person.opens(address)
    return "/account/login/" in person.page.url


def test_a_visitor_reads_a_portal_under_its_sub_domain(visitor, site: str) -> None:
    reader = visitor()
    host = site.replace("//", "//dk.")
    page = reader.opens(f"{host}/lt/opportunities/?kind=challenge")

    expect(page).to_have_url(f"{host}/en/opportunities/?kind=challenge")
    reader.sees("PPI Danmark")
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert canonical == f"{site}/p/dk/en/opportunities/"
    page.locator("main a[href^='/en/opportunities/']").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.startswith(f"{host}/en/opportunities/")
    reader.looks()


def test_a_sign_in_crosses_to_the_portals_own_domain_and_ends_everywhere(
    member: Visitor, own_domain: str
) -> None:
    base = f"{member.site}/p/lt/en/organisations/"
    assert set(session_cookies(member)) == {"localhost", OWN_DOMAIN}
    assert not asks_for_a_sign_in(member, base)

    member.opens(f"{own_domain}/en/")
    member.page.get_by_text("My account").click()
    member.clicks("Sign out")

    assert member.page.url == f"{own_domain}/en/"
    member.sees("Sign in")
    assert asks_for_a_sign_in(member, base)
    assert asks_for_a_sign_in(member, f"{own_domain}/en/organisations/")


def test_signing_out_at_the_base_host_ends_the_sign_in_on_the_own_domain(
    member: Visitor, own_domain: str
) -> None:
    member.opens(f"{member.site}/p/lt/en/account/logout/")
    member.page.locator("main button[type=submit]").click()
    member.page.wait_for_url(f"{member.site}/p/lt/en/")

    assert asks_for_a_sign_in(member, f"{own_domain}/en/organisations/")


def test_a_session_that_ends_in_mid_form_brings_back_what_was_typed(
    member: Visitor, own_domain: str
) -> None:
    details = f"{own_domain}/en/portal/me/"
    member.opens(details)
    member.page.locator("[name=name]").fill("A name in the making")
    member.page.context.clear_cookies(name="ppi_session")
    member.page.locator("main button[type=submit]").click()
    signs_in_at_the_base_host(member)

    member.page.wait_for_url(details)
    member.looks()
    member.sees("Here is what you had typed. Nothing was sent yet.")
    expect(member.page.locator("[name=name]")).to_have_value("A name in the making")


def test_the_terms_of_another_portal_are_asked_for_once(visitor) -> None:
    buyer = visitor()
    buyer.signs_in("seller@stilletid.example")
    buyer.opens("/p/skane/en/organisations/new/?kind=intermediary")
    buyer.fills("Name", "Upės tiltas")
    buyer.clicks("Create organisation")
    buyer.sees("Before you go on: the terms of")
    buyer.page.locator("summary", has_text="Terms of use").click()
    buyer.clicks("Accept and go on")
    expect(buyer.page.locator("[data-error-summary]")).to_contain_text("Accept the terms of use")

    buyer.ticks("I accept the terms of use")
    buyer.clicks("Accept and go on")

    expect(buyer.page.get_by_label("Name", exact=True)).to_have_value("Upės tiltas")
    buyer.clicks("Create organisation")
    buyer.does_not_see("Before you go on")
