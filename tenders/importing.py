"""Official notices become purchases, opportunities and versions.

Identity: a purchase is a procedure (BT-04). Within it, a chain of publications of one notice —
its versions (BT-757) and the change notices that name it (BT-758) — is one opportunity. What was
dispatched last is shown; what arrives late is kept, and shown as history only.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import audit
from ppi.portals.models import Portal
from tenders import events, noticefacts, noticeparts, permissions, services
from tenders.choices import CONCLUSIONS, KINDS_WITH_PROCEDURE, Phase, Source, Status
from tenders.exchange import eforms, sources
from tenders.exchange.notice import Notice
from tenders.exchange.refusals import Unreadable
from tenders.judging import judge
from tenders.locking import locked
from tenders.models import Opportunity, Purchase, Version
from tenders.services import ending
from tenders.snapshots import snapshot

logger = logging.getLogger(__name__)


class Outcome(StrEnum):
    MADE = "made"
    UPDATED = "updated"
    OLDER = "older"
    KEPT = "kept unseen"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Told:
    """What became of one file, and the sentence where it, or a date in it, was refused."""

    name: str
    outcome: Outcome
    sentence: str = ""
    # Whose it became though the buyer's country has no portal here.
    taken_in_by: Portal | None = None


def import_paths(paths: Iterable[str | Path], *, portal: Portal | None = None) -> Iterable[Told]:
    """Read every notice in these files and folders, one transaction each; refusals go on.

    `portal` takes in the notices of countries that have none here.
    """
    for name, path in sources.notices_in(paths):
        yield import_one(name, path, portal=portal)


def import_one(name: str, source: Path | bytes, *, portal: Portal | None = None) -> Told:
    try:
        notice = eforms.read(source, name=name)
        noticefacts.kind(notice)
    except Unreadable as refusal:
        return Told(name, Outcome.REFUSED, str(refusal.sentence))
    try:
        outcome, home = keep(notice, portal=portal), home_of(notice, portal)
        is_foreign = outcome == Outcome.MADE and home.country != noticefacts.country(notice)
        told = noticefacts.left_out(notice)
        return Told(name, outcome, told, taken_in_by=home if is_foreign else None)
    except Exception:
        # One notice that the database cannot hold must not stop the thousand behind it.
        logger.exception("The notice %s could not be kept", name)
        return Told(name, Outcome.REFUSED, _("This notice could not be stored. See the log."))


def summary(told: Iterable[Told]) -> Counter[str]:
    return Counter(one.outcome.value for one in told)


@transaction.atomic
def keep(notice: Notice, *, portal: Portal | None = None) -> Outcome:
    """Store one notice. Announces `published` for a new stage, `changed` for a new version."""
    _one_at_a_time(notice)
    if known_versions().filter(notice_id=notice.notice_id, notice_version=notice.version).exists():
        return Outcome.UNCHANGED
    opportunity = opportunity_of(notice)
    if opportunity is None:
        return _make(notice, home_of(notice, portal))
    return _add_version(locked(opportunity), notice)


def known_versions():
    return Version.objects.everywhere("a notice is the same in every portal")


def _one_at_a_time(notice: Notice) -> None:
    """Two workers that import the same procedure wait for each other, until commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [notice.procedure_id or notice.notice_id],
        )


def opportunity_of(notice: Notice) -> Opportunity | None:
    """The opportunity that this notice publishes again or changes; None for a new stage."""
    same = Q(notice_id=notice.notice_id)
    # The change notice came first, and this is what it changes.
    same |= Q(changes_notice_id=notice.notice_id)
    if notice.publication_id:
        same |= Q(changes_notice_id=notice.publication_id)
    named = notice.change.reference if notice.change else None
    if named:
        same |= Q(notice_id=named.notice_id) | Q(publication_id=named.notice_id)
    found = known_versions().filter(same).select_related("opportunity").order_by("pk").first()
    if found is not None:
        return found.opportunity
    return _stage_with_an_unknown_link(notice) if named else None


def _stage_with_an_unknown_link(notice: Notice) -> Opportunity | None:
    """A change of a change whose middle is not here yet: the same type in the same procedure."""
    if not notice.procedure_id:
        return None
    stage = known_versions().filter(
        opportunity__purchase__procedure_id=notice.procedure_id,
        notice_type=noticefacts.notice_type(notice),
    )
    found = stage.select_related("opportunity").order_by("-dispatched_at").first()
    return found.opportunity if found else None


