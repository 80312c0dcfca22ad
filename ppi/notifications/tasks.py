from __future__ import annotations

from datetime import datetime
from itertools import batched

from celery import shared_task
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ppi.accounts.models import User
from ppi.discussion.models import Question
from ppi.kernel.jobs import job
from ppi.kernel.models import AuditEntry
from ppi.matching.interests import stars
from ppi.matching.models import Hit, Match, SavedSearch, Star, StarredNews
from ppi.moderation.choices import Decision, ReportState
from ppi.moderation.models import Report, Submission
from ppi.moderation.registry import authors_of, moderatable
from ppi.notifications import digests, firms, push, services, standing, webhooks
from ppi.notifications.choices import Kind
from ppi.notifications.models import Delivery, Webhook
from ppi.notifications.services import Recipient
from ppi.notifications.standing import open_needs_of
from ppi.organisations.choices import WRITERS, Role
from ppi.organisations.models import Invitation, JoinRequest, Membership, Organisation
from ppi.portals.models import Portal, PortalRole
from profiles.models import Profile
from tenders.choices import Kind as Opportunities
from tenders.choices import Status
from tenders.models import FollowUp, Handover, InvitedFirm, Opportunity
from tenders.querysets import answerable
from tenders.versions import news_of

# How many companies one job tells: well below its lease.
MOST_COMPANIES = 500


@job
def send(delivery_ids: list[int]) -> None:
    services.send(delivery_ids)


@job
def push_messages(delivery_ids: list[int]) -> None:
    push.send(delivery_ids)


@job
def call_webhooks(delivery_ids: list[int]) -> None:
    webhooks.send(delivery_ids)


@job
def send_digests(digest_ids: list[int]) -> None:
    digests.send(digest_ids)


@shared_task(ignore_result=True, expires=55)
def tell_what_is_due() -> None:
    """Every minute: what waited for the end of quiet hours, and the digests of this morning."""
    services.release(Delivery.objects.all())
    digests.open_due()


@job
def tell_matched_companies(opportunity_id: int) -> None:
    """The companies that the opportunity fits well enough, while it is news: some a job, as there
    may be thousands.

    A year of old notices may be imported at once: what is over can be found, but nobody is mailed.
    Nor of a need that stood open when the company came: one mail told it of all of these.
    """
    fitting = _matches_that_are_news().filter(opportunity=opportunity_id).order_by("pk")
    with transaction.atomic():
        for ids in batched(fitting.values_list("pk", flat=True), MOST_COMPANIES):
            tell_matched.later(opportunity_id=opportunity_id, match_ids=list(ids))


@job
def tell_matched(opportunity_id: int, match_ids: list[int]) -> None:
    """Every member of each company, in one statement a channel; and the companies' webhooks."""
    matches = _matches_that_are_news().filter(opportunity=opportunity_id, pk__in=match_ids)
    services.promise_of_each(
        Kind.MATCH, matches, about=Opportunity(pk=opportunity_id),
        person="profile__organisation__memberships__user", portal="profile__portal",
    )  # fmt: skip
    called = Webhook.objects.everywhere("companies' own news").on().values("organisation")
    with_webhook = matches.filter(profile__organisation__in=called)
    for match in with_webhook.select_related("profile__organisation", "profile__portal"):
        to, portal = match.profile.organisation, match.profile.portal
        services.promise(Kind.MATCH, match, [Recipient.by_webhook(to, portal)])


def _matches_that_are_news() -> QuerySet[Match]:
    news = answerable(timezone.now(), "opportunity__") | Q(opportunity__kind=Opportunities.RESULT)
    rows = Match.objects.everywhere("all companies matched").filter(news)
    return rows.worth_telling().of_needs_that_came_later().of_public_things()


@job
def tell_new_company(profile_id: int) -> None:
    """The members of a company whose profile has just become public hear, once and in one mail,
    which needs fit it that were open already."""
    rows = Profile.objects.published_anywhere().select_related("organisation", "portal")
    profile = rows.filter(pk=profile_id).first()
    if profile is None or not open_needs_of(profile).exists():
        return
    services.promise(Kind.MATCH, profile, _members(profile.organisation, profile.portal))


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
    if request.is_claim:  # theirs to know, and not to decide: see `tell_concerned`
        return
    to = _members(request.organisation, request.organisation.portal, Role.OWNER)
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


