"""What search engines find: every public page of a portal, in each of its languages."""

from __future__ import annotations

from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator

from ppi.portals import links
from ppi.portals.choices import Module
from ppi.portals.models import Portal
from ppi.search.models import Entry
from ppi.taxonomy.procedures import PROCEDURES

LISTS = {
    Module.TENDERS: "tenders:list",
    Module.PROFILES: "profiles:list",
    Module.CASES: "cases:list",
    Module.COURSES: "courses:list",
    Module.LIBRARY: "library:list",
    Module.NETWORK: "network:list",
}


class PortalSitemap(Sitemap):
    """Base: addresses in every language of one portal, each naming the others."""

    i18n = True
    alternates = True
    paginator_class = Paginator

    def __init__(self, portal: Portal) -> None:
        self.portal = portal

    def get_languages_for_item(self, item) -> list[str]:
        return self.portal.languages

    def _urls(self, page, protocol, domain) -> list[dict]:
        """With `x-default`, which Django would build from the deployment's default language."""
        urls = super()._urls(page, protocol, domain)
        for url in urls:
            by_language = {row["lang_code"]: row["location"] for row in url["alternates"]}
            default = by_language.get(self.portal.language, url["location"])
            url["alternates"].append({"location": default, "lang_code": "x-default"})
        return urls

    def get_domain(self, site=None) -> str:
        return links.root(self.portal).partition("://")[2]

    def get_protocol(self, protocol=None) -> str:
        return links.root(self.portal).partition("://")[0]


class Pages(PortalSitemap):
    changefreq = "daily"

    def items(self) -> list[str]:
        offered = (name for module, name in LISTS.items() if self.portal.offers(module))
        return ["front:home", "taxonomy:rules", "taxonomy:procedures", *offered]

    def _location(self, item, force_lang_code=None) -> str:
        language = force_lang_code or item[1]
        name = item if isinstance(item, str) else item[0]
        return links.path(self.portal, language, name)


class Procedures(PortalSitemap):
    """The catalogue of procedures, the same in every portal."""

    def items(self) -> list[str]:
        return list(PROCEDURES)

    def _location(self, item, force_lang_code=None) -> str:
        code, language = item if isinstance(item, tuple) else (item, self.portal.language)
        name = "taxonomy:procedure"
        return links.path(self.portal, force_lang_code or language, name, code)


class Published(PortalSitemap):
    """The portal's own: what others share into it stands in their sitemaps."""

    limit = 1000

    def items(self):
        return Entry.objects.published(self.portal).filter(portal=self.portal).order_by("pk")

    def _location(self, item, force_lang_code=None) -> str:
        entry, language = item if isinstance(item, tuple) else (item, self.portal.language)
        return links.path(self.portal, force_lang_code or language, entry.url_name, *entry.url_args)

    def lastmod(self, entry):
        return entry.changed_at


def of(portal: Portal) -> dict[str, PortalSitemap]:
    return {
        "pages": Pages(portal),
        "procedures": Procedures(portal),
        "published": Published(portal),
    }
