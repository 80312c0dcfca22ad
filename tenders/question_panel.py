"""What the page of an opportunity shows of questions, answers and the team's notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import get_language

from ppi.discussion.forms import NoteForm, QuestionForm
from ppi.discussion.models import Note, Question
from ppi.kernel.verdicts import Verdict
from ppi.organisations.permissions import is_member
from ppi.taxonomy.deadlines import QuestionsCutOff
from ppi.translations import reading
from ppi.translations.reading import Shown
from tenders import permissions, questions, rules
from tenders.models import Opportunity

# The page stays readable and quick; the PDF and the team's own page hold the rest.
MOST_ANSWERS, MOST_NOTES = 200, 50


@dataclass(frozen=True)
class Answered:
    """A question with its answer as the reader sees them; `number` is its place in the row."""

    number: int
    question: Question
    text: Shown
    answer: Shown


@dataclass(frozen=True)
class Questions:
    """The section of the page. Who asked stands nowhere in it."""

    may_be_asked: Verdict
    may_ask: Verdict
    is_place: bool
    ask_until: datetime | None
    cut_off: QuestionsCutOff | None
    answered: list[Answered]
    number_answered: int
    number_waiting: int
    # Texts that wait: for the buyer's own people only.
    waiting: list[Question] = field(default_factory=list)
    may_answer: bool = False
    own: list[Question] = field(default_factory=list)
    form: QuestionForm | None = None

    @property
    def is_shown(self) -> bool:
        return bool(self.is_place or self.number_answered or self.number_waiting or self.own)


def questions_of(opportunity: Opportunity, request: HttpRequest) -> dict:
    """Nothing while the opportunity is not public: nobody can have asked."""
    if not opportunity.is_public:
        return {}
    user, rows = request.user, Question.objects.of(opportunity)
    answered, waiting = answered_of(opportunity), rows.waiting()
    is_own = is_member(user, opportunity.organisation)
    may_ask = questions.may_ask(user, opportunity)
    return {
        "questions": Questions(
            may_be_asked=questions.may_be_asked(opportunity),
            may_ask=may_ask,
            is_place=questions.takes_questions(opportunity),
            ask_until=questions.ask_until(opportunity),
            cut_off=rules.questions_of(opportunity),
            answered=answered[:MOST_ANSWERS],
            number_answered=len(answered),
            number_waiting=waiting.count(),
            waiting=list(waiting) if is_own else [],
            may_answer=is_own and bool(permissions.may_work_on(user, opportunity)),
            own=list(rows.asked_by(user)) if user.is_authenticated else [],
            form=QuestionForm(initial={"language": get_language()}) if may_ask else None,
        )
    }


def answered_of(opportunity: Opportunity) -> list[Answered]:
    """All answered questions, in the reader's language where there is a translation."""
    rows = reading.attach(Question.objects.of(opportunity).answered(), "text", "answer")
    return [answered(row, number) for number, row in enumerate(rows, start=1)]


def answered(row: Question, number: int = 1) -> Answered:
    return Answered(
        number,
        row,
        reading.text(row, "text"),
        reading.text(row, "answer", original_language=row.answer_language),
    )


@dataclass(frozen=True)
class TeamNotes:
    """What the team of a buyer wrote to each other; `form` where the reader may add to it."""

    rows: list[Note]
    form: NoteForm | None


def team_notes_of(opportunity: Opportunity, request: HttpRequest) -> dict:
    """For members of the buyer only: neither moderators nor anybody else."""
    if not is_member(request.user, opportunity.organisation):
        return {}
    rows = Note.objects.of(noted(opportunity)).select_related("author").order_by("-pk")
    may_write = permissions.may_work_on(request.user, opportunity)
    return {"team_notes": TeamNotes(list(rows[:MOST_NOTES]), NoteForm() if may_write else None)}


def noted(opportunity: Opportunity) -> Opportunity:
    """What notes are kept about: a correction goes with its draft, and its notes must not."""
    return opportunity.corrects or opportunity