@job
def tell_concerned(entry_id: int, user_ids: list[int]) -> None:
    """What the trail tells of an organisation, to those of its people whom it concerns."""
    entry = AuditEntry.objects.get(pk=entry_id)
    rows = Organisation.objects.everywhere("the event's own organisation")
    organisation = rows.select_related("portal").filter(pk=entry.subject_id).first()
    if organisation is None:
        return
    people = User.objects.filter(pk__in=user_ids, is_active=True).order_by("pk")
    to = [Recipient.of(person, organisation.portal) for person in people]
    services.promise(Kind.ORGANISATION, entry, to)


@job
def tell_approvers(entry_id: int) -> None:
    """Every owner but the sender: something waits for a second pair of eyes."""
    entry = AuditEntry.objects.get(pk=entry_id)
    opportunity = _opportunity(entry.subject_id)
    if opportunity is None or opportunity.status != Status.IN_APPROVAL:
        return
    owners = _members(opportunity.organisation, opportunity.portal, Role.OWNER)
    to = [one for one in owners if one.user is None or one.user.pk != opportunity.submitted_by_id]
    services.promise(Kind.APPROVAL, entry, to)


@job
def tell_sender(entry_id: int) -> None:
    """An owner sent it back: whoever asked for approval hears why."""
    entry = AuditEntry.objects.get(pk=entry_id)
    opportunity = _opportunity(entry.subject_id)
    if opportunity is not None and opportunity.submitted_by is not None:
        to = Recipient.of(opportunity.submitted_by, opportunity.portal)
        services.promise(Kind.APPROVAL_ANSWER, entry, [to])


@job
def tell_colleague(handover_id: int) -> None:
    """Something on the company's desk was put into their hands, or sent on to them."""
    rows = Handover.objects.everywhere("the event's own handover")
    rows = rows.select_related("to", "pursuit__organisation__portal")
    handover = rows.filter(pk=handover_id).first()
    if handover is not None:  # taken off the desk meanwhile
        portal = handover.pursuit.organisation.portal
        to = Recipient.of(handover.to, portal, because=handover)
        services.promise(Kind.HANDOVER, handover, [to])


@job
def tell_invited_firms(invited_firm_ids: list[int]) -> None:
    """The same mail to all, in the language that the buyer chose for them."""
    rows = InvitedFirm.objects.everywhere("the event's own invitations")
    for firm in rows.filter(pk__in=invited_firm_ids).select_related("opportunity__portal"):
        to = Recipient(firm.email, firm.language, firm.opportunity.portal, because=firm)
        services.promise(Kind.INVITED_FIRM, firm, [to])


@job
def tell_invited_firms_of_change(opportunity_id: int) -> None:
    """The same as who starred it: each version once, amendments and endings alike."""
    opportunity = _public(opportunity_id)
    for entry in news_of(opportunity) if opportunity else ():
        version = entry.version
        since, but = version.arrived_at, version.published_by_id
        to = firms.invited_to(opportunity, since=since, but=but)
        services.promise(Kind.CHANGE, version, to)


@job
def tell_invited_firms_of_answer(question_id: int) -> None:
    question = _question(question_id)
    opportunity, since = question.subject, question.first_answered_at
    if isinstance(opportunity, Opportunity) and since:
        to = firms.invited_to(opportunity, since=since, but=question.asker_id)
        services.promise(Kind.CHANGE, question, to)


@job
def tell_invited_firms_of_removal(opportunity_id: int) -> None:
    """It was taken off, by its buyer or by the moderators: the page they were led to is gone."""
    opportunity = _opportunity(opportunity_id)
    if opportunity is None or opportunity.is_public:
        return
    to = firms.invited_to(opportunity, since=timezone.now())
    services.promise(Kind.CHANGE, standing.taking_off(opportunity), to)


