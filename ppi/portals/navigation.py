"""What stands in the header and footer. Rooms above register their doors; nothing is known here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Door:
    """A room's entry in the navigation. `module` hides it where the portal switched it off."""

    label: Promise | str
    url_name: str
    order: int
    module: str = ""


_doors: list[Door] = []
_account_links: list[tuple[int, Promise | str, str, str, Callable[[HttpRequest], bool]]] = []


def add_door(label, url_name: str, *, order: int, module: str = "") -> None:
    _doors.append(Door(label, url_name, order, module))
    _doors.sort(key=lambda door: door.order)


def add_account_link(
    label,
    url_name: str,
    *,
    order: int,
    module: str = "",
    shown: Callable[[HttpRequest], bool] = lambda request: True,
) -> None:
    """A link in the menu of those who are signed in.

    A portal that switched `module` off hides it, and so may `shown(request)`.
    """
    _account_links.append((order, label, url_name, module, shown))
    _account_links.sort(key=lambda link: link[0])


def doors(request: HttpRequest) -> list[dict]:
    offered = [door for door in _doors if not door.module or request.portal.offers(door.module)]
    return [
        {
            "label": door.label,
            "url": (url := reverse(door.url_name)),
            "current": _here(request, url),
        }
        for door in offered
    ]


def account_links(request: HttpRequest) -> list[dict]:
    return [
        {"label": label, "url": reverse(name)}
        for _order, label, name, module, shown in _account_links
        if (not module or request.portal.offers(module)) and shown(request)
    ]


def _here(request: HttpRequest, url: str) -> bool:
    return request.path.startswith(url)
