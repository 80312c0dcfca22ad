"""Questions about opportunities: who may ask and answer, until when, and what removal means."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ppi.accounts.models import User
from ppi.discussion import services
from ppi.discussion.models import Question
from ppi.discussion.registry import discussable
from ppi.kernel import dates
from ppi.kernel.verdicts import Refused, Verdict, allow_if
from ppi.moderation.registry import moderatable
from ppi.organisations.permissions import is_member
from ppi.taxonomy.choices import Directive
from ppi.translations import reading
from tenders import permissions, rules
from tenders.choices import Phase, Source
from tenders.models import Opportunity

# When an answer comes later than the law allows, the deadline is to be moved.
EXTENSION = {Directive.CLASSIC: "47(3)", Directive.UTILITIES: "66(3)"}


def takes_questions(opportunity: Opportunity) -> bool:
    """Whether this is the place to ask at all: of a notice, the place is where it was published."""
    is_from_here = opportunity.source == Source.MEMBER
    return is_from_here and opportunity.takes_questions and opportunity.deadline is not None


def ask_until(opportunity: Opportunity) -> datetime | None:
    """The last moment for questions: the buyer's, else the one the rules advise, else the deadline.

    Advice that had passed before the opportunity was published is none.
    """
    if opportunity.questions_until or opportunity.deadline is None:
        return opportunity.questions_until
    advised = _advised(opportunity)
    published = opportunity.published_at
    if advised is None or (published is not None and advised <= published):
        return opportunity.deadline
    return advised


def _advised(opportunity: Opportunity) -> datetime | None:
    """What companies are held to though the buyer named no day: only where the law has one."""
    if rules.questions_of(opportunity) is None:
        return None
    return rules.advised_end_of_questions(opportunity)


def may_be_asked(opportunity: Opportunity) -> Verdict:
    """Whether anybody may ask now."""
    if not opportunity.is_public or not takes_questions(opportunity):
        return Verdict(_("The buyer takes no questions here."))
    until = ask_until(opportunity)
    if until <= timezone.now():
        told = {"moment": dates.last_moment(until)}
        return Verdict(_("Questions could be asked until %(moment)s.") % told)
    return allow_if(
        opportunity.phase == Phase.QUESTIONS, _("It has ended. Nobody can ask any more.")
    )


def may_ask(user: User, opportunity: Opportunity) -> Verdict:
    """Anybody with an account but the buyer's own people."""
    if not user.is_authenticated:
        return Verdict(_("Sign in first."))
    outside = allow_if(
        not is_member(user, opportunity.organisation),
        _("You belong to the buyer: companies ask, and you answer."),
    )
    return may_be_asked(opportunity) and outside


def lateness_of(opportunity: Opportunity) -> str:
    """What an answer given now means for the deadline, in words; empty while it comes in time."""
    cut_off = rules.questions_of(opportunity)
    today = rules.local_day(opportunity, timezone.now())
    if cut_off is None or today <= cut_off.answer_by:
        return ""
    directive = rules.directive_of(opportunity)
    told = {"day": dates.day(cut_off.answer_by), "directive": Directive(directive).label}
    if directive not in EXTENSION:
        sentence = _("Answers were due by %(day)s. Move the deadline, so that all have the time.")
        return sentence % told
    told["article"] = EXTENSION[directive]
    sentence = _(
        "Answers were due by %(day)s. Move the deadline, so that all have the time "
        "(article %(article)s of %(directive)s)."
    )
    return sentence % told


class OpportunityDiscussion:
    def may_ask(self, user, subject: Opportunity) -> Verdict:
        return may_ask(user, subject)

    def may_answer(self, user, subject: Opportunity) -> Verdict:
        public = allow_if(subject.is_public, _("It is not public, so nobody would read it."))
        return permissions.may_work_on(user, subject) and public

    def may_write_note(self, user, subject: Opportunity) -> Verdict:
        return permissions.may_work_on(user, subject)

    def address(self, subject: Opportunity) -> tuple[str, list]:
        return "tenders:detail", [subject.slug]

    def desk_address(self, subject: Opportunity) -> tuple[str, list]:
        return "tenders:questions", [subject.slug]


class QuestionModeration:
    """A question with its answer is reported and removed; it never waits to be published."""

    label = gettext_lazy("Question and answer")
    preview_template = "tenders/question_preview.html"

    def get(self, pk: int) -> Question | None:
        rows = Question.objects.everywhere("moderation checked the portal")
        return rows.filter(pk=pk).first()

    def preview(self, subject: Question, request) -> dict:
        from tenders.question_panel import answered

        reading.attach([subject], "text", "answer")
        return {"entry": answered(subject), "opportunity": subject.subject}

    def address(self, subject: Question) -> tuple[str, list]:
        return discussable.of(subject.subject).address(subject.subject)

    def publish(self, subject: Question, *, by) -> None:
        services.restore(subject, by=by)

    def send_back(self, subject: Question, reason: str, *, by) -> None:
        raise Refused(_("A question is not sent back. Remove it, or keep it."))

    def remove(self, subject: Question, reason: str, *, by) -> None:
        services.remove(subject, reason, by=by)

    def restore(self, subject: Question, *, by) -> None:
        services.restore(subject, by=by)

    def authors(self, subject: Question) -> list:
        """Who asked and who answered; neither hears of the other."""
        return [person for person in (subject.asker, subject.answered_by) if person is not None]


discussable.register(Opportunity, OpportunityDiscussion())
moderatable.register(Question, QuestionModeration())
