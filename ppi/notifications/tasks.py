from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from ppi.kernel.jobs import job
from ppi.matching.models import Match
from ppi.moderation.choices import Decision, ReportState
from ppi.moderation.models import Report, Submission
from ppi.moderation.registry import moderatable
from ppi.notifications import services
from ppi.notifications.choices import Kind
from ppi.notifications.services import Recipient
from ppi.organisations.choices import Role
from ppi.organisations.models import Invitation, JoinRequest, Membership
from ppi.portals.models import Portal, PortalRole
from tenders.choices import Kind as Opportunities
from tenders.querysets import answerable


@job
def send(delivery_id: int) -> None:
    services.send(delivery_id)


@job
def tell_matched_companies(opportunity_id: int) -> None:
    """Every member of every company that the opportunity fits, while it is news.

    A year of old notices may be imported at once: what is over can be found, but nobody is mailed.
    """
    news = answerable(timezone.now(), "opportunity__") | Q(opportunity__kind=Opportunities.RESULT)
    matches = Match.objects.everywhere("all companies matched").filter(opportunity=opportunity_id)
    matches = matches.filter(news)
    for match in matches.select_related("profile__organisation", "profile__portal"):
        members = Membership.objects.managed_by(match.profile.organisation)
        to = [Recipient.of(m.user, match.profile.portal) for m in members.select_related("user")]
        services.promise(Kind.MATCH, match, to)


@job
def tell_authors(submission_id: int) -> None:
    """Those who wrote it hear what the moderators decided, and why."""
    rows = Submission.objects.everywhere("the event's own submission")
    submission = rows.select_related("portal").get(pk=submission_id)
    if submission.subject is None or submission.decision == Decision.WITHDRAWN:
        return
    authors = moderatable.of(submission.subject).authors(submission.subject)
    to = [Recipient.of(person, submission.portal) for person in authors]
    services.promise(Kind.DECISION, submission, to)


@job
def tell_of_removal(report_id: int) -> None:
    """Those who wrote it hear that it was taken off, and why.

    The cause is the report on which the moderator decided, however many it answered.
    """
    rows = Report.objects.everywhere("the event's own report")
    report = rows.select_related("portal").get(pk=report_id)
    if report.subject is None or report.state != ReportState.REMOVED:
        return
    authors = moderatable.of(report.subject).authors(report.subject)
    to = [Recipient.of(person, report.portal) for person in authors]
    services.promise(Kind.REMOVAL, report, to)


@job
def tell_moderators(submission_id: int) -> None:
    rows = Submission.objects.everywhere("the event's own submission")
    submission = rows.select_related("portal").get(pk=submission_id)
    services.promise(Kind.SUBMISSION, submission, _moderators_of(submission.portal))


@job
def tell_of_report(report_id: int) -> None:
    rows = Report.objects.everywhere("the event's own report")
    report = rows.select_related("portal").get(pk=report_id)
    services.promise(Kind.REPORT, report, _moderators_of(report.portal))


def _moderators_of(portal: Portal) -> list[Recipient]:
    roles = PortalRole.objects.filter(portal=portal).select_related("user")
    return [Recipient.of(role.user, portal) for role in roles]


@job
def tell_reporter(report_id: int) -> None:
    """Whoever reported hears what became of it: where they wished, else at their account."""
    rows = Report.objects.everywhere("the event's own report")
    report = rows.select_related("portal", "reported_by").get(pk=report_id)
    person, portal = report.reported_by, report.portal
    address = report.email or getattr(person, "email", "")
    if address:
        language = getattr(person, "language", portal.language)
        to = Recipient(address, language, portal, person)
        services.promise(Kind.REPORT_ANSWER, report, [to])


@job
def tell_invited(invitation_id: int) -> None:
    rows = Invitation.objects.everywhere("the event's own invitation")
    rows = rows.select_related("organisation__portal", "invited_by")
    invitation = rows.filter(pk=invitation_id).first()
    if invitation is None:  # withdrawn meanwhile
        return
    language = getattr(invitation.invited_by, "language", "en")
    to = Recipient(invitation.email, language, invitation.organisation.portal)
    services.promise(Kind.INVITATION, invitation, [to])


@job
def tell_owners(join_request_id: int) -> None:
    rows = JoinRequest.objects.everywhere("the event's own request")
    request = rows.select_related("organisation__portal").get(pk=join_request_id)
    owners = Membership.objects.managed_by(request.organisation).filter(role=Role.OWNER)
    portal = request.organisation.portal
    to = [Recipient.of(member.user, portal) for member in owners.select_related("user")]
    services.promise(Kind.JOIN_REQUEST, request, to)


@job
def tell_who_asked(join_request_id: int) -> None:
    """Let in or declined. A moderator's answer came as a decision, with its reason."""
    rows = JoinRequest.objects.everywhere("the event's own request")
    request = rows.select_related("organisation__portal", "user").get(pk=join_request_id)
    submission = Submission.objects.last_about(request)
    if submission is not None and submission.decision in (Decision.PUBLISHED, Decision.RETURNED):
        return
    to = Recipient.of(request.user, request.organisation.portal)
    services.promise(Kind.JOIN_ANSWER, request, [to])
