"""A buyer posts a need in the browser, page by page; nobody else writes it."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone
from lxml import html

from tenders import services
from tenders.choices import Status
from tenders.forms import steps_for
from tenders.models import Criterion, Lot, Opportunity
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


ANSWERS = {
    "problem": {"title": "Light", "need": "It is dark."},
    "who": {"who": "Everybody who walks there."},
    "better": {"outcome": "Half the energy per kilometre."},
    "known": {"known": ""},
    "new": {"novelty": "adapted", "innovation": ["prod-innov"], "strategic": ["inn-pur"]},
    "value": {"value": "90000.50", "currency": "EUR", "contract": "supplies"},
    "time": {
        "deadline_0": NEXT_MONTH, "deadline_1": "12:00", "takes_questions": "on",
        "is_electronic": "on", "months": "24",
    },
    "others": {"accepted_languages": ["da", "en"], "open_to_foreign": "on"},
    "suggestion": {"way": "open", "specification": "## Purpose\n\nLight."},
    "subject": {"cpv": ["34000000"], "nuts": ["DK050"]},
    "lots": {
        "lots-0-number": "1", "lots-0-title": "North", "lots-0-value": "40000",
        "lots-3-number": "2", "lots-3-title": "South", "lots-3-value": "50000.50",
    },
    "criteria": {
        "selection-0-kind": "tp-abil", "selection-0-name": "Two towns lit before",
        "award-0-kind": "price", "award-0-name": "Price", "award-0-weight": "40",
        "award-1-kind": "quality", "award-1-name": "Energy saved", "award-1-weight": "60",
    },
    "technique": {"technique": "", "runs_until": ""},
    "documents": {"official_url": "havneby.example"},
}  # fmt: skip


def test_one_question_a_page_leads_from_a_title_to_the_moderators(browser, havneby) -> None:
    first = {"organisation": havneby.pk, "kind": "", "title": "Light", "language": "en"}
    response = browser.post(f"{ROOM}new/", first)
    begun = Opportunity.objects.managed_by(havneby).get()
    assert leads_to(response, begun, "edit/problem/")

    following = [*list(ANSWERS)[1:], None]
    for (step, fields), after in zip(ANSWERS.items(), following, strict=True):
        assert browser.get(f"{ROOM}{begun.slug}/edit/{step}/").status_code == 200
        response = browser.post(f"{ROOM}{begun.slug}/edit/{step}/", fields)
        place = f"edit/{after}/" if after else "check/"
        assert leads_to(response, begun, place), (step, Page(response).text)

    checked = Page(browser.get(f"{ROOM}{begun.slug}/check/"))
    assert "Not complete yet" not in checked.text
    assert leads_to(browser.post(f"{ROOM}{begun.slug}/check/"), begun, "")
    assert reloaded(begun).status == Status.IN_REVIEW
    assert_all_is_kept(reloaded(begun))


def assert_all_is_kept(kept: Opportunity) -> None:
    assert (kept.kind, kept.procedure, kept.novelty) == ("call", "open", "adapted")
    assert (kept.value, kept.cpv, kept.nuts, kept.contract) == (
        Decimal("90000.50"), ["34000000"], ["DK050"], "supplies"
    )  # fmt: skip
    assert (kept.innovation, kept.strategic, kept.accepted_languages) == (
        ["prod-innov"], ["inn-pur"], ["da", "en"]
    )  # fmt: skip
    assert (kept.open_to_foreign, kept.is_shared) == (True, False)
    assert kept.official_url == "https://havneby.example"
    assert (kept.who, kept.outcome, kept.known, kept.months) == (
        "Everybody who walks there.", "Half the energy per kilometre.", "", 24
    )  # fmt: skip
    assert kept.specification == "## Purpose\n\nLight."
    # Twelve o'clock in the portal's time zone.
    assert timezone.localtime(kept.deadline, timezone=ZONE).strftime("%H:%M") == "12:00"
    assert [(lot.number, lot.title, lot.value) for lot in Lot.objects.of(kept)] == [
        (1, "North", Decimal(40000)), (2, "South", Decimal("50000.50"))
    ]  # fmt: skip
    assert [(c.role, c.kind, c.name, c.weight) for c in Criterion.objects.of(kept)] == [
        ("award", "price", "Price", Decimal(40)),
        ("award", "quality", "Energy saved", Decimal(60)),
        ("selection", "tp-abil", "Two towns lit before", None),
    ]


def test_every_page_can_be_opened_at_any_time_and_shows_what_was_kept(
    browser, havneby, buyer_of_havneby
) -> None:
    opportunity = draft(havneby, buyer_of_havneby, strategic=["inn-pur"], kind="call")
    services.replace_parts(
        opportunity, Lot, [{"number": 7, "title": "Harbour", "value": None}], by=buyer_of_havneby
    )

    pages = {step: Page(browser.get(f"{ROOM}{opportunity.slug}/edit/{step}/")) for step in ANSWERS}

    assert {page.status for page in pages.values()} == {200}
    assert pages["problem"].value("need") == opportunity.need
    assert pages["better"].value("outcome") == opportunity.outcome
    assert pages["subject"].ticked("cpv") == opportunity.cpv
    assert pages["value"].ticked("contract") == ["supplies"]
    assert pages["value"].value("value") == "90000"
    assert pages["new"].ticked("strategic") == ["inn-pur"]
    assert pages["time"].value("deadline_0") == timezone.localtime(
        opportunity.deadline, timezone=ZONE
    ).strftime("%Y-%m-%d")
    assert (pages["lots"].value("lots-0-number"), pages["lots"].value("lots-0-title")) == (
        "7", "Harbour"
    )  # fmt: skip
    assert browser.get(f"{ROOM}{opportunity.slug}/edit/no-such/").status_code == 404


def places(browser, opportunity: Opportunity) -> dict[str, str]:
    """What each page of the form says about its place among the others."""
    told = {}
    for step in steps_for(opportunity):
        page = Page(browser.get(f"{ROOM}{opportunity.slug}/edit/{step.name}/"))
        found = re.search(r"(?:(\w+ \d+ of \d+)\. )?All pages of this form", page.text)
        told[step.name] = found[1] or ""
    return told


def test_there_are_eight_questions_and_the_summary_is_none_of_them(
    facts, browser, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    questions = ["problem", "who", "better", "known", "new", "value", "time", "others"]
    rest = ["subject", "lots", "criteria", "technique", "documents"]
    expected = {name: f"Question {n} of 8" for n, name in enumerate(questions, start=1)}
    expected |= {"suggestion": ""}
    expected |= {name: f"Page {n} of 5" for n, name in enumerate(rest, start=1)}

    assert places(browser, draft(havneby, buyer_of_havneby)) == expected
    call = published(havneby, buyer_of_havneby, moderator_of_denmark)
    correction = services.start_correction(call, by=buyer_of_havneby)
    assert places(browser, correction) == {"correction": ""} | expected


def test_the_page_before_sending_does_not_offer_to_start_ones_own_from_it(
    browser, havneby, buyer_of_havneby, moderator_of_denmark, as_user, stranger
) -> None:
    offer = "Start your own from this"
    own = draft(havneby, buyer_of_havneby)
    assert offer not in Page(browser.get(f"{ROOM}{own.slug}/check/")).text

    public = published(havneby, buyer_of_havneby, moderator_of_denmark)
    assert offer in Page(as_user(stranger).get(f"{ROOM}{public.slug}/")).text


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
    typed = {"cpv_search": "transport", "nuts": ["DK050"], "find": "cpv"}

    page = Page(send("subject", typed))

    assert "34000000" in page.source
    assert page.ticked("nuts") == ["DK050"]
    assert "required" not in page.errors("cpv")
    assert reloaded(begun).cpv == []


# Who may, and when -------------------------------------------------------------------------------


def test_the_pages_of_a_draft_are_hidden_from_others(
    begun, as_user, stranger, seller_of_upenai, buyer_of_jarvikunta, moderator_of_latvia
) -> None:
    places = ["", "edit/problem/", "check/", "documents/1/"]
    for who in (stranger, seller_of_upenai, buyer_of_jarvikunta, moderator_of_latvia):
        browser = as_user(who)
        for place in places:
            missing = browser.get(f"{ROOM}no-such-thing/{place}")
            response = browser.get(f"{ROOM}{begun.slug}/{place}")
            assert (response.status_code, missing.status_code) == (404, 404), (who, place)
            assert begun.title not in response.content.decode()
        for place in (
            "edit/problem/", "judged/value/", "check/", "take-back/", "withdraw/",
            "documents/1/remove/",
        ):  # fmt: skip
            assert browser.post(f"{ROOM}{begun.slug}/{place}", {"title": "x"}).status_code == 404
    assert reloaded(begun).title == "Light"


def test_a_visitor_is_asked_to_sign_in(begun, client) -> None:
    for place in ("new/", f"{begun.slug}/edit/problem/", f"{begun.slug}/check/", "mine/"):
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
        response = browser.post(
            f"{ROOM}{begun.slug}/edit/problem/", {"title": "Changed", "need": "D"}
        )
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
            f"{ROOM}{opportunity.slug}/edit/problem/", {"title": "Changed", "need": "D"}
        )
        assert response.status_code == 403
        assert f"It is «{status}» and cannot be changed now." in Page(response).text
        assert reloaded(opportunity).title != "Changed"


def test_who_buys_nothing_is_told_whom_posting_is_for(as_user, seller_of_upenai, denmark) -> None:
    page = Page(as_user(seller_of_upenai).get(f"{ROOM}new/"))

    assert page.status == 200
    assert not page.tree.xpath("//input[@name='title']")


def test_taking_back_and_withdrawing_happen_when_posted_not_when_opened(
    browser, client, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    waiting = submitted(havneby, buyer_of_havneby)
    public = published(havneby, buyer_of_havneby, moderator_of_denmark)
    take_back, withdraw = f"{ROOM}{waiting.slug}/take-back/", f"{ROOM}{public.slug}/withdraw/"
    assert [browser.get(address).status_code for address in (take_back, withdraw)] == [405, 200]
    assert (reloaded(waiting).status, reloaded(public).status) == (
        Status.IN_REVIEW, Status.PUBLISHED
    )  # fmt: skip

    browser.post(take_back)
    browser.post(withdraw, {"reason": "We found another way."})

    assert (reloaded(waiting).status, reloaded(public).status) == (Status.DRAFT, Status.WITHDRAWN)
    assert client.get(f"{ROOM}{public.slug}/").status_code == 404
    assert public.title in Page(browser.get(f"{ROOM}{public.slug}/")).text


# The verdict while typing ------------------------------------------------------------------------


@pytest.fixture
def asked(browser, havneby, buyer_of_havneby):
    opportunity = draft(
        havneby, buyer_of_havneby, value=None, deadline=in_days(30), procedure="open"
    )

    def asked(**typed) -> str:
        fields = {"contract": "supplies", "currency": "EUR"} | typed
        response = browser.post(f"{ROOM}{opportunity.slug}/judged/value/", fields)
        assert response.status_code == 200
        assert reloaded(opportunity).value is None
        return " ".join(html.fromstring(response.content.decode()).text_content().split())

    return asked


def test_the_verdict_names_the_threshold_the_regulation_and_the_shortest_time(asked) -> None:
    below = asked(value="215999.99")
    assert below.startswith("215,999.99 € lies below the EU threshold of 216,000 €.")

    above = asked(value="216000")
    assert above.startswith("216,000 € reaches the EU threshold of 216,000 €.")
    assert "(EU) 2025/" in above
    assert "days" in above


@pytest.mark.parametrize("typed", [{}, {"value": ""}])
def test_the_verdict_waits_for_a_value(asked, typed) -> None:
    assert asked(**typed) == "Type a value, and the rules that apply appear here."


IN_DIGITS = "Write the amount in digits, for instance 90,000.50."


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("much", IN_DIGITS),
        ("12.000", "Ensure that there are no more than 2 decimal places."),
        ("\x00", IN_DIGITS),
        ("NaN", IN_DIGITS),
        ("-5", "A value cannot be negative."),
        ("9" * 5_000, "Ensure that there are no more than 16 digits in total."),
    ],
)
def test_the_aside_says_of_a_wrong_value_what_its_field_says(
    browser, asked, value, sentence
) -> None:
    assert asked(value=value) == sentence
    [opportunity] = Opportunity.objects.everywhere("the test looks")
    typed = {"value": value, "contract": "supplies", "currency": "EUR"}
    page = Page(browser.post(f"{ROOM}{opportunity.slug}/edit/value/", typed))
    assert page.text.count(sentence) >= 2


def test_an_amount_with_dots_is_understood_where_it_can_mean_only_one_thing(asked) -> None:
    assert asked(value="12.000.000").startswith("12,000,000 € reaches the EU threshold")


def states_of_parts(page: Page) -> list[str]:
    return page.tree.xpath("//ol[@class='steps']/li/@data-state")


def test_a_part_of_the_form_is_done_when_what_it_needs_is_answered(
    browser, begun, havneby, buyer_of_havneby
) -> None:
    """Looking at the last page answers nothing."""
    whole = draft(havneby, buyer_of_havneby)

    pages = [Page(browser.get(f"{ROOM}{one.slug}/check/")) for one in (begun, whole)]

    assert [states_of_parts(page) for page in pages] == [
        ["next", "next", "now"],
        ["done", "done", "now"],
    ]
