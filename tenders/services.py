"""The verbs of opportunities: the only writers of this room."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.accounts.middleware import zone
from ppi.documents import services as documents
from ppi.documents.models import Document
from ppi.kernel import audit, slugs
from ppi.kernel.money import HOME_CURRENCIES
from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from ppi.organisations.models import Organisation
from ppi.taxonomy import thresholds
from tenders import events, permissions
from tenders.choices import Status
from tenders.models import Opportunity, Purchase, Version
from tenders.snapshots import snapshot


@transaction.atomic
def start(
    organisation: Organisation, *, by, purchase: Purchase | None = None, **facts
) -> Opportunity:
    """A new draft for this buyer. `facts` are the model's own columns."""
    permissions.may_post_for(by, organisation).or_refuse()
    at_home = {
        "country": organisation.country,
        "nuts": [organisation.nuts] if organisation.nuts else [],
        "slug": new_slug(facts["title"]),
        "currency": HOME_CURRENCIES.get(organisation.country, "EUR"),
    }
    opportunity = Opportunity(
        organisation=organisation,
        portal=organisation.portal,
        purchase=purchase or Purchase.objects.create(),
        created_by=by,
        **(at_home | facts),
    )
    opportunity.save()
    audit.record("opportunity.started", opportunity, by=by)
    return opportunity


def new_slug(title: str) -> str:
    """Readable, and unguessable enough that a draft's address tells nobody of its neighbours."""
    return f"{slugs.readable(title, otherwise='opportunity')}-{secrets.token_hex(4)}"


@transaction.atomic
def edit(opportunity: Opportunity, *, by, **facts) -> Opportunity:
    """Change a draft. Raises `Refused` once it is with the moderators or public."""
    opportunity = locked(opportunity)
    permissions.may_edit(by, opportunity).or_refuse()
    for name, value in facts.items():
        setattr(opportunity, name, value)
    opportunity.threshold = threshold_of(opportunity)
    opportunity.save()
    audit.record("opportunity.edited", opportunity, by=by, fields=sorted(facts))
    return opportunity


def locked(opportunity: Opportunity) -> Opportunity:
    """The row as it is now, kept from changing until the transaction ends."""
    rows = Opportunity.objects.everywhere("the row that the caller holds already")
    return rows.select_for_update(of=("self",)).get(pk=opportunity.pk)


def day_of_dispatch(opportunity: Opportunity) -> date:
    """The day that decides which figures apply: of publication, or today, where the buyer is."""
    sent = opportunity.published_at or timezone.now()
    return timezone.localdate(sent, zone(opportunity.portal.time_zone))


def verdict_of(opportunity: Opportunity) -> thresholds.Verdict | None:
    """Where the value stands against the EU threshold; None while there is nothing to say."""
    if opportunity.value is None or not opportunity.contract:
        return None
    return thresholds.verdict(
        on=day_of_dispatch(opportunity),
        buyer_type=opportunity.organisation.buyer_type or "sub-central",
        contract=opportunity.contract,
        value=opportunity.value,
        currency=opportunity.currency,
    )


def threshold_of(opportunity: Opportunity) -> str:
    verdict = verdict_of(opportunity)
    return "" if verdict is None else verdict.verdict


@transaction.atomic
def attach(opportunity: Opportunity, upload, *, by) -> Document:
    """Keep a file with the draft. Raises `Refused` once the draft is out of the author's hands."""
    opportunity = locked(opportunity)
    permissions.may_edit(by, opportunity).or_refuse()
    return documents.attach(opportunity, upload, organisation=opportunity.organisation, by=by)


@transaction.atomic
def detach(opportunity: Opportunity, document: Document, *, by) -> None:
    """Take a file off the draft."""
    permissions.may_edit(by, locked(opportunity)).or_refuse()
    documents.remove(document, by=by)


