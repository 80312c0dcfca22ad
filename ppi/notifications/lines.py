"""News in one line each: in the bell and in digests, with why the person hears of it.

What is published is named by the index, in the reader's language where it has words in it, else in
its own with its CPV label; all else says what the subject of its mail says. What cannot be read any
more has no line.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ppi.notifications import contents, mails, standing
from ppi.notifications.because import Sentences
from ppi.notifications.choices import Kind
from ppi.notifications.models import Delivery
from ppi.notifications.published import Named, named
from ppi.notifications.subjects import Key

logger = logging.getLogger(__name__)

# Before the title, for the kinds that are about something published.
WHAT_IS_NEW = {
    Kind.MATCH: _("Fits you"),
    Kind.FOUND: _("New for you"),
    Kind.CHANGE: _("Changed"),
    Kind.QUESTION: _("A company asks"),
    Kind.ANSWER: _("Your question is answered"),
}


@dataclass
class Line:
    """`what`: what is new about it; empty where the title says so itself. `about`: its subject, in
    words, where the title is in a foreign language."""

    delivery: Delivery
    title: str
    url: str
    what: str = ""
    language: str = ""
    about: str = ""
    reasons: list[dict[str, str]] = field(default_factory=list)


def lines(deliveries: Sequence[Delivery], sentences: Sentences | None = None) -> dict[int, Line]:
    """A line for each delivery that still stands, by its id, in the active language.

    The number of queries does not grow with news of what is published.
    """
    sentences = sentences or Sentences(deliveries)
    things = named(_subject(one) for one in deliveries if _tells_of_a_thing(one))
    matches = {one.pk: standing.matches_of(one) for one in deliveries}
    fitting = standing.standing_matches(set().union(*matches.values()))
    others = [one for one in deliveries if _thing_of(one, things) is None]
    prefetch_related_objects(others, "cause")
    found = {}
    for delivery in deliveries:
        fits = not matches[delivery.pk] or bool(fitting & matches[delivery.pk])
        if fits and (line := _line_or_gap(delivery, things, sentences)):
            found[delivery.pk] = line
    return found


def _line_or_gap(delivery: Delivery, things: dict[Key, Named], sentences: Sentences) -> Line | None:
    """What fails leaves a gap and a line in the log: the news of others stand beside it.

    A database that is away is no gap: then all is read again later.
    """
    try:
        line = _line(delivery, _thing_of(delivery, things))
        if line is not None:
            line.reasons = mails.reasons_with_stops(delivery, sentences)
        return line
    except mails.CUT_OFF:
        raise
    except Exception:
        logger.exception("News %s cannot be said in a line", delivery.pk)
        return None


def _subject(delivery: Delivery) -> Key:
    return delivery.subject_type_id, delivery.subject_id


def _tells_of_a_thing(delivery: Delivery) -> bool:
    """Of one thing that is published, not of several, as when a company comes new."""
    is_of_itself = _subject(delivery) == (delivery.content_type_id, delivery.object_id)
    return delivery.kind in WHAT_IS_NEW and not (delivery.kind == Kind.MATCH and is_of_itself)


def _thing_of(delivery: Delivery, things: dict[Key, Named]) -> Named | None:
    return things.get(_subject(delivery)) if _tells_of_a_thing(delivery) else None


def _line(delivery: Delivery, thing: Named | None) -> Line | None:
    if thing is None:
        return _line_of_mail(delivery) if standing.still_stands(delivery) else None
    url = thing.address(delivery.portal, translation.get_language())
    what = str(WHAT_IS_NEW[delivery.kind])
    return Line(delivery, thing.title, url, what, thing.language, thing.about)


def _line_of_mail(delivery: Delivery) -> Line:
    """What the mail's subject would say, and where its link would lead."""
    # The reader's language of today, in which the mail would not have been written.
    delivery.language = translation.get_language()
    context = contents.of(delivery)
    name = context.get("template", delivery.kind)
    title = mails.one_line(f"notifications/{name}.subject.txt", context)
    return Line(delivery, title, context.get("url", ""))


def by_subject(found: Iterable[Line]) -> list[Line]:
    """One line a subject, the first, with the reasons of all of them."""
    kept: dict[Key, Line] = {}
    for line in found:
        first = kept.setdefault(_subject(line.delivery), line)
        if first is not line:
            known = {reason["sentence"] for reason in first.reasons}
            first.reasons += [one for one in line.reasons if one["sentence"] not in known]
    return list(kept.values())
