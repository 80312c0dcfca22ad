"""The buyer's desk: approval, hands, copies, invitations, call-offs, results and the look back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

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
from tenders.models import FollowUp, InvitedFirm, Lot, Opportunity
from tests.conftest import member, person
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


def firms(opportunity) -> list[tuple[str, str, str]]:
    rows = InvitedFirm.objects.of(opportunity)
    return [(row.name, row.email, row.language) for row in rows]


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
    browser.post(f"{page}approval/", {"decision": "approve"})

    passed = reloaded(opportunity)
    assert (passed.status, passed.approved_by, passed.submitted_by) == (
        Status.IN_REVIEW,
        buyer_of_havneby,
        editor_of_havneby,
    )
    assert submission_of(opportunity) is not None


def test_an_owner_sends_it_back_with_a_reason(
    facts, careful, buyer_of_havneby, editor_of_havneby, as_user, run_jobs
) -> None:
    opportunity = draft(careful, editor_of_havneby)
    services.submit(opportunity, by=editor_of_havneby)
    run_jobs()
    mail.outbox.clear()
    browser = as_user(buyer_of_havneby)
    page = f"{ROOM}{opportunity.slug}/"
    browser.post(f"{page}approval/", {"decision": "decline", "reason": " "})
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


def test_a_strangers_draft_cannot_be_copied(
    facts, havneby, jarvikunta, buyer_of_havneby, buyer_of_jarvikunta, as_user
) -> None:
    secret = draft(havneby, buyer_of_havneby)
    answer = as_user(buyer_of_jarvikunta).post(
        f"{ROOM}{secret.slug}/use-again/", {"organisation": jarvikunta.pk}
    )
    assert answer.status_code == 404
    assert not Opportunity.objects.managed_by(jarvikunta).exists()


# Firms told by mail ------------------------------------------------------------------------------


@pytest.fixture
def call(facts, havneby, buyer_of_havneby, moderator_of_denmark) -> Opportunity:
    return published(havneby, buyer_of_havneby, moderator_of_denmark, kind="call")


def test_firms_without_an_account_are_invited_once_with_the_same_mail(
    call, buyer_of_havneby, as_user, run_jobs
) -> None:
    run_jobs()
    mail.outbox.clear()
    browser, page = as_user(buyer_of_havneby), f"{ROOM}{call.slug}/invite/"
    lines = "lamps@example.com, Lamps Ltd\nLIGHT@example.com"
    browser.post(page, {"firms": lines, "language": "en"})
    browser.post(page, {"firms": "light@example.com, Light\nnew@example.com", "language": "en"})
    run_jobs()

    assert firms(call) == [
        ("Lamps Ltd", "lamps@example.com", "en"),
        ("LIGHT@example.com", "light@example.com", "en"),
        ("new@example.com", "new@example.com", "en"),
    ]
    assert sorted(one.to[0] for one in mail.outbox) == [
        "lamps@example.com",
        "light@example.com",
        "new@example.com",
    ]
    assert len({one.body for one in mail.outbox}) == 1
    assert f"/opportunities/{call.slug}/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("", "required"),
        ("Lamps Ltd, lamps@example.com", "does not begin with an e-mail address"),
        ("\n".join(f"a{n}@example.com" for n in range(51)), "At most 50 firms"),
        (f"a@example.com, {'x' * 201}", "is too long"),
        ("<script>@x", "does not begin with an e-mail address"),
    ],
)
def test_wrong_lines_are_refused_and_stand_where_they_were_typed(
    call, buyer_of_havneby, as_user, lines, sentence
) -> None:
    answer = as_user(buyer_of_havneby).post(
        f"{ROOM}{call.slug}/invite/", {"firms": lines, "language": "en"}
    )
    text = answer.content.decode()
    assert sentence in text
    assert "<script>@x" not in text
    assert firms(call) == []


def test_fifty_firms_are_enough_for_one_call(call, buyer_of_havneby) -> None:
    many = [services.Firm("F", f"f{n}@example.com", "en") for n in range(50)]
    services.invite(call, many, by=buyer_of_havneby)
    with pytest.raises(Refused, match="At most 50 firms"):
        services.invite(call, [services.Firm("G", "g@example.com", "en")], by=buyer_of_havneby)
    assert InvitedFirm.objects.of(call).count() == 50


def test_whom_a_buyer_invited_is_nobody_elses_business(
    call, buyer_of_havneby, buyer_of_jarvikunta, as_user
) -> None:
    services.invite(call, [services.Firm("F", "f@example.com", "en")], by=buyer_of_havneby)
    other = as_user(buyer_of_jarvikunta)
    assert other.get(f"{ROOM}{call.slug}/invite/").status_code == 404
    assert "f@example.com" not in other.get(f"{ROOM}{call.slug}/").content.decode()
    assert "f@example.com" in (
        as_user(buyer_of_havneby).get(f"{ROOM}{call.slug}/invite/").content.decode()
    )


# Framework agreements ----------------------------------------------------------------------------


def test_a_call_off_names_its_agreement_and_stands_on_its_page(
    facts, havneby, buyer_of_havneby, moderator_of_denmark, as_user
) -> None:
    runs_until = timezone.localdate() + timedelta(days=100)
    framework = published(
        havneby,
        buyer_of_havneby,
        moderator_of_denmark,
        technique="framework",
        runs_until=runs_until,
    )
    assert framework.expires_soon
    as_user(buyer_of_havneby).post(f"{ROOM}{framework.slug}/call-off/")
    made = Opportunity.objects.managed_by(havneby).get(framework=framework)
    assert (made.kind, made.technique, made.runs_until, made.title) == (
        "call",
        "",
        None,
        framework.title,
    )


def test_an_agreement_that_has_ended_cannot_be_called_off_from(
    facts, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    over = published(
        havneby,
        buyer_of_havneby,
        moderator_of_denmark,
        technique="dps",
        runs_until=timezone.localdate() - timedelta(days=1),
    )
    with pytest.raises(Refused, match="still runs"):
        services.start_call_off(over, by=buyer_of_havneby)
    assert not over.expires_soon


# Results and what came of them -------------------------------------------------------------------


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
        awarded = timezone.localdate()
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
