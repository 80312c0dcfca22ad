"""A company's own desk: what it looks at, bids for, has sent; its notes, hands and dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ppi.discussion import services as discussion
from ppi.discussion.models import Note
from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.notifications.models import Delivery
from ppi.organisations import services as organisations
from ppi.organisations.choices import Kind, Role
from ppi.organisations.models import Membership
from tenders import services
from tenders.choices import STAGE_MOVES, Stage
from tenders.models import Handover, Opportunity, Pursuit
from tenders.services import pursuing
from tests.conftest import member, organisation, person
from tests.tenders.filled import Page
from tests.tenders.written import in_days, published, reloaded

ROOM = "/p/dk/en/opportunities/"
DESK = f"{ROOM}desk/"
BELL = "/p/dk/en/notifications/news/"
# What a browser sends with the button.
TOKEN = {"csrfmiddlewaretoken": "x"}
SECRET = "We can go down to 80,000."


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark)


@pytest.fixture
def colleague(upes_ziburys):
    who = person("bids@upes-ziburys.example", "The bid writer of Upėnai")
    return member(who, upes_ziburys, Role.EDITOR)


@pytest.fixture
def reader(upes_ziburys):
    who = person("reads@upes-ziburys.example", "The reader of Upėnai")
    return member(who, upes_ziburys, Role.READER)


@pytest.fixture
def pursuit(call, upes_ziburys, seller_of_upenai) -> Pursuit:
    return pursuing.pursue(call, upes_ziburys, by=seller_of_upenai)


@pytest.fixture
def browser(seller_of_upenai, as_user) -> Client:
    return as_user(seller_of_upenai)


def at(pursuit: Pursuit, name: str = "") -> str:
    return f"{DESK}{pursuit.pk}/{name}"


# Put it there, move it ---------------------------------------------------------------------------


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


# Who sees it, and who may what -------------------------------------------------------------------


def test_nobody_outside_the_company_learns_of_it(
    pursuit, call, seller_of_upenai, buyer_of_havneby, moderator_of_denmark, denmark, stranger,
    colleague, as_user,
) -> None:  # fmt: skip
    """Neither the buyer, nor the portal's moderators, nor another company."""
    discussion.write_note(pursuit, SECRET, by=seller_of_upenai)
    pursuing.plan(pursuit, timezone.localdate(), SECRET, by=seller_of_upenai)
    pursuing.forward(pursuit, colleague, SECRET, by=seller_of_upenai)
    rival = member(
        person("rival@x.example", "Rival"), organisation("r", "R", denmark, kind=Kind.SUPPLIER)
    )
    team = Page(as_user(colleague).get(at(pursuit))).text
    assert SECRET in team
    names = ("", "move/", "hands/", "date/", "forward/", "notes/", "drop/")
    for outsider in (buyer_of_havneby, moderator_of_denmark, rival, stranger):
        out = as_user(outsider)
        for name in names:
            answers = [out.get(at(pursuit, name)), out.post(at(pursuit, name), {"stage": "sent"})]
            assert {answer.status_code for answer in answers} <= {404, 405}, name
        pages = (
            DESK, ROOM, f"{ROOM}{call.slug}/", f"{ROOM}mine/", "/p/dk/en/", "/p/dk/en/moderation/",
            "/api/v1/desk/", "/api/v1/opportunities/",
        )  # fmt: skip
        for page in pages:
            text = out.get(page, follow=True).content.decode()
            assert SECRET not in text, page
            assert "looking at it" not in text, page
    assert as_user(None).get(at(pursuit)).status_code == 302
    assert reloaded(pursuit).status == Stage.LOOKING
    with pytest.raises(Refused):
        discussion.write_note(pursuit, "Hello", by=buyer_of_havneby)


def test_the_doors_of_the_public_and_of_moderators_show_no_desk(
    pursuit, colleague, seller_of_upenai, denmark
) -> None:
    note = discussion.write_note(pursuit, SECRET, by=seller_of_upenai)
    pursuing.forward(pursuit, colleague, SECRET, by=seller_of_upenai)
    shown = [
        list(door)
        for model in (Pursuit, Handover, Note)
        for door in (
            model.objects.published(denmark),
            model.objects.published_anywhere(),
            model.objects.moderated_by(denmark),
        )
    ]
    assert shown == [[]] * 9
    assert Note.objects.of(pursuit.opportunity).count() == 0
    # The trail that a portal's moderators and administrators read names no portal here.
    assert {entry.portal_id for row in (pursuit, note) for entry in audit.trail(row)} == {None}
    assert SECRET not in str([entry.detail for entry in audit.trail(pursuit)])
    assert not LogEntry.objects.exists()


