"""What texts are about, as matching compares them; and what it has learnt of words."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from ppi.kernel.scoping import Scoped
from ppi.matching.querysets import OfEntryQuerySet
from ppi.search.models import Entry


class Gist(Scoped):
    """What one published thing is about.

    `stems` are its words, each with its language before it ("da:lamp"), and `words` stand at the
    same places as they were written. `topics` are the codes of the CPV whose labels, in the text's
    own language, are nearest to it, and `strengths` how near: a vector of length 1. The `nearest`
    few of them are what others are found by.
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="gist")
    stems = ArrayField(models.CharField(max_length=70), default=list)
    words = ArrayField(models.CharField(max_length=70), default=list)
    topics = ArrayField(models.IntegerField(), default=list)
    strengths = ArrayField(models.FloatField(), default=list)
    nearest = ArrayField(models.IntegerField(), default=list)
    # A hash of what it was read from (`gists.made_of`): none, and it is read anew.
    made_of = models.CharField(max_length=32, blank=True, db_default="")

    objects = OfEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["stems"], name="matching_gist_stems"),
            GinIndex(fields=["nearest"], name="matching_gist_nearest"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.topics[:3]}"


class OfferTopic(Scoped):
    """What leads from a need to an offer, be it a company's profile or a product.

    `code`: a topic of its gist; or a division or group of its CPV codes, the digits behind a 1
    (`offers.branches_of`). `strength`: of a topic, in ten thousandths; of a branch 0. `leads`:
    whether the topic is one of the `nearest` of its gist.
    """

    pk = models.CompositePrimaryKey("entry_id", "code")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+", db_index=False)
    code = models.IntegerField()
    strength = models.SmallIntegerField()
    leads = models.BooleanField()
    # The entry's own, by its id: a company is near with all that it offers.
    organisation_id = models.BigIntegerField()

    objects = OfEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            # All that is compared of thousands of offers stands in the index itself.
            models.Index(
                fields=["code"],
                include=["entry", "organisation_id", "strength", "leads"],
                name="matching_offers_by_topic",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} under {self.code}: {self.strength}"


class Stem(models.Model):
    """How many of the published texts that were counted hold a stem; its language before it."""

    text = models.CharField(max_length=70, unique=True)
    texts = models.PositiveIntegerField()
    # How rare it is among the texts of its language: 0 where all hold it, 1 for a single one.
    rarity = models.FloatField()

    def __str__(self) -> str:
        return f"{self.text}: {self.rarity:.2f}"


class LabelPart(models.Model):
    """Five letters in a row in labels of the CPV: which codes they point to, and how strongly.

    Parts of words, because a compound or an inflected form shares parts, but no stem, with a label.
    """

    language = models.CharField(max_length=3)
    text = models.CharField(max_length=5)
    codes = ArrayField(models.IntegerField())
    strengths = ArrayField(models.FloatField())
    # How rare it is in the published texts of its language, as `Stem.rarity`.
    rarity = models.FloatField(default=1.0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["language", "text"], name="matching_one_label_part_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.language}:{self.text}"
