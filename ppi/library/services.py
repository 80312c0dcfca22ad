"""The verbs of library pages: the only writers of this room."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ppi.kernel import audit
from ppi.kernel.sources import validate_sources
from ppi.library import events, permissions
from ppi.library.choices import Status
from ppi.library.models import Page
from ppi.portals.models import Portal


@transaction.atomic
def keep_page(slug: str, *, portal: Portal, by, **facts) -> Page:
    """Make the page of this slug, or bring it up to these facts; doing so twice changes nothing.

    `facts` are columns, texts by language: `title_da=…`.
    """
    permissions.may_edit(by, portal).or_refuse()
    validate_sources(facts.get("sources", []))
    rows = Page.objects.everywhere("slugs are unique over all portals")
    kept = {"portal": portal, **facts}
    page, is_new = rows.update_or_create(
        slug=slug, defaults=kept, create_defaults={**kept, "created_by": by}
    )
    audit.record("page.started" if is_new else "page.edited", page, by=by)
    note_change(page)
    return page


@transaction.atomic
def note_change(page: Page) -> None:
    """After a public page's texts changed: announces `events.changed`."""
    if page.is_public:
        events.changed.announce(page_id=page.pk)


def locked(page: Page) -> Page:
    """The row as it is now, kept from changing until the transaction ends."""
    rows = Page.objects.everywhere("the row that the caller holds already")
    return rows.select_for_update(of=("self",)).get(pk=page.pk)


@transaction.atomic
def publish(page: Page, *, by) -> Page:
    """Make the page public. Announces `events.published`; a second time nothing happens."""
    permissions.may_edit(by, page.portal).or_refuse()
    page = locked(page)
    if page.is_public:
        return page
    page.move_to(Status.PUBLISHED)
    page.published_at = page.published_at or timezone.now()
    page.save(update_fields=["status", "published_at", "updated_at"])
    audit.record("page.published", page, by=by)
    events.published.announce(page_id=page.pk)
    return page


@transaction.atomic
def remove(page: Page, reason: str, *, by) -> None:
    """Take the page off, for instance after a report. Announces `events.withdrawn`."""
    permissions.may_edit(by, page.portal).or_refuse()
    page = locked(page)
    page.move_to(Status.REMOVED)
    page.save(update_fields=["status", "updated_at"])
    audit.record("page.removed", page, by=by, reason=reason)
    events.withdrawn.announce(page_id=page.pk)
