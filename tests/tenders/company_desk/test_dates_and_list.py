"""The dates of a company's desk, and its list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ppi.discussion import services as discussion
from tenders import services
from tenders.choices import Stage
from tenders.models import Opportunity, Pursuit
from tenders.services import pursuing
from tests.tenders.company_desk.desk import DESK, ROOM, SECRET, at
from tests.tenders.filled import Page
from tests.tenders.written import in_days, published, reloaded


def test_a_date_needs_its_day_and_what_was_typed_stays(pursuit, browser) -> None:
    refused = Page(browser.post(at(pursuit, "date/"), {"due_on": "", "due_what": "The price"}))
    assert ("Say by which day." in refused.errors("due_on"), refused.value("due_what")) == (
        True,
        "The price",
    )
    for bad in ("31.12.2031", "99999-01-01", "0001-01-01"):
        assert Page(browser.post(at(pursuit, "date/"), {"due_on": bad})).errors("due_on")
    assert "looks like HTML" in Page(browser.post(at(pursuit, "notes/"), {"note": "<b>x</b>"})).text

    browser.post(at(pursuit, "date/"), {"due_on": "2031-06-02", "due_what": "The price"})
    assert (reloaded(pursuit).due_on, reloaded(pursuit).due_what) == (
        date(2031, 6, 2),
        "The price",
    )


@pytest.fixture
def full_desk(havneby, buyer_of_havneby, moderator_of_denmark, upes_ziburys, seller_of_upenai,
              facts):  # fmt: skip
    """Four opportunities, by title, as their dates come."""

    def put(title: str, days: int) -> Pursuit:
        need = published(
            havneby, buyer_of_havneby, moderator_of_denmark, title=title, deadline=in_days(days)
        )
        return pursuing.pursue(need, upes_ziburys, by=seller_of_upenai)

    rows = {title: put(title, days) for title, days in (("Far", 60), ("Near", 5), ("Sent", 3))}
    pursuing.plan(rows["Far"], timezone.localdate() + timedelta(days=4), "Ask", by=seller_of_upenai)
    for stage in (Stage.BIDDING, Stage.SENT):
        pursuing.move(rows["Sent"], stage, by=seller_of_upenai)
    return rows


def titles(page: Page) -> list[str]:
    return page.tree.xpath("//li[contains(@class,'row')]//h3/a/text()")


def test_what_comes_next_stands_first_and_the_list_narrows(
    full_desk, colleague, seller_of_upenai, browser
) -> None:
    pursuing.assign(full_desk["Near"], colleague, by=seller_of_upenai)

    def shown(query: str) -> list[str]:
        return titles(Page(browser.get(f"{DESK}?{query}")))

    assert shown("") == ["Far", "Near", "Sent"]
    assert shown("sort=moved") == ["Sent", "Near", "Far"]
    assert shown("status=sent") == ["Sent"]
    assert shown("hands=mine") == ["Far", "Sent"]
    assert shown(f"hands={colleague.pk}") == ["Near"]
    assert shown("hands=nobody") == []
    assert shown("hands=999999") == []
    assert shown("date=week") == ["Far", "Near"]
    assert shown("q=nea") == ["Near"]
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        assert shown("date=late") == ["Far", "Near"]


def test_the_desk_pages_by_key_and_asks_the_database_as_often_for_many_as_for_few(
    full_desk, facts, havneby, buyer_of_havneby, moderator_of_denmark, upes_ziburys,
    seller_of_upenai, browser,
) -> None:  # fmt: skip
    def queries(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as counted:
            browser.get(address)
        return len(counted)

    few = {address: queries(address) for address in (DESK, ROOM)}
    need = full_desk["Far"].opportunity
    copies = [
        Opportunity(
            slug=f"copy-{n}", purchase=need.purchase, organisation=havneby, portal=need.portal,
            status="published", kind="call", language="en", title=f"Copy {n:02}",
            published_at=need.published_at, deadline=need.deadline,
        )
        for n in range(30)
    ]  # fmt: skip
    made = Opportunity.objects.everywhere("a test").bulk_create(copies)
    Pursuit.objects.managed_by(upes_ziburys).bulk_create(
        [
            Pursuit(opportunity=one, organisation=upes_ziburys, moved_at=timezone.now())
            for one in made
        ]
    )

    assert {address: queries(address) for address in few} == few
    first = Page(browser.get(DESK))
    [further] = first.tree.xpath("//a[contains(., 'Next page')]/@href")
    second = Page(browser.get(f"{DESK}{further}"))
    assert len(titles(first)) == 20
    assert len({*titles(first), *titles(second)}) == 33


def test_what_was_taken_off_leaves_its_name_and_the_notes(
    pursuit, call, buyer_of_havneby, seller_of_upenai, browser
) -> None:
    discussion.write_note(pursuit, SECRET, by=seller_of_upenai)
    services.withdraw(call, "A mistake.", by=buyer_of_havneby)

    page = Page(browser.get(at(pursuit)))

    assert "It is no longer public. What you wrote about it stays here." in page.text
    assert SECRET in page.text
    assert page.tree.xpath(f"//main//a[contains(@href, '{call.slug}')]") == []
    assert "No longer public" in Page(browser.get(DESK)).text


def test_somebody_without_a_company_is_led_to_one(stranger, call, as_user) -> None:
    for address in (DESK, f"{ROOM}{call.slug}/pursue/"):
        assert "First: which company?" in Page(as_user(stranger).get(address)).text


def test_the_api_tells_members_what_is_on_their_desk_and_nobody_else(
    full_desk, seller_of_upenai, buyer_of_havneby, moderator_of_denmark, browser, as_user
) -> None:
    discussion.write_note(full_desk["Far"], SECRET, by=seller_of_upenai)

    told = browser.get("/api/v1/desk/").json()["results"]
    [sent] = browser.get("/api/v1/desk/?stage=sent").json()["results"]

    assert [row["opportunity"]["title"] for row in told] == ["Sent", "Near", "Far"]
    far = told[2]
    assert (far["stage"], far["organisation"], far["assignee"], far["due_what"]) == (
        "looking",
        "upes-ziburys",
        "The seller of Upėnai",
        "Ask",
    )
    assert far["opportunity"]["buyer"] == "Havneby Kommune"
    assert far["url"].endswith(f"/opportunities/desk/{far['id']}/")
    assert sent["opportunity"]["title"] == "Sent"
    assert SECRET not in browser.get(f"/api/v1/desk/{far['id']}/").content.decode()
    for outsider in (buyer_of_havneby, moderator_of_denmark):
        out = as_user(outsider)
        assert out.get("/api/v1/desk/").json()["results"] == []
        assert out.get(f"/api/v1/desk/{far['id']}/").status_code == 404
    assert as_user(None).get("/api/v1/desk/").status_code == 403
