"""The buyer's desk: approval, hands, copies, results and the look back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from tenders import services, tasks
from tenders.choices import Phase, Status
from tenders.models import FollowUp, Lot, Opportunity
from tests.conftest import member, person
from tests.tenders.filled import Page
from tests.tenders.written import draft, published, reloaded, submission_of

ROOM = "/p/dk/en/opportunities/"


@pytest.fixture
def editor_of_havneby(havneby):
    return member(person("editor@havneby.example", "Editor of Havneby"), havneby, "editor")


@pytest.fixture
def careful(havneby):
    """Havneby wants four eyes."""
    havneby.needs_approval = True
    havneby.save()
    return havneby


# Four eyes ---------------------------------------------------------------------------------------


def test_an_owner_approves_what_an_editor_sends(
    facts, careful, buyer_of_havneby, editor_of_havneby, as_user, run_jobs
) -> None:
    opportunity = draft(careful, editor_of_havneby)
    services.submit(opportunity, by=editor_of_havneby)
    assert reloaded(opportunity).status == Status.IN_APPROVAL
    assert submission_of(opportunity) is None
    run_jobs()
    assert [(one.to, one.subject) for one in mail.outbox] == [
        ([buyer_of_havneby.email], "Godkend venligst: Light only where somebody walks")
    ]

    page = f"{ROOM}{opportunity.slug}/"
    browser = as_user(buyer_of_havneby)
    assert "asks you to approve it" in browser.get(page).content.decode()
    sent = {"decision": "approve", "read": Page(browser.get(page)).value("read")}
    browser.post(f"{page}approval/", sent)

    passed = reloaded(opportunity)
    assert (passed.status, passed.approved_by, passed.submitted_by) == (
        Status.IN_REVIEW,
        buyer_of_havneby,
        editor_of_havneby,
    )
    assert submission_of(opportunity) is not None


def test_what_changed_while_an_owner_read_it_is_not_approved(
    facts, careful, buyer_of_havneby, editor_of_havneby, as_user
) -> None:
    opportunity = draft(careful, editor_of_havneby)
    services.submit(opportunity, by=editor_of_havneby)
    browser, page = as_user(buyer_of_havneby), f"{ROOM}{opportunity.slug}/"
    read = Page(browser.get(page)).value("read")
    services.take_back(reloaded(opportunity), by=editor_of_havneby)
    services.edit(reloaded(opportunity), by=editor_of_havneby, need="Something else altogether.")
    services.submit(reloaded(opportunity), by=editor_of_havneby)

    answer = browser.post(f"{page}approval/", {"decision": "approve", "read": read}, follow=True)

    assert "It was changed while you read it. Read it again, then decide." in Page(answer).text
    assert reloaded(opportunity).status == Status.IN_APPROVAL
    browser.post(f"{page}approval/", {"decision": "approve", "read": Page(answer).value("read")})
    assert reloaded(opportunity).status == Status.IN_REVIEW


def test_an_owner_sends_it_back_with_a_reason(
    facts, careful, buyer_of_havneby, editor_of_havneby, as_user, run_jobs
) -> None:
    opportunity = draft(careful, editor_of_havneby)
    services.submit(opportunity, by=editor_of_havneby)
    run_jobs()
    mail.outbox.clear()
    browser = as_user(buyer_of_havneby)
    page = f"{ROOM}{opportunity.slug}/"
    for reason, sentence in ((" ", "Say in a sentence why."), ("<b>No</b>", "looks like HTML")):
        refused = Page(browser.post(f"{page}approval/", {"decision": "decline", "reason": reason}))
        assert sentence in refused.text
        assert refused.value("reason").strip() == reason.strip()
    assert reloaded(opportunity).status == Status.IN_APPROVAL
    browser.post(f"{page}approval/", {"decision": "decline", "reason": "How many lamps?"})
    assert reloaded(opportunity).status == Status.DRAFT
    run_jobs()
    told = mail.outbox[-1]
    assert told.to == [editor_of_havneby.email]
    assert "How many lamps?" in told.body


def test_nobody_approves_what_they_sent_themselves(facts, careful, buyer_of_havneby) -> None:
    opportunity = draft(careful, buyer_of_havneby)
    services.submit(opportunity, by=buyer_of_havneby)
    with pytest.raises(Refused, match="Another owner"):
        services.approve(opportunity, by=buyer_of_havneby)
    assert reloaded(opportunity).status == Status.IN_APPROVAL


def test_an_editor_cannot_approve(facts, careful, buyer_of_havneby, editor_of_havneby) -> None:
    opportunity = draft(careful, buyer_of_havneby)
    services.submit(opportunity, by=buyer_of_havneby)
    with pytest.raises(Refused, match="Only owners"):
        services.approve(opportunity, by=editor_of_havneby)
    services.take_back(opportunity, by=editor_of_havneby)
    assert reloaded(opportunity).status == Status.DRAFT


# Whose hands -------------------------------------------------------------------------------------


def test_a_draft_is_put_into_a_colleagues_hands(
    facts, havneby, buyer_of_havneby, editor_of_havneby, reader_of_havneby, as_user
) -> None:
    opportunity = draft(havneby, buyer_of_havneby)
    browser, page = as_user(buyer_of_havneby), f"{ROOM}{opportunity.slug}/"
    browser.post(f"{page}assign/", {"assignee": editor_of_havneby.pk})
    assert reloaded(opportunity).assignee == editor_of_havneby
    browser.post(f"{page}assign/", {"assignee": reader_of_havneby.pk})
    assert reloaded(opportunity).assignee == editor_of_havneby

    mine = as_user(editor_of_havneby).get(f"{ROOM}mine/").content.decode()
    assert "in your hands" in mine
    assert "in your hands" not in browser.get(f"{ROOM}mine/").content.decode()

    browser.post(f"{page}assign/", {"assignee": ""})
    assert reloaded(opportunity).assignee is None


# Start from an earlier one -----------------------------------------------------------------------


def test_a_draft_starts_from_a_public_need_of_somebody_else(
    facts, havneby, jarvikunta, buyer_of_havneby, buyer_of_jarvikunta, moderator_of_denmark, as_user
) -> None:
    source = draft(havneby, buyer_of_havneby, kind="call")
    services.replace_parts(source, Lot, [{"number": 1, "title": "Harbour"}], by=buyer_of_havneby)
    services.submit(source, by=buyer_of_havneby)
    moderation.publish(submission_of(source), by=moderator_of_denmark)
    source = reloaded(source)

    browser = as_user(buyer_of_jarvikunta)
    assert "Start from this" in browser.get(f"{ROOM}{source.slug}/use-again/").content.decode()
    browser.post(f"{ROOM}{source.slug}/use-again/", {"organisation": jarvikunta.pk})

    copy = Opportunity.objects.managed_by(jarvikunta).get()
    assert (copy.title, copy.need, copy.cpv, copy.status, copy.copied_from) == (
        source.title,
        source.need,
        source.cpv,
        Status.DRAFT,
        source,
    )
    assert (copy.country, copy.value, copy.deadline) == ("FI", None, None)
    assert [lot.title for lot in Lot.objects.of(copy)] == ["Harbour"]
    assert copy.purchase != source.purchase


def test_what_was_of_its_time_is_not_copied(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    of_its_time = {
        "is_urgent": True,
        "urgency_reason": "The bridge fell.",
        "starts_on": date(2031, 6, 2),
        "runs_until": date(2033, 6, 2),
        "prior_information_on": date(2026, 10, 1),
    }
    source = published(
        havneby, buyer_of_havneby, moderator_of_denmark, technique="framework", **of_its_time
    )

    copy = services.start_from(source, havneby, by=buyer_of_havneby)

    assert {name: getattr(reloaded(copy), name) for name in of_its_time} == {
        "is_urgent": False,
        "urgency_reason": "",
        "starts_on": None,
        "runs_until": None,
        "prior_information_on": None,
    }
    assert (copy.kind, copy.technique) == ("call", "framework")


def test_a_result_used_again_gives_its_need_and_leaves_the_kind_open(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    source = draft(havneby, buyer_of_havneby, runs_until=date(2033, 6, 2))
    lot = {"number": 1, "title": "Harbour", "value": Decimal(400_000)}
    services.replace_parts(source, Lot, [lot], by=buyer_of_havneby)
    services.submit(source, by=buyer_of_havneby)
    call = services.publish(reloaded(source), by=moderator_of_denmark)

    with time_machine.travel(call.deadline + timedelta(days=1), tick=False):
        result = services.start_result(call, by=buyer_of_havneby, title="Who lights the paths")
        own = services.start_from(result, havneby, by=buyer_of_havneby)

    assert (result.kind, result.title, result.runs_until) == (
        "result",
        "Who lights the paths",
        date(2033, 6, 2),
    )
    assert (own.kind, own.title, own.need, own.runs_until) == ("", call.title, call.need, None)
    assert {reloaded(row).judged_value for row in (result, own)} == {Decimal(400_000)}


def test_a_strangers_draft_cannot_be_copied(
    facts, havneby, jarvikunta, buyer_of_havneby, buyer_of_jarvikunta, as_user
) -> None:
    secret = draft(havneby, buyer_of_havneby)
    answer = as_user(buyer_of_jarvikunta).post(
        f"{ROOM}{secret.slug}/use-again/", {"organisation": jarvikunta.pk}
    )
    assert answer.status_code == 404
    assert not Opportunity.objects.managed_by(jarvikunta).exists()


# Results and what came of them -------------------------------------------------------------------


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark, kind="call")


def closed(opportunity):
    return time_machine.travel(opportunity.deadline + timedelta(hours=1), tick=False)


def test_a_result_awards_the_call_and_is_asked_about_a_year_later(
    call, havneby, buyer_of_havneby, moderator_of_denmark, as_user, run_jobs
) -> None:
    with closed(call):
        assert "tell how it ended" in (
            as_user(buyer_of_havneby).get(f"{ROOM}mine/").content.decode()
        )
        result = services.start_result(call, by=buyer_of_havneby)
        assert services.start_result(call, by=buyer_of_havneby) == result
        services.edit(result, by=buyer_of_havneby, winner_name="Lamps Ltd")
        services.submit(result, by=buyer_of_havneby)
        moderation.publish(submission_of(result), by=moderator_of_denmark)
        awarded = timezone.localdate(timezone=ZoneInfo("Europe/Copenhagen"))
    ended = reloaded(call)
    assert (ended.ended, ended.phase, ended.version) == (Phase.AWARDED, Phase.AWARDED, 2)
    row = FollowUp.objects.of(result).get()
    assert row.due_on == awarded.replace(year=awarded.year + 1)

    run_jobs()
    mail.outbox.clear()
    with time_machine.travel(row.due_on, tick=False):
        tasks.ask_what_came_of_it()
        tasks.ask_what_came_of_it()
        run_jobs()
        asked = [one.to for one in mail.outbox if one.subject.startswith("Hvad kom der ud af det?")]
        assert asked == [[buyer_of_havneby.email]]
        browser = as_user(buyer_of_havneby)
        page = f"{ROOM}{reloaded(result).slug}/follow-up/"
        assert "awarded a year ago" in browser.get(f"{ROOM}mine/").content.decode()
        browser.post(
            page, {"effects": "Half the energy.", "saved": "1,000", "is_recommended": "yes"}
        )
        assert "awarded a year ago" not in browser.get(f"{ROOM}mine/").content.decode()
    told = FollowUp.objects.of(result).get()
    assert (told.effects, told.saved, told.is_recommended, told.answered_by) == (
        "Half the energy.",
        Decimal(1000),
        True,
        buyer_of_havneby,
    )


@pytest.mark.parametrize("verb", ["withdraw", "remove"])
def test_a_call_whose_result_was_taken_off_waits_for_another(
    call, buyer_of_havneby, moderator_of_denmark, as_user, verb
) -> None:
    with closed(call):
        browser = as_user(buyer_of_havneby)
        first = services.start_result(call, by=buyer_of_havneby)
        services.edit(first, by=buyer_of_havneby, winner_name="Lamps Ltd")
        services.submit(first, by=buyer_of_havneby)
        moderation.publish(submission_of(first), by=moderator_of_denmark)
        assert "tell how it ended" not in Page(browser.get(f"{ROOM}mine/")).text
        by = buyer_of_havneby if verb == "withdraw" else moderator_of_denmark
        getattr(services, verb)(reloaded(first), "The wrong winner.", by=by)

        assert "tell how it ended" in Page(browser.get(f"{ROOM}mine/")).text
        begun = browser.post(f"{ROOM}{call.slug}/result/")
        other = Opportunity.objects.everywhere("a test").latest("pk")
        assert (other.concludes, other.status, other.pk != first.pk) == (call, Status.DRAFT, True)
        assert begun["Location"] == f"{ROOM}{other.slug}/check/"
        assert browser.get(begun["Location"]).status_code == 200
        assert "tell how it ended" not in Page(browser.get(f"{ROOM}mine/")).text
        assert services.start_result(reloaded(call), by=buyer_of_havneby) == other


def test_no_result_is_told_before_the_deadline(call, buyer_of_havneby) -> None:
    with pytest.raises(Refused, match="after the deadline"):
        services.start_result(call, by=buyer_of_havneby)


def test_the_look_back_keeps_what_was_typed_when_something_is_wrong(
    call, buyer_of_havneby, as_user
) -> None:
    FollowUp.objects.of(call).create(opportunity=call, due_on=date(2026, 1, 1))
    answer = as_user(buyer_of_havneby).post(
        f"{ROOM}{call.slug}/follow-up/", {"effects": "Less noise.", "saved": "-5"}
    )
    text = answer.content.decode()
    assert "Less noise." in text
    assert "negative" in text.lower()
    assert FollowUp.objects.of(call).get().answered_at is None


def test_the_desk_asks_the_database_as_often_for_many_things_as_for_one(
    facts, havneby, buyer_of_havneby, as_user
) -> None:
    browser = as_user(buyer_of_havneby)
    draft(havneby, buyer_of_havneby)

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            browser.get(f"{ROOM}mine/")
        return len(counted)

    queries()
    few = queries()
    for _number in range(5):
        draft(havneby, buyer_of_havneby)
    assert queries() == few


def test_the_list_of_the_desk_has_one_order_and_offers_no_choice_of_it(
    call, buyer_of_havneby, as_user
) -> None:
    page = Page(as_user(buyer_of_havneby).get(f"{ROOM}mine/"))

    assert call.title in page.text
    assert page.tree.xpath("//select[@name='sort']") == []
    assert "Sort by" not in page.text


def test_what_was_cancelled_needs_no_plan_for_what_follows(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    soon = timezone.localdate() + timedelta(days=60)
    agreement = published(
        havneby, buyer_of_havneby, moderator_of_denmark, technique="framework", runs_until=soon
    )

    def tasks_shown() -> str:
        return Page(as_user(buyer_of_havneby).get(f"{ROOM}mine/")).text

    assert "Plan what follows" in tasks_shown()
    services.end(agreement, Phase.CANCELLED, "No money.", by=buyer_of_havneby)
    assert "Plan what follows" not in tasks_shown()


def test_values_and_places_of_anothers_lots_stay_behind(
    facts, havneby, jarvikunta, buyer_of_havneby, buyer_of_jarvikunta, moderator_of_denmark
) -> None:
    source = draft(havneby, buyer_of_havneby, currency="DKK", value=None)
    lot = {"number": 1, "title": "Harbour", "cpv": ["34928510"], "nuts": ["DK050"]}
    services.replace_parts(source, Lot, [lot | {"value": Decimal(2_000_000)}], by=buyer_of_havneby)

    theirs = services.start_from(source, jarvikunta, by=buyer_of_jarvikunta)
    own = services.start_from(source, havneby, by=buyer_of_havneby)

    taken = Lot.objects.of(theirs).values("number", "title", "cpv", "nuts", "value")
    assert list(taken) == [lot | {"nuts": [], "value": None}]
    assert (theirs.currency, theirs.judged_value, theirs.threshold) == ("EUR", None, "")
    assert (own.currency, own.judged_value, own.threshold) == ("DKK", 2_000_000, "above")