@job
def tell_buyer_of_follow_up(follow_up_id: int) -> None:
    rows = FollowUp.objects.everywhere("the event's own follow-up")
    row = rows.select_related("opportunity__organisation", "opportunity__portal").get(
        pk=follow_up_id
    )
    to = _members(row.opportunity.organisation, row.opportunity.portal, *WRITERS)
    services.promise(Kind.FOLLOW_UP, row, to)


@job
def tell_buyer_of_question(question_id: int) -> None:
    """Everybody who may answer; none of them learns who asks."""
    question = _question(question_id)
    to = _members(question.organisation, question.portal, *WRITERS)
    services.promise(Kind.QUESTION, question, to)


@job
def tell_asker(question_id: int) -> None:
    """Answered, or declined with a reason: told once, however often the answer is put better."""
    question = _question(question_id)
    if question.asker is not None:
        services.promise(Kind.ANSWER, question, [Recipient.of(question.asker, question.portal)])


@job
def tell_watchers_of_change(opportunity_id: int) -> None:
    """Who had starred it when a version came hears what it changed, unless they published it.

    Each version is told of once, so that two corrections in a row are two mails.
    """
    opportunity = _public(opportunity_id)
    for entry in news_of(opportunity) if opportunity else ():
        version = entry.version
        starred = _stars(opportunity, since=version.arrived_at, but=version.published_by_id)
        services.promise_to_all(Kind.CHANGE, version, starred, person="person", portal="portal")


@job
def tell_watchers_of_answer(question_id: int) -> None:
    """A new answer for all; who asked has a mail of their own."""
    question = _question(question_id)
    opportunity, since = question.subject, question.first_answered_at
    if isinstance(opportunity, Opportunity) and since:
        starred = _stars(opportunity, since=since, but=question.asker_id)
        services.promise_to_all(Kind.CHANGE, question, starred, person="person", portal="portal")


@job
def tell_who_searched(hit_ids: list[int]) -> None:
    """Each person hears once of each thing that was found, by whichever searches of theirs."""
    hits = Hit.objects.everywhere("the event's own hits").filter(pk__in=hit_ids)
    things = ("content_type", "object_id")
    for hit in hits.order_by(*things).distinct(*things):
        of_thing = hits.filter(content_type=hit.content_type_id, object_id=hit.object_id)
        led = SavedSearch.objects.everywhere("everybody who looked for it hears of it")
        led = led.filter(hits__in=of_thing)
        if hit.thing is not None:
            services.promise_to_all(Kind.FOUND, hit.thing, led, person="person", portal="portal")


@job
def tell_who_starred(news_ids: list[int]) -> None:
    """Everybody who had starred it already then, except who wrote it."""
    for news in StarredNews.objects.filter(pk__in=news_ids):
        to = Star.objects.everywhere("everybody who starred it hears of it").filter(
            content_type=news.content_type_id, object_id=news.object_id, since__lte=news.at
        )
        if news.thing is not None:
            to = to.exclude(person__in=authors_of(news.thing))
        services.promise_to_all(Kind.CHANGE, news, to, person="person", portal="portal")


def _stars(opportunity: Opportunity, *, since: datetime, but: int | None) -> QuerySet[Star]:
    """The stars of everybody who had starred it already then."""
    return stars.of(opportunity).filter(since__lte=since).exclude(person=but)


def _question(pk: int) -> Question:
    rows = Question.objects.everywhere("the event's own question")
    return rows.select_related("organisation", "portal", "asker").get(pk=pk)


def _public(opportunity_id: int) -> Opportunity | None:
    rows = Opportunity.objects.published_anywhere().select_related("portal")
    return rows.filter(pk=opportunity_id).first()


def _opportunity(pk: int) -> Opportunity | None:
    rows = Opportunity.objects.everywhere("the event's own opportunity")
    return rows.select_related("organisation", "portal", "submitted_by").filter(pk=pk).first()


def _members(organisation: Organisation, portal: Portal, *roles: str) -> list[Recipient]:
    """Those with one of the roles (any role when none is named), written to from this portal, and
    the organisation's webhook."""
    members = Membership.objects.managed_by(organisation).select_related("user")
    if roles:
        members = members.filter(role__in=roles)
    itself = Recipient.by_webhook(organisation, portal)
    return [Recipient.of(member.user, portal) for member in members] + [itself]
