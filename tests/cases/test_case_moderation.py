"""Moderators read a case as the public would, and what they decide reaches its author."""

from __future__ import annotations

from cases.choices import Status
from ppi.moderation import services as moderation
from tests.cases.kept import TITLE, status_of, waiting

QUEUE = "/p/dk/en/moderation/"


def text(response) -> str:
    return response.content.decode()


def test_the_queue_shows_the_case_as_others_will_see_it(
    facts, sent, as_user, moderator_of_denmark, moderator_of_latvia
) -> None:
    own = text(as_user(moderator_of_denmark).get(QUEUE))
    theirs = text(as_user(moderator_of_latvia).get("/p/lv/en/moderation/"))

    for said in (TITLE, "118 g", "66 g", "Behovet", "Skriv målet i gram."):
        assert said in own, said
    assert "<script>alert(1)</script>" not in own
    assert TITLE not in theirs


def test_a_moderator_returns_a_case_with_a_reason_that_its_author_reads(
    sent, denmark, as_user, moderator_of_denmark, buyer_of_havneby, stranger
) -> None:
    decide = f"{QUEUE}{waiting(denmark).pk}/decide/"

    as_user(moderator_of_denmark).post(decide, {"decision": "return", "reason": "Which year?"})

    page = f"/p/dk/en/cases/{sent.slug}/"
    assert status_of(sent) == Status.RETURNED
    assert "Which year?" in text(as_user(buyer_of_havneby).get(page))
    assert as_user(stranger).get(page).status_code == 404


def test_a_reported_case_is_removed_and_its_author_reads_why(
    case, as_user, moderator_of_denmark, buyer_of_havneby
) -> None:
    report = f"{QUEUE}report/cases.case/{case.pk}/"
    assert report in text(as_user(None).get(f"/p/dk/en/cases/{case.slug}/"))
    filed = moderation.report(case, case.portal, kind="wrong", text="The figure is wrong.")

    answer = {"decision": "remove", "reason": "The figure was never measured."}
    as_user(moderator_of_denmark).post(f"{QUEUE}reports/{filed.pk}/settle/", answer)

    page = f"/p/dk/en/cases/{case.slug}/"
    assert status_of(case) == Status.REMOVED
    assert as_user(None).get(page).status_code == 404
    assert "The figure was never measured." in text(as_user(buyer_of_havneby).get(page))
