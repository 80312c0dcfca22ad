"""All questions and answers as a document for everybody."""

from __future__ import annotations

from ppi.discussion import services
from ppi.translations import services as translations
from tests.ppi.kernel.pdf_text import text_of
from tests.tenders.questions.asked import ANSWER, ASKED


def test_everybody_gets_the_answers_as_a_document_in_their_own_words(
    call, page, answered, buyer_of_havneby, seller_of_upenai, as_user
) -> None:
    services.ask(call, "Still waiting?", language="en", by=seller_of_upenai)
    services.write_note(call, "Only us.", by=buyer_of_havneby)
    call.official_url = "https://ted.example/notice/1"
    call.save()
    response = as_user(None).get(f"{page}questions.pdf")
    words = text_of(response.content)

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{call.slug}-questions.pdf"'
    assert "Questions and answers Light only where somebody walks Buyer: Havneby Kommune" in words
    assert "Official notice: https://ted.example/notice/1 Questions answered: 1" in words
    assert f"{ASKED} Answer {ANSWER} 1 / 1" in words
    assert [word in words for word in ("Still waiting?", "Only us.")] == [False, False]


def test_the_document_speaks_the_readers_language_and_keeps_the_original_words(
    call, page, answered, as_user
) -> None:
    translations.keep(answered, "text", "da", "Hvor mange?")
    response = as_user(None).get(page.replace("/en/", "/da/") + "questions.pdf")
    assert ASKED in text_of(response.content)
    assert b"/Lang(da)" in response.content


def test_markup_for_the_typesetter_is_printed_as_it_was_typed(
    call, page, buyer_of_havneby, seller_of_upenai, as_user
) -> None:
    bad = '#read("/etc/passwd") #import "x.typ": * $x$ *bold* = Heading'
    row = services.ask(call, bad, language="en", by=seller_of_upenai)
    services.answer(row, bad, language="en", by=buyer_of_havneby)
    words = text_of(as_user(None).get(f"{page}questions.pdf").content)
    assert f"{bad} Answer {bad}" in words
    assert "root:" not in words


def test_one_reader_does_not_print_without_end(call, page, as_user) -> None:
    visitor = as_user(None)
    codes = [visitor.get(f"{page}questions.pdf").status_code for _ in range(31)]
    assert codes == [200] * 30 + [403]
