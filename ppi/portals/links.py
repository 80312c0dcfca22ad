"""Absolute addresses, for mails, feeds and the sitemap. Jobs never build one from a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse, set_script_prefix
from django.utils import translation

from ppi.portals.models import Portal


def base_host() -> str:
    """The name of the base host, without a port: for identifiers, which are no addresses."""
    return settings.PPI_BASE_DOMAIN.partition(":")[0]


def root(portal: Portal | None) -> str:
    """Scheme and host under which the portal answers, without a slash at the end."""
    host = portal.host if portal is not None and portal.host else settings.PPI_BASE_DOMAIN
    return f"{settings.PPI_SCHEME}://{host}"


def prefix(portal: Portal | None) -> str:
    """The portal's part of the path: empty on a host of its own."""
    return "" if portal is None or portal.host else f"/p/{portal.slug}"


def spoken(portal: Portal | None, language: str) -> str:
    """This language where the portal offers it, else the portal's own. The base host has all."""
    return language if portal is None or portal.speaks(language) else portal.language


def path(portal: Portal | None, language: str, name: str, *args, **kwargs) -> str:
    """The path of a named page in this portal, in this language or else the portal's own."""
    facts = tuple(kwargs.items())
    urls = get_urlconf() or settings.ROOT_URLCONF
    return _path(urls, prefix(portal) + "/", spoken(portal, language), name, args, facts)


# A batch of mails leads to few pages, each very often.
@lru_cache(maxsize=2_000)
def _path(urls: str, before: str, language: str, name: str, args: tuple, kwargs: tuple) -> str:
    with translation.override(language), _script_prefix(before):
        return reverse(name, urls, args=args, kwargs=dict(kwargs))


def path_at_base(portal: Portal, language: str, name: str, *args, **kwargs) -> str:
    """The path at the base host, under which a portal with its own domain answers too."""
    with translation.override(spoken(portal, language)), _script_prefix(f"/p/{portal.slug}/"):
        return reverse(name, args=args, kwargs=kwargs)


def absolute(portal: Portal | None, language: str, name: str, *args, **kwargs) -> str:
    """The whole address of a named page in this portal, in this language or else the portal's."""
    return root(portal) + path(portal, language, name, *args, **kwargs)


def canonical(obj_portal: Portal, name: str, *args) -> dict[str, object]:
    """A page's context for content shown in several portals: found under its own portal alone.

    `canonical_url` is in the reader's language where that portal offers it, else in its default
    language; `alternates` are (language, address) pairs of that portal, as `hreflang` names them.
    """
    addresses = {code: absolute(obj_portal, code, name, *args) for code in obj_portal.languages}
    default = absolute(obj_portal, obj_portal.language, name, *args)
    return {
        "canonical_url": absolute(obj_portal, translation.get_language(), name, *args),
        "alternates": [*addresses.items(), ("x-default", default)],
    }


@contextmanager
def _script_prefix(wanted: str) -> Iterator[None]:
    before = get_script_prefix()
    set_script_prefix(wanted)
    try:
        yield
    finally:
        set_script_prefix(before)
