"""The index: one row for each published thing, whichever room it stands in."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import get_language

from ppi.kernel.scoping import Scoped
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from ppi.search.choices import Kind
from ppi.search.querysets import EntryQuerySet


class Entry(Scoped):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField()
    published_at = models.DateTimeField()
    # The last change that the public saw.
    changed_at = models.DateTimeField()
    country = models.CharField(max_length=2, blank=True)
    # Who published it: a buyer, a company; none for what a portal's editors wrote.
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.CASCADE, related_name="+"
    )
    # Whole codes, and every branch that they stand on, so that a branch is found by index:
    # 34928500 stands on 34, 349, 3492, 34928 and 349285; DK050 lies in DK, DK0 and DK05.
    cpv = ArrayField(models.CharField(max_length=8), default=list)
    branches = ArrayField(models.CharField(max_length=8), default=list)
    themes = ArrayField(models.CharField(max_length=10), default=list)
    nuts = ArrayField(models.CharField(max_length=5), default=list)
    places = ArrayField(models.CharField(max_length=5), default=list)
    value_in_euro = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    deadline = models.DateTimeField(null=True)
    # Answers are taken until then, or guests of an event; none where nothing is to be answered, or
    # any more.
    open_until = models.DateTimeField(null=True)

    # The original.
    language = models.CharField(max_length=3)
    title = models.CharField(max_length=400)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    # {language: {"title": …, "summary": …}} and {language: body} for the other languages.
    translations = models.JSONField(default=dict)
    bodies = models.JSONField(default=dict)

    # What else its page tells, such as where an event is: compared, and not searched.
    facts = models.JSONField(default=dict)

    url_name = models.CharField(max_length=80)
    url_args = models.JSONField(default=list)
    vector = SearchVectorField(null=True)
    # `services.MAKE` by which the row was made; what an older one made is made anew.
    make = models.PositiveSmallIntegerField(default=0)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="search_one_entry_an_object"
            )
        ]
        indexes = [
            # One for words and facets: what a search asks of both at once is met inside it, and a
            # frequent word costs as little as the rarest thing it is narrowed by.
            GinIndex(
                fields=["vector", "branches", "places", "themes", "country", "kind", "language"],
                name="search_words_and_facets",
            ),
            GinIndex(OpClass("title", name="gin_trgm_ops"), name="search_title_trigrams"),
            models.Index(
                OpClass(Upper("title"), name="text_pattern_ops"), name="search_title_beginning"
            ),
            models.Index(fields=["organisation", "-published_at", "-id"], name="search_by"),
            models.Index(fields=["portal", "-published_at", "-id"], name="search_newest"),
            # What pages by key without end, whole and by the facets that part it most.
            models.Index(fields=["-published_at", "-id"], name="search_day"),
            models.Index(fields=["kind", "-published_at", "-id"], name="search_kind"),
            models.Index(fields=["country", "-published_at", "-id"], name="search_country"),
            models.Index(fields=["language", "-published_at", "-id"], name="search_language"),
            models.Index(
                fields=["deadline", "id"],
                condition=Q(deadline__isnull=False),
                name="search_deadline",
            ),
            models.Index(
                fields=["open_until"], condition=Q(open_until__isnull=False), name="search_open"
            ),
            models.Index(
                fields=["-value_in_euro", "-id"],
                condition=Q(value_in_euro__isnull=False),
                name="search_value",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        """Its page, in the portal and language of the present request."""
        return reverse(self.url_name, args=self.url_args)

    @property
    def language_shown(self) -> str:
        """The reader's language where the thing has a title in it, else the original's."""
        wanted = get_language()
        return wanted if wanted in self.translations else self.language

    @property
    def title_shown(self) -> str:
        return self.translations.get(self.language_shown, {}).get("title") or self.title

    @property
    def summary_shown(self) -> str:
        return self.translations.get(self.language_shown, {}).get("summary") or self.summary

    @property
    def body_shown(self) -> str:
        """The text in the language of `title_shown`; the original's where that has none."""
        return self.bodies.get(self.language_shown) or self.body


class Word(models.Model):
    """A word of a language, learnt from the labels of the CPV and from what is published.

    What is published is public, and so are its words: no door is needed.
    """

    language = models.CharField(max_length=3)
    word = models.CharField(max_length=40)
    # Small and without accents, as misspelt words are compared.
    plain = models.CharField(max_length=60)
    stem = models.CharField(max_length=60)
    # In how many labels and texts it stands.
    number = models.PositiveIntegerField()
    learnt_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "word"], name="search_one_row_a_word")
        ]
        indexes = [
            models.Index(fields=["language", "stem"], name="search_word_stem"),
            GinIndex(OpClass("plain", name="gin_trgm_ops"), name="search_word_trigrams"),
        ]

    def __str__(self) -> str:
        return self.word
