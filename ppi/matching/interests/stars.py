"""Star any published thing, and hear what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _

from ppi.accounts.models import User
from ppi.kernel.remembering import remembered
from ppi.kernel.verdicts import allow_if
from ppi.matching import events
from ppi.matching.choices import News
from ppi.matching.models import Star, StarredNews
from ppi.portals.models import Portal
from ppi.search.models import Entry
from tenders.models import Opportunity

# All of them go into one calendar, and every page asks for them at once.
MOST_STARS = 500
REASON = "everybody who starred it hears of it"


@transaction.atomic
def star(thing: models.Model, *, by, portal: Portal | None = None) -> Star:
    """The person hears what becomes of it; twice is once. Raises `Refused` for one too many.

    `portal`: the one in which they read it, where it is not the thing's own.
    """
    # One at a time, so that the limit holds.
    own = Star.objects.of_person(User.objects.select_for_update().get(pk=by.pk))
    known = own.filter(**_key(type(thing), thing.pk)).first()
    if known is not None:
        return known
    sentence = _("You have starred %(n)s things; more cannot be kept. Take a star off first.")
    allow_if(own.count() < MOST_STARS, sentence % {"n": MOST_STARS}).or_refuse()
    return own.create(person=by, portal=portal or thing.portal, **_key(type(thing), thing.pk))


@transaction.atomic
def take_off(model: type[models.Model], pk: int, *, by) -> None:
    """Also of what is no longer public."""
    Star.objects.of_person(by).filter(**_key(model, pk)).delete()


def _key(model: type[models.Model], pk: int) -> dict:
    return {"content_type": ContentType.objects.get_for_model(model), "object_id": pk}


def of(thing: models.Model):
    """The stars of one thing, whoever gave them."""
    return Star.objects.everywhere(REASON).filter(**_key(type(thing), thing.pk))


def starred_by(person) -> set[tuple[int, int]]:
    """(content type, object) of everything that this person starred; asked once a page."""
    if not person.is_authenticated:
        return set()
    rows = Star.objects.of_person(person).values_list("content_type", "object_id")
    return remembered(person, "stars", lambda: set(rows))


@transaction.atomic
def tell(
    model: type[models.Model],
    *,
    changed: Sequence[int],
    removed: Sequence[tuple[int, str]],
    at: datetime,
) -> list[int]:
    """Write what became at this moment of those that somebody starred; the news' ids.

    Each change is told; told again with the same moment, it is none. Announces
    `events.starred_changed`. Of an opportunity's versions its room tells itself.
    """
    came = {} if model is Opportunity else _titles(model, changed)
    news = [(pk, title, News.CHANGED) for pk, title in came.items()]
    news += [(pk, title, News.REMOVED) for pk, title in removed]
    starred = _starred(model, [pk for pk, _title, _what in news])
    written = [_news(model, *each, at) for each in news if each[0] in starred]
    if found := [row.pk for row, is_new in written if is_new]:
        events.starred_changed.announce(news_ids=found)
    return found


def _news(
    model: type[models.Model], pk: int, title: str, what: str, at: datetime
) -> tuple[StarredNews, bool]:
    return StarredNews.objects.get_or_create(
        what=what, at=at, defaults={"title": title}, **_key(model, pk)
    )


def _titles(model: type[models.Model], ids: Iterable[int]) -> dict[int, str]:
    entries = Entry.objects.everywhere(REASON).filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=ids
    )
    return dict(entries.values_list("object_id", "title"))


def _starred(model: type[models.Model], ids: Sequence[int]) -> set[int]:
    rows = Star.objects.everywhere(REASON).filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=ids
    )
    return set(rows.values_list("object_id", flat=True))
