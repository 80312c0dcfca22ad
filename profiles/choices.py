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

# A product goes public with its profile, or directly on one that is public already; only what a
# moderator took off has to pass the moderators again.
PRODUCT_MOVES = {
    Status.DRAFT: {Status.PUBLISHED},
    Status.PUBLISHED: {Status.DRAFT, Status.REMOVED},
    Status.REMOVED: {Status.IN_REVIEW, Status.PUBLISHED},
    Status.RETURNED: {Status.IN_REVIEW},
    Status.IN_REVIEW: {Status.PUBLISHED, Status.RETURNED},
}

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


class Stage(models.TextChoices):
    """Technology readiness as a buyer would say it."""

    IDEA = "idea", _("An idea")
    PROTOTYPE = "prototype", _("A prototype")
    PILOT = "pilot", _("Ready for a pilot")
    MARKET = "market", _("On the market")


STAGES = {
    Stage.IDEA: range(1, 4),
    Stage.PROTOTYPE: range(4, 7),
    Stage.PILOT: range(7, 9),
    Stage.MARKET: range(9, 10),
}
