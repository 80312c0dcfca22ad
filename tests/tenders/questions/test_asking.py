"""Who may ask about an opportunity, until when, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine

from ppi.discussion import services
from ppi.discussion.choices import Status
from tenders import questions, rules
from tenders import services as tenders
from tenders.choices import Source
from tenders.models import Opportunity
from tests.tenders.filled import Page
from tests.tenders.questions.asked import ANSWER, ASKED, ROOM, questions_about, section
from tests.tenders.written import draft, in_days, published, reloaded


def test_a_company_asks_and_reads_that_it_waits(call, page, seller_of_upenai, as_user) -> None:
    browser = as_user(seller_of_upenai)
    sent = browser.post(f"{page}ask/", {"question": ASKED, "language": "lt"}, follow=True)

    assert sent.redirect_chain == [(page, 302)]
    assert questions_about(call) == [(ASKED, "lt", Status.WAITING)]
    words = section(sent)
    assert "1 question waits for an answer." in words
    assert f"Only you see that they are yours. Waiting for an answer {ASKED}" in words
    assert "Your question is with the buyer, without your name." in Page(sent).text


def test_a_visitor_is_led_to_sign_in_and_back_to_the_question(
    call, page, seller_of_upenai, as_user
) -> None:
    visitor = as_user(None)
    assert "Sign in to ask" in section(visitor.get(page))
    to_sign_in = visitor.get(f"{page}ask/")
    assert (to_sign_in.status_code, "/account/login/?next=" in to_sign_in.url) == (302, True)
    visitor.post(f"{page}ask/", {"question": ASKED, "language": "lt"})
    visitor.force_login(seller_of_upenai, backend="django.contrib.auth.backends.ModelBackend")

    assert questions_about(call) == []
    assert Page(visitor.get(f"{page}ask/")).value("question") == ASKED


def test_the_buyers_own_people_do_not_ask(
    call, page, buyer_of_havneby, reader_of_havneby, as_user
) -> None:
    for who in (buyer_of_havneby, reader_of_havneby):
        browser = as_user(who)
        assert browser.get(f"{page}ask/").status_code == 403
        sent = browser.post(f"{page}ask/", {"question": "Why?", "language": "en"})
        assert "You belong to the buyer: companies ask, and you answer." in Page(sent).text
        assert "Ask the buyer" not in section(browser.get(page))
    assert questions_about(call) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"question": ""}, "This field is required."),
        ({"question": "   \n "}, "This field is required."),
        ({"question": "x" * 2001}, "at most 2000 characters"),
        ({"question": "a\x00b"}, "Null characters are not allowed."),
        ({"question": "Why?", "language": "xx"}, "Select a valid choice."),
        ({"question": "Why?", "language": ""}, "This field is required."),
    ],
)
def test_bad_input_is_refused_at_its_field_and_stays_typed(
    call, page, seller_of_upenai, as_user, fields: dict, sentence: str
) -> None:
    sent = as_user(seller_of_upenai).post(f"{page}ask/", {"language": "en"} | fields)
    shown = Page(sent)

    assert sentence in shown.errors("question") + shown.errors("language")
    if "\x00" not in fields["question"]:  # no page can hold that one
        assert shown.value("question").strip() == fields["question"].strip()
    assert questions_about(call) == []


def test_markup_in_question_and_answer_is_text(
    call, page, buyer_of_havneby, seller_of_upenai, as_user
) -> None:
    bad = "<script>alert(1)</script> [x](javascript:alert(1)) {{ 7|add:7 }} & <b>"
    row = services.ask(call, bad, language="en", by=seller_of_upenai)
    services.answer(row, bad, language="en", by=buyer_of_havneby)
    source = as_user(None).get(page).content.decode()

    assert bad in section(as_user(None).get(page))
    assert "<script>alert" not in source
    assert 'href="javascript' not in source


def test_after_the_buyers_own_day_nobody_asks_any_more_and_what_was_typed_stays(
    call, page, seller_of_upenai, as_user
) -> None:
    call.questions_until = in_days(3)
    call.save()
    browser = as_user(seller_of_upenai)
    assert "Companies can ask until" in section(browser.get(page))
    with time_machine.travel(in_days(3), tick=False):
        assert "Questions could be asked until" in section(browser.get(page))
        assert "Ask the buyer" not in section(browser.get(page))
        assert browser.get(f"{page}ask/").status_code == 403
        sent = Page(browser.post(f"{page}ask/", {"question": ASKED, "language": "lt"}))
    assert "Questions could be asked until" in sent.text
    assert sent.value("question") == ASKED
    assert questions_about(call) == []


def test_above_the_threshold_the_law_gives_the_last_day_and_the_article(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    """Deadline 30 September 2026: six whole days are left after 23 September."""
    with time_machine.travel(datetime(2026, 8, 3, 9, tzinfo=UTC), tick=False):
        opportunity = published(
            havneby, buyer_of_havneby, moderator_of_denmark,
            value=Decimal("900000"), procedure="open",
            deadline=datetime(2026, 9, 30, 10, tzinfo=UTC),
        )  # fmt: skip
        words = section(as_user(None).get(f"{ROOM}{opportunity.slug}/"))
        until = questions.ask_until(opportunity)

    assert "must be answered by 23 September 2026, so that 6 whole days are left" in words
    assert "Article 53(2) of Directive 2014/24/EU" in words
    assert until < datetime(2026, 9, 23, tzinfo=UTC)
    assert (until.hour, until.tzinfo.key) == (12, "Europe/Copenhagen")


def test_below_the_threshold_companies_ask_until_the_deadline(call) -> None:
    assert rules.questions_of(call) is None
    assert questions.ask_until(call) == call.deadline


def test_an_answer_that_comes_too_late_tells_the_buyer_to_move_the_deadline(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, seller_of_upenai, as_user
) -> None:
    with time_machine.travel(datetime(2026, 8, 3, 9, tzinfo=UTC), tick=False):
        opportunity = published(
            havneby, buyer_of_havneby, moderator_of_denmark,
            value=Decimal("900000"), procedure="open",
            deadline=datetime(2026, 9, 30, 10, tzinfo=UTC),
        )  # fmt: skip
        row = services.ask(opportunity, ASKED, language="lt", by=seller_of_upenai)
    desk, browser = f"{ROOM}{opportunity.slug}/questions/", as_user(buyer_of_havneby)
    late = "Move the deadline, so that all have the time (article 47(3) of Directive 2014/24/EU"
    with time_machine.travel(datetime(2026, 9, 23, 21, 30, tzinfo=UTC), tick=False):
        assert late not in Page(browser.get(desk)).text
    with time_machine.travel(datetime(2026, 9, 23, 22, 30, tzinfo=UTC), tick=False):
        assert f"Answers were due by 23 September 2026. {late}" in Page(browser.get(desk)).text
        sent = browser.post(
            f"{desk}{row.pk}/answer/", {"answer": ANSWER, "language": "da"}, follow=True
        )
    assert late in Page(sent).text
    assert reloaded(row).status == Status.ANSWERED


def test_an_official_notice_is_asked_about_where_it_was_published(
    call, page, seller_of_upenai, as_user
) -> None:
    Opportunity.objects.everywhere("a test").filter(pk=call.pk).update(source=Source.NOTICE)
    browser = as_user(seller_of_upenai)

    assert not Page(browser.get(page)).tree.xpath("//section[@id='questions']")
    sent = browser.post(f"{page}ask/", {"question": ASKED, "language": "lt"})
    assert "The buyer takes no questions here." in Page(sent).text
    assert questions_about(call) == []


def test_a_buyer_who_takes_no_questions_gets_none(call, page, seller_of_upenai, as_user) -> None:
    call.takes_questions = False
    call.save()
    browser = as_user(seller_of_upenai)
    assert not Page(browser.get(page)).tree.xpath("//section[@id='questions']")
    assert browser.get(f"{page}ask/").status_code == 403


def test_a_cancelled_call_keeps_its_answers_and_takes_no_more_questions(
    call, page, answered, buyer_of_havneby, seller_of_upenai, as_user
) -> None:
    tenders.end(call, "cancelled", "No money.", by=buyer_of_havneby)
    words = section(as_user(seller_of_upenai).get(page))
    assert ANSWER in words
    assert "It has ended. Nobody can ask any more." in words


def test_a_draft_has_no_questions_even_for_its_author(
    facts, havneby, buyer_of_havneby, seller_of_upenai, as_user
) -> None:
    secret = draft(havneby, buyer_of_havneby)
    for who in (buyer_of_havneby, seller_of_upenai):
        browser = as_user(who)
        for tail in ("ask/", "questions.pdf"):
            assert browser.get(f"{ROOM}{secret.slug}/{tail}").status_code == 404
