"""What each kind of mail says: the values that its text needs, absolute links included."""

from __future__ import annotations

from django.db import models

from ppi.matching.reasons import Wording
from ppi.moderation.pages import entry_of
from ppi.moderation.registry import moderatable
from ppi.notifications.choices import Kind
from ppi.notifications.models import Delivery
from ppi.organisations.choices import RequestState
from ppi.portals import links
from ppi.translations import reading


def of(delivery: Delivery) -> dict:
    """The context of the mail's templates."""
    return CONTENTS[delivery.kind](delivery.cause, delivery)


def _link(delivery: Delivery, name: str, *args) -> str:
    return links.absolute(delivery.portal, delivery.language, name, *args)


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


def _of_submission(submission, delivery: Delivery) -> dict:
    entry, subject = moderatable.of(submission.subject), submission.subject
    name, args = entry.address(subject)
    return {
        "submission": submission,
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
        "url": _link(delivery, *(board if is_accepted else ["organisations:mine"])),
    }


CONTENTS = {
    Kind.MATCH: _match,
    Kind.DECISION: _of_submission,
    Kind.REMOVAL: _removal,
    Kind.SUBMISSION: _of_submission,
    Kind.REPORT: _of_report,
    Kind.REPORT_ANSWER: _of_report,
    Kind.INVITATION: _invitation,
    Kind.JOIN_REQUEST: _join_request,
    Kind.JOIN_ANSWER: _join_answer,
}
