"""A buyer posts a need in the browser, page by page; nobody else writes it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone
from lxml import html

from tenders.choices import Status
from tenders.models import Opportunity
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import draft, in_days, published, reloaded, submitted

ZONE = ZoneInfo("Europe/Copenhagen")
NEXT_MONTH = (timezone.now() + timedelta(days=30)).date().isoformat()


def leads_to(response, opportunity: Opportunity, place: str) -> bool:
    return response.status_code == 302 and response["Location"].endswith(
        f"/opportunities/{opportunity.slug}/{place}"
    )


# From the first page to the moderators -----------------------------------------------------------


def test_six_pages_lead_from_a_title_to_the_moderators(browser, havneby) -> None:
    first = {"organisation": havneby.pk, "kind": "call", "title": "Light", "language": "en"}
    response = browser.post(f"{ROOM}new/", first)
    begun = Opportunity.objects.managed_by(havneby).get()
    assert leads_to(response, begun, "edit/need/")

    steps = {
        "need": {"title": "Light", "need": "It is dark.", "outcome": "", "known": ""},
        "subject": {"cpv": ["34000000"], "nuts": ["DK050"], "contract": "supplies"},
        "value": {"value": "90000.50", "currency": "EUR", "procedure": "open"},
        "innovation": {"innovation": ["prod-innov"], "strategic": ["inn-pur"]},
        "partners": {"accepted_languages": ["da", "en"], "open_to_foreign": "on"},
        "time": {
            "deadline_0": NEXT_MONTH,
            "deadline_1": "12:00",
            "official_url": "havneby.example",
        },
    }
    following = ["subject", "value", "innovation", "partners", "time"]
    for (step, fields), after in zip(steps.items(), [*following, None], strict=True):
        response = browser.post(f"{ROOM}{begun.slug}/edit/{step}/", fields)
        place = f"edit/{after}/" if after else "check/"
        assert leads_to(response, begun, place), (step, Page(response).text)

    checked = Page(browser.get(f"{ROOM}{begun.slug}/check/"))
    assert "Not complete yet" not in checked.text
    assert leads_to(browser.post(f"{ROOM}{begun.slug}/check/"), begun, "")
    kept = reloaded(begun)
    assert kept.status == Status.IN_REVIEW
    assert (kept.value, kept.cpv, kept.nuts, kept.contract, kept.procedure) == (
        Decimal("90000.50"), ["34000000"], ["DK050"], "supplies", "open"
    )  # fmt: skip
    assert (kept.innovation, kept.strategic, kept.accepted_languages) == (
        ["prod-innov"], ["inn-pur"], ["da", "en"]
    )  # fmt: skip
    assert (kept.open_to_foreign, kept.is_shared) == (True, False)
    assert kept.official_url == "https://havneby.example"
    # Twelve o'clock in the portal's time zone.
    assert timezone.localtime(kept.deadline, timezone=ZONE).strftime("%H:%M") == "12:00"


def test_every_page_can_be_opened_at_any_time_and_shows_what_was_kept(
    browser, havneby, buyer_of_havneby
) -> None:
    opportunity = draft(havneby, buyer_of_havneby, strategic=["inn-pur"])

    pages = {
        step: Page(browser.get(f"{ROOM}{opportunity.slug}/edit/{step}/"))
        for step in ("need", "subject", "value", "innovation", "partners", "time")
    }

    assert {page.status for page in pages.values()} == {200}
    assert pages["need"].value("need") == opportunity.need
    assert pages["subject"].ticked("cpv") == opportunity.cpv
    assert pages["subject"].ticked("contract") == ["supplies"]
    assert pages["value"].value("value") == "90000"
    assert pages["innovation"].ticked("strategic") == ["inn-pur"]
    assert pages["time"].value("deadline_0") == timezone.localtime(
        opportunity.deadline, timezone=ZONE
    ).strftime("%Y-%m-%d")
    assert browser.get(f"{ROOM}{opportunity.slug}/edit/no-such/").status_code == 404


def test_what_is_not_complete_is_said_when_it_is_sent(browser, begun) -> None:
    address = f"{ROOM}{begun.slug}/check/"
    assert "Not complete yet" in Page(browser.get(address)).text

    response = browser.post(address)

    assert leads_to(response, begun, "check/")
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "Still missing: need, subject, contract, what you want to reach, deadline."
    ]
    assert reloaded(begun).status == Status.DRAFT


def test_searching_for_a_code_saves_nothing_and_keeps_what_was_typed(send, begun) -> None:
    typed = {"cpv_search": "transport", "nuts": ["DK050"], "contract": "works", "find": "cpv"}

    page = Page(send("subject", typed))

    assert "34000000" in page.source
    assert (page.ticked("nuts"), page.ticked("contract")) == (["DK050"], ["works"])
    assert "required" not in page.errors("cpv")
    assert reloaded(begun).contract == ""


# Who may, and when -------------------------------------------------------------------------------


def test_the_pages_of_a_draft_are_hidden_from_others(
    begun, as_user, stranger, seller_of_upenai, buyer_of_jarvikunta, moderator_of_latvia
) -> None:
    places = ["", "edit/need/", "check/", "verdict/", "documents/1/"]
    for who in (stranger, seller_of_upenai, buyer_of_jarvikunta, moderator_of_latvia):
        browser = as_user(who)
        for place in places:
            missing = browser.get(f"{ROOM}no-such-thing/{place}")
            response = browser.get(f"{ROOM}{begun.slug}/{place}")
            assert (response.status_code, missing.status_code) == (404, 404), (who, place)
            assert begun.title not in response.content.decode()
        for place in ("edit/need/", "check/", "take-back/", "withdraw/", "documents/1/remove/"):
            assert browser.post(f"{ROOM}{begun.slug}/{place}", {"title": "x"}).status_code == 404
    assert reloaded(begun).title == "Light"


def test_a_visitor_is_asked_to_sign_in(begun, client) -> None:
    for place in ("new/", f"{begun.slug}/edit/need/", f"{begun.slug}/check/", "mine/"):
        response = client.get(f"{ROOM}{place}")
        assert response.status_code == 302
        assert "/account/login/" in response["Location"]
    assert client.get(f"{ROOM}{begun.slug}/").status_code == 404


def test_a_reader_and_a_moderator_may_look_and_are_told_that_they_may_not_write(
    begun, as_user, reader_of_havneby, moderator_of_denmark
) -> None:
    for who in (reader_of_havneby, moderator_of_denmark):
        browser = as_user(who)
        assert "Light" in Page(browser.get(f"{ROOM}{begun.slug}/")).text
        response = browser.post(f"{ROOM}{begun.slug}/edit/need/", {"title": "Changed", "need": "D"})
        assert response.status_code == 403
        assert "Only owners and editors of Havneby Kommune may do that." in Page(response).text
    assert reloaded(begun).title == "Light"


def test_what_is_sent_or_public_is_not_changed_in_the_browser(
    browser, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    waiting = submitted(havneby, buyer_of_havneby)
    public = published(havneby, buyer_of_havneby, moderator_of_denmark)

    for opportunity, status in ((waiting, "with the moderators"), (public, "published")):
        response = browser.post(
            f"{ROOM}{opportunity.slug}/edit/need/", {"title": "Changed", "need": "D"}
        )
        assert response.status_code == 403
        assert f"It is «{status}» and cannot be changed now." in Page(response).text
        assert reloaded(opportunity).title != "Changed"


def test_who_buys_nothing_is_told_whom_posting_is_for(as_user, seller_of_upenai, denmark) -> None:
    page = Page(as_user(seller_of_upenai).get(f"{ROOM}new/"))

    assert page.status == 200
    assert not page.tree.xpath("//input[@name='title']")


def test_taking_back_and_withdrawing_are_posted_not_opened(
    browser, client, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    waiting = submitted(havneby, buyer_of_havneby)
    public = published(havneby, buyer_of_havneby, moderator_of_denmark)
    take_back, withdraw = f"{ROOM}{waiting.slug}/take-back/", f"{ROOM}{public.slug}/withdraw/"
    assert [browser.get(address).status_code for address in (take_back, withdraw)] == [405, 405]

    browser.post(take_back)
    browser.post(withdraw)

    assert (reloaded(waiting).status, reloaded(public).status) == (Status.DRAFT, Status.WITHDRAWN)
    assert client.get(f"{ROOM}{public.slug}/").status_code == 404
    assert public.title in Page(browser.get(f"{ROOM}{public.slug}/")).text


# The verdict while typing ------------------------------------------------------------------------


@pytest.fixture
def asked(browser, havneby, buyer_of_havneby):
    opportunity = draft(havneby, buyer_of_havneby, value=None, deadline=in_days(30))

    def asked(**typed) -> str:
        response = browser.get(f"{ROOM}{opportunity.slug}/verdict/", typed)
        assert response.status_code == 200
        assert reloaded(opportunity).value is None
        return " ".join(html.fromstring(response.content.decode()).text_content().split())

    return asked


def test_the_verdict_names_the_threshold_the_regulation_and_the_shortest_time(asked) -> None:
    below = asked(value="215999.99", currency="EUR")
    assert below.startswith("215,999.99 € lies below the EU threshold of 216,000 €.")

    above = asked(value="216000", currency="EUR", procedure="open")
    assert above.startswith("216,000 € reaches the EU threshold of 216,000 €.")
    assert "(EU) 2025/" in above
    assert "days" in above


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"value": ""},
        {"value": "much", "currency": "EUR"},
        {"value": "-5", "currency": "EUR"},
        {"value": "\x00", "currency": "\x00"},
        {"value": "9" * 5_000, "currency": "EUR"},
        {"value": "NaN", "currency": "EUR"},
    ],
)
def test_the_verdict_waits_for_what_is_a_value(asked, typed) -> None:
    assert asked(**typed) == "Type a value, and the rules that apply appear here."
