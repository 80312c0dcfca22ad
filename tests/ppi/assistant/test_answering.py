"""It quotes what is published, names its sources, and says when it has nothing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ppi.assistant.answering import Reply, answerer
from ppi.search.models import Entry
from ppi.taxonomy.models import CpvCode
from tests.ppi.search.published import page

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture(autouse=True)
def _indexed(world, run_jobs) -> None:
    run_jobs()


@pytest.fixture
def ask(denmark):
    def of(question: str, language: str = "en", portal=denmark) -> Reply:
        return answerer().reply(question, portal=portal, language=language)

    return of


@pytest.mark.parametrize(
    ("language", "question", "answer"),
    [
        ("en", "What is an innovation partnership?", "You let one or several partners develop"),
        ("en", "When may an innovation partnership end?", "may end it after each phase"),
        ("en", "How many companies should I ask for a price below the threshold?", "three"),
        ("en", "Do all bidders have to get the same information?", "the same information"),
        ("en", "How much electricity do the lamps save?", "forty percent"),
        ("da", "Skal alle bydende have de samme oplysninger?", "alle bydende skal have de samme"),
        ("da", "Hvad betaler kommunen for strøm til gadebelysning?", "to millioner kroner"),
        ("fi", "Kannattaako hiilijalanjälki laskea?", "Hiilijalanjäljen laskenta kannattaa"),
        ("lv", "Kad notiek tirgus apspriedes?", "Tirgus apspriede notiek pirms"),
        ("en", "Hvad betaler kommunen for strøm til gadebelysning?", "to millioner kroner"),
    ],
)
def test_it_answers_with_a_sentence_that_holds_the_answer(ask, language, question, answer) -> None:
    reply = ask(question, language)

    assert any(answer in quote.text for quote in reply.quotes), reply


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "What does the moon weigh?"),
        ("en", "Who won the football match yesterday?"),
        ("en", "How do I bake sourdough bread?"),
        ("en", "Which companies sell submarines?"),
        ("en", "What is the capital of Mongolia?"),
        ("en", "What is the price of gold?"),
        ("da", "Hvem er statsminister i Danmark?"),
        ("da", "Hvad koster en liter mælk?"),
        ("fi", "Paljonko maito maksaa kaupassa?"),
        ("lv", "Cik maksā piens veikalā?"),
        ("lt", "Kiek kainuoja pienas?"),
        ("en", "What?"),
        ("en", "the of and"),
        ("en", "???"),
        ("en", ""),
    ],
)
def test_it_says_nothing_where_nothing_is_published(ask, language, question) -> None:
    assert ask(question, language).quotes == []


def test_every_quote_stands_word_for_word_in_the_source_it_names(ask, denmark) -> None:
    for question in ("What is an innovation partnership?", "How much electricity do lamps save?"):
        reply = ask(question)

        assert 1 <= len(reply.quotes) <= 4
        for quote in reply.quotes:
            source = Entry.objects.published(denmark).get(pk=quote.source.pk)
            assert quote.text in source.body_shown
        assert reply.source_ids == list(dict.fromkeys(q.source.pk for q in reply.quotes))


def test_without_an_answer_it_names_what_may_be_about_it(ask) -> None:
    reply = ask("Wer baut Transportausrüstung für Litauen?", "de")
    assert (reply.quotes, reply.related) == ([], [])

    label = CpvCode.objects.get(code="34000000").label_de
    reply = ask(f"{label}?", "de")

    assert reply.quotes == []
    assert {entry.title for entry in reply.related} == {"Upės žiburys", "Lys kun hvor nogen går"}


def test_headings_and_lists_are_not_taken_for_sentences(ask, denmark) -> None:
    body = (
        "## Zeppelin rides for schools\n\n- Zeppelin rides, monthly\n\nZeppelin rides cost money."
    )
    page(denmark, title_en="Rides", body_en=body)

    assert [q.text for q in ask("What about zeppelin rides?").quotes] == [
        "Zeppelin rides cost money."
    ]


def test_a_question_answers_nothing_and_what_stands_below_it_does(ask, denmark) -> None:
    body = (
        "## How long may a zeppelin ride last?\n\n"
        "It may last an hour. Two hours where the wind is good.\n\n"
        "Is it dear? That depends on the ropes.\n\n"
        "| Ride | Price of a ride in a zeppelin over the harbour and back to where it began |\n"
        "|---|---|\n| Long | 20 |"
    )
    page(denmark, title_en="Fairs", body_en=body)

    quotes = ask("How long may a zeppelin ride last?").quotes

    assert [quote.text for quote in quotes] == [
        "It may last an hour.",
        "Two hours where the wind is good.",
    ]


def test_a_definition_comes_before_a_mention(ask, denmark) -> None:
    page(denmark, title_en="Notes", body_en="Then consider a zeppelin contest. Zeppelins fly.")
    page(denmark, title_en="Words", body_en="Zeppelin contest – a race of ships that float.")

    first = ask("What is a zeppelin contest?").quotes[0]

    assert first.text.startswith("Zeppelin contest –")


def test_it_quotes_in_the_readers_language_where_there_is_one(ask) -> None:
    [danish] = ask("Hvem skal have de samme oplysninger?", "da").quotes[:1]
    [english] = ask("Who must get the same information?", "en").quotes[:1]

    assert (danish.source, danish.language) == (english.source, "da")
    assert "bydende" in danish.text
    assert (english.language, "bidders" in english.text) == ("en", True)


def test_drafts_and_the_unshared_of_other_portals_are_never_quoted(ask, latvia) -> None:
    for question in ("What is the canary password of Järvikunta?", "What is the draft password?"):
        assert ask(question).quotes == []
    reply = ask("What is the canary password of Järvikunta?", portal=latvia)
    assert [quote.text for quote in reply.quotes] == [
        "The canary password of Järvikunta is swordfish."
    ]


def test_what_is_unpublished_is_not_quoted_any_more(ask) -> None:
    question = "What is an innovation partnership?"
    assert ask(question).is_answer

    Entry.objects.everywhere("as unpublishing does").filter(title="Innovation partnership").delete()

    assert not ask(question).is_answer


def test_a_very_long_sentence_is_cut_at_a_word_and_says_so(ask, denmark) -> None:
    page(denmark, title_en="Zeppelins", body_en="Zeppelins fly " + "very slowly " * 60 + "indeed.")

    [quote] = ask("How do zeppelins fly?").quotes

    assert quote.is_cut
    assert len(quote.text) <= 400
    assert quote.text.endswith(("very", "slowly"))


HOSTILE = [
    "\x00", "'; DROP TABLE x; --", '"', "%s %(a)s {}", "<script>alert(1)</script>", "½ № …",
    "x" * 10_000, "lamp " * 2_000, "漢字 🙂", "\u202e", "a:*b & (c | d)", "'" * 500,
]  # fmt: skip


@pytest.mark.parametrize("question", HOSTILE, ids=lambda text: repr(text[:12]))
def test_no_question_breaks_it(ask, question) -> None:
    assert isinstance(ask(question), Reply)


def test_it_needs_as_many_queries_for_much_text_as_for_little(ask, denmark) -> None:
    ask("How much electricity do the lamps save?")
    with CaptureQueriesContext(connection) as few:
        ask("How much electricity do the lamps save?")
    for number in range(20):
        page(denmark, title_en=f"Lamps {number}", body_en="Lamps save electricity. " * 100)
    with CaptureQueriesContext(connection) as many:
        ask("How much electricity do the lamps save?")

    assert len(few) == len(many) == 5


def test_another_answerer_can_be_set(settings) -> None:
    settings.PPI_ANSWERER = "tests.ppi.assistant.test_answering.Silent"
    answerer.cache_clear()
    try:
        assert answerer().reply("What?", portal=None, language="en") == Reply()
    finally:
        answerer.cache_clear()


class Silent:
    """An answerer that never has an answer."""

    def reply(self, question: str, *, portal, language: str) -> Reply:
        return Reply()
