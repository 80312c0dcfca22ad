"""Somebody tells what worked: page by page, checked, sent, returned, sent again."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.choices import Status
from cases.models import Case
from ppi.documents.models import Document
from ppi.kernel.plain_text import SENTENCE
from ppi.moderation import services as moderation
from tests.cases.kept import NUMBERS, STORY, TITLE, reloaded, status_of, waiting

LIST = "/p/dk/en/cases/"
START = f"{LIST}new/"
STORY_PAGE = {name: STORY[name] for name in ("summary", "story", "lessons")} | {
    "title": TITLE,
    "language": "da",
    # What was kept before markup was refused can be shown, and not sent again.
    "story": STORY["story"].partition("\n\n<script>")[0],
}
NUMBERS_PAGE = {name: STORY[name] for name in ("before", "before_note", "after", "after_note")} | {
    "price": "1870000",
    "currency": "DKK",
    "first_year": "2025",
    "last_year": "2028",
}
SUBJECT_PAGE = {"country": "DK", "themes": ["food"], "procedure": "open", "is_shared": "on"}


def text(response) -> str:
    return response.content.decode()


def edit(case: Case, step: str) -> str:
    return f"{LIST}{case.slug}/edit/{step}/"


def newest() -> Case:
    return Case.objects.everywhere("the test looks").latest("pk")


def test_a_member_tells_a_case_is_returned_changes_it_and_sees_it_public(
    denmark, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    browser = as_user(buyer_of_havneby)
    started = browser.post(START, {"organisation": havneby.pk, "title": TITLE, "language": "da"})
    case = newest()
    check = f"{LIST}{case.slug}/check/"
    assert started["Location"] == edit(case, "story")
    for step, answers, following in (
        ("story", STORY_PAGE, edit(case, "numbers")),
        ("numbers", NUMBERS_PAGE, edit(case, "subject")),
        ("subject", SUBJECT_PAGE, edit(case, "documents")),
        ("documents", {"upload": ""}, check),
    ):
        assert browser.post(edit(case, step), answers)["Location"] == following
    assert browser.post(check)["Location"] == f"{LIST}{case.slug}/"
    assert status_of(case) == Status.IN_REVIEW

    moderation.send_back(waiting(denmark), "Which school year?", by=moderator_of_denmark)
    for address in (f"{LIST}{case.slug}/", check, edit(case, "numbers")):
        assert "Which school year?" in text(browser.get(address))
    browser.post(edit(case, "numbers"), NUMBERS_PAGE | {"after_note": "skoleåret 2025/26"})
    browser.post(check)
    moderation.publish(waiting(denmark), by=moderator_of_denmark)

    html = text(as_user(None).get(f"{LIST}{case.slug}/"))
    assert "skoleåret 2025/26" in html
    assert "Which school year?" not in html
    assert (reloaded(case).before_da, reloaded(case).themes) == ("118 g", ["food"])


def test_the_form_shows_the_original_whatever_the_readers_language(
    draft, buyer_of_havneby, as_user
) -> None:
    Case.objects.everywhere("an editor translates").update(title_en="We weighed the bin")

    html = text(as_user(buyer_of_havneby).get(edit(draft, "story")))

    assert f'value="{TITLE}"' in html
    assert 'value="We weighed the bin"' not in html


def test_who_writes_for_nobody_is_told_what_to_do(as_user, stranger, reader_of_havneby) -> None:
    for who in (stranger, reader_of_havneby):
        html = text(as_user(who).get(START))
        assert "First: whose experience is it?" in html
        assert "<form class=" not in html
    assert as_user(None).get(START).status_code == 302


def test_nobody_tells_a_case_for_an_organisation_of_others(
    havneby, jarvikunta, buyer_of_havneby, as_user
) -> None:
    answers = {"organisation": jarvikunta.pk, "title": TITLE, "language": "da"}

    response = as_user(buyer_of_havneby).post(START, answers)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["organisation"]
    assert f'value="{TITLE}"' in text(response)
    assert not Case.objects.everywhere("the test looks").exists()


@pytest.mark.parametrize("field", ["first_year", "last_year"])
@pytest.mark.parametrize("year", ["-5", "1066", "2101", "9" * 20, "lately"])
def test_a_year_out_of_reach_is_refused_in_one_sentence_of_ours(
    facts, draft, buyer_of_havneby, as_user, field, year
) -> None:
    answers = NUMBERS_PAGE | {field: year}
    response = as_user(buyer_of_havneby).post(edit(draft, "numbers"), answers)

    assert response.context["form"].errors == {
        field: ["Write a year from 1990 to 2100, with four digits."]
    }


@pytest.mark.parametrize(
    ("step", "answers", "field"),
    [
        ("story", STORY_PAGE | {"title": "x" * 201}, "title"),
        ("story", STORY_PAGE | {"title": ""}, "title"),
        ("story", STORY_PAGE | {"title": "a\x00b"}, "title"),
        ("story", STORY_PAGE | {"story": "x" * 20_001}, "story"),
        ("story", STORY_PAGE | {"language": "fr"}, "language"),
        ("numbers", NUMBERS_PAGE | {"price": "-1"}, "price"),
        ("numbers", NUMBERS_PAGE | {"price": "much"}, "price"),
        ("numbers", NUMBERS_PAGE | {"price": "1e400"}, "price"),
        ("numbers", NUMBERS_PAGE | {"price": "NaN"}, "price"),
        ("numbers", NUMBERS_PAGE | {"currency": "XXX"}, "currency"),
        ("numbers", NUMBERS_PAGE | {"first_year": "99999999999999999999"}, "first_year"),
        ("numbers", NUMBERS_PAGE | {"first_year": "1066"}, "first_year"),
        ("numbers", NUMBERS_PAGE | {"last_year": "2024"}, "__all__"),
        ("numbers", NUMBERS_PAGE | {"before": "x" * 41}, "before"),
        ("subject", SUBJECT_PAGE | {"country": "XX"}, "country"),
        ("subject", SUBJECT_PAGE | {"themes": ["food", "\x00"]}, "themes"),
        ("subject", SUBJECT_PAGE | {"cpv": ["12345678"]}, "cpv"),
        ("subject", SUBJECT_PAGE | {"nuts": ["DK999", "<b>"]}, "nuts"),
        ("subject", SUBJECT_PAGE | {"procedure": "bribe"}, "procedure"),
    ],
)
def test_bad_answers_are_refused_at_their_field_and_kept_on_the_page(
    facts, draft, buyer_of_havneby, as_user, step, answers, field
) -> None:
    before = Case.objects.everywhere("all").values().get()

    response = as_user(buyer_of_havneby).post(edit(draft, step), answers)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert "There is a problem" in text(response)
    kept = {
        "story": "Skriv målet i gram.",
        "numbers": "efter et halvt skoleår",
        "subject": "checked",
    }
    assert kept[step] in text(response)
    assert Case.objects.everywhere("all").values().get() == before


def test_markup_in_an_answer_is_refused_and_kept_on_the_page_as_text(
    draft, buyer_of_havneby, as_user
) -> None:
    before, evil = Case.objects.everywhere("all").values().get(), '"><script>alert(1)</script>'

    answers = STORY_PAGE | {"title": evil, "lessons": evil}
    response = as_user(buyer_of_havneby).post(edit(draft, "story"), answers)

    sentence = [str(SENTENCE)]
    assert response.context["form"].errors == {"title": sentence, "lessons": sentence}
    assert "<script>alert(1)</script>" not in text(response)
    assert text(response).count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert Case.objects.everywhere("all").values().get() == before


def test_looking_for_a_code_without_javascript_saves_nothing_and_loses_nothing(
    facts, draft, buyer_of_havneby, as_user
) -> None:
    answers = SUBJECT_PAGE | {"find": "cpv", "cpv_search": "food", "procedure": "restricted"}

    response = as_user(buyer_of_havneby).post(edit(draft, "subject"), answers)

    assert response.status_code == 200
    assert not response.context["form"].errors
    assert re.search(r'value="restricted"[^>]*selected', text(response))
    assert reloaded(draft).procedure == "open"


def test_a_document_is_added_shown_and_taken_off_again(draft, buyer_of_havneby, as_user) -> None:
    browser, documents = as_user(buyer_of_havneby), edit(draft, "documents")

    added = browser.post(documents, {"upload": SimpleUploadedFile("behov.txt", b"Two pages.")})
    shown = text(browser.get(documents))
    attached = Document.objects.all().of(draft).get()
    browser.post(f"{LIST}{draft.slug}/documents/{attached.pk}/remove/")

    assert added["Location"] == documents
    assert "behov.txt" in shown
    assert not Document.objects.all().of(draft).exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("virus.exe", b"MZ", "«virus.exe» cannot be taken"),
        ("report.pdf", b"<script>", "«report.pdf» is not what its name says"),
        ("empty.txt", b"", "«empty.txt» is empty."),
    ],
)
def test_a_refused_file_is_named_at_its_field_and_takes_nothing_along(
    draft, buyer_of_havneby, as_user, name, content, sentence
) -> None:
    browser, documents = as_user(buyer_of_havneby), edit(draft, "documents")
    browser.post(documents, {"upload": SimpleUploadedFile("behov.txt", b"Two pages.")})
    before = Case.objects.everywhere("all").values().get()

    response = browser.post(documents, {"upload": SimpleUploadedFile(name, content)})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["upload"]
    at_the_field = re.search(r'id="id_upload_error">(.+?)</div>', text(response), re.DOTALL)
    assert sentence in at_the_field[1]
    assert "behov.txt" in text(response)
    assert [row.name for row in Document.objects.all().of(draft)] == ["behov.txt"]
    assert Case.objects.everywhere("all").values().get() == before


def test_an_incomplete_case_is_not_sent_and_says_what_is_missing(
    havneby, buyer_of_havneby, as_user
) -> None:
    browser = as_user(buyer_of_havneby)
    browser.post(START, {"organisation": havneby.pk, "title": TITLE, "language": "da"})
    check = f"{LIST}{newest().slug}/check/"

    response = browser.post(check, follow=True)

    assert "Still missing: summary, story" in text(response)
    assert status_of(newest()) == Status.DRAFT


def test_sending_twice_sends_once(draft, denmark, buyer_of_havneby, as_user) -> None:
    browser, check = as_user(buyer_of_havneby), f"{LIST}{draft.slug}/check/"

    first, second = browser.post(check), browser.post(check)

    assert (first.status_code, second.status_code) == (302, 403)
    assert waiting(denmark).subject == draft


def test_the_author_takes_it_back_and_goes_on_writing(sent, buyer_of_havneby, as_user) -> None:
    browser = as_user(buyer_of_havneby)

    assert browser.get(f"{LIST}{sent.slug}/take-back/").status_code == 405
    response = browser.post(f"{LIST}{sent.slug}/take-back/")

    assert response["Location"] == f"{LIST}{sent.slug}/check/"
    assert status_of(sent) == Status.DRAFT


def test_readers_of_the_organisation_may_look_and_not_write(
    draft, reader_of_havneby, as_user
) -> None:
    browser = as_user(reader_of_havneby)

    assert browser.get(f"{LIST}{draft.slug}/").status_code == 200
    for address in (edit(draft, "story"), f"{LIST}{draft.slug}/check/"):
        assert browser.get(address).status_code == 403
        assert browser.post(address, STORY_PAGE | {"title": "Fremmed"}).status_code == 403
    assert reloaded(draft).title_da == TITLE


def test_a_page_that_the_form_does_not_have_does_not_exist(
    draft, buyer_of_havneby, as_user
) -> None:
    browser = as_user(buyer_of_havneby)
    steps = ("story", "numbers", "subject", "documents", "price", "check", "upload")

    answers = {step: browser.get(edit(draft, step)) for step in steps}
    sent = browser.post(edit(draft, "price"), {"price": "1"})

    assert [step for step in steps if answers[step].status_code == 200] == list(steps[:4])
    for missing in (answers["price"], answers["check"], answers["upload"], sent):
        assert missing.status_code == 404
        assert "Page not found" in text(missing)
        assert TITLE not in text(missing)
    assert str(reloaded(draft).price) == NUMBERS["price"]


def test_my_cases_are_those_of_my_organisations(
    sent, elsewhere, buyer_of_havneby, buyer_of_jarvikunta, as_user
) -> None:
    mine = text(as_user(buyer_of_havneby).get(f"{LIST}mine/"))
    theirs = text(as_user(buyer_of_jarvikunta).get(f"{LIST}mine/"))

    assert TITLE in mine
    assert "With the moderators" in mine
    assert "Tikai mums" not in mine
    assert "Nothing told yet" in theirs
