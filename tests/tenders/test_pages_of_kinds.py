"""Which pages are asked depends on what is announced, and on whether it is a correction."""

from __future__ import annotations

import pytest

from tenders import services
from tenders.choices import KINDS
from tenders.forms import steps_for
from tenders.models import Opportunity
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import draft, published, reloaded

QUESTIONS = ("problem", "who", "better", "known", "new", "value", "time", "others", "suggestion")
PAGES = {
    "": (*QUESTIONS, "subject", "lots", "criteria", "technique", "documents"),
    "planned": (*QUESTIONS, "subject", "lots", "documents"),
    "consultation": (*QUESTIONS, "subject", "lots", "documents"),
    "challenge": (*QUESTIONS, "subject", "criteria", "documents"),
    "co-buyers": (*QUESTIONS, "subject", "documents"),
    "call": (*QUESTIONS, "subject", "lots", "criteria", "technique", "documents"),
    "pcp": (*QUESTIONS, "subject", "lots", "criteria", "technique", "documents"),
    "innovation-partnership": (
        *QUESTIONS, "subject", "lots", "criteria", "technique", "documents"
    ),
    "result": ("problem", "new", "value", "subject", "lots", "awards", "documents"),
}  # fmt: skip


def test_the_table_speaks_of_every_kind() -> None:
    assert set(PAGES) == {"", *KINDS}


@pytest.mark.parametrize("kind", PAGES)
def test_each_kind_is_asked_its_own_pages(kind) -> None:
    assert tuple(step.name for step in steps_for(Opportunity(kind=kind))) == PAGES[kind]


@pytest.mark.parametrize(
    ("kind", "asked", "not_asked"),
    [
        ("planned", ("starts_on", "months"), ("deadline_0", "is_urgent")),
        ("challenge", ("starts_on", "deadline_0", "questions_until_0"), ("is_urgent",)),
        ("call", ("deadline_0", "is_urgent", "prior_information_on"), ()),
        ("", ("deadline_0", "is_urgent"), ()),
    ],
)
def test_the_page_on_time_asks_what_the_kind_needs(
    browser, havneby, buyer_of_havneby, kind, asked, not_asked
) -> None:
    opportunity = draft(havneby, buyer_of_havneby, kind=kind)

    page = Page(browser.get(f"{ROOM}{opportunity.slug}/edit/time/"))

    present = page.tree.xpath("//main//*[@name]/@name")
    assert set(asked) <= set(present)
    assert not set(not_asked) & set(present)


def test_a_correction_asks_first_why_and_is_public_at_once(
    browser, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    public = published(havneby, buyer_of_havneby, moderator_of_denmark)
    correction = services.start_correction(public, by=buyer_of_havneby)
    assert [step.name for step in steps_for(correction)][:2] == ["correction", "problem"]
    address = f"{ROOM}{correction.slug}/edit/"

    empty = Page(browser.post(f"{address}correction/", {"correction_reason": " "}))
    browser.post(f"{address}correction/", {"correction_reason": "The street was wrong."})
    browser.post(f"{address}problem/", {"title": public.title, "need": "Another street."})
    checked = Page(browser.get(f"{ROOM}{correction.slug}/check/"))
    browser.post(f"{ROOM}{correction.slug}/check/")

    assert empty.errors("correction_reason") == "Error: This field is required."
    assert "Publish the correction" in checked.text
    assert (reloaded(public).need, reloaded(public).version) == ("Another street.", 2)
    assert browser.get(f"{ROOM}{public.slug}/edit/correction/").status_code in (403, 404)


def test_every_page_leads_back_to_the_one_before(browser, begun) -> None:
    links = {
        name: Page(browser.get(f"{ROOM}{begun.slug}/edit/{name}/")).tree.xpath(
            "//div[@class='form__actions']/a/@href"
        )
        for name in ("problem", "who", "subject")
    }

    assert links == {
        "problem": [],
        "who": [f"{ROOM}{begun.slug}/edit/problem/"],
        "subject": [f"{ROOM}{begun.slug}/edit/suggestion/"],
    }


def test_what_is_missing_leads_to_the_page_that_asks_for_it(browser, begun) -> None:
    page = Page(browser.get(f"{ROOM}{begun.slug}/check/"))

    links = page.tree.xpath("//main//div[@class='ds-alert']//li/a")
    assert {link.text: link.get("href").rsplit("/edit/", 1)[-1] for link in links} == {
        "Need": "problem/",
        "Subject": "subject/",
        "Contract": "value/",
        "What you want to reach": "new/",
        "Deadline": "time/",
    }
