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
    # Asked who has the need, what is known, when, with whom: all but what is already bought.
    asks_for_solutions: bool = True
    has_lots: bool = True
    has_criteria: bool = False
    answer: object = ""

    @property
    def parts(self) -> frozenset[str]:
        """The rows that belong to it, by their name in the model: what it is asked.

        A result says besides by what its call compared the tenders. Others are kept in a draft,
        for when its kind is changed back, and nobody reads them.
        """
        rows = {
            "lots": self.has_lots,
            "criteria": self.has_criteria or self.has_result,
            "awards": self.has_result,
        }
        return frozenset(name for name, is_part in rows.items() if is_part)


KINDS: dict[str, KindFacts] = {
    Kind.PLANNED: KindFacts(
        _("You will buy something, and tell the market early."), 1, has_deadline=False
    ),
    Kind.CO_BUYERS: KindFacts(
        _("You look for other public bodies with the same need."),
        2,
        has_lots=False,
        answer=_("We need this too"),
    ),
    Kind.CONSULTATION: KindFacts(
        _("You ask companies what is possible before you write the specification (article 40)."),
        3,
        answer=_("Take part in the dialogue"),
    ),
    Kind.CHALLENGE: KindFacts(
        _("You publish a problem and ask for ideas; it need not end in a purchase."),
        3,
        has_lots=False,
        has_criteria=True,
        answer=_("Answer the challenge"),
    ),
    Kind.PCP: KindFacts(
        _(
            "You buy research and development in phases, "
            "from several suppliers at once (article 14)."
        ),
        4,
        has_procedure=True,
        has_criteria=True,
        answer=_("See how to take part"),
    ),
    Kind.INNOVATION_PARTNERSHIP: KindFacts(
        _("You let partners develop what does not exist, and then buy it (article 31)."),
        4,
        has_procedure=True,
        has_criteria=True,
        answer=_("See how to take part"),
    ),
    Kind.CALL: KindFacts(
        _("You ask for tenders, above or below the EU thresholds."),
        5,
        has_procedure=True,
        has_criteria=True,
        answer=_("See how to bid"),
    ),
    Kind.RESULT: KindFacts(
        _("You tell who won, and for how much."),
        6,
        has_deadline=False,
        has_result=True,
        asks_for_solutions=False,
    ),
}

# A draft whose author has not chosen yet: everything may still be asked.
UNDECIDED = KindFacts(_("Not decided yet."), 0, has_procedure=True, has_criteria=True)
KINDS_WITH_DEADLINE = [kind for kind, facts in KINDS.items() if facts.has_deadline]
KINDS_WITH_PROCEDURE = [kind for kind, facts in KINDS.items() if facts.has_procedure]


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_APPROVAL = "in-approval", _("waiting for a colleague's approval")
    IN_REVIEW = "in-review", _("with the moderators")
    RETURNED = "returned", _("returned to you")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REMOVED = "removed", _("removed by the moderators")


MOVES = {
    Status.DRAFT: {Status.IN_APPROVAL, Status.IN_REVIEW},
    Status.RETURNED: {Status.IN_APPROVAL, Status.IN_REVIEW},
    Status.IN_APPROVAL: {Status.IN_REVIEW, Status.DRAFT},
    Status.IN_REVIEW: {Status.PUBLISHED, Status.RETURNED, Status.DRAFT},
    Status.PUBLISHED: {Status.WITHDRAWN, Status.REMOVED},
    Status.REMOVED: {Status.PUBLISHED},
}
EDITABLE = (Status.DRAFT, Status.RETURNED)
# Public once, and not any more.
TAKEN_OFF = (Status.WITHDRAWN, Status.REMOVED)


class Source(models.TextChoices):
    MEMBER = "member", _("posted here by the buyer")
    NOTICE = "notice", _("taken from an official notice")


class Phase(models.TextChoices):
    """How far a published opportunity has come: read off its dates, or ended by its buyer."""

    ANNOUNCED = "announced", _("announced")
    QUESTIONS = "questions", _("open, questions welcome")
    LAPSED = "lapsed", _("its planned time has passed")
    OPEN = "open", _("open, no more questions")
    ADMITTING = "admitting", _("running, companies may still join")
    CLOSED = "closed", _("closed, being judged")
    AWARDED = "awarded", _("awarded")
    CANCELLED = "cancelled", _("cancelled")
    UNSUCCESSFUL = "unsuccessful", _("ended without a contract")


