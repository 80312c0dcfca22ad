"""The buyer answers for all, puts it better, declines; the asker takes back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.discussion import services
from ppi.discussion.choices import Status
from ppi.translations import services as translations
from tests.tenders.filled import Page
from tests.tenders.questions.asked import ANSWER, ASKED, ROOM, section
from tests.tenders.written import reloaded


def test_the_buyer_answers_for_all_and_everybody_reads_it_dated(
    call, page, question, buyer_of_havneby, seller_of_upenai, stranger, as_user
) -> None:
    buyer = as_user(buyer_of_havneby)
    assert ASKED in Page(buyer.get(f"{page}questions/")).text
    sent = buyer.post(
        f"{page}questions/{question.pk}/answer/", {"answer": ANSWER, "language": "da"}, follow=True
    )
    assert "Everybody can read it now." in Page(sent).text
    for who in (None, stranger, seller_of_upenai, buyer_of_havneby):
        words = section(as_user(who).get(page))
        assert f"Question 1 {ASKED} Original in Lithuanian. Answer {ANSWER}" in words
        assert "Original in Danish." in words
        assert "Answered on" in words
    tree = Page(as_user(None).get(page)).tree
    assert [tree.xpath(f"string(//section[@id='questions']//*[@lang='{code}'])").strip()
            for code in ("lt", "da")] == [ASKED, ANSWER]  # fmt: skip


def test_a_reader_gets_a_translation_where_there_is_one(call, page, answered, as_user) -> None:
    translations.keep(answered, "text", "en", "How many lamps do you buy?", source="machine")
    translations.keep(answered, "answer", "en", "We buy 40 lamps.")
    words = section(as_user(None).get(page))

    assert "How many lamps do you buy?" in words
    assert "Machine translation." in words
    assert "We buy 40 lamps." in words
    danish = section(as_user(None).get(page.replace("/en/", "/da/")))
    assert (ANSWER in danish, "We buy 40 lamps." in danish) == (True, False)


def test_an_answer_put_better_says_so_and_makes_translations_stale(
    call, page, answered, buyer_of_havneby, as_user
) -> None:
    translations.keep(answered, "answer", "en", "We buy 40 lamps.")
    buyer, form = as_user(buyer_of_havneby), f"{page}questions/{answered.pk}/answer/"
    shown = Page(buyer.get(form))
    assert (shown.value("answer"), shown.value("seen")) == (ANSWER, "1")
    buyer.post(form, {"answer": "Vi køber 42.", "language": "da", "seen": "1"})
    words = section(as_user(None).get(page))
    assert "Answer changed on" in words
    assert "The original has changed since." in words

    stale = Page(buyer.post(form, {"answer": "Vi køber 43.", "language": "da", "seen": "1"}))
    assert "A colleague has changed this answer meanwhile. Read it first." in stale.text
    assert (stale.value("answer"), reloaded(answered).answer) == ("Vi køber 43.", "Vi køber 42.")


def test_a_form_opened_before_a_colleague_answered_is_refused_with_its_words_kept(
    call, page, answered, buyer_of_havneby, as_user
) -> None:
    form = f"{page}questions/{answered.pk}/answer/"
    sent = Page(as_user(buyer_of_havneby).post(form, {"answer": "41.", "language": "da"}))
    assert "a colleague was quicker" in sent.errors("answer")
    assert (sent.value("answer"), reloaded(answered).answer) == ("41.", ANSWER)


@pytest.mark.parametrize(
    ("verb", "field", "longest"), [("answer", "answer", 5000), ("decline", "reason", 5000)]
)
def test_answers_and_reasons_are_bounded_and_have_words(
    call, page, question, buyer_of_havneby, as_user, verb: str, field: str, longest: int
) -> None:
    browser, form = as_user(buyer_of_havneby), f"{page}questions/{question.pk}/{verb}/"
    for bad, sentence in (("", "required"), ("x" * (longest + 1), f"at most {longest}"),
                          ("a\x00", "Null characters")):  # fmt: skip
        assert sentence in Page(browser.post(form, {field: bad, "language": "da"})).errors(field)
    assert reloaded(question).status == Status.WAITING


def test_a_declined_question_is_told_to_its_asker_alone(
    call, page, question, buyer_of_havneby, seller_of_upenai, stranger, as_user
) -> None:
    form = f"{page}questions/{question.pk}/decline/"
    as_user(buyer_of_havneby).post(form, {"reason": "It is a secret.", "language": "en"})

    own = section(as_user(seller_of_upenai).get(page))
    assert "Not answered, with a reason" in own
    assert "It is a secret." in own
    for who in (None, stranger):
        text = as_user(who).get(page).content.decode()
        assert [word in text for word in (ASKED, "It is a secret.")] == [False, False]


def test_the_asker_takes_a_question_back_and_nobody_else_finds_it(
    call, page, question, seller_of_upenai, buyer_of_havneby, stranger, as_user
) -> None:
    verb = f"{page}questions/{question.pk}/take-back/"
    for outsider in (stranger, buyer_of_havneby):
        assert as_user(outsider).post(verb).status_code == 404
    as_user(seller_of_upenai).post(verb)
    assert reloaded(question).status == Status.WITHDRAWN
    assert ASKED not in as_user(seller_of_upenai).get(page).content.decode()


def test_what_waits_stands_on_the_buyers_desk_and_nobody_elses(
    call, page, question, buyer_of_havneby, buyer_of_jarvikunta, stranger, as_user
) -> None:
    services.ask(call, "When?", language="en", by=stranger)
    desk = f"{ROOM}mine/"
    text = Page(as_user(buyer_of_havneby).get(desk)).text
    assert "2 questions wait" in text
    assert f'href="{page}questions/"' in as_user(buyer_of_havneby).get(desk).content.decode()
    assert "questions wait" not in Page(as_user(buyer_of_jarvikunta).get(desk)).text


def test_the_pages_need_no_more_queries_for_many_questions(
    call, page, question, buyer_of_havneby, seller_of_upenai, stranger, as_user
) -> None:
    people = {"visitor": None, "buyer": buyer_of_havneby, "seller": seller_of_upenai}
    browsers = {name: as_user(who) for name, who in people.items()}
    places = [("visitor", page), ("buyer", page), ("buyer", f"{page}questions/"),
              ("buyer", f"{ROOM}mine/"), ("seller", page)]  # fmt: skip
    services.answer(
        services.ask(call, "First?", language="en", by=stranger), "1", language="en",
        by=buyer_of_havneby,
    )  # fmt: skip
    few = [_queries(browsers[name], place) for name, place in places]
    for number in range(6):
        row = services.ask(call, f"{number}?", language="en", by=seller_of_upenai)
        if number % 2:
            services.answer(row, "Yes.", language="en", by=buyer_of_havneby)
        services.write_note(call, f"Note {number}", by=buyer_of_havneby)

    assert [_queries(browsers[name], place) for name, place in places] == few


def _queries(browser, place: str) -> int:
    browser.get(place)
    with CaptureQueriesContext(connection) as seen:
        browser.get(place)
    return len(seen)
