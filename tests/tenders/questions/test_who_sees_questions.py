"""Nobody learns who asked; what waits is the buyer's; what is reported goes."""

from __future__ import annotations

import pytest

from ppi.discussion import services
from ppi.discussion.choices import Status
from ppi.moderation import services as moderation
from ppi.moderation.models import Report
from ppi.notifications.models import Delivery
from tests.conftest import person
from tests.ppi.kernel.pdf_text import text_of
from tests.tenders.filled import Page
from tests.tenders.questions.asked import ANSWER, ASKED, ROOM, report_link, section
from tests.tenders.written import published, reloaded

SECRET_NAME = "Onutė Slaptoji"


@pytest.fixture
def secret_asker(db):
    return person("onute@slapta.example", SECRET_NAME, "lt")


def everybody(*people):
    return [None, *people]


def test_a_waiting_text_is_read_by_the_buyers_people_and_its_asker_only(
    call, page, secret_asker, buyer_of_havneby, reader_of_havneby, seller_of_upenai,
    buyer_of_jarvikunta, moderator_of_denmark, as_user,
) -> None:  # fmt: skip
    services.ask(call, ASKED, language="lt", by=secret_asker)
    for who in (buyer_of_havneby, reader_of_havneby, secret_asker):
        assert ASKED in section(as_user(who).get(page))
    for who in everybody(seller_of_upenai, buyer_of_jarvikunta, moderator_of_denmark):
        response = as_user(who).get(page)
        assert "1 question waits for an answer." in section(response)
        assert ASKED not in response.content.decode()


def test_nobody_learns_who_asked(
    call, page, secret_asker, buyer_of_havneby, reader_of_havneby, seller_of_upenai,
    moderator_of_denmark, as_user, run_jobs, mailoutbox,
) -> None:  # fmt: skip
    """Not on a page, not in the trail, not in a mail, not in the document, not in a report."""
    rows = [services.ask(call, f"{n}?", language="lt", by=secret_asker) for n in range(4)]
    answered = services.answer(rows[0], ANSWER, language="da", by=buyer_of_havneby)
    services.decline(rows[1], "No.", language="da", by=buyer_of_havneby)
    services.take_back(rows[2], by=secret_asker)
    report = moderation.report(answered, call.portal, kind="other", text="Look.", email="")
    run_jobs()
    places = [page, f"{page}questions/", f"{page}questions/{rows[3].pk}/answer/",
              f"{page}questions/{rows[3].pk}/decline/", "/p/dk/en/opportunities/mine/",
              "/p/dk/en/moderation/reports/", f"/p/dk/en/moderation/reports/{report.pk}/",
              "/p/dk/en/moderation/history/", f"/api/v1/opportunities/{call.slug}/"]  # fmt: skip
    leaks = [
        (who, place)
        for who in everybody(buyer_of_havneby, reader_of_havneby, seller_of_upenai,
                             moderator_of_denmark)
        for place in places
        if any(name in as_user(who).get(place).content.decode() for name in
               (SECRET_NAME, secret_asker.email))
    ]  # fmt: skip
    assert leaks == []
    assert SECRET_NAME not in text_of(as_user(None).get(f"{page}questions.pdf").content)
    to_others = [one for one in mailoutbox if one.to != [secret_asker.email]]
    assert to_others
    assert not any(
        name in f"{one.message()}" for one in to_others for name in (SECRET_NAME, "onute")
    )


def test_only_writers_of_the_buyer_find_the_pages_for_answers(
    call, page, question, reader_of_havneby, seller_of_upenai, buyer_of_jarvikunta,
    moderator_of_denmark, as_user,
) -> None:  # fmt: skip
    tails = ("questions/", f"questions/{question.pk}/answer/", f"questions/{question.pk}/decline/")
    fields = {"answer": "No.", "reason": "No.", "language": "en"}
    for who in (reader_of_havneby, seller_of_upenai, buyer_of_jarvikunta, moderator_of_denmark):
        browser = as_user(who)
        assert [browser.get(page + tail).status_code for tail in tails] == [404] * 3
        assert [browser.post(page + tail, fields).status_code for tail in tails] == [404] * 3
    assert reloaded(question).status == Status.WAITING


def test_a_question_is_not_answered_under_another_opportunitys_address(
    call, question, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    other = published(havneby, buyer_of_havneby, moderator_of_denmark, title="Something else")
    form = f"{ROOM}{other.slug}/questions/{question.pk}/answer/"
    sent = as_user(buyer_of_havneby).post(form, {"answer": "No.", "language": "en"})
    assert (sent.status_code, reloaded(question).status) == (404, Status.WAITING)


def test_a_call_that_is_not_shared_keeps_its_questions_to_its_portal(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, seller_of_upenai, latvia, as_user
) -> None:
    own = published(havneby, buyer_of_havneby, moderator_of_denmark, is_shared=False)
    row = services.ask(own, ASKED, language="lt", by=seller_of_upenai)
    services.answer(row, ANSWER, language="da", by=buyer_of_havneby)
    for tail in ("", "questions.pdf", "ask/"):
        abroad = as_user(seller_of_upenai).get(f"/p/lv/en/opportunities/{own.slug}/{tail}")
        assert abroad.status_code == 404
    visitor = as_user(None)
    link = report_link(visitor, own)
    codes = [visitor.get(address).status_code for address in (link, link.replace("/dk/", "/lv/"))]
    assert codes == [200, 404]


def test_a_reported_answer_is_removed_with_its_question(
    call, page, answered, seller_of_upenai, moderator_of_denmark, as_user, run_jobs
) -> None:
    link = report_link(as_user(None), call)
    assert ASKED in Page(as_user(None).get(link)).text
    report = moderation.report(answered, call.portal, kind="other", text="Rude.", email="")
    shown = as_user(moderator_of_denmark).get(f"/p/dk/en/moderation/reports/{report.pk}/")
    assert [word in Page(shown).text for word in (ASKED, ANSWER)] == [True, True]
    moderation.settle(report, remove=True, reason="It names a person.", by=moderator_of_denmark)
    run_jobs()

    for tail in ("", "questions.pdf"):
        content = as_user(None).get(page + tail).content
        text = text_of(content) if tail else content.decode()
        assert [word in text for word in (ASKED, ANSWER)] == [False, False]
    assert as_user(None).get(link).status_code == 404
    assert "Removed by the moderators" in section(as_user(seller_of_upenai).get(page))
    mails = Delivery.objects.filter(kind="removal", channel="mail")
    told = mails.exclude(sent_at=None).order_by("email")
    assert [row.email for row in told] == ["buyer@havneby.example", "seller@upes-ziburys.example"]
    assert Report.objects.moderated_by(call.portal).get().state == "removed"
