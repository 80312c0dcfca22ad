"""The opportunities that the front page shows: those that can still be shaped come first."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import get_language

from ppi.translations import reading
from ppi.translations.models import Text
from ppi.translations.reading import Shown
from tenders.choices import Kind
from tenders.models import Opportunity
from tenders.querysets import OpportunityQuerySet

CARDS = 3
BEFORE_THE_SPECIFICATION = (Kind.CO_BUYERS, Kind.CONSULTATION, Kind.CHALLENGE, Kind.PLANNED)


@dataclass(frozen=True)
class Card:
    opportunity: Opportunity
    title: Shown
    need: Shown


def cards(opportunities: OpportunityQuerySet) -> list[Card]:
    """Before the specification is fixed, then in the reader's language, then the newest."""
    rows = opportunities.select_related("organisation").order_by(
        first_where(Q(kind__in=BEFORE_THE_SPECIFICATION)),
        first_where(readable_in(get_language())),
        "-published_at",
        "-pk",
    )
    return [
        Card(row, reading.text(row, "title"), reading.text(row, "need"))
        for row in reading.attach(rows[:CARDS], "title", "need")
    ]


def first_where(condition: Q) -> Case:
    return Case(When(condition, then=Value(0)), default=Value(1))


def readable_in(language: str) -> Q:
    """Written in this language, or its title translated into it."""
    titles = Text.objects.filter(
        content_type=ContentType.objects.get_for_model(Opportunity),
        object_id=OuterRef("pk"),
        field="title",
        language=language,
    )
    return Q(language=language) | Q(Exists(titles))
