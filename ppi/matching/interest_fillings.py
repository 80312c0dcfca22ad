"""Stars on the pages and rows of published things, and buttons that save a search or follow."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html_join

from cases.models import Case
from ppi.kernel.slots import fills
from ppi.matching.interests import searches, stars
from ppi.organisations.models import Organisation
from ppi.search.criteria import Criteria
from ppi.search.models import Entry
from ppi.taxonomy.choices import Theme
from profiles.models import Profile

BUTTON = "matching/follow_button.html"


def star_on_page(thing: models.Model, request: HttpRequest) -> str:
    """Visitors are asked to sign in by the page to which it leads."""
    if not thing.is_public:
        return ""
    of_model = ContentType.objects.get_for_model(thing)
    return _star(of_model, thing.pk, str(thing), request, is_small=False)


for _place in ("opportunity.star", "profile.actions", "product.actions", "event.actions",
               "case.star", "course.star", "library.star"):  # fmt: skip
    fills(_place)(star_on_page)


@fills("row.star")
def star_on_row(row: models.Model, request: HttpRequest) -> str:
    """A small star in a list, for who is signed in. `row`: a published thing, or its entry."""
    if not request.user.is_authenticated:
        return ""
    if isinstance(row, Entry):
        of_model = ContentType.objects.get_for_id(row.content_type_id)
        return _star(of_model, row.object_id, row.title_shown, request, is_small=True)
    of_model = ContentType.objects.get_for_model(row)
    return _star(of_model, row.pk, str(row), request, is_small=True)


def _star(of_model: ContentType, pk: int, title: str, request: HttpRequest, *, is_small) -> str:
    context = {
        "label": f"{of_model.app_label}.{of_model.model}",
        "pk": pk,
        "title": title,
        "is_starred": (of_model.pk, pk) in stars.starred_by(request.user),
        "is_small": is_small,
        "next": request.get_full_path(),
    }
    return render_to_string("matching/star_button.html", context, request)


@fills("search.save")
def save_this_search(listing, request: HttpRequest) -> str:
    criteria = listing.criteria
    if criteria.is_empty:
        return ""
    known = searches.saved(criteria, portal=request.portal, by=request.user)
    context = {"address": criteria.address, "is_saved": known is not None}
    return render_to_string("matching/save_button.html", context, request)


@fills("organisation.actions")
def follow_organisation(organisation: Organisation, request: HttpRequest) -> str:
    """What it publishes from now on, of whatever kind."""
    if not organisation.is_verified:
        return ""
    return _follow({f"buyer={organisation.slug}": ""}, request)


@fills("profile.actions")
def follow_company(profile: Profile, request: HttpRequest) -> str:
    return follow_organisation(profile.organisation, request) if profile.is_public else ""


@fills("case.star")
def follow_themes(case: Case, request: HttpRequest) -> str:
    """Whatever is told of the same themes from now on."""
    if not case.is_public:
        return ""
    themes = [Theme(code) for code in case.themes if code in Theme.values]
    return _follow({f"theme={theme}": theme.label for theme in themes}, request)


def _follow(offered: dict[str, str], request: HttpRequest) -> str:
    """A button for each address of a search, and what it follows where that is not the page."""
    criteria = {Criteria.of(QueryDict(address)).address: what for address, what in offered.items()}
    known = searches.addresses(criteria, portal=request.portal, by=request.user)
    shared = {"next": request.get_full_path()}
    return format_html_join(
        "\n",
        "{}",
        (
            [render_to_string(BUTTON, _button(address, what, known) | shared, request)]
            for address, what in criteria.items()
        ),
    )


def _button(address: str, what: str, known: set[str]) -> dict:
    return {"criteria": address, "what": what, "is_followed": address in known}
