from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ppi.kernel.languages import NATIVE_NAMES
from tenders.hints.rules import RULES, Rule
from tenders.models import Lot, Opportunity

MOST_HINTS = 12
# Where a need is described. What is known of solutions may name products.
TEXTS = ("title", "need", "outcome", "specification")


@dataclass(frozen=True)
class Hint:
    """A passage, as it stands in the text; `why` and `question` are in the reader's language."""

    rule: Rule
    passage: str

    @property
    def why(self) -> str:
        return str(self.rule.why)

    @property
    def question(self) -> str:
        return str(self.rule.question)


def hints_in(text: str, language: str) -> list[Hint]:
    """Each passage once, by the first rule that finds it, in the order of the rules."""
    found: dict[str, Hint] = {}
    for rule in RULES:
        for passage in passages(rule, text, language):
            if not any(passage in known for known in found):
                found[passage] = Hint(rule, passage)
    return list(found.values())[:MOST_HINTS]


def passages(rule: Rule, text: str, language: str) -> Iterator[str]:
    pattern = rule.patterns.get(language if language in NATIVE_NAMES else "en")
    if pattern is None:
        return
    for match in pattern.finditer(text):
        passage = " ".join([*before(match, rule.words_before), *match.group().split()])
        passage = passage.strip(" ,.;:")
        if not rule.allows(passage):
            yield passage


def before(match: re.Match[str], words: int) -> list[str]:
    """The last words of the same sentence before a match."""
    if not words:
        return []
    start = match.start()
    same_sentence = re.split(r"[.;\n]", match.string[max(0, start - 100) : start])[-1]
    return same_sentence.split()[-words:]


def hints_about(opportunity: Opportunity) -> list[Hint]:
    """In all texts that describe what is wanted, those of the lots too."""
    texts = [getattr(opportunity, name) for name in TEXTS]
    for lot in Lot.objects.shown_of(opportunity):
        texts += [lot.title, lot.description]
    return hints_in("\n".join(texts), opportunity.language)
