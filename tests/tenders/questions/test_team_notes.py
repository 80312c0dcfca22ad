"""Notes that only the team of the buyer reads."""

from __future__ import annotations

import pytest

from ppi.discussion import services
from ppi.discussion.models import Note
from tenders import services as tenders
from tests.conftest import member, person
from tests.ppi.kernel.pdf_text import text_of
from tests.tenders.filled import Page
from tests.tenders.questions.asked import ROOM
from tests.tenders.written import draft

CANARY = "Канарейка команды"


def test_notes_are_read_by_members_of_the_buyer_and_by_nobody_else(
    call, page, havneby, buyer_of_havneby, reader_of_havneby, buyer_of_jarvikunta,
    seller_of_upenai, moderator_of_denmark, as_user, run_jobs,
) -> None:  # fmt: skip
    as_user(buyer_of_havneby).post(f"{page}notes/", {"note": CANARY})
    run_jobs()
    for who in (buyer_of_havneby, reader_of_havneby):
        assert CANARY in Page(as_user(who).get(page)).text
        assert CANARY in Page(as_user(who).get(f"{page}notes/")).text
    public = ["/p/dk/en/", ROOM, page, f"{page}versions/", "/p/dk/en/search/?q=Канарейка",
              "/api/v1/opportunities/", f"/api/v1/opportunities/{call.slug}/"]  # fmt: skip
    for who in (None, buyer_of_jarvikunta, seller_of_upenai, moderator_of_denmark):
        browser = as_user(who)
        answers = [browser.get(place, follow=True) for place in public]
        assert [answer.status_code for answer in answers[:3]] == [200] * 3
        assert [CANARY in answer.content.decode() for answer in answers] == [False] * len(public)
        if who is not None:
            assert browser.get(f"{page}notes/").status_code == 404
            assert browser.post(f"{page}notes/", {"note": "Mine"}).status_code == 404
    assert CANARY not in text_of(as_user(None).get(f"{page}questions.pdf").content)
    assert Note.objects.of(call).count() == 1


def test_who_only_reads_has_no_form_and_writes_no_note(
    call, page, reader_of_havneby, as_user
) -> None:
    browser = as_user(reader_of_havneby)
    assert "Add the note" not in Page(browser.get(page)).text
    sent = Page(browser.post(f"{page}notes/", {"note": "Hello."}))
    assert "Only owners and editors of Havneby Kommune may do that." in sent.text
    assert not Note.objects.of(call).exists()


def test_a_team_talks_about_a_draft_and_the_moderators_do_not_read_it(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    secret = draft(havneby, buyer_of_havneby)
    browser, page = as_user(buyer_of_havneby), f"{ROOM}{secret.slug}/"
    browser.post(f"{page}notes/", {"note": CANARY})
    assert CANARY in Page(browser.get(page)).text
    read = as_user(moderator_of_denmark).get(page)
    assert (read.status_code, CANARY in read.content.decode()) == (200, False)


def test_notes_on_a_correction_outlive_its_draft(call, buyer_of_havneby, as_user) -> None:
    begun = tenders.start_correction(call, by=buyer_of_havneby)
    browser = as_user(buyer_of_havneby)
    browser.post(f"{ROOM}{begun.slug}/notes/", {"note": "Check the date."})
    assert "Check the date." in Page(browser.get(f"{ROOM}{begun.slug}/")).text
    tenders.discard_correction(begun, by=buyer_of_havneby)
    assert "Check the date." in Page(browser.get(f"{ROOM}{call.slug}/")).text


@pytest.mark.parametrize(
    ("note", "sentence"),
    [("", "required"), ("x" * 2001, "at most 2000"), ("a\x00b", "Null characters")],
)
def test_a_bad_note_is_refused_at_its_field(
    call, page, buyer_of_havneby, as_user, note: str, sentence: str
) -> None:
    sent = as_user(buyer_of_havneby).post(f"{page}notes/", {"note": note})
    assert sentence in Page(sent).errors("note")
    assert not Note.objects.of(call).exists()


def test_markup_in_a_note_is_text(call, page, havneby, buyer_of_havneby, as_user) -> None:
    colleague = member(person("x@havneby.example", "<i>Colleague</i>"), havneby)
    services.write_note(call, "<script>alert(1)</script>", by=colleague)
    source = as_user(buyer_of_havneby).get(page).content.decode()
    assert "<script>alert" not in source
    assert "<i>Colleague" not in source
