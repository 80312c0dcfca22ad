from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ppi.kernel.access import access, found_or_404
from ppi.kernel.sources import dated
from ppi.library import lists
from ppi.library.models import Page
from ppi.moderation.editing.permissions import may_read
from ppi.portals import links
from ppi.portals.choices import Module
from ppi.portals.permissions import module

shown = module(Module.LIBRARY)


@access(shown)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "library/list.html", {"listing": lists.pages(request)})


@access(shown)
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    rows = Page.objects.everywhere("permissions decide in the next line")
    page = rows.select_related("portal").filter(slug=slug).first()
    found_or_404(page and may_read(request.user, page, request.portal))
    context = {
        "page": page,
        "sources": dated(page.sources),
        "breadcrumbs": [(_("Library"), reverse("library:list")), (page.title, "")],
        **links.canonical(page.portal, "library:detail", page.slug),
    }
    return render(request, "library/detail.html", context)
