"""What the pages of a case show, put together once for page, preview and check."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import permissions
from cases.forms import STEPS, Step
from cases.models import Case
from ppi.documents.models import Document
from ppi.taxonomy import naming
from ppi.taxonomy.choices import Theme
from ppi.taxonomy.countries import country_name


def context_of(case: Case, request: HttpRequest) -> dict:
    return {
        "case": case,
        "country": country_name(case.country) if case.country else "",
        "subjects": naming.cpv_named(case.cpv) if case.cpv else [],
        "places": naming.nuts_named(case.nuts) if case.nuts else [],
        "themes": [Theme(code).label for code in case.themes if code in Theme.values],
        "documents": Document.objects.with_earlier(case, since=case.published_at),
        "may_edit": bool(permissions.may_edit(request.user, case)),
        "may_own": bool(permissions.may_own(request.user, case)),
        "breadcrumbs": [(_("Cases"), reverse("cases:list")), (case.title, "")],
    }


@dataclass(frozen=True)
class StepShown:
    label: object
    state: str
    url: str


def steps_of(case: Case, current: Step | None) -> list[StepShown]:
    """The form's pages with where the author is; every page can be opened at any time."""
    here = STEPS.index(current) if current else len(STEPS)
    shown = [
        StepShown(
            step.label,
            "now" if number == here else "done" if number < here else "next",
            reverse("cases:step", args=[case.slug, step.name]),
        )
        for number, step in enumerate(STEPS)
    ]
    check = reverse("cases:check", args=[case.slug])
    return [*shown, StepShown(_("Check and send"), "next" if current else "now", check)]
