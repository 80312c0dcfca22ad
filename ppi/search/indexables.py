"""What the index holds of each room below. The rooms do not know that they are searched."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import nh3
from django.db.models import OuterRef, Prefetch, Subquery
from django.db.models.functions import Greatest

from cases import events as cases
from cases.models import Case
from courses import events as courses
from courses.models import Course, Lesson
from ppi.kernel import prose
from ppi.kernel.languages import LANGUAGES
from ppi.library import events as library
from ppi.library.models import Page
from ppi.network import events as network
from ppi.network.models import Event
from ppi.organisations import events as organisations
from ppi.search.choices import Kind
from ppi.search.registry import Content, Translated, Words, indexable
from profiles import events as profiles
from profiles.models import Product, Profile
from tenders import events as tenders
from tenders.models import Opportunity, Version
from tenders.querysets import open_until

BLOCK_END = re.compile(r"</(?:p|li|h[2-4]|td|th|blockquote)>")
# An organisation's name stands in what it published, and a suspended one takes that along.
OF_ORGANISATION = (
    organisations.verified,
    organisations.changed,
    organisations.suspended,
    organisations.asked_again,
)
# What came of a purchase, told by the buyer a year later.
TOLD_AFTERWARDS = "follow_up__answered_at"
# A text by its language.
InLanguage = Callable[[str], str]


def paragraphs(*texts: str) -> str:
    return "\n\n".join(text.strip() for text in texts if text and text.strip())


def plain(markdown: str) -> str:
    """The words of a Markdown text, a block a line."""
    marked = prose.to_html(markdown or "")
    return html.unescape(nh3.clean(BLOCK_END.sub("\n", marked), tags=set())).strip()


def content_of(row, kind: str, words: dict[str, Words], url_name: str, **facts) -> Content:
    """The columns that every published row has, and what is particular to its kind."""
    names = ("portal_id", "is_shared", "published_at", "language")
    shared = {name: getattr(row, name) for name in names if name not in facts}
    # In most rooms what is saved of a public row is public at once.
    shared |= {"changed_at": row.updated_at}
    shared |= {"url_args": [row.slug], "organisation_id": getattr(row, "organisation_id", None)}
    facts = shared | facts
    return Content(kind=kind, words=words, url_name=url_name, **facts)


def members_words(row, translated: Translated, title: str, *body: str) -> dict[str, Words]:
    """A member's text in its original language, and in those it has been translated into.

    The summary is the first sentence of the first of the `body` fields.
    """
    original = {name: getattr(row, name) for name in (title, *body)}
    found = {language: original | texts for language, texts in translated.items()}
    return {
        language: Words(
            texts[title],
            prose.first_sentence(texts[body[0]]),
            paragraphs(*(texts[name] for name in body)),
        )
        for language, texts in (found | {row.language: original}).items()
        if texts[title]
    }


def editors_words(row, *body: InLanguage) -> dict[str, Words]:
    """An editor's text in each language that has a title; the summary is part of the text."""
    return {
        language: Words(
            in_language(row, "title", language),
            summary := in_language(row, "summary", language),
            paragraphs(summary, *(part(language) for part in body)),
        )
        for language in LANGUAGES
        if in_language(row, "title", language)
    }


def in_language(row, field: str, language: str) -> str:
    """The very column, without any fallback."""
    return getattr(row, f"{field}_{language}") or ""


def written(row, *fields: str) -> InLanguage:
    """These fields as they stand, on one line."""
    return lambda language: " ".join(in_language(row, field, language) for field in fields)


def marked_up(row, field: str) -> InLanguage:
    """The words of a field that is written in Markdown."""
    return lambda language: plain(in_language(row, field, language))


def told(row, *fields: str) -> dict[str, str]:
    """What its page tells beside the texts, as it is compared."""
    return {field: str(getattr(row, field)) for field in fields}


def name_of(organisation) -> str:
    return organisation.name if organisation else ""


def newest_version() -> Subquery:
    """When the newest version came out: a row is saved for its buyer's own use, too."""
    versions = Version.objects.everywhere("the versions of published opportunities")
    of_row = versions.filter(opportunity=OuterRef("pk")).order_by("-dispatched_at")
    return Subquery(of_row.values("dispatched_at")[:1])


class Opportunities:
    moved_by = {
        "pk": (tenders.published, tenders.changed, tenders.withdrawn),
        "organisation": OF_ORGANISATION,
    }
    texts = ("need", "outcome", "known", "partners_wanted", "result_note")

    def published(self):
        rows = Opportunity.objects.published_anywhere().select_related("organisation")
        return rows.annotate(changed_at=Greatest("published_at", newest_version(), TOLD_AFTERWARDS))

    def content(self, row: Opportunity, translated: Translated) -> Content:
        return content_of(
            row,
            Kind.OPPORTUNITY,
            members_words(row, translated, "title", *self.texts),
            "tenders:detail",
            changed_at=row.changed_at,
            country=row.country,
            names=f"{row.organisation.name} {row.winner_name}",
            cpv=row.cpv,
            nuts=row.nuts,
            value_in_euro=row.value_in_euro,
            deadline=row.deadline,
            open_until=open_until(row),
        )


