"""After publication: a correction is written as a draft of its own and makes a new version."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from tenders import events, permissions
from tenders.choices import CONCLUSIONS, Phase
from tenders.copying import ENDING, take_all, take_columns
from tenders.judging import judge
from tenders.locking import locked
from tenders.models import FormerSlug, Opportunity
from tenders.services.drafting import new_slug, readdress
from tenders.services.ending import refuse_impossible
from tenders.services.recording import keep_version
from tenders.snapshots import comparable


@transaction.atomic
def start_correction(opportunity: Opportunity, *, by) -> Opportunity:
    """A draft that says what the public text says, to be changed; the one there is, if one is."""
    opportunity = locked(opportunity)
    permissions.may_correct(by, opportunity).or_refuse()
    if present := correction_of(opportunity):
        return present
    draft = Opportunity.objects.create(
        slug=new_slug(opportunity.title),
        purchase=opportunity.purchase,
        organisation=opportunity.organisation,
        portal=opportunity.portal,
        published_at=opportunity.published_at,
        corrects=opportunity,
        created_by=by,
        framework=opportunity.framework,
    )
    take_all(opportunity, draft, by=by)
    judge(draft)
    draft.save()
    audit.record("opportunity.correction_started", opportunity, by=by)
    return draft


def correction_of(opportunity: Opportunity) -> Opportunity | None:
    rows = Opportunity.objects.everywhere("the correction of a row that the caller holds")
    return rows.filter(corrects=opportunity).first()


@transaction.atomic
def publish_correction(draft: Opportunity, *, by) -> Opportunity:
    """Put the correction in the place of what it corrects, as the next numbered version.

    The former text stays readable as its version. Announces `events.changed`. Raises `Refused`
    where nothing was changed, no reason is given, or it asks for what can no longer be.
    """
    draft = locked(draft)
    opportunity = locked(draft.corrects)
    permissions.may_correct(by, opportunity).or_refuse()
    if not draft.correction_reason.strip():
        raise Refused(_("Say in a sentence why it is corrected."), field="correction_reason")
    _take_ending(opportunity, draft)
    _refuse_impossible_correction(opportunity, draft)
    take_all(draft, opportunity, by=by)
    judge(opportunity)
    readdress(opportunity)
    keep_version(opportunity, reason=draft.correction_reason, by=by)
    draft.delete()
    # Who presses Back comes to what is public now.
    FormerSlug.objects.get_or_create(slug=draft.slug, opportunity=opportunity)
    audit.record("opportunity.corrected", opportunity, by=by, number=opportunity.version)
    events.changed.announce(opportunity_id=opportunity.pk)
    return opportunity


def _take_ending(opportunity: Opportunity, draft: Opportunity) -> None:
    """Who ended it meanwhile has the last word; a new deadline opens what was closed early."""
    take_columns(opportunity, draft, ENDING)
    if draft.ended == Phase.CLOSED and draft.deadline != opportunity.deadline:
        draft.ended, draft.ended_reason, draft.ended_at = "", "", None


def _refuse_impossible_correction(opportunity: Opportunity, draft: Opportunity) -> None:
    if not differs(opportunity, draft):
        raise Refused(_("Nothing has been changed yet."))
    if draft.facts.has_result != opportunity.facts.has_result:
        sentence = _("A result is a stage of its own. Tell it from the page of the call.")
        raise Refused(sentence, field="kind")
    if draft.deadline != opportunity.deadline:
        _refuse_impossible_deadline(opportunity, draft)
    if draft.phase != opportunity.phase:
        refuse_impossible(opportunity, draft.phase)


def differs(opportunity: Opportunity, draft: Opportunity) -> bool:
    """Would readers see anything else, or elsewhere?"""
    return comparable(opportunity) != comparable(draft)


def _refuse_impossible_deadline(opportunity: Opportunity, draft: Opportunity) -> None:
    if opportunity.ended in CONCLUSIONS:
        raise Refused(_("It has ended. Its deadline cannot be moved any more."), field="deadline")
    if draft.deadline and draft.deadline <= timezone.now():
        raise Refused(_("The deadline has passed. Choose a later one."), field="deadline")


@transaction.atomic
def discard_correction(draft: Opportunity, *, by) -> Opportunity:
    """Throw the correction away; what is public stays as it is."""
    draft = locked(draft)
    permissions.may_work_on(by, draft).or_refuse()
    opportunity = draft.corrects
    draft.delete()
    FormerSlug.objects.get_or_create(slug=draft.slug, opportunity=opportunity)
    audit.record("opportunity.correction_discarded", opportunity, by=by)
    return opportunity
