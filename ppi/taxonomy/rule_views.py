"""«Which rules apply to my purchase?» and the catalogue of procedures: public, in every portal."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ppi.kernel.access import access, found_or_404, public
from ppi.taxonomy.answers import Answer
from ppi.taxonomy.procedures import PROCEDURES
from ppi.taxonomy.procedures.limits import recorded
from ppi.taxonomy.rule_forms import RulesForm, rules_form

VERDICT_OPERATION = "/api/v1/thresholds/verdict/"


@require_safe
@access(public, portal=False)
def rules(request: HttpRequest) -> HttpResponse:
    """Question and answer on one page; htmx fetches the answer alone while the value is typed."""
    form = rules_form(request.GET, getattr(request.portal, "country", ""))
    context = {"form": form, "answer": Answer(form.question()) if form.is_valid() else None}
    if context["answer"]:
        context |= addresses(request, form, context["answer"])
    template = "taxonomy/rules.html#answer" if request.htmx else "taxonomy/rules.html"
    return render(request, template, context)


def addresses(request: HttpRequest, form: RulesForm, answer: Answer) -> dict[str, str]:
    """Where the same question leads: to the API; and as `asked` to what rooms above offer."""
    asked = {name: form.cleaned_data[name] for name in ("contract", "currency", "novelty")}
    asked["kind"] = answer.advice.suggestion.kind
    if answer.verdict.value is not None:
        asked["value"] = f"{answer.verdict.value:f}"
    return {
        "api_url": request.build_absolute_uri(f"{VERDICT_OPERATION}?{answer.verdict_query}"),
        "asked": urlencode({name: value for name, value in asked.items() if value}),
    }


@require_safe
@access(public, portal=False)
def procedures(request: HttpRequest) -> HttpResponse:
    return render(request, "taxonomy/procedures.html", {"procedures": PROCEDURES.values()})


@require_safe
@access(public, portal=False)
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    found_or_404(code in PROCEDURES)
    about = PROCEDURES[code]
    context = {
        "procedure": about,
        "limits": recorded(about),
        "breadcrumbs": [(_("Procedures"), reverse("taxonomy:procedures")), (about.name, "")],
    }
    return render(request, "taxonomy/procedure.html", context)
