from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ppi.kernel import dates
from ppi.kernel.verdicts import ALLOWED, Verdict, allow_if
from ppi.organisations.choices import WRITERS
from ppi.organisations.choices import Kind as OrganisationKind
from ppi.organisations.choices import Status as Organisations
from ppi.organisations.models import Organisation
from ppi.organisations.permissions import has_role, is_member, may_own, may_write_for
from ppi.portals.permissions import may_moderate
from tenders.choices import (
    ANSWERABLE_PHASES,
    CALL_OFF_PHASES,
    CONCLUSIONS,
    EDITABLE,
    JUDGED_PHASES,
    PHASE_MOVES,
    Phase,
    Source,
    Status,
)
from tenders.models import Opportunity, Pursuit


def may_read(user, opportunity: Opportunity, portal) -> bool:
    """Published where this portal shows it; else only its members and its portal's moderators."""
    if opportunity.is_public and portal.shows(opportunity):
        return True
    return is_member(user, opportunity.organisation) or bool(may_moderate(user, opportunity.portal))


def may_post_for(user, organisation) -> Verdict:
    """Writers of a public buyer, or of an intermediary that acts for buyers."""
    if organisation.kind == "supplier":
        return Verdict(_("Only public buyers and those who act for them post opportunities."))
    return may_write_for(user, organisation)


def may_edit(user, opportunity: Opportunity) -> Verdict:
    """Writers may change a draft, and what was returned to them."""
    if opportunity.status not in EDITABLE:
        return Verdict(
            _("It is «%(status)s» and cannot be changed now.")
            % {"status": opportunity.get_status_display()}
        )
    return may_post_for(user, opportunity.organisation)


def may_publish(user, opportunity: Opportunity) -> Verdict:
    """Moderators; and only for a body of which the portal knows that it exists."""
    return may_moderate(user, opportunity.portal) and allow_if(
        opportunity.organisation.is_verified, _("Verify the organisation first, then its need.")
    )


def may_work_on(user, opportunity: Opportunity) -> Verdict:
    """Writers of its buyer, whatever state it is in."""
    return may_post_for(user, opportunity.organisation)


def may_approve(user, opportunity: Opportunity) -> Verdict:
    """Four eyes: an owner, and not the one who sent it."""
    if opportunity.status != Status.IN_APPROVAL:
        return Verdict(_("It does not wait for approval."))
    other = allow_if(
        user.pk != opportunity.submitted_by_id, _("You sent it. Another owner approves it.")
    )
    return may_own(user, opportunity.organisation) and other


def may_withdraw(user, opportunity: Opportunity) -> Verdict:
    allowed = may_write_for(user, opportunity.organisation)
    return allowed and allow_if(opportunity.is_public, _("Only what is public can be withdrawn."))


def may_correct(user, opportunity: Opportunity) -> Verdict:
    """Writers, for what they posted here; a notice is corrected where it was published."""
    if opportunity.source == Source.NOTICE:
        return Verdict(_("It was taken from an official notice, and is corrected there."))
    allowed = may_write_for(user, opportunity.organisation)
    return allowed and allow_if(opportunity.is_public, _("Only what is public can be corrected."))


def may_end(user, opportunity: Opportunity) -> Verdict:
    return may_correct(user, opportunity)


def may_tell_result(user, opportunity: Opportunity) -> Verdict:
    """Of a call whose answers are in; by its buyer."""
    in_time = allow_if(
        opportunity.facts.has_procedure and opportunity.phase in JUDGED_PHASES,
        _("A result is told after the deadline, of a call that has not ended otherwise."),
    )
    return may_correct(user, opportunity) and in_time


def may_conclude(call: Opportunity, phase: str) -> Verdict:
    """May a result end this call so? Not while companies can answer, nor once it ended otherwise.

    A call taken from an official notice ends whenever its result arrives: what notices tell has
    happened, and the later deadline may stand in one that is not here.
    """
    is_told_as_fact = call.source == Source.NOTICE and call.ended not in CONCLUSIONS
    if is_told_as_fact or phase in PHASE_MOVES[call.phase]:
        return ALLOWED
    if call.takes_answers:
        sentence = _("Its call can be answered until %(moment)s. Publish the result after that.")
        return Verdict(sentence % {"moment": dates.last_moment(call.deadline)})
    told = {"now": call.phase.label, "wanted": Phase(phase).label}
    return Verdict(_("Its call is «%(now)s» and cannot become «%(wanted)s».") % told)


