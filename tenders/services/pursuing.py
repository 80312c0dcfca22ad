"""A company's own desk: take up, move on, set a date, hand to a colleague, take off."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.discussion.models import Note
from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from ppi.organisations.models import Organisation
from tenders import events, permissions
from tenders.choices import Stage
from tenders.models import Handover, Opportunity, Pursuit

# What was bid for stays, with its notes: it is how a company learns.
REMOVABLE = (Stage.LOOKING, Stage.LET_GO)


@transaction.atomic
def pursue(opportunity: Opportunity, organisation: Organisation, *, by) -> Pursuit:
    """Put it on the company's desk, into the hands of whoever does so; twice is once."""
    permissions.may_pursue(by, organisation, opportunity).or_refuse()
    pursuit, is_new = Pursuit.objects.managed_by(organisation).get_or_create(
        opportunity=opportunity,
        organisation=organisation,
        defaults={"assignee": by, "added_by": by, "moved_at": timezone.now()},
    )
    if is_new:
        audit.record("pursuit.added", pursuit, by=by)
    return pursuit


@transaction.atomic
def move(pursuit: Pursuit, stage: str, *, by) -> Pursuit:
    """To another stage, as far as `STAGE_MOVES` allows from where it is by now."""
    pursuit = _locked(pursuit, by)
    was = pursuit.status
    pursuit.move_to(Stage(stage))
    pursuit.moved_at = timezone.now()
    pursuit.save(update_fields=["status", "moved_at"])
    audit.record("pursuit.moved", pursuit, by=by, was=was, now=pursuit.status)
    return pursuit


@transaction.atomic
def plan(pursuit: Pursuit, due_on: date | None, due_what: str, *, by) -> Pursuit:
    """The company's own date, and what is to be done by then; without a date nothing is."""
    pursuit = _locked(pursuit, by)
    pursuit.due_on, pursuit.due_what = due_on, due_what if due_on else ""
    pursuit.save(update_fields=["due_on", "due_what"])
    audit.record("pursuit.planned", pursuit, by=by, due_on=str(due_on or ""))
    return pursuit


@transaction.atomic
def assign(pursuit: Pursuit, person, *, by) -> Pursuit:
    """Into a colleague's hands, or nobody's. Announces `events.handed_over` to another person."""
    pursuit = _locked(pursuit, by)
    if person is not None:
        permissions.may_take_in_hand(person, pursuit).or_refuse()
    if person == pursuit.assignee:
        return pursuit
    pursuit.assignee = person
    pursuit.save(update_fields=["assignee"])
    audit.record("pursuit.assigned", pursuit, by=by, to=person and person.pk)
    if person not in (None, by):
        _hand_over(pursuit, person, "", by, is_in_their_hands=True)
    return pursuit


@transaction.atomic
def forward(pursuit: Pursuit, person, message: str = "", *, by) -> Handover:
    """Tell a colleague of it, with a word that they alone read. Announces `events.handed_over`."""
    pursuit = _locked(pursuit, by)
    permissions.may_hear_of(person, pursuit).or_refuse()
    if person == by:
        raise Refused(_("Choose a colleague."), field="to")
    audit.record("pursuit.forwarded", pursuit, by=by, to=person.pk)
    return _hand_over(pursuit, person, message, by, is_in_their_hands=False)


def _hand_over(pursuit: Pursuit, to, message: str, by, *, is_in_their_hands: bool) -> Handover:
    handover = Handover.objects.managed_by(pursuit.organisation).create(
        pursuit=pursuit, to=to, by=by, message=message, is_in_their_hands=is_in_their_hands
    )
    events.handed_over.announce(handover_id=handover.pk)
    return handover


@transaction.atomic
def drop(pursuit: Pursuit, *, by) -> None:
    """Take it off the desk, notes and all; only what was not bid for."""
    pursuit = _locked(pursuit, by)
    if pursuit.status not in REMOVABLE:
        sentence = _("It is «%(stage)s»: what you bid for stays on the desk.")
        raise Refused(sentence % {"stage": pursuit.get_status_display()})
    audit.record("pursuit.dropped", pursuit, by=by)
    Note.objects.of(pursuit).delete()
    pursuit.delete()


@transaction.atomic
def put_down(organisation_id: int, person_id: int) -> None:
    """Who has left holds nothing any more: the colleagues find it in nobody's hands.

    Whoever has come back meanwhile keeps what is in their hands.
    """
    own = Organisation.objects.everywhere("whether that person has come back").filter(
        pk=organisation_id, memberships__user=person_id
    )
    if own.exists():
        return
    rows = Pursuit.objects.everywhere("the organisation that somebody left")
    held = rows.filter(organisation=organisation_id, assignee=person_id)
    for pursuit in held.select_for_update(of=["self"]):
        pursuit.assignee = None
        pursuit.save(update_fields=["assignee"])
        audit.record("pursuit.assigned", pursuit, to=None, left=person_id)


def _locked(pursuit: Pursuit, by) -> Pursuit:
    """The row as it is now, for somebody who may move it."""
    permissions.may_move(by, pursuit).or_refuse()
    rows = Pursuit.objects.managed_by(pursuit.organisation).select_related(
        "opportunity__organisation", "organisation", "assignee"
    )
    return rows.select_for_update(of=["self"]).get(pk=pursuit.pk)
