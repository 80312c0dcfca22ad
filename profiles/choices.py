"""Sizes of companies, states of profiles and products, and the tables of legal moves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Size(models.TextChoices):
    """Commission Recommendation 2003/361/EC, article 2 of its annex."""

    MICRO = "micro", _("Micro")
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")


SIZE_HELP = {
    Size.MICRO: _("under 10 people, and at most 2 million € turnover or balance"),
    Size.SMALL: _("under 50 people, and at most 10 million € turnover or balance"),
    Size.MEDIUM: _("under 250 people, and at most 50 million € turnover or 43 million balance"),
    Size.LARGE: _("more than that, or part of a larger group"),
}


class Status(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("with the moderators")
    RETURNED = "returned", _("returned to you")
    PUBLISHED = "published", _("published")
    REMOVED = "removed", _("removed by the moderators")


# An organisation has one profile, so what was removed can be put right and sent again; or the
# moderators put it back.
PROFILE_MOVES = {
    Status.DRAFT: {Status.IN_REVIEW},
    Status.RETURNED: {Status.IN_REVIEW},
    Status.REMOVED: {Status.IN_REVIEW, Status.PUBLISHED},
    Status.IN_REVIEW: {Status.PUBLISHED, Status.RETURNED, Status.DRAFT},
    Status.PUBLISHED: {Status.REMOVED, Status.DRAFT},
}

# On a profile that the moderators have yet to read, a product stands or does not, and goes public
# with it. On one that is public, each new product is read for itself.
PRODUCT_MOVES = {
    Status.DRAFT: {Status.PUBLISHED, Status.IN_REVIEW},
    Status.PUBLISHED: {Status.DRAFT, Status.REMOVED},
    Status.REMOVED: {Status.IN_REVIEW, Status.PUBLISHED},
    Status.RETURNED: {Status.IN_REVIEW},
    Status.IN_REVIEW: {Status.PUBLISHED, Status.RETURNED, Status.DRAFT},
}

# A change of what is public: read by a moderator while the old version stands.
REVISION_MOVES = {
    Status.DRAFT: {Status.IN_REVIEW},
    Status.RETURNED: {Status.IN_REVIEW},
    Status.IN_REVIEW: {Status.PUBLISHED, Status.RETURNED, Status.DRAFT},
}

# What of something public waits for a moderator when it is changed: whatever a company says in its
# own words or pictures, and how far a product is said to be. The rest shows at once: choices from
# closed lists and figures, in which there is nothing to read, and which a buyer needs as they are
# today. Why: docs/decisions/0016-products.md.
SCREENED_OF_PROFILE = ("language", "headline", "about", "proof")
SCREENED_OF_PRODUCT = (
    "language", "name", "problem", "description", "evidence", "trl", "market_stage", "price_note",
    "pictures",
)  # fmt: skip


class MarketStage(models.TextChoices):
    """What is finished: how far it has come among those who buy for the public."""

    OFFERED = "offered", _("on the market, not yet bought by a public body")
    FIRST = "first", _("in use at a first public body")
    ESTABLISHED = "established", _("in use at several public bodies")


class PriceUnit(models.TextChoices):
    """What a price is for."""

    PIECE = "piece", _("each")
    HOUR = "hour", _("an hour")
    MONTH = "month", _("a month")
    YEAR = "year", _("a year")
    USER_YEAR = "user-year", _("a user and year")
    INHABITANT_YEAR = "inhabitant-year", _("an inhabitant and year")
    PIECE_YEAR = "piece-year", _("a piece and year")
    PILOT = "pilot", _("a pilot")
    WHOLE = "whole", _("all together")


# Stages of Horizon Europe's technology readiness levels, in words that a buyer can use.
TRL_LABELS = {
    1: _("1: basic principles observed"),
    2: _("2: concept formulated"),
    3: _("3: shown to work in an experiment"),
    4: _("4: tested in the laboratory"),
    5: _("5: tested in a relevant environment"),
    6: _("6: shown in a relevant environment"),
    7: _("7: prototype shown in real use"),
    8: _("8: complete and qualified"),
    9: _("9: proven in real use"),
}
FINISHED = 9


def is_being_built(trl: int | None, *, seeking_first_buyer: bool) -> bool:
    """Not yet proven in real use, or in search of the first who buys it."""
    return seeking_first_buyer or (trl is not None and trl < FINISHED)


# One stage of two kinds, in one word: how far it is built, or how far it is sold.
LEVEL = "trl-"
STAGES = [*(f"{LEVEL}{level}" for level in TRL_LABELS), *MarketStage.values]


def facts_of_stage(stage: str) -> dict:
    """The columns that one of `STAGES` stands for; of "", neither is stated."""
    if stage.startswith(LEVEL):
        return {"trl": int(stage.removeprefix(LEVEL)), "market_stage": ""}
    return {"trl": None, "market_stage": stage}


def stage_of(trl: int | None, market_stage: str) -> str:
    return market_stage or (f"{LEVEL}{trl}" if trl else "")


class Maturity(models.TextChoices):
    """How far a product is, as a buyer would say it."""

    IDEA = "idea", _("An idea")
    PROTOTYPE = "prototype", _("A prototype")
    PILOT = "pilot", _("Ready for a pilot")
    MARKET = "market", _("On the market")


# From which technology readiness level on.
MATURE_FROM = {
    Maturity.MARKET: 9,
    Maturity.PILOT: 7,
    Maturity.PROTOTYPE: 4,
    Maturity.IDEA: 1,
}


def maturity_of(trl: int | None, market_stage: str) -> Maturity | None:
    """None where neither is stated."""
    level = FINISHED if market_stage else trl or 0
    return next((reached for reached, least in MATURE_FROM.items() if level >= least), None)
