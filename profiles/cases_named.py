"""Does an address that a company typed lead to a case of this platform? Told by the address alone:
rooms beside each other do not know each other."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import override

from ppi.portals import links
from ppi.portals.models import Portal

PAGE_OF_A_CASE = "cases:detail"


def is_case(url: str) -> bool:
    """Only an address of a portal of ours, in any of its languages."""
    parts = urlsplit(url)
    is_at_base = links.root(None).endswith(f"//{parts.netloc}")
    path = _without_portal(parts.path) if is_at_base else parts.path
    return bool(parts.netloc) and _leads_to_a_case(path) and (is_at_base or _is_ours(parts.netloc))


def _without_portal(path: str) -> str:
    _empty, mark, *rest = path.split("/", 3)
    return f"/{rest[-1]}" if mark == "p" and len(rest) == 2 else path


def _is_ours(host: str) -> bool:
    return Portal.objects.open().filter(host=host).exists()


def _leads_to_a_case(path: str) -> bool:
    try:
        with override(path.strip("/").partition("/")[0]):
            return resolve(path).view_name == PAGE_OF_A_CASE
    except Resolver404:
        return False
