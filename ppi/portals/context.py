"""What every page knows of its portal: name, look, navigation, languages, contact, credits."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ppi.kernel.languages import NATIVE_NAMES
from ppi.portals import navigation
from ppi.portals.choices import LegalKind, Module
from ppi.portals.links import prefix, root


def portal(request: HttpRequest) -> dict[str, Any]:
    portal = getattr(request, "portal", None)
    shared = {
        "home_url": _reverse("front:home"),
        "demo_line": settings.PPI_DEMO,
        # There is such an address in the demonstration alone.
        "demo_outbox_url": _reverse("demo:outbox"),
    }
    if portal is None:
        return shared | {"language_links": _language_links(request, list(NATIVE_NAMES))}
    return (
        shared
        | _look(portal)
        | _addresses(request, portal)
        | {
            "navigation": navigation.doors(request),
            "account_links": navigation.account_links(request) if _signed_in(request) else [],
            "search_url": _reverse("search:results"),
            "sign_in_url": _sign_in_url(request),
            "sign_out_url": _reverse("account_logout"),
            "post_need_url": _reverse("tenders:start") if portal.offers(Module.TENDERS) else "",
            "footer_links": _footer_links(),
        }
    )


def _sign_in_url(request: HttpRequest) -> str:
    """To the sign-in page, and from there back to this one."""
    sign_in = _reverse("account_login")
    among_account_pages = request.path.startswith(sign_in.removesuffix("login/"))
    back = request.GET.get("next", "") if among_account_pages else request.get_full_path()
    return f"{sign_in}?{urlencode({'next': back})}" if back else sign_in


def _signed_in(request: HttpRequest) -> bool:
    return getattr(request, "user", None) is not None and request.user.is_authenticated


def _look(portal) -> dict[str, Any]:
    return {
        "portal": portal,
        "portal_theme_url": reverse("portal-theme", args=[portal.brand_colour.lstrip("#")]),
        "contact": _contact(portal),
        "funder_credits": [{"text": portal.funder_credit}] if portal.funder_credit else [],
    }


def _contact(portal) -> dict[str, str] | None:
    card = {
        "name": portal.contact_name,
        "email": portal.contact_email,
        "phone": portal.contact_phone,
        "text": portal.contact_text,
    }
    return card if any(card.values()) else None


def _addresses(request: HttpRequest, portal) -> dict[str, Any]:
    """The page's one true address, however it was reached, and those of its other languages."""
    base = root(portal) + prefix(portal)
    alternates = [(code, base + _path_in(request, code)) for code in portal.languages]
    default = ("x-default", base + _path_in(request, portal.language))
    return {
        "language_links": _language_links(request, portal.languages),
        "alternates": [*alternates, default],
        "canonical_url": base + request.path_info,
    }


def _language_links(request: HttpRequest, languages: list[str]) -> list[tuple]:
    """The same page in each language, with the words and filters it was opened with."""
    now = get_language()
    return [
        (code, NATIVE_NAMES[code], in_language(request, code), code == now) for code in languages
    ]


def in_language(request: HttpRequest, language: str) -> str:
    """The address of this very page, its query included, in another language.

    Django's `translate_url` resolves paths without the portal's prefix; here the language is
    always the first part behind it.
    """
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return f"{request.META.get('SCRIPT_NAME', '')}{_path_in(request, language)}{query}"


def _path_in(request: HttpRequest, language: str) -> str:
    _here, _slash, rest = request.path_info.lstrip("/").partition("/")
    return f"/{language}/{rest}"


def _footer_links() -> list[dict[str, str]]:
    rules = {"label": _("Which rules apply to my purchase?"), "url": _reverse("taxonomy:rules")}
    return (
        [rules]
        + [
            {"label": kind.label, "url": reverse("portals:legal", args=[kind.value])}
            for kind in LegalKind
        ]
        + [{"label": _("API"), "url": "/api/docs/"}]
    )


def _reverse(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
