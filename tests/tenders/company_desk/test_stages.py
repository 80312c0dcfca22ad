"""What a company looks at, bids for, has sent: put on its desk, moved, taken off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from ppi.discussion import services as discussion
from ppi.discussion.models import Note
from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.organisations.choices import Kind
from tenders import services
from tenders.choices import STAGE_MOVES, Stage
from tenders.models import Pursuit
from tenders.services import pursuing
from tests.conftest import member, organisation
from tests.tenders.company_desk.desk import DESK, ROOM, SECRET, TOKEN, at
from tests.tenders.filled import Page
from tests.tenders.written import published, reloaded


def test_a_company_puts_a_call_on_its_desk_from_the_calls_page_once(
    call, upes_ziburys, seller_of_upenai, browser
) -> None:
    page = f"{ROOM}{call.slug}/"
    assert "Put it on our desk" in Page(browser.get(page)).text

    for _twice in range(2):
        browser.post(f"{page}pursue/", TOKEN)

    pursuit = Pursuit.objects.managed_by(upes_ziburys).get()
    assert (pursuit.opportunity, pursuit.status, pursuit.assignee, pursuit.added_by) == (
        call,
        Stage.LOOKING,
        seller_of_upenai,
        seller_of_upenai,
    )
    assert [entry.action for entry in audit.trail(pursuit)] == ["pursuit.added"]
    shown = Page(browser.get(page)).text
    assert "Put it on our desk" not in shown
    assert "Desk of Upės žiburys" in shown
    assert "On our desk: looking at it" in Page(browser.get(ROOM)).text
    assert call.title in Page(browser.get(DESK)).text


def test_who_writes_for_two_companies_says_which_one_takes_it_up(
    call, seller_of_upenai, upes_ziburys, denmark, browser
) -> None:
    second = organisation("lempos", "Lempos", denmark, kind=Kind.SUPPLIER)
    member(seller_of_upenai, second)

    asked = Page(browser.post(f"{ROOM}{call.slug}/pursue/", TOKEN))
    browser.post(f"{ROOM}{call.slug}/pursue/", {"organisation": second.pk})

    assert "For which organisation?" in asked.text
    assert [row.organisation for row in Pursuit.objects.of_member(seller_of_upenai)] == [second]
    assert "Desk of Lempos" in Page(browser.get(DESK)).text


@pytest.mark.parametrize("start", Stage)
def test_it_moves_as_the_table_says_and_not_otherwise(
    pursuit, seller_of_upenai, browser, start
) -> None:
    for wanted in set(Stage) - {start}:
        Pursuit.objects.everywhere("a test").update(status=start)
        answer = browser.post(at(pursuit, "move/"), {"stage": wanted}, follow=True)
        is_legal = wanted in STAGE_MOVES[start]
        assert reloaded(pursuit).status == (wanted if is_legal else start)
        told = "Moved." if is_legal else f"It is «{start.label}» and cannot become"
        assert told in Page(answer).text
    Pursuit.objects.everywhere("a test").update(status=start)
    buttons = Page(browser.get(at(pursuit))).tree.xpath("//button[@name='stage']/@value")
    assert set(buttons) == STAGE_MOVES[start]


def test_who_moved_what_when_is_told_to_the_team(pursuit, colleague, seller_of_upenai, browser):
    pursuing.move(pursuit, Stage.BIDDING, by=colleague)
    pursuing.plan(pursuit, date(2031, 6, 2), "The price", by=colleague)
    pursuing.assign(reloaded(pursuit), colleague, by=seller_of_upenai)
    pursuing.forward(reloaded(pursuit), seller_of_upenai, by=colleague)
    pursuing.plan(pursuit, None, "", by=colleague)
    pursuing.assign(reloaded(pursuit), None, by=colleague)

    page = Page(browser.get(at(pursuit)))

    assert [
        " ".join(step.text.split()) for step in page.tree.xpath("//section[@id='done']//li")
    ] == [
        "The bid writer of Upėnai put it into nobody's hands.",
        "The bid writer of Upėnai took our own date away.",
        "The bid writer of Upėnai sent it on to The seller of Upėnai.",
        "The seller of Upėnai put it into the hands of The bid writer of Upėnai.",
        "The bid writer of Upėnai set our own date: 2 June 2031.",
        "The bid writer of Upėnai moved it from «looking at it» to «preparing our answer».",
        "The seller of Upėnai put it on the desk.",
    ]


def test_nothing_can_be_sent_in_answer_to_what_is_only_planned(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, upes_ziburys, seller_of_upenai
) -> None:
    planned = published(
        havneby, buyer_of_havneby, moderator_of_denmark, kind="planned", deadline=None
    )
    pursuit = pursuing.pursue(planned, upes_ziburys, by=seller_of_upenai)
    pursuit = pursuing.move(pursuit, Stage.BIDDING, by=seller_of_upenai)

    with pytest.raises(Refused, match="cannot become «sent»"):
        pursuing.move(pursuit, Stage.SENT, by=seller_of_upenai)
    assert reloaded(pursuit).stages_ahead == [Stage.LOOKING, Stage.LET_GO]


def test_two_who_move_it_at_once_do_not_overwrite_each_other(
    pursuit, colleague, seller_of_upenai
) -> None:
    seen_by_both = reloaded(pursuit)
    pursuing.move(pursuit, Stage.LET_GO, by=seller_of_upenai)

    with pytest.raises(Refused, match="It is «let go» and cannot become"):
        pursuing.move(seen_by_both, Stage.BIDDING, by=colleague)
    assert reloaded(pursuit).status == Stage.LET_GO


def test_a_result_and_ones_own_need_are_not_put_on_a_desk(
    call, havneby, upes_ziburys, buyer_of_havneby, seller_of_upenai, moderator_of_denmark, as_user
) -> None:
    with pytest.raises(Refused, match="Only companies"):
        pursuing.pursue(call, havneby, by=buyer_of_havneby)
    cluster = organisation("cluster", "Cluster", havneby.portal, kind=Kind.INTERMEDIARY)
    member(seller_of_upenai, cluster)
    own = published(cluster, seller_of_upenai, moderator_of_denmark)
    with pytest.raises(Refused, match="You announced it yourselves"):
        pursuing.pursue(own, cluster, by=seller_of_upenai)
    with time_machine.travel(call.deadline + timedelta(hours=1), tick=False):
        result = services.start_result(call, by=buyer_of_havneby)
    with pytest.raises(Refused, match="nothing to bid for"):
        pursuing.pursue(result, upes_ziburys, by=seller_of_upenai)
    assert not Pursuit.objects.everywhere("a test").exists()
    assert (
        "Put it on our desk" not in Page(as_user(buyer_of_havneby).get(f"{ROOM}{call.slug}/")).text
    )


def test_what_was_looked_at_is_taken_off_with_its_notes_and_what_was_bid_for_stays(
    pursuit, seller_of_upenai, browser
) -> None:
    discussion.write_note(pursuit, SECRET, by=seller_of_upenai)
    pursuing.move(pursuit, Stage.BIDDING, by=seller_of_upenai)
    kept = browser.post(at(pursuit, "drop/"), follow=True)
    assert "what you bid for stays on the desk" in Page(kept).text
    pursuing.move(pursuit, Stage.LET_GO, by=seller_of_upenai)

    gone = browser.post(at(pursuit, "drop/"), follow=True)

    assert "Taken off your desk." in Page(gone).text
    assert not Pursuit.objects.everywhere("a test").exists()
    assert not Note.objects.everywhere("a test").exists()
    assert audit.trail(pursuit).first().action == "pursuit.dropped"
