"""A search as an Atom feed (RFC 4287): what was published newest, and when it last changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from ppi.portals import links
from ppi.portals.models import Portal
from ppi.search.criteria import Criteria
from ppi.search.models import Entry

LONGEST = 50
# RFC 4151 asks for a day on which the name in a tag was ours; it must never change.
TAGGED_SINCE = "2026"


def etag_of(rows: Sequence[Entry], portal: Portal, language: str, criteria: Criteria) -> str:
    """Differs whenever the feed does."""
    seen = [portal.slug, portal.name, language, criteria.address]
    seen += [f"{row.pk} {row.changed_at.isoformat()}" for row in rows]
    return f'"{hashlib.sha256(repr(seen).encode()).hexdigest()[:32]}"'


def changed_at(rows: Sequence[Entry]) -> datetime | None:
    return max((row.changed_at for row in rows), default=None)


def atom(rows: Sequence[Entry], portal: Portal, language: str, criteria: Criteria) -> str:
    """The document; addresses are those of this portal in this language."""
    query = f"?{criteria.address}" if criteria.address else ""
    feed = Dated(
        title=_title(portal, criteria),
        link=links.absolute(portal, language, "search:results") + query,
        feed_url=(address := links.absolute(portal, language, "search:feed") + query),
        feed_guid=address,
        description=None,
        subtitle=portal.tagline,
        language=language,
        author_name=portal.name,
        changed_at=changed_at(rows),
    )
    for row in rows:
        feed.add_item(
            title=row.title_shown,
            link=links.absolute(portal, language, row.url_name, *row.url_args),
            description=row.summary_shown,
            unique_id=lasting_id(row),
            pubdate=row.published_at,
            updateddate=row.changed_at,
            categories=[str(row.get_kind_display())],
        )
    return feed.writeString("utf-8")


class Dated(Atom1Feed):
    """A feed that changed when the newest of its entries did; at the beginning of time if none."""

    def latest_post_date(self) -> datetime:
        return self.feed["changed_at"] or datetime.fromisoformat("2026-01-01T00:00:00Z")


def lasting_id(row: Entry) -> str:
    """The same for as long as the thing exists, also when the index is made anew (RFC 4151)."""
    model = f"{row.content_type.app_label}.{row.content_type.model}"
    return f"tag:{links.base_host()},{TAGGED_SINCE}:{model}/{row.object_id}"


def _title(portal: Portal, criteria: Criteria) -> str:
    if criteria.words:
        return _("%(portal)s: search for “%(words)s”") % {
            "portal": portal.name,
            "words": criteria.words,
        }
    return _("%(portal)s: what is new") % {"portal": portal.name}
