"""A company's desk is its members': nobody outside sees it, and readers move nothing."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from ppi.discussion import services as discussion
from ppi.discussion.models import Note
from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.notifications.models import Delivery
from ppi.organisations import merging
from ppi.organisations import services as organisations
from ppi.organisations.choices import Kind
from ppi.organisations.models import Membership
from ppi.portals.choices import Role as PortalRoleName
from ppi.portals.models import PortalRole
from tenders.choices import Stage
from tenders.models import Handover, Pursuit
from tenders.services import pursuing
from tests.conftest import member, organisation, person
from tests.tenders.company_desk.desk import BELL, DESK, ROOM, SECRET, at
from tests.tenders.filled import Page
from tests.tenders.written import reloaded


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


def test_what_two_companies_had_on_their_desks_is_there_once_when_they_are_one(
    pursuit, call, denmark, seller_of_upenai, upes_ziburys, as_user
) -> None:
    """The absorbed one's own row stays behind, and nobody is led to it."""
    twin = organisation(
        "twin", "Upės žiburys UAB", denmark, kind=Kind.SUPPLIER, country=upes_ziburys.country
    )
    upes_ziburys.portal = denmark
    upes_ziburys.save()
    member(seller_of_upenai, twin)
    pursuing.pursue(call, twin, by=seller_of_upenai)
    moderator = person("m@x.example", "M")
    PortalRole.objects.create(portal=denmark, user=moderator, role=PortalRoleName.MODERATOR)
    merging.merge(upes_ziburys, twin, "The same.", by=moderator)

    assert list(Pursuit.objects.of_member(seller_of_upenai)) == [pursuit]
    told = as_user(seller_of_upenai).get("/api/v1/desk/").json()["results"]
    assert [row["id"] for row in told] == [pursuit.pk]