def test_a_reader_sees_the_desk_and_moves_nothing(pursuit, reader, as_user) -> None:
    browser = as_user(reader)
    page = Page(browser.get(at(pursuit)))

    sent = {
        "move/": {"stage": "bidding"},
        "hands/": {"assignee": ""},
        "date/": {"due_on": "2031-06-02"},
        "forward/": {"to": reader.pk},
        "notes/": {"note": "Mine"},
        "drop/": {},
    }
    answers = [
        browser.post(at(pursuit, name), fields, follow=True) for name, fields in sent.items()
    ]

    assert page.tree.xpath("//main//form") == []
    assert all("Only owners and editors of Upės žiburys" in Page(a).text for a in answers)
    row = reloaded(pursuit)
    assert (row.status, row.assignee, row.due_on) == (Stage.LOOKING, pursuit.assignee, None)
    assert not Note.objects.of(pursuit).exists()


def test_who_leaves_takes_their_access_and_not_the_notes(
    pursuit, colleague, seller_of_upenai, upes_ziburys, as_user, run_jobs
) -> None:
    pursuing.assign(pursuit, colleague, by=seller_of_upenai)
    discussion.write_note(pursuit, SECRET, by=colleague)
    membership = Membership.objects.managed_by(upes_ziburys).get(user=colleague)
    organisations.leave(membership, by=colleague)
    run_jobs()

    assert as_user(colleague).get(at(pursuit)).status_code == 404
    page = Page(as_user(seller_of_upenai).get(at(pursuit)))
    assert SECRET in page.text
    assert "The bid writer of Upėnai left the organisation" in page.text
    assert reloaded(pursuit).assignee is None
    # What they were told in the bell says nothing any more.
    assert Delivery.objects.filter(user=colleague).exists() is True
    assert pursuit.opportunity.title not in Page(as_user(colleague).get(BELL)).text


# Colleagues --------------------------------------------------------------------------------------


def test_a_colleague_is_told_what_is_put_into_their_hands_and_can_end_such_mails(
    pursuit, call, colleague, browser, as_user, run_jobs
) -> None:
    run_jobs()
    mail.outbox.clear()
    browser.post(at(pursuit, "hands/"), {"assignee": colleague.pk})
    browser.post(at(pursuit, "hands/"), {"assignee": colleague.pk})
    run_jobs()

    [told] = mail.outbox
    assert (told.to, told.subject) == ([colleague.email], f"In your hands: {call.title}")
    assert f"/opportunities/desk/{pursuit.pk}/" in told.body
    bell = Page(as_user(colleague).get(BELL)).text
    assert "You are a member of Upės žiburys." in bell
    assert "Stop mails about what colleagues hand on" in bell
    assert reloaded(pursuit).assignee == colleague

    stop = told.body.split("Stop mails of this kind: ")[1].split()[0]
    as_user(None).post(stop)
    browser.post(at(pursuit, "hands/"), {"assignee": ""})
    browser.post(at(pursuit, "hands/"), {"assignee": colleague.pk})
    run_jobs()
    assert len(mail.outbox) == 1


def test_a_word_is_sent_on_to_a_colleague_who_may_only_read(
    pursuit, call, reader, seller_of_upenai, browser, run_jobs
) -> None:
    run_jobs()
    mail.outbox.clear()
    browser.post(at(pursuit, "forward/"), {"to": reader.pk, "message": "Could we do lot 2?"})
    run_jobs()

    [told] = mail.outbox
    assert told.to == [reader.email]
    assert told.subject == f"From your colleague The seller of Upėnai: {call.title}"
    assert "Could we do lot 2?" in told.body
    assert reloaded(pursuit).assignee == seller_of_upenai


def test_nobody_outside_is_handed_anything(
    pursuit, reader, buyer_of_havneby, seller_of_upenai, browser
) -> None:
    for name, fields in (
        ("hands/", {"assignee": reader.pk}),
        ("hands/", {"assignee": buyer_of_havneby.pk}),
        ("forward/", {"to": buyer_of_havneby.pk}),
        ("forward/", {"to": seller_of_upenai.pk}),
        ("forward/", {"to": "x", "message": "kept"}),
    ):
        assert "Select a valid choice" in Page(browser.post(at(pursuit, name), fields)).text
    for act in (pursuing.assign, pursuing.forward):
        with pytest.raises(Refused):
            act(pursuit, buyer_of_havneby, by=seller_of_upenai)
    with pytest.raises(Refused, match="Choose a colleague"):
        pursuing.forward(pursuit, seller_of_upenai, by=seller_of_upenai)
    assert not Handover.objects.everywhere("a test").exists()


# Dates and the list ------------------------------------------------------------------------------


