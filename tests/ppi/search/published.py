"""Published things of several rooms, made straight as rows: these tests are about the index."""

from __future__ import annotations

from django.utils import timezone

from courses.models import Course, Lesson
from ppi.library.models import Page
from ppi.moderation.editing.choices import Status as EditedStatus
from ppi.search import services
from ppi.search.models import Entry
from tenders.choices import Kind, Status
from tenders.models import Opportunity, Purchase


def opportunity(organisation, title: str, status: str = Status.PUBLISHED, **facts) -> Opportunity:
    number = Opportunity.objects.everywhere("numbers the test's rows").count()
    known = {"language": "en", "kind": Kind.CALL, "country": organisation.country}
    known["published_at"] = timezone.now()
    row = Opportunity.objects.create(
        organisation=organisation,
        portal=facts.pop("portal", organisation.portal),
        purchase=Purchase.objects.create(),
        slug=f"o{number}",
        title=title,
        status=status,
        **(known | facts),
    )
    services.reindex(Opportunity, [row.pk])
    return row


def page(portal, **texts) -> Page:
    """A guide, unless it says another kind: `title_en=…, body_da=…`."""
    number = Page.objects.everywhere("numbers the test's rows").count()
    texts.setdefault("language", "en")
    row = Page.objects.create(
        portal=portal,
        slug=f"p{number}",
        kind=texts.pop("kind", "guide"),
        status=EditedStatus.PUBLISHED,
        published_at=timezone.now(),
        **texts,
    )
    services.reindex(Page, [row.pk])
    return row


def course(portal, title: str, lesson: str) -> Course:
    row = Course.objects.create(
        portal=portal,
        slug="a-course",
        language="en",
        title_en=title,
        status=EditedStatus.PUBLISHED,
        published_at=timezone.now(),
    )
    Lesson.objects.create(
        course=row, slug="one", number=1, title_en="One", body_en=lesson, minutes=5
    )
    services.reindex(Course, [row.pk])
    return row


def titles(portal, words: str, language: str = "en") -> list[str]:
    """What a visitor of this portal finds with these words."""
    return sorted(row.title for row in Entry.objects.published(portal).found(words, language))


def entries() -> list[tuple]:
    rows = Entry.objects.everywhere("the test looks at the whole index").order_by("pk")
    return list(rows.values_list("kind", "title", "language", "vector", "url_name", "url_args"))
