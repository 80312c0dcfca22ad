from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils import translation

from ppi.kernel import dates
from tenders.models import Opportunity
from tenders.specification.sentences import sentences
from tenders.specification.words import WORDS, Words

# What a list or a line leaves around a requirement.
MARKS = "-*•–· \t\r\n;"


def draft_of(opportunity: Opportunity) -> str:
    """Headings and paragraphs with an empty line between; "" while no question is answered."""
    words = WORDS.get(opportunity.language, WORDS["en"])
    with translation.override(opportunity.language):
        sections = [section(opportunity, words) for section in SECTIONS]
    written = [section for section in sections if section]
    if not written:
        return ""
    return "\n\n".join([*written, openness(opportunity, words)])


def under(heading: str, *paragraphs: str) -> str:
    return "\n\n".join([f"## {heading}", *(text for text in paragraphs if text)])


def purpose(opportunity: Opportunity, words: Words) -> str:
    return under(words.purpose, opportunity.need.strip()) if opportunity.need.strip() else ""


def users(opportunity: Opportunity, words: Words) -> str:
    return under(words.users, opportunity.who.strip()) if opportunity.who.strip() else ""


def functions(opportunity: Opportunity, words: Words) -> str:
    """Every sentence of what would be better is a requirement that can be measured."""
    wanted = list(requirements(opportunity.outcome, opportunity.language))
    if not wanted:
        return ""
    listed = "\n".join(f"- {requirement}" for requirement in wanted)
    return under(words.functions, words.must_reach, listed, words.measured)


def requirements(text: str, language: str) -> Iterable[str]:
    """A sentence or a line is a requirement of its own."""
    parts = (part.strip(MARKS) for part in sentences(text, language))
    return (part for part in parts if part)


def today(opportunity: Opportunity, words: Words) -> str:
    if not opportunity.known.strip():
        return ""
    return under(words.today, opportunity.known.strip(), words.no_requirement)


def time(opportunity: Opportunity, words: Words) -> str:
    sentences = []
    if opportunity.starts_on:
        sentences.append(words.needed_from % {"day": dates.day(opportunity.starts_on)})
    if opportunity.months:
        sentences.append(words.months % {"months": opportunity.months})
    return under(words.time, " ".join(sentences)) if sentences else ""


SECTIONS: list[Callable[[Opportunity, Words], str]] = [purpose, users, functions, today, time]


def openness(opportunity: Opportunity, words: Words) -> str:
    """That any solution may be proposed, and what the novelty asks of it."""
    return under(words.open, words.any_solution, words.novelty.get(opportunity.novelty, ""))