@transaction.atomic
def submit(opportunity: Opportunity, *, by) -> None:
    """Hand a draft to the moderators of its portal."""
    opportunity = locked(opportunity)
    permissions.may_edit(by, opportunity).or_refuse()
    _refuse_incomplete(opportunity)
    opportunity.move_to(Status.IN_REVIEW)
    opportunity.save(update_fields=["status", "updated_at"])
    moderation.submit(opportunity, by=by)
    audit.record("opportunity.submitted", opportunity, by=by)


def missing(opportunity: Opportunity) -> list[str]:
    """Names of the columns that must be filled before anybody else sees the draft."""
    needed = ["title", "need", "cpv", "contract", "strategic"]
    if opportunity.facts.has_result:
        needed.append("winner_name")
    if opportunity.facts.has_deadline:
        needed.append("deadline")
    return [name for name in needed if not getattr(opportunity, name)]


def missing_labels(opportunity: Opportunity) -> list[str]:
    """The same as the reader knows them."""
    return [str(Opportunity._meta.get_field(n).verbose_name) for n in missing(opportunity)]


def _refuse_incomplete(opportunity: Opportunity) -> None:
    if absent := missing_labels(opportunity):
        raise Refused(_("Still missing: %(names)s.") % {"names": ", ".join(absent)})
    if opportunity.facts.has_deadline and opportunity.deadline <= timezone.now():
        raise Refused(_("The deadline has passed. Choose a later one."), field="deadline")


@transaction.atomic
def take_back(opportunity: Opportunity, *, by) -> None:
    """Bring a submitted draft back to one's desk before a moderator has decided."""
    opportunity = locked(opportunity)
    permissions.may_post_for(by, opportunity.organisation).or_refuse()
    opportunity.move_to(Status.DRAFT)
    opportunity.save(update_fields=["status", "updated_at"])
    moderation.take_back(opportunity, by=by)
    audit.record("opportunity.taken_back", opportunity, by=by)


@transaction.atomic
def publish(opportunity: Opportunity, *, by) -> Opportunity:
    """Make a submitted draft public. Announces `events.published` once committed.

    Raises `Refused` with a sentence the reader can act on.
    """
    permissions.may_publish(by, opportunity).or_refuse()
    opportunity.move_to(Status.PUBLISHED)
    opportunity.published_at = timezone.now()
    opportunity.threshold = threshold_of(opportunity)
    opportunity.save(update_fields=["status", "published_at", "threshold", "updated_at"])
    Version.objects.create(
        opportunity=opportunity,
        number=opportunity.version,
        dispatched_at=opportunity.published_at,
        content=snapshot(opportunity),
    )
    audit.record("opportunity.published", opportunity, by=by)
    events.published.announce(opportunity_id=opportunity.pk)
    return opportunity


@transaction.atomic
def send_back(opportunity: Opportunity, reason: str, *, by) -> None:
    """Return a submitted draft to its author; moderation keeps and tells the reason."""
    permissions.may_moderate(by, opportunity.portal).or_refuse()
    opportunity.move_to(Status.RETURNED)
    opportunity.save(update_fields=["status", "updated_at"])
    audit.record("opportunity.returned", opportunity, by=by, reason=reason)


@transaction.atomic
def withdraw(opportunity: Opportunity, *, by) -> None:
    """The buyer takes a public opportunity back. Announces `events.withdrawn`."""
    opportunity = locked(opportunity)
    permissions.may_withdraw(by, opportunity).or_refuse()
    _end(opportunity, Status.WITHDRAWN, by)


@transaction.atomic
def remove(opportunity: Opportunity, reason: str, *, by) -> None:
    """A moderator takes it off after a report. Announces `events.withdrawn`."""
    permissions.may_moderate(by, opportunity.portal).or_refuse()
    _end(opportunity, Status.REMOVED, by, reason=reason)


def _end(opportunity: Opportunity, status: str, by, **detail) -> None:
    opportunity.move_to(status)
    opportunity.save(update_fields=["status", "updated_at"])
    audit.record(f"opportunity.{status}", opportunity, by=by, **detail)
    events.withdrawn.announce(opportunity_id=opportunity.pk)
