"""The verbs of library pages: the only writers of this room."""

from __future__ import annotations

from django.db import transaction

from ppi.kernel.sources import validate_sources
from ppi.library import events
from ppi.library.models import Page
from ppi.moderation.editing import services as editing
from ppi.portals.models import Portal


@transaction.atomic
def keep_page(slug: str, *, portal: Portal, by, **facts) -> Page:
    """Make the page of this slug, or bring it up to these facts; doing so twice changes nothing.

    `facts` are columns, texts by language: `title_da=…`.
    """
    validate_sources(facts.get("sources", []))
    page = editing.keep(Page, slug, portal=portal, by=by, **facts)
    note_change(page)
    return page


def note_change(page: Page) -> None:
    """After a public page's facts changed: announces `events.changed`."""
    editing.note_change(page, announcing=events.changed)


def publish(page: Page, *, by) -> Page:
    """Make the page public. Announces `events.published`; a second time nothing happens."""
    return editing.publish(page, by=by, announcing=events.published)


def remove(page: Page, reason: str, *, by) -> None:
    """Take the page off, for instance after a report. Announces `events.withdrawn`."""
    editing.remove(page, reason, by=by, announcing=events.withdrawn)
