"""The bell: how much is new, and the list of it. Reading it changes nothing but `read_at`."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import condition, require_POST

from ppi.kernel.access import access, found_or_404, signed_in
from ppi.kernel.kept import background
from ppi.kernel.listing import Conditions, Listing, Sort
from ppi.kernel.slots import fills
from ppi.notifications import services
from ppi.notifications.lines import lines
from ppi.notifications.models import Delivery
from ppi.portals.terms import needs_no_terms

# Beyond this the bell says «99+»: counting on tells a reader nothing.
MOST_COUNTED = 99
NEWEST = Sort("newest", _("Newest first"), "pk", descending=True)
IS_READ = Conditions(
    "show",
    _("Show"),
    [("unread", _("Only what is new"))],
    radio=True,
    conditions={"unread": Q(read_at=None)},
)


@dataclass(frozen=True)
class Unread:
    """How much is unread, at most one more than is counted, and the newest of it."""

    number: int
    newest: int

    @classmethod
    def of(cls, user) -> Unread:
        rows = Delivery.objects.in_bell_of(user).unread()[: MOST_COUNTED + 1]
        return cls(**rows.aggregate(number=Count("pk"), newest=Max("pk", default=0)))

    @property
    def text(self) -> str:
        return f"{MOST_COUNTED}+" if self.number > MOST_COUNTED else str(self.number)


@fills("header.bell")
def bell_of(user, request: HttpRequest) -> str:
    """For those who are signed in, on every page."""
    if request is None or request.portal is None or not user or not user.is_authenticated:
        return ""
    return render_to_string("notifications/bell.html", {"unread": Unread.of(user)}, request)


def version(request: HttpRequest) -> str:
    """Changes when something comes or is read: one query of an index, and none in the session."""
    if not request.user.is_authenticated:
        return ""
    request.unread = Unread.of(request.user)
    return f'"{request.unread.number}.{request.unread.newest}.{get_language()}"'


@access(signed_in)
@background
@condition(lambda request: version(request))
def count(request: HttpRequest) -> HttpResponse:
    """What the bell asks every minute: nearly always answered with 304 and no body."""
    return render(request, "notifications/bell.html", {"unread": request.unread})


@access(signed_in)
def news(request: HttpRequest) -> HttpResponse:
    rows = Delivery.objects.in_bell_of(request.user).select_related("portal")
    listing = Listing(request.GET, rows, facets=[IS_READ], sorts=[NEWEST])
    known = lines(listing.rows)
    context = {
        "listing": listing,
        "rows": [(row, known.get(row.pk)) for row in listing.rows],
        "unread": Unread.of(request.user),
    }
    return render(request, "notifications/news.html", context)


@access(signed_in)
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """On to what it is about; who went there has read it."""
    delivery = get_object_or_404(
        Delivery.objects.in_bell_of(request.user).select_related("portal"), pk=pk
    )
    line = lines([delivery]).get(delivery.pk)
    found_or_404(line and line.url)
    services.mark_read(request.user, [delivery.pk])
    return redirect(line.url)


@access(signed_in)
@require_POST
@needs_no_terms
def read_all(request: HttpRequest) -> HttpResponse:
    services.mark_read(request.user)
    return redirect("notifications:bell")


@access(signed_in)
@require_POST
@needs_no_terms
def read(request: HttpRequest, pk: int) -> HttpResponse:
    services.mark_read(request.user, [pk])
    return redirect("notifications:bell")
