"""From «Which rules apply to my purchase?» to a draft that begins with the same answers."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tenders.models import Opportunity
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page

ASKED = "country=DK&buyer_type=sub-central&contract=services&value=300000&currency=EUR&novelty="
TAKEN_ALONG = "Taken along from the page on rules"
STARTS = {"title": "Light", "language": "en", "kind": "call"}


def begun_from(browser, havneby, query: str) -> Opportunity:
    sent = browser.post(f"{ROOM}new/?{query}", STARTS | {"organisation": havneby.pk})
    slug = sent["Location"].split("/opportunities/")[1].split("/")[0]
    return Opportunity.objects.managed_by(havneby).get(slug=slug)


def way_on(client) -> list[str]:
    rules = Page(client.get(f"/p/dk/en/rules/?{ASKED}adapted"))
    return rules.tree.xpath("//a[text()='Start an opportunity with this']/@href")


def test_the_rules_lead_to_a_draft_that_begins_with_what_was_asked(browser, havneby) -> None:
    [address] = way_on(browser)
    page = Page(browser.get(address))
    assert page.ticked("kind") == ["call"]
    told = page.tree.xpath(f"//div[@class='ds-alert'][h2[text()='{TAKEN_ALONG}']]//li")
    assert [line.text_content().replace("\xa0", " ") for line in told] == [
        "Services", "Estimated value: 300,000 €", "How new: It exists and must be adapted",
    ]  # fmt: skip

    begun = begun_from(browser, havneby, address.split("?")[1])
    assert (begun.contract, begun.value, begun.currency, begun.novelty, begun.threshold) == (
        "services", 300_000, "EUR", "adapted", "above",
    )  # fmt: skip


def test_visitors_are_shown_the_way_and_members_of_companies_are_not(
    facts, denmark, as_user, seller_of_upenai
) -> None:
    assert len(way_on(as_user(None))) == 1
    assert way_on(as_user(seller_of_upenai)) == []


@pytest.mark.parametrize(
    "query",
    [
        "kind=<script>&novelty=\x00&contract=war&value=1e400&currency=EUR",
        "value=NaN&currency=EUR",
        "value=-1&currency=EUR",
        "value=300000&currency=XXX",
        "value=300000",
        "currency=SEK",
        "kind=call&kind=&value=1&value=&currency=EUR&novelty[]=adapted",
        "value=1e99999999999999&currency=EUR",
    ],
)
def test_what_is_not_valid_in_the_address_is_left_out(browser, havneby, query) -> None:
    query = quote(query, safe="&=")
    assert TAKEN_ALONG not in Page(browser.get(f"{ROOM}new/?{query}")).text

    begun = begun_from(browser, havneby, query)
    assert (begun.contract, begun.value, begun.currency, begun.novelty) == ("", None, "DKK", "")
