"""After publication: a correction is written as a draft of its own and makes a new version."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.kernel.verdicts import Refused
from tenders import events, permissions
from tenders.copying import take_all
from tenders.judging import judge
from tenders.locking import locked
from tenders.models import Opportunity, Version
from tenders.services.drafting import new_slug, readdress
from tenders.snapshots import snapshot


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
        is_shared=opportunity.is_shared,
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
    where nothing was changed, or no reason is given.
    """
    opportunity = locked(draft.corrects)
    permissions.may_correct(by, opportunity).or_refuse()
    if not draft.correction_reason:
        raise Refused(_("Say in a sentence why it is corrected."), field="correction_reason")
    if snapshot(draft) == snapshot(opportunity):
        raise Refused(_("Nothing has been changed yet."))
    take_all(draft, opportunity, by=by)
    opportunity.is_shared, opportunity.framework = draft.is_shared, draft.framework
    judge(opportunity)
    readdress(opportunity)
    keep_version(opportunity, reason=draft.correction_reason, by=by)
    draft.delete()
    audit.record("opportunity.corrected", opportunity, by=by, number=opportunity.version)
    events.changed.announce(opportunity_id=opportunity.pk)
    return opportunity


def keep_version(opportunity: Opportunity, *, reason: str, by) -> Version:
    """Save what is public now as the next numbered version."""
    versions = Version.objects.of(opportunity)
    opportunity.version = (versions.aggregate(Max("number"))["number__max"] or 0) + 1
    opportunity.save()
    return Version.objects.create(
        opportunity=opportunity,
        number=opportunity.version,
        dispatched_at=timezone.now(),
        reason=reason,
        published_by=by,
        content=snapshot(opportunity),
    )


@transaction.atomic
def discard_correction(draft: Opportunity, *, by) -> Opportunity:
    """Throw the correction away; what is public stays as it is."""
    opportunity = locked(draft.corrects)
    permissions.may_correct(by, opportunity).or_refuse()
    draft.delete()
    audit.record("opportunity.correction_discarded", opportunity, by=by)
    return opportunity
