"""Library pages as a portal's editors keep them."""

from __future__ import annotations

from datetime import date

from ppi.library import services
from ppi.library.models import Page

FACTS = {
    "kind": "guide",
    "language": "en",
    "title_en": "Which procedure fits?",
    "title_da": "Hvilken procedure passer?",
    "summary_en": "Five questions, one answer.",
    "body_en": "## Begin\n\nAnswer **in order**.\n\n<script>alert(1)</script>",
    "sources": [{"title": "Directive 2014/24/EU", "url": "https://eur-lex.europa.eu/x"}],
    "checked_on": date(2026, 11, 20),
}


def kept(slug: str, portal, by, **changes) -> Page:
    return services.keep_page(slug, portal=portal, by=by, **(FACTS | changes))


def reloaded(page: Page) -> Page:
    return Page.objects.everywhere("the test looks again").get(pk=page.pk)
