"""Whether what a delivery tells still stands: asked again just before it goes out."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone

from ppi.discussion.choices import Status as QuestionStatus
from ppi.discussion.models import Question
from ppi.kernel import audit
from ppi.kernel.models import AuditEntry
from ppi.matching.choices import News as StarredAs
from ppi.matching.models import Match, StarredNews
from ppi.notifications import happenings
from ppi.notifications.because import has_reason_left
from ppi.notifications.choices import Kind
from ppi.notifications.models import Delivery
from ppi.notifications.published import named
from profiles.models import Profile
from tenders.choices import TAKEN_OFF
from tenders.models import Handover, InvitedFirm, Opportunity, Version
from tenders.permissions import may_see_pursuit
from tenders.querysets import answerable

# What these say names their subject: once it is deleted, nothing is left to say.
NAMING_THEIR_SUBJECT = (Kind.DECISION, Kind.REMOVAL, Kind.SUBMISSION)


def still_to_be_told(delivery: Delivery) -> bool:
    """Before it goes out by itself: it still stands, and the person has not stopped it."""
    return still_stands(delivery) and has_reason_left(delivery)


def still_stands(delivery: Delivery) -> bool:
    """Whether the cause is there, and what it speaks of can still be read."""
    if matches := matches_of(delivery):
        return bool(standing_matches(matches))
    cause = delivery.cause
    if cause is None:
        return False
    if stands := STANDS.get(type(cause)):
        return stands(cause, delivery)
    if delivery.kind in NAMING_THEIR_SUBJECT:
        return cause.subject is not None
    return delivery.kind != Kind.FOUND or _is_found(delivery.content_type_id, delivery.object_id)


def taking_off(opportunity: Opportunity) -> AuditEntry | None:
    """When it was last withdrawn or removed: what was put back may be taken off again."""
    actions = [f"opportunity.{status}" for status in TAKEN_OFF]
    return audit.trail(opportunity).filter(action__in=actions).first()


def _entry_stands(entry: AuditEntry, delivery: Delivery) -> bool:
    """What it tells of is there; that it was taken off is told once, and while it is."""
    if delivery.kind == Kind.ORGANISATION:
        return happenings.organisation_of(entry) is not None
    opportunity = audited(entry).first()
    if opportunity is None or delivery.kind != Kind.CHANGE:
        return opportunity is not None
    return not opportunity.is_public and entry == taking_off(opportunity)


def _star_stands(news: StarredNews, delivery: Delivery) -> bool:
    """What changed can be read, and what was removed cannot."""
    return _is_found(news.content_type_id, news.object_id) == (news.what == StarredAs.CHANGED)


def _version_stands(version: Version, delivery: Delivery) -> bool:
    return Opportunity.objects.published_anywhere().filter(pk=version.opportunity_id).exists()


def _is_found(content_type_id: int, object_id: int) -> bool:
    return (content_type_id, object_id) in named([(content_type_id, object_id)])


def matches_of(delivery: Delivery) -> set[int]:
    """The matches that it tells of: who works in several companies hears of all of them at once.

    None for any other news, also of all that was open when a company came.
    """
    of_match = ContentType.objects.get_for_model(Match).pk
    if delivery.content_type_id != of_match:
        return set()
    others = delivery.because_ids if delivery.because_type_id == of_match else ()
    return {delivery.object_id, *others}


def standing_matches(ids: Iterable[int]) -> set[int]:
    """Those of these matches whose two sides are public and whose need has not ended; a dynamic
    purchasing system that was awarded has not, while it takes in companies."""
    wanted = set(ids)
    if not wanted:
        return set()
    goes_on = Q(opportunity__ended="") | answerable(timezone.now(), "opportunity__")
    rows = Match.objects.everywhere("one's own news").filter(goes_on, pk__in=wanted)
    return set(rows.of_public_things().values_list("pk", flat=True))


def _question_stands(question: Question, delivery: Delivery) -> bool:
    """Still to be answered, or still answered, about something that is still public."""
    shown = question.content_type.model_class().objects.published_anywhere()
    if not shown.filter(pk=question.object_id).exists():
        return False
    answers = (QuestionStatus.ANSWERED, QuestionStatus.DECLINED)
    wanted = (QuestionStatus.WAITING,) if delivery.kind == Kind.QUESTION else answers
    return question.status in wanted


def _handover_stands(handover: Handover, delivery: Delivery) -> bool:
    """Who has left the company since hears no more of its desk."""
    return delivery.user is not None and may_see_pursuit(delivery.user, handover.pursuit)


def audited(entry: AuditEntry) -> models.QuerySet[Opportunity]:
    """The trail outlives what it tells of: a correction's draft goes when it is published."""
    rows = Opportunity.objects.everywhere("the mail's own opportunity")
    return rows.filter(pk=entry.subject_id)


def open_needs_of(profile: Profile):
    """Matches of a new profile with what its portal showed before it came, the best first: those
    that are worth a message, as for each new need."""
    rows = Match.objects.managed_by(profile.organisation).of_public_things().worth_telling()
    rows = rows.shown_in(profile.portal).of_needs_that_stood_open(timezone.now())
    return rows.select_related("opportunity").order_by("-score", "-pk")


# How to tell, by the model of the cause; others stand as long as they are there.
STANDS = {
    AuditEntry: _entry_stands,
    Handover: _handover_stands,
    InvitedFirm: lambda firm, delivery: firm.opportunity.is_public,
    Profile: lambda profile, delivery: open_needs_of(profile).exists(),
    Question: _question_stands,
    StarredNews: _star_stands,
    Version: _version_stands,
}
