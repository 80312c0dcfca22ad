"""Kinds of opportunity, their states, and the table of legal moves."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    PLANNED = "planned", _("Planned purchase")
    CONSULTATION = "consultation", _("Market consultation")
    CHALLENGE = "challenge", _("Challenge")
    CALL = "call", _("Call for tenders")
    PCP = "pcp", _("Pre-commercial procurement")
    INNOVATION_PARTNERSHIP = "innovation-partnership", _("Innovation partnership")
    CO_BUYERS = "co-buyers", _("Co-buyers wanted")
    RESULT = "result", _("Result")


@dataclass(frozen=True)
class KindFacts:
    """What a kind asks for. `step` is its place in the story of a purchase."""

    help: object
    step: int
    has_deadline: bool = True
    has_procedure: bool = False
    has_result: bool = False
    answer: object = ""


KINDS: dict[str, KindFacts] = {
    Kind.PLANNED: KindFacts(
        _("You will buy something, and tell the market early."), 1, has_deadline=False
    ),
    Kind.CO_BUYERS: KindFacts(
        _("You look for other public bodies with the same need."), 2, answer=_("We need this too")
    ),
    Kind.CONSULTATION: KindFacts(
        _("You ask companies what is possible before you write the specification (article 40)."),
        3,
        answer=_("Take part in the dialogue"),
    ),
    Kind.CHALLENGE: KindFacts(
        _("You publish a problem and ask for ideas; it need not end in a purchase."),
        3,
        answer=_("Answer the challenge"),
    ),
    Kind.PCP: KindFacts(
        _(
            "You buy research and development in phases, "
            "from several suppliers at once (article 14)."
        ),
        4,
        has_procedure=True,
        answer=_("See how to take part"),
    ),
    Kind.INNOVATION_PARTNERSHIP: KindFacts(
        _("You let partners develop what does not exist, and then buy it (article 31)."),
        4,
        has_procedure=True,
        answer=_("See how to take part"),
    ),
    Kind.CALL: KindFacts(
        _("You ask for tenders, above or below the EU thresholds."),
        5,
        has_procedure=True,
        answer=_("See how to bid"),
    ),
    Kind.RESULT: KindFacts(
        _("You tell who won, and for how much."), 6, has_deadline=False, has_result=True
    ),
}

KINDS_WITH_DEADLINE = [kind for kind, facts in KINDS.items() if facts.has_deadline]


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("with the moderators")
    RETURNED = "returned", _("returned to you")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REMOVED = "removed", _("removed by the moderators")


MOVES = {
    Status.DRAFT: {Status.IN_REVIEW},
    Status.RETURNED: {Status.IN_REVIEW},
    Status.IN_REVIEW: {Status.PUBLISHED, Status.RETURNED, Status.DRAFT},
    Status.PUBLISHED: {Status.WITHDRAWN, Status.REMOVED},
    Status.REMOVED: {Status.PUBLISHED},
}
EDITABLE = (Status.DRAFT, Status.RETURNED)


class Source(models.TextChoices):
    MEMBER = "member", _("posted here by the buyer")
    NOTICE = "notice", _("taken from an official notice")
