"""The parts of a score with their usual weights, and what companies may answer to a match."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    CPV = "cpv", _("Subject by CPV code")
    TOPIC = "topic", _("Subject by what the texts say, in any language")
    WORDS = "words", _("The same rare words in the same language")
    MEANING = "meaning", _("Meaning, where the assistant has read the texts")
    NUTS = "nuts", _("Region")
    LANGUAGE = "language", _("Language")
    VALUE = "value", _("Value that suits the size of the company")
    INNOVATION = "innovation", _("Something new wanted, and something new on offer")
    KIND = "kind", _("Kind of organisation that is asked")


# Points of a part that fits wholly. Parts of which one side says nothing are left out of the sum,
# so the points need not add up to a hundred.
USUAL_WEIGHTS = {
    Part.CPV: 20,
    Part.TOPIC: 45,
    Part.WORDS: 10,
    Part.MEANING: 30,
    Part.NUTS: 10,
    Part.LANGUAGE: 5,
    Part.VALUE: 5,
    Part.INNOVATION: 5,
    Part.KIND: 5,
}
LARGEST_WEIGHT = 60
# Matches of fewer points stand in the company's list, and nobody gets a message of them.
# `docs/fairness.md` says on which judged pairs this rests.
USUAL_BAR, HIGHEST_BAR = 30, 100
# Without them nothing tells what a need is about.
SUBJECT_PARTS = (Part.CPV, Part.TOPIC, Part.WORDS, Part.MEANING)
SMALLEST_SUBJECT = 30


class Answer(models.TextChoices):
    """What a company says to a match; all but the first set it aside."""

    RELEVANT = "relevant", _("Relevant for us")
    SUBJECT = "subject", _("Another subject than ours")
    REGION = "region", _("We do not deliver there")
    BUYER = "buyer", _("We do not work for this buyer")
    LARGE = "large", _("Too large for us")
    SMALL = "small", _("Too small for us")
    LANGUAGE = "language", _("Not in a language of ours")
    NOW = "now", _("Not now")
    OTHER = "other", _("Something else")


NOT_FOR_US = [answer for answer in Answer if answer != Answer.RELEVANT]


class Axis(models.TextChoices):
    """What needs have in common, so that an answer to one moves the others."""

    BRANCH = "branch", _("subject")
    REGION = "region", _("region")
    BUYER = "buyer", _("buyer")


# By how many points an answer moves other needs that stand on the same axis.
MOVES = {
    Answer.RELEVANT: {Axis.BRANCH: 4, Axis.BUYER: 2, Axis.REGION: 2},
    Answer.SUBJECT: {Axis.BRANCH: -6},
    Answer.REGION: {Axis.REGION: -6},
    Answer.BUYER: {Axis.BUYER: -12},
}
# A company's answers move a need by no more than this, up or down.
FURTHEST = 20


class News(models.TextChoices):
    """What can become of a starred thing."""

    CHANGED = "changed", _("changed")
    REMOVED = "removed", _("no longer public")
