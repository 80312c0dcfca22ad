from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from ppi.demo.models import SentMail
from ppi.kernel.access import access, public
from ppi.kernel.listing import Listing, Sort

NEWEST = Sort("newest", _("Newest first"), "sent_at", descending=True)


@access(public)
def outbox(request: HttpRequest) -> HttpResponse:
    """Every mail that the demonstration would have sent; there is no such page in production."""
    listing = Listing(
        request.GET,
        SentMail.objects.all(),
        facets=[],
        sorts=[NEWEST],
        search=lambda rows, words: rows.filter(recipient__icontains=words),
    )
    return render(request, "demo/outbox.html", {"listing": listing})


@access(public)
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "demo/mail.html", {"mail": get_object_or_404(SentMail, pk=pk)})