def may_see_commitments(user, opportunity: Opportunity) -> bool:
    """Buyers see who needs the same, and how far each would go, and so does whoever announced it,
    such as an umbrella organisation that buys for its members; nobody else does."""
    if not user.is_authenticated:
        return False
    is_meant = Q(kind=OrganisationKind.BUYER) | Q(pk=opportunity.organisation_id)
    own = Organisation.objects.of_member(user).filter(is_meant)
    return own.filter(status=Organisations.VERIFIED).exists()


def may_commit(user, organisation, opportunity: Opportunity) -> Verdict:
    """A writer of another, verified buyer; not for what one announced oneself.

    Nor of an intermediary: it posts for buyers, and each of them speaks of its own need itself.
    """
    is_other_buyer = (
        organisation.kind == OrganisationKind.BUYER
        and organisation.pk != opportunity.organisation_id
    )
    return (
        may_write_for(user, organisation)
        and allow_if(is_other_buyer, _("Only other public buyers can say that they need it too."))
        and allow_if(organisation.is_verified, _("First the moderators check your organisation."))
    )


def may_say_why_not(user, organisation, opportunity: Opportunity) -> Verdict:
    """A writer of a company, about what could be answered."""
    is_company = organisation.kind != OrganisationKind.BUYER
    return (
        may_write_for(user, organisation)
        and allow_if(is_company, _("Only companies can say why they did not bid."))
        and allow_if(
            opportunity.is_public and opportunity.facts.has_deadline,
            _("There was nothing to bid for."),
        )
    )


def may_invite(user, opportunity: Opportunity) -> Verdict:
    """Writers, while it can be answered; a dynamic system that was awarded takes in others, too."""
    is_open = opportunity.phase in ANSWERABLE_PHASES or opportunity.admits_companies
    can_be_answered = allow_if(
        opportunity.is_public and is_open,
        _("Firms are invited to what is public and can still be answered."),
    )
    return may_write_for(user, opportunity.organisation) and can_be_answered


def may_follow_up(user, opportunity: Opportunity) -> Verdict:
    return may_write_for(user, opportunity.organisation)


def may_call_off(user, framework: Opportunity) -> Verdict:
    """Writers, from their own agreement once it is awarded, or their own system, while it runs."""
    today = timezone.localdate()
    runs = framework.runs_until is None or framework.runs_until >= today
    is_set_up = framework.phase in CALL_OFF_PHASES.get(framework.technique, ())
    return (
        may_write_for(user, framework.organisation)
        and allow_if(
            framework.is_public and framework.technique and runs,
            _("Only a framework agreement that still runs can be called off from."),
        )
        and allow_if(
            is_set_up, _("There is nothing to call off from before the agreement is awarded.")
        )
    )


def may_pursue(user, organisation, opportunity: Opportunity) -> Verdict:
    """A writer of a company, of what others announce and what is not over with its result."""
    is_company = organisation.kind != OrganisationKind.BUYER
    is_anothers = organisation.pk != opportunity.organisation_id
    return (
        may_write_for(user, organisation)
        and allow_if(is_company, _("Only companies have a desk for what they bid for."))
        and allow_if(is_anothers, _("You announced it yourselves: you find it among your own."))
        and allow_if(
            opportunity.is_public and not opportunity.facts.has_result,
            _("There is nothing to bid for."),
        )
    )


def may_see_pursuit(user, pursuit: Pursuit) -> bool:
    """Members of the company, readers too; neither the buyer nor any moderator."""
    return is_member(user, pursuit.organisation)


def may_move(user, pursuit: Pursuit) -> Verdict:
    """Writers of the company move it, write about it and hand it on."""
    return may_write_for(user, pursuit.organisation)


def may_take_in_hand(person, pursuit: Pursuit) -> Verdict:
    return allow_if(
        has_role(person, pursuit.organisation, *WRITERS),
        _("Choose somebody who may write for this organisation."),
    )


def may_hear_of(person, pursuit: Pursuit) -> Verdict:
    return allow_if(
        is_member(person, pursuit.organisation), _("Choose a member of this organisation.")
    )
