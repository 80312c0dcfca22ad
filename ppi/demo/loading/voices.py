"""What people say to an opportunity: questions and answers, notes, commitments, why not."""

from __future__ import annotations

from ppi.accounts.models import User
from ppi.demo.loading import World
from ppi.discussion import services as discussion
from ppi.discussion.models import Note, Question
from ppi.matching.interests import stars
from tenders import services
from tenders.models import Opportunity
from tenders.services import interest


def ask(world: World, row: dict, subject: Opportunity, author: User) -> None:
    """Questions, asked while they can be, and what the buyer said to them."""
    for told in row.get("questions", []):
        asker = world.people[told["by"]]
        question = discussion.ask(subject, told["text"], language=told["language"], by=asker)
        _respond(question, told, author)
        days = {"asked_at": world.day(told["asked"])}
        if "answered" in told:
            days["answered_at"] = world.day(told["answered"], "14:30")
        if "answer" in told:
            days["first_answered_at"] = days["answered_at"]
        rows = Question.objects.everywhere("the demonstration's own").filter(pk=question.pk)
        rows.update(**days)


def _respond(question: Question, told: dict, author: User) -> None:
    if "answer" in told:
        language = told["answer_language"]
        discussion.answer(question, told["answer"], language=language, by=author)
    elif "declined" in told:
        language = told["answer_language"]
        discussion.decline(question, told["declined"], language=language, by=author)


def invite(row: dict, opportunity: Opportunity, author: User) -> None:
    firms = [services.Firm(**firm) for firm in row.get("invited", [])]
    if firms:
        services.invite(opportunity, firms, by=author)


def write_notes(world: World, row: dict, subject: Opportunity) -> None:
    for told in row.get("notes", []):
        note = discussion.write_note(subject, told["text"], by=world.people[told["by"]])
        Note.objects.of(subject).filter(pk=note.pk).update(written_at=world.day(told["day"]))


def hear(world: World, row: dict, opportunity: Opportunity) -> None:
    """Who stars it, who needs it too, and who says why it does not bid."""
    for key in row.get("starred_by", []):
        stars.star(opportunity, by=world.people[key])
    for told in row.get("commitments", []):
        _say(world, interest.commit, opportunity, told, told["level"])
    for told in row.get("no_bids", []):
        _say(world, interest.say_why_not, opportunity, told, told["reason"])


def _say(world: World, verb, opportunity: Opportunity, told: dict, word: str) -> None:
    organisation = world.organisations[told["by"]]
    verb(opportunity, organisation, word, told["note"], by=world.writer_of(organisation))
