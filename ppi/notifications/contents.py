"""What each kind of mail says: the values that its text needs, absolute links included."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models

from ppi.discussion.choices import Status as QuestionStatus
from ppi.discussion.models import Question
from ppi.discussion.registry import discussable
from ppi.kernel.models import AuditEntry
from ppi.matching.models import Match, StarredNews
from ppi.matching.reasons import Wording
from ppi.moderation.pages import entry_of
from ppi.moderation.registry import moderatable
from ppi.notifications import happenings, standing
from ppi.notifications.choices import Kind
from ppi.notifications.models import Call, Delivery
from ppi.notifications.published import named
from ppi.notifications.subjects import key_of
from ppi.organisations.choices import RequestState
from ppi.portals import links
from ppi.portals.choices import Module
from ppi.translations import reading
from profiles.models import Profile
from tenders.models import Handover, InvitedFirm, Opportunity
from tenders.versions import entry_of as published_as


def of(delivery: Delivery) -> dict:
    """The context of the mail's templates."""
    return CONTENTS[delivery.kind](delivery.cause, delivery)


def _is_of_firm(delivery: Delivery) -> bool:
    """Invited by mail: nothing is known of its reader but an address."""
    return delivery.because_type_id == ContentType.objects.get_for_model(InvitedFirm).pk


def _link(delivery: Delivery, name: str, *args) -> str:
    return links.absolute(delivery.portal, delivery.language, name, *args)


MOST_NEEDS_NAMED = 5


def _fits(cause, delivery: Delivery) -> dict:
    """One need that is new to the company, or all that were open when the company came."""
    if isinstance(cause, Profile):
        return _open_needs(cause, delivery)
    return _match(_match_told(cause, delivery), delivery)


def _match_told(cause: Match | None, delivery: Delivery) -> Match:
    """Its cause; of several, the first that still stands."""
    ids = standing.matches_of(delivery)
    if len(ids) == 1:
        return cause
    return Match.objects.everywhere("one's own news").get(pk=min(standing.standing_matches(ids)))


def _open_needs(profile: Profile, delivery: Delivery) -> dict:
    needs = standing.open_needs_of(profile)
    named = [match.opportunity for match in needs[:MOST_NEEDS_NAMED]]
    reading.attach(named, "title")
    return {
        "template": "open-needs",
        "number": needs.count(),
        "titles": [reading.text(need, "title") for need in named],
        "organisation": profile.organisation,
        "url": _link(delivery, "matching:for-you"),
    }


def _match(match, delivery: Delivery) -> dict:
    opportunity = match.opportunity
    return {
        "opportunity": opportunity,
        "title": reading.text(opportunity, "title"),
        "need": reading.text(opportunity, "need"),
        "organisation": match.profile.organisation,
        "reasons": Wording([match]).sentence(match),
        "url": _link(delivery, "tenders:detail", opportunity.slug),
    }


def _found(cause: models.Model, delivery: Delivery) -> dict:
    """Anything that is published: an opportunity, a product, a case, an event."""
    thing = named([key_of(cause)])[key_of(cause)]
    return {"thing": thing, "url": thing.address(delivery.portal, delivery.language)}


def _webhook_off(call: Call, delivery: Delivery) -> dict:
    """Told of the last call, so that a webhook that is switched off again is told of again."""
    owner = [call.webhook.organisation.slug] if call.webhook.organisation_id else []
    name = "notifications:webhook-of" if owner else "notifications:webhook"
    return {"webhook": call.webhook, "url": _link(delivery, name, *owner)}


def _of_submission(submission, delivery: Delivery) -> dict:
    entry, subject = moderatable.of(submission.subject), submission.subject
    name, args = entry.address(subject)
    return {
        "submission": submission,
        # What moderators do not publish, such as a claim, is accepted.
        "is_for_readers": not hasattr(entry, "publish_label"),
        "label": entry.label,
        "subject": subject,
        "url": _link(delivery, name, *args),
        "queue_url": _link(delivery, "moderation:queue"),
    }


def _removal(report, delivery: Delivery) -> dict:
    entry, subject = moderatable.of(report.subject), report.subject
    name, args = entry.address(subject)
    return {"report": report, "subject": subject, "url": _link(delivery, name, *args)}


def _of_report(report, delivery: Delivery) -> dict:
    """For the moderators and for whoever reported.

    The answer's template repeats nothing that was typed: it goes to an address nobody confirmed.
    """
    return {
        "report": report,
        # What is gone meanwhile is still called what it was: a case, an event.
        "subject": report.subject or entry_of(report).label,
        "url": _link(delivery, "moderation:filed-report", report.pk),
    }


def _invitation(invitation, delivery: Delivery) -> dict:
    return {
        "invitation": invitation,
        "organisation": invitation.organisation,
        "url": _link(delivery, "organisations:accept-invitation", invitation.token),
    }


def _join_request(request: models.Model, delivery: Delivery) -> dict:
    return {
        "join_request": request,
        "organisation": request.organisation,
        "url": _link(delivery, "organisations:board", request.organisation.slug),
    }