def test_a_date_needs_its_day_and_what_was_typed_stays(pursuit, browser) -> None:
    refused = Page(browser.post(at(pursuit, "date/"), {"due_on": "", "due_what": "The price"}))
    assert ("Say by which day." in refused.errors("due_on"), refused.value("due_what")) == (
        True,
        "The price",
    )
    for bad in ("31.12.2031", "99999-01-01", "0001-01-01"):
        assert Page(browser.post(at(pursuit, "date/"), {"due_on": bad})).errors("due_on")
    assert "looks like HTML" in Page(browser.post(at(pursuit, "notes/"), {"note": "<b>x</b>"})).text

    browser.post(at(pursuit, "date/"), {"due_on": "2031-06-02", "due_what": "The price"})
    assert (reloaded(pursuit).due_on, reloaded(pursuit).due_what) == (
        date(2031, 6, 2),
        "The price",
    )


@pytest.fixture
def full_desk(havneby, buyer_of_havneby, moderator_of_denmark, upes_ziburys, seller_of_upenai,
              facts):  # fmt: skip
    """Four opportunities, by title, as their dates come."""

    def put(title: str, days: int) -> Pursuit:
        need = published(
            havneby, buyer_of_havneby, moderator_of_denmark, title=title, deadline=in_days(days)
        )
        return pursuing.pursue(need, upes_ziburys, by=seller_of_upenai)

    rows = {title: put(title, days) for title, days in (("Far", 60), ("Near", 5), ("Sent", 3))}
    pursuing.plan(rows["Far"], timezone.localdate() + timedelta(days=4), "Ask", by=seller_of_upenai)
    for stage in (Stage.BIDDING, Stage.SENT):
        pursuing.move(rows["Sent"], stage, by=seller_of_upenai)
    return rows


def titles(page: Page) -> list[str]:
    return page.tree.xpath("//li[contains(@class,'row')]//h3/a/text()")


def test_what_comes_next_stands_first_and_the_list_narrows(
    full_desk, colleague, seller_of_upenai, browser
) -> None:
    pursuing.assign(full_desk["Near"], colleague, by=seller_of_upenai)

    def shown(query: str) -> list[str]:
        return titles(Page(browser.get(f"{DESK}?{query}")))

    assert shown("") == ["Far", "Near", "Sent"]
    assert shown("sort=moved") == ["Sent", "Near", "Far"]
    assert shown("status=sent") == ["Sent"]
    assert shown("hands=mine") == ["Far", "Sent"]
    assert shown(f"hands={colleague.pk}") == ["Near"]
    assert shown("hands=nobody") == []
    assert shown("hands=999999") == []
    assert shown("date=week") == ["Far", "Near"]
    assert shown("q=nea") == ["Near"]
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        assert shown("date=late") == ["Far", "Near"]


def test_the_desk_pages_by_key_and_asks_the_database_as_often_for_many_as_for_few(
    full_desk, facts, havneby, buyer_of_havneby, moderator_of_denmark, upes_ziburys,
    seller_of_upenai, browser,
) -> None:  # fmt: skip
    def queries(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as counted:
            browser.get(address)
        return len(counted)

    few = {address: queries(address) for address in (DESK, ROOM)}
    need = full_desk["Far"].opportunity
    copies = [
        Opportunity(
            slug=f"copy-{n}", purchase=need.purchase, organisation=havneby, portal=need.portal,
            status="published", kind="call", language="en", title=f"Copy {n:02}",
            published_at=need.published_at, deadline=need.deadline,
        )
        for n in range(30)
    ]  # fmt: skip
    made = Opportunity.objects.everywhere("a test").bulk_create(copies)
    Pursuit.objects.managed_by(upes_ziburys).bulk_create(
        [
            Pursuit(opportunity=one, organisation=upes_ziburys, moved_at=timezone.now())
            for one in made
        ]
    )

    assert {address: queries(address) for address in few} == few
    first = Page(browser.get(DESK))
    [further] = first.tree.xpath("//a[contains(., 'Next page')]/@href")
    second = Page(browser.get(f"{DESK}{further}"))
    assert len(titles(first)) == 20
    assert len({*titles(first), *titles(second)}) == 33


def test_what_was_taken_off_leaves_its_name_and_the_notes(
    pursuit, call, buyer_of_havneby, seller_of_upenai, browser
) -> None:
    discussion.write_note(pursuit, SECRET, by=seller_of_upenai)
    services.withdraw(call, "A mistake.", by=buyer_of_havneby)

    page = Page(browser.get(at(pursuit)))

    assert "It is no longer public. What you wrote about it stays here." in page.text
    assert SECRET in page.text
    assert page.tree.xpath(f"//main//a[contains(@href, '{call.slug}')]") == []
    assert "No longer public" in Page(browser.get(DESK)).text


def test_somebody_without_a_company_is_led_to_one(stranger, call, as_user) -> None:
    for address in (DESK, f"{ROOM}{call.slug}/pursue/"):
        assert "First: which company?" in Page(as_user(stranger).get(address)).text
