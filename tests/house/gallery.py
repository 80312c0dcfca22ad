"""Renders components and reads what came out; for the tests of components and forms."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler
from lxml import html

from ppi.kernel.listing import Option

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
COMPONENTS = TEMPLATES / "components"
# pieces of other components, not for pages
PIECES = {
    "form.attributes",
    "form.choices",
    "form.control",
    "form.messages",
    "listing-chips",
    "listing-facets",
    "listing-option",
    "listing-options",
    "search-line",
    "site-footer",
    "site-header",
}


def names() -> list[str]:
    paths = (path.relative_to(COMPONENTS).with_suffix("") for path in COMPONENTS.rglob("*.html"))
    return sorted(".".join(path.parts).replace("_", "-") for path in paths)


def path_of(name: str) -> Path:
    return COMPONENTS / (name.replace(".", "/").replace("-", "_") + ".html")


def render(source: str, /, **context) -> str:
    compiled = CottonCompiler().process(source)
    return Template(compiled).render(
        Context({"request": RequestFactory().get("/here/"), **context})
    )


def tree(source: str, /, **context) -> html.HtmlElement:
    return html.fragment_fromstring(render(source, **context), create_parent="div")


class NeedForm(forms.Form):
    title = forms.CharField(max_length=120, help_text="One line.")
    need = forms.CharField(widget=forms.Textarea)
    kind = forms.ChoiceField(choices=[("", "Choose one"), ("call", "Call"), ("plan", "Plan")])
    value = forms.DecimalField(required=False)
    deadline = forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    buyer = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "City"), ("b", "State")])
    goals = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, choices=[("x", "Climate"), ("y", "Care")]
    )
    document = forms.FileField(required=False)
    secret = forms.CharField(widget=forms.PasswordInput, required=False)
    agree = forms.BooleanField(label="I may", help_text="We ask if in doubt.")
    version = forms.CharField(widget=forms.HiddenInput)


FILLED = {
    "title": 'A "quoted" <b>title</b>',
    "need": "</textarea><script>alert(1)</script>",
    "kind": "plan",
    "value": "12.50",
    "deadline": date(2026, 12, 4),
    "buyer": "b",
    "goals": ["y"],
    "agree": True,
    "version": "7",
}


def listing(**changes) -> SimpleNamespace:
    options = [Option(str(n), f"Kind {n}", n, selected=n == 2) for n in range(3)]
    many = [Option(str(n), f"Land {n}", n, selected=n == 11) for n in range(12)]
    values = {
        "query": "light",
        "facets": [
            {"name": "kind", "label": "Kind", "kind": "checkbox", "options": options},
            {"name": "land", "label": "Land", "kind": "radio", "options": many},
        ],
        "chips": [{"label": "Kind 2", "remove_url": "?land=11"}],
        "clear_url": "?",
        "count": 3,
        "count_text": "3 found",
        "next_url": "?after=x",
        "first_url": "",
        "sort_options": [{"value": "new", "label": "Newest", "selected": True}],
    }
    return SimpleNamespace(**values | changes)


# --- The folder ------------------------------------------------------------------------------