def _join_answer(request: models.Model, delivery: Delivery) -> dict:
    """Who was let in is led to the board, and everybody else to what they may see."""
    is_accepted = request.state == RequestState.ACCEPTED
    board = ("organisations:board", request.organisation.slug)
    return {
        "is_accepted": is_accepted,
        "organisation": request.organisation,
        "is_claim": request.is_claim,
        "reason": request.reason,
        "url": _link(delivery, *(board if is_accepted else ["organisations:mine"])),
    }


def _organisation(entry: AuditEntry, delivery: Delivery) -> dict:
    """What happened to an organisation, in the words of `happenings`."""
    happened = happenings.of(entry)
    return {
        "heading": happened.heading,
        "sentence": happened.sentence,
        "reason": entry.detail.get("reason", ""),
        "url": _link(delivery, *happened.address),
    }


def _approval(entry, delivery: Delivery) -> dict:
    """Asked for or declined; the entry of the audit trail says by whom, and why not."""
    opportunity = standing.audited(entry).get()
    return {
        "person": entry.actor,
        "reason": entry.detail.get("reason", ""),
        "opportunity": opportunity,
        "url": _link(delivery, "tenders:detail", opportunity.slug),
    }


def _invited_firm(firm, delivery: Delivery) -> dict:
    return _invited_to(firm.opportunity, delivery)


def _invited_to(opportunity: Opportunity, delivery: Delivery) -> dict:
    reading.attach([opportunity], "title", "need")
    return {
        "opportunity": opportunity,
        "organisation": opportunity.organisation,
        "title": reading.text(opportunity, "title"),
        "need": reading.text(opportunity, "need"),
        "url": _link(delivery, "tenders:detail", opportunity.slug),
    }


def _handover(handover: Handover, delivery: Delivery) -> dict:
    pursuit = handover.pursuit
    return {
        "handover": handover,
        "person": handover.by or pursuit.organisation,
        "title": reading.text(pursuit.opportunity, "title"),
        "organisation": pursuit.organisation,
        "url": _link(delivery, "tenders:pursuit", pursuit.pk),
    }


def _follow_up(row, delivery: Delivery) -> dict:
    return {
        "opportunity": row.opportunity,
        "url": _link(delivery, "tenders:follow-up", row.opportunity.slug),
        "offers_cases": delivery.portal.offers(Module.CASES),
    }


def _question(question: Question, delivery: Delivery) -> dict:
    """For those who may answer: everything but who asked."""
    subject = question.subject
    name, args = discussable.of(subject).desk_address(subject)
    return {"subject": subject, "text": question.text, "url": _link(delivery, name, *args)}


def _answer(question: Question, delivery: Delivery) -> dict:
    subject = question.subject
    name, args = discussable.of(subject).address(subject)
    return {
        "subject": subject,
        "text": question.text,
        "answer": question.answer,
        "is_declined": question.status == QuestionStatus.DECLINED,
        "url": _link(delivery, name, *args),
    }


def _change(cause, delivery: Delivery) -> dict:
    """A new version with what it changed and why, or an answer that the buyer gave for all.

    To whoever starred it, and in the same words to the firms that were invited to it.
    """
    is_invited = _is_of_firm(delivery)
    if isinstance(cause, Question):
        answered = {"template": "answer-for-all", "is_invited": is_invited}
        return _answer(cause, delivery) | answered
    if isinstance(cause, StarredNews):
        return _starred(cause, delivery)
    if isinstance(cause, AuditEntry):
        opportunity = standing.audited(cause).get()
        return _invited_to(opportunity, delivery) | {"template": "invited-removed"}
    opportunity = cause.opportunity
    return {
        "is_invited": is_invited,
        "opportunity": opportunity,
        "title": reading.text(opportunity, "title"),
        "reason": cause.reason,
        "changes": [change.sentence for change in published_as(opportunity, cause.number).changes],
        "url": _link(delivery, "tenders:detail", opportunity.slug),
        "version_url": _link(delivery, "tenders:version", opportunity.slug, cause.number),
    }


def _starred(news: StarredNews, delivery: Delivery) -> dict:
    """What changed is read again; of what was taken off, nothing is left but its name."""
    key = (news.content_type_id, news.object_id)
    if thing := named([key]).get(key):
        url = thing.address(delivery.portal, delivery.language)
        return {"template": "starred-changed", "thing": thing, "url": url}
    url = _link(delivery, "matching:stars")
    return {"template": "starred-removed", "title": news.title, "url": url}


CONTENTS = {
    Kind.CHANGE: _change,
    Kind.QUESTION: _question,
    Kind.ANSWER: _answer,
    Kind.APPROVAL: _approval,
    Kind.APPROVAL_ANSWER: _approval,
    Kind.INVITED_FIRM: _invited_firm,
    Kind.FOLLOW_UP: _follow_up,
    Kind.HANDOVER: _handover,
    Kind.MATCH: _fits,
    Kind.FOUND: _found,
    Kind.WEBHOOK_OFF: _webhook_off,
    Kind.DECISION: _of_submission,
    Kind.REMOVAL: _removal,
    Kind.SUBMISSION: _of_submission,
    Kind.REPORT: _of_report,
    Kind.REPORT_ANSWER: _of_report,
    Kind.INVITATION: _invitation,
    Kind.JOIN_REQUEST: _join_request,
    Kind.JOIN_ANSWER: _join_answer,
    Kind.ORGANISATION: _organisation,
}