# Time moves a phase forward, a correction of the deadline back, the buyer's word to an end, and a
# result that is taken off leaves its call closed.
# A dynamic purchasing system goes on admitting after its deadline, while it runs.
PHASE_MOVES: dict[str, frozenset[str]] = {
    Phase.ANNOUNCED: frozenset({Phase.LAPSED, Phase.QUESTIONS, Phase.OPEN, Phase.CANCELLED}),
    Phase.LAPSED: frozenset({Phase.ANNOUNCED, Phase.QUESTIONS, Phase.OPEN, Phase.CANCELLED}),
    Phase.QUESTIONS: frozenset({Phase.OPEN, Phase.ADMITTING, Phase.CLOSED, Phase.CANCELLED}),
    Phase.OPEN: frozenset({Phase.QUESTIONS, Phase.ADMITTING, Phase.CLOSED, Phase.CANCELLED}),
    Phase.ADMITTING: frozenset(
        {
            Phase.QUESTIONS,
            Phase.OPEN,
            Phase.CLOSED,
            Phase.AWARDED,
            Phase.CANCELLED,
            Phase.UNSUCCESSFUL,
        }
    ),
    Phase.CLOSED: frozenset(
        {
            Phase.QUESTIONS,
            Phase.OPEN,
            Phase.ADMITTING,
            Phase.AWARDED,
            Phase.CANCELLED,
            Phase.UNSUCCESSFUL,
        }
    ),
    Phase.AWARDED: frozenset({Phase.ADMITTING, Phase.CLOSED}),
    Phase.CANCELLED: frozenset(),
    Phase.UNSUCCESSFUL: frozenset(),
}
# What the buyer says; the other phases come by the clock.
ENDINGS = (Phase.CLOSED, Phase.AWARDED, Phase.CANCELLED, Phase.UNSUCCESSFUL)
# A result awards; the buyer's own word is one of these, and the last two are final.
SAID_BY_BUYER = (Phase.CLOSED, Phase.CANCELLED, Phase.UNSUCCESSFUL)
CONCLUSIONS = (Phase.AWARDED, Phase.CANCELLED, Phase.UNSUCCESSFUL)
ANSWERABLE_PHASES = (Phase.ANNOUNCED, Phase.QUESTIONS, Phase.OPEN, Phase.ADMITTING)
# The answers to its first deadline are in, and a result may be told.
JUDGED_PHASES = (Phase.ADMITTING, Phase.CLOSED)


class Technique(models.TextChoices):
    """What outlives the call (eForms `framework-agreement`, `dps-usage`)."""

    FRAMEWORK = "framework", _("Framework agreement")
    DYNAMIC = "dps", _("Dynamic purchasing system")


# A framework agreement is there once it is awarded; a dynamic purchasing system takes in companies
# for as long as it runs (articles 33 and 34 of Directive 2014/24/EU).
CALL_OFF_PHASES = {
    Technique.FRAMEWORK: frozenset({Phase.AWARDED}),
    Technique.DYNAMIC: frozenset(
        {Phase.QUESTIONS, Phase.OPEN, Phase.ADMITTING, Phase.CLOSED, Phase.AWARDED}
    ),
}


class Role(models.TextChoices):
    """What a criterion is for."""

    SELECTION = "selection", _("Who may take part")
    AWARD = "award", _("How tenders are compared")


class CriterionKind(models.TextChoices):
    """eForms lists `award-criterion-type` and `selection-criterion`, shortened to their heads."""

    PRICE = "price", _("Price")
    COST = "cost", _("Cost over the whole life")
    QUALITY = "quality", _("Quality")
    SUITABILITY = "sui-act", _("Right to do this work")
    ECONOMIC = "ef-stand", _("Economic and financial standing")
    TECHNICAL = "tp-abil", _("Technical and professional ability")


KINDS_OF_CRITERION = {
    Role.AWARD: (CriterionKind.PRICE, CriterionKind.COST, CriterionKind.QUALITY),
    Role.SELECTION: (
        CriterionKind.SUITABILITY,
        CriterionKind.ECONOMIC,
        CriterionKind.TECHNICAL,
    ),
}


class Level(models.TextChoices):
    """How far another buyer goes along: from looking on to one contract."""

    WATCHING = "watching", _("We watch")
    INTERESTED = "interested", _("We are interested")
    LETTER = "letter", _("We sign a letter of intent")
    JOINT = "joint", _("We buy jointly")


class NotBidding(models.TextChoices):
    """Why a company did not bid: the answers buyers can act on."""

    TIME = "time", _("Too little time to answer")
    SIZE = "size", _("Too large for us")
    SMALL = "small", _("Too small to be worth it")
    REQUIREMENTS = "requirements", _("Requirements we cannot meet")
    PRODUCT = "product", _("It describes somebody else's product")
    TERMS = "terms", _("Contract terms or risk")
    LANGUAGE = "language", _("The language")
    CAPACITY = "capacity", _("We have no capacity now")
    OTHER = "other", _("Something else")


class Stage(models.TextChoices):
    """How far a company has come with an opportunity on its own desk."""

    LOOKING = "looking", _("looking at it")
    BIDDING = "bidding", _("preparing our answer")
    SENT = "sent", _("sent")
    WON = "won", _("won")
    LOST = "lost", _("lost")
    LET_GO = "let-go", _("let go")


# The company's own word, so every mistake can be put right: what was sent may be taken back until
# the deadline, and a review may turn won and lost around.
STAGE_MOVES: dict[str, frozenset[str]] = {
    Stage.LOOKING: frozenset({Stage.BIDDING, Stage.LET_GO}),
    Stage.BIDDING: frozenset({Stage.SENT, Stage.LOOKING, Stage.LET_GO}),
    Stage.SENT: frozenset({Stage.WON, Stage.LOST, Stage.BIDDING}),
    Stage.WON: frozenset({Stage.LOST, Stage.SENT}),
    Stage.LOST: frozenset({Stage.WON, Stage.SENT}),
    Stage.LET_GO: frozenset({Stage.LOOKING}),
}
# Its deadline concerns the company; and nothing has come of it yet.
BEFORE_SENDING = (Stage.LOOKING, Stage.BIDDING)
UNDER_WAY = (*BEFORE_SENDING, Stage.SENT)
