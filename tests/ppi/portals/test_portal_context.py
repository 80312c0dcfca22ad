"""What every page knows of its portal: addresses, languages, doors, contact."""

import re

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from ppi.portals.models import Portal

pytestmark = pytest.mark.django_db

LEGAL = "/p/dk/en/portal/legal/terms/"


def alternates(page: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', page))


def canonical(page: str) -> str:
    return re.search(r'<link rel="canonical" href="([^"]+)"', page)[1]


def test_the_language_switch_keeps_the_page_and_its_query(client, denmark) -> None:
    page = client.get("/p/dk/en/companies/?q=light&country=DK").text

    assert 'href="/p/dk/da/companies/?q=light&amp;country=DK" lang="da"' in page


def test_the_switch_offers_the_portals_languages_and_no_other(client, denmark) -> None:
    Portal.objects.filter(pk=denmark.pk).update(languages=["da", "en"])

    page = client.get(LEGAL).text

    assert re.findall(r'<li><a href="[^"]*" lang="(\w+)" hreflang', page) == ["da", "en"]
    assert list(alternates(page)) == ["da", "en"]


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/p/dk/da/portal/legal/terms/?from=mail", "testserver"),
        ("/da/portal/legal/terms/", "dk.testserver"),
    ],
)
def test_a_page_has_one_true_address_however_it_was_reached(client, denmark, path, host) -> None:
    page = client.get(path, headers={"host": host}).text

    assert canonical(page) == "http://testserver/p/dk/da/portal/legal/terms/"
    assert alternates(page)["en"] == LEGAL.replace("/p/", "http://testserver/p/")


@pytest.mark.parametrize(
    ("path", "host"),
    [("/da/portal/legal/terms/", "indkob.example"), ("/p/dk/da/portal/legal/terms/", "testserver")],
)
def test_a_portals_own_domain_is_its_true_address(client, own_domain, path, host) -> None:
    page = client.get(path, headers={"host": host}).text

    assert canonical(page) == "http://indkob.example/da/portal/legal/terms/"


def test_a_page_in_no_known_language_is_the_portals_default(client, denmark) -> None:
    Portal.objects.filter(pk=denmark.pk).update(language="da")

    page = client.get(LEGAL).text

    default = "http://testserver/p/dk/da/portal/legal/terms/"
    assert f'<link rel="alternate" hreflang="x-default" href="{default}">' in page


def test_the_link_to_sign_in_leads_back_with_the_query(client, denmark) -> None:
    page = client.get("/p/dk/en/companies/?q=a%26b").text

    assert 'href="/p/dk/en/account/login/?next=%2Fp%2Fdk%2Fen%2Fcompanies%2F%3Fq%3Da%2526b"' in page


def test_the_sign_in_page_does_not_lead_back_to_itself(client, denmark) -> None:
    page = client.get("/p/dk/en/account/signup/?next=/p/dk/en/cases/").text

    assert 'href="/p/dk/en/account/login/?next=%2Fp%2Fdk%2Fen%2Fcases%2F"' in page
    assert "next=%2Fp%2Fdk%2Fen%2Faccount" not in page


def test_a_module_that_is_switched_off_has_no_door_and_no_page(client, denmark) -> None:
    with_cases = client.get(LEGAL).text
    Portal.objects.filter(pk=denmark.pk).update(modules=["tenders"])
    without = client.get(LEGAL).text

    assert 'href="/p/dk/en/cases/"' in with_cases
    assert 'href="/p/dk/en/cases/"' not in without
    assert client.get("/p/dk/en/cases/").status_code == 403


def test_contact_and_funder_stand_in_the_footer_in_the_readers_language(client, denmark) -> None:
    without = client.get(LEGAL).text
    denmark.contact_name, denmark.contact_email = "The desk", "desk@dk.example"
    denmark.contact_text_en, denmark.contact_text_da = "Ask about anything.", "Spørg om alt."
    denmark.funder_credit_en = "Paid by the Øresund fund"
    denmark.save()

    page = client.get(LEGAL.replace("/en/", "/da/")).text

    assert "Ask us" not in without
    assert "Spørg om alt." in page
    assert "desk@dk.example" in page
    assert "Paid by the Øresund fund" in page


def test_a_logo_is_served_as_what_its_name_says(client, denmark, latvia) -> None:
    denmark.logo.save("mark.svg", ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>"))

    page = client.get(LEGAL).text
    logo = client.get("/p/dk/logo-dk")

    assert '<img src="/p/dk/logo-dk" alt="">' in page
    assert logo["Content-Type"] == "image/svg+xml"
    assert "script-src 'self'" in logo["Content-Security-Policy"]
    assert client.get("/p/dk/logo-lv").status_code == 404


def test_the_header_is_read_in_the_order_in_which_it_is_seen(client, denmark) -> None:
    """Name and tools in the first row, the doors in the second; no style sheet changes that."""
    page = client.get(LEGAL).text.partition("</header>")[0]
    parts = ['class="site-name"', 'class="site-tools"', ">Sign in<", 'class="site-nav"', ">Cases<"]
    places = [page.index(part) for part in parts]
    styles = (settings.ROOT / "static/ppi/ppi.css").read_text()

    assert places == sorted(places)
    assert re.findall(r"^\s*order:", styles, re.MULTILINE) == []
