"""What a prescribed product looks like, as data. A new rule is a new row here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ppi.kernel.languages import NATIVE_NAMES
from tenders.hints.words import EQUIVALENT, MADE_BY, MAKE, PRODUCTS


@dataclass(frozen=True)
class Rule:
    """Patterns by language; `allows` says which of the passages found are no prescription.

    `words_before` are quoted with the passage. Patterns must not look far from where they begin:
    a text may be long, and may be made to keep them busy.
    """

    name: str
    why: object
    question: object
    patterns: dict[str, re.Pattern[str]]
    allows: Callable[[str], bool] = lambda passage: False
    words_before: int = 0


# Letters with digits that name a standard, a class, a substance or a vehicle's category, no model.
NOT_MODELS = re.compile(
    r"(?:EN|ISO|IEC|DIN|CEN|NS|SS|SFS|DS|LST|LVS|EVS|BS|ASTM|UN|IP|IK|CO|PM|NO|SO|NH|CH|RAL|EU|EC"
    r"|EF|EG|WCAG|CPV|NUTS|HACCP|COVID|SARS|GDPR|ETSI|IPV|TLS|UTF|SHA|AES|LOT|EUR|DKK|SEK|NOK)"
    r"[- ]?[\d.-]+[A-Za-z]?|[A-Z]{2}\d{3}|[ABMNRE]\d{1,3}[A-Z]?",
    re.IGNORECASE,
)
NOT_NAMES = re.compile(
    r"(?:Mc|Mac|De|La|Le|Van|Von)[A-Z]\w+|[A-Z][a-z]{0,2}D|eForms|\w+mbH|\w+GmbH"
)


def everywhere(pattern: str) -> dict[str, re.Pattern[str]]:
    """The same signs in every language."""
    return dict.fromkeys(NATIVE_NAMES, re.compile(pattern))


def worded(words: dict[str, str], pattern: str) -> dict[str, re.Pattern[str]]:
    """`pattern` with each language's own words in the place of `WORDS`, in either case."""
    return {
        language: re.compile(pattern.replace("WORDS", rf"(?i:{own})"))
        for language, own in words.items()
    }


WHY_MAKE = _(
    "A make, trade mark or type may be named only where nothing else would be understood, and then "
    "with «or equivalent» (article 42(4) of Directive 2014/24/EU)."
)
WHY_FUNCTION = _(
    "A specification says what must be achieved; then every solution can compete (article 42(3) of "
    "Directive 2014/24/EU)."
)

RULES = (
    Rule(
        "trade-mark",
        WHY_MAKE,
        _("What does it do for you? Describe that, and leave the trade mark out."),
        everywhere(r"[^\s,.;:()«»\"™®]{1,40}\s?[™®]"),
    ),
    Rule(
        "equivalent",
        WHY_MAKE,
        _("Which properties make something equivalent? If you can list them, the name can go."),
        worded(EQUIVALENT, r"(?<=\s)\(?WORDS\b"),
        words_before=4,
    ),
    Rule(
        "make",
        WHY_MAKE,
        _("Which property of this make do you need? Ask for the property."),
        worded(MAKE, r"\bWORDS:?\s+[«\"“„]?[A-ZÅÄÆÖØÜÕŠŽĀČĒĢĪĶĻŅŪĄĘĖĮŲ0-9][\w.-]*"),
    ),
    Rule(
        "made-by",
        WHY_MAKE,
        _("What must the product be able to do, whoever makes it?"),
        worded(MADE_BY, r"\bWORDS\b[^.;\n]{0,60}"),
    ),
    Rule(
        "model",
        WHY_MAKE,
        _("Is this a model? Say what it must do, and which value must be reached."),
        everywhere(r"\b[A-Z][A-Za-z]{0,9}-?\d{2,5}[A-Za-z]{0,3}\b"),
        allows=lambda passage: bool(NOT_MODELS.fullmatch(passage)),
    ),
    Rule(
        "name",
        WHY_MAKE,
        _("Is this the name of a product? Say what it does for you instead."),
        everywhere(r"\b(?:[A-Z][a-z]{2,}[A-Z][A-Za-z]+|i[A-Z][a-z]{2,})\b"),
        allows=lambda passage: bool(NOT_NAMES.fullmatch(passage)),
    ),
    Rule(
        "number-of-products",
        WHY_FUNCTION,
        _("What should these make possible? Others may reach it with fewer, or with none."),
        worded(PRODUCTS, r"\b\d[\d.,]{0,12}\s(?:[^\W\d]{1,30}\s){0,2}?WORDS\b"),
    ),
)