def home_of(notice: Notice, otherwise: Portal | None) -> Portal:
    """An open portal of the buyer's country; where it has none, `otherwise`, or else the portal
    that was set up first."""
    portals = Portal.objects.open().order_by("pk")
    at_home = portals.filter(country=noticefacts.country(notice))
    if otherwise is None:
        return at_home.first() or portals.first()
    # Of several in the country, the one that was named.
    return otherwise if otherwise in at_home else at_home.first() or otherwise


def _make(notice: Notice, portal: Portal) -> Outcome:
    opportunity = Opportunity(
        slug=services.new_slug(noticefacts.title(notice)),
        purchase=_purchase(notice),
        organisation=noticefacts.buyer(notice, portal),
        portal=portal,
        source=Source.NOTICE,
        published_at=min(noticefacts.dispatched_at(notice), timezone.now()),
    )
    _show(opportunity, notice)
    version = _version(opportunity, notice, number=1)
    _keep_as_shown(version, opportunity)
    audit.record("opportunity.imported", opportunity, notice=notice.notice_id)
    events.published.announce(opportunity_id=opportunity.pk)
    _conclude_calls(opportunity)
    return Outcome.MADE


def _conclude_calls(result: Opportunity) -> None:
    """A result ends the calls of its purchase: with a winner, or without a contract.

    One that a member posted here stays open until its own deadline; then its buyer is asked.
    """
    if not result.facts.has_result:
        return
    phase = Phase.AWARDED if result.winner_name else Phase.UNSUCCESSFUL
    stages = Opportunity.objects.everywhere("the stages of one purchase")
    calls = stages.filter(purchase=result.purchase, status=Status.PUBLISHED)
    open_calls = calls.filter(kind__in=KINDS_WITH_PROCEDURE).exclude(ended__in=CONCLUSIONS)
    for call in open_calls.select_for_update(of=("self",)):
        if permissions.may_conclude(call, phase):
            ending.conclude(call, phase)


def _purchase(notice: Notice) -> Purchase:
    rows = Purchase.objects.everywhere("a procedure is the same in every portal")
    if not notice.procedure_id:
        return rows.create()
    return rows.get_or_create(procedure_id=notice.procedure_id)[0]


def _add_version(opportunity: Opportunity, notice: Notice) -> Outcome:
    shown = Version.objects.of(opportunity).first()
    number = Version.objects.of(opportunity).aggregate(Max("number"))["number__max"] + 1
    version = _version(opportunity, notice, number=number)
    if version.precedence <= shown.precedence:
        return Outcome.OLDER
    if opportunity.status != Status.PUBLISHED:
        # Taken off by a moderator, or cancelled: kept for the record, and not shown again.
        return Outcome.KEPT
    opportunity.version = number
    _show(opportunity, notice)
    _keep_as_shown(version, opportunity)
    audit.record("opportunity.updated", opportunity, notice=notice.notice_id, number=number)
    events.changed.announce(opportunity_id=opportunity.pk)
    return Outcome.UPDATED


def _keep_as_shown(version: Version, opportunity: Opportunity) -> None:
    """The version says what readers see, lots and all."""
    shown = Version.objects.of(opportunity).filter(pk=version.pk)
    shown.update(content=snapshot(opportunity))


def _version(opportunity: Opportunity, notice: Notice, *, number: int) -> Version:
    named = notice.change.reference if notice.change else None
    return Version.objects.create(
        opportunity=opportunity,
        number=number,
        notice_id=notice.notice_id,
        notice_version=notice.version,
        publication_id=notice.publication_id or "",
        notice_type=noticefacts.notice_type(notice),
        changes_notice_id=named.notice_id if named else "",
        reason=noticefacts.reason_of_change(notice),
        source_name=notice.source[-300:],
        dispatched_at=noticefacts.dispatched_at(notice),
        content=noticefacts.content(notice),
    )


def _show(opportunity: Opportunity, notice: Notice) -> None:
    """Make this notice the content that readers see, its other languages included."""
    facts = noticefacts.columns(notice) | noticeparts.columns(notice)
    for name, value in facts.items():
        setattr(opportunity, name, value)
    opportunity.status = Status.PUBLISHED
    if notice.change is not None and "cancel" in notice.change.reasons:
        ending.mark_ended(opportunity, Phase.CANCELLED, noticefacts.reason_of_change(notice))
    elif opportunity.ended == Phase.CANCELLED:
        opportunity.ended, opportunity.ended_reason, opportunity.ended_at = "", "", None
    opportunity.save()
    noticeparts.keep(opportunity, notice)
    # Its lots have a say in it.
    judge(opportunity)
    opportunity.save()
    noticefacts.keep_translations(opportunity, notice)