class Profiles:
    moved_by = {
        "pk": (profiles.published, profiles.changed, profiles.withdrawn),
        "organisation": OF_ORGANISATION,
    }

    def published(self):
        return Profile.objects.published_anywhere().select_related("organisation")

    def content(self, row: Profile, translated: Translated) -> Content:
        texts = members_words(row, translated, "headline", "about", "proof")
        name = row.organisation.name
        return content_of(
            row,
            Kind.PROFILE,
            {
                language: Words(name, text.title, paragraphs(text.title, text.body))
                for language, text in texts.items()
            },
            "profiles:detail",
            country=row.organisation.country,
            names=row.organisation.registration_number,
            cpv=row.cpv,
            nuts=row.nuts,
            facts=told(row, "languages", "size"),
        )


class Products:
    moved_by = {
        "pk": (profiles.product_deleted,),
        "profile": (profiles.published, profiles.changed, profiles.withdrawn),
        "profile__organisation": OF_ORGANISATION,
    }

    def published(self):
        return Product.objects.published_anywhere().select_related("profile__organisation")

    def content(self, row: Product, translated: Translated) -> Content:
        return content_of(
            row,
            Kind.PRODUCT,
            members_words(
                row, translated, "name", "problem", "description", "evidence", "price_note"
            ),
            "profiles:product",
            url_args=[row.organisation.slug, row.slug],
            published_at=max(row.created_at, row.profile.published_at),
            changed_at=max(row.updated_at, row.profile.published_at),
            country=row.organisation.country,
            names=row.organisation.name,
            organisation_id=row.organisation.pk,
            cpv=row.cpv,
            nuts=row.profile.nuts,
            facts=told(row, "trl", "market_stage", "seeking_first_buyer"),
        )


class Cases:
    moved_by = {
        "pk": (cases.published, cases.changed, cases.withdrawn),
        "organisation": OF_ORGANISATION,
    }

    def published(self):
        return Case.objects.published_anywhere().select_related("organisation")

    def content(self, row: Case, translated: Translated) -> Content:
        words = editors_words(
            row,
            written(row, "before", "before_note"),
            written(row, "after", "after_note"),
            marked_up(row, "story"),
            written(row, "lessons"),
        )
        return content_of(
            row,
            Kind.CASE,
            words,
            "cases:detail",
            country=row.country,
            names=name_of(row.organisation),
            cpv=row.cpv,
            nuts=row.nuts,
            themes=row.themes,
            facts=told(row, "price", "currency", "first_year", "last_year", "procedure", "nuts"),
        )


class Courses:
    moved_by = {"pk": (courses.published, courses.changed, courses.withdrawn)}

    def published(self):
        lessons = Lesson.objects.everywhere("lessons of published courses").order_by("number")
        rows = Course.objects.published_anywhere()
        return rows.prefetch_related(Prefetch("lessons", queryset=lessons))

    def content(self, row: Course, translated: Translated) -> Content:
        lessons = [
            part
            for lesson in row.lessons.all()
            for part in (written(lesson, "title"), marked_up(lesson, "body"))
        ]
        words = editors_words(row, written(row, "outcomes"), *lessons)
        return content_of(row, Kind.COURSE, words, "courses:detail")


class LibraryPages:
    moved_by = {"pk": (library.published, library.changed, library.withdrawn)}

    def published(self):
        return Page.objects.published_anywhere()

    def content(self, row: Page, translated: Translated) -> Content:
        return content_of(
            row,
            Kind.LIBRARY,
            editors_words(row, marked_up(row, "body")),
            "library:detail",
            facts=told(row, "kind"),
        )


class Events:
    moved_by = {
        "pk": (network.published, network.changed, network.withdrawn),
        "organisation": OF_ORGANISATION,
    }

    def published(self):
        return Event.objects.published_anywhere().select_related("organisation")

    def content(self, row: Event, translated: Translated) -> Content:
        texts = members_words(row, translated, "title", "summary", "description")
        return content_of(
            row,
            Kind.EVENT,
            {
                language: Words(text.title, text.summary, plain(text.body))
                for language, text in texts.items()
            },
            "network:detail",
            names=f"{row.place} {name_of(row.organisation)}",
            open_until=row.starts_at,
            facts=told(row, "starts_at", "ends_at", "place", "is_online", "url"),
        )


indexable.register(Opportunity, Opportunities())
indexable.register(Profile, Profiles())
indexable.register(Product, Products())
indexable.register(Case, Cases())
indexable.register(Course, Courses())
indexable.register(Page, LibraryPages())
indexable.register(Event, Events())
