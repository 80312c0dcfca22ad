"""A form field for several CPV or NUTS codes: tick boxes and a search, with or without JavaScript.

Without JavaScript the search is a submit button named `find`; a view that holds such a field shows
the form again instead of taking it:

    form = NeedForm(request.POST)
    if is_search(request.POST):
        return render(request, "…", {"form": as_typed(form)})
    if form.is_valid(): …
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ppi.taxonomy.kinds import KINDS, CodeKind
from ppi.taxonomy.search import tidied

FIND = "find"
# More boxes than a form shows were not ticked by a person.
MOST_TICKED = 200


@dataclass(frozen=True)
class Typed:
    """What came from the browser: ticked codes, the search box, and whether Find was pressed."""

    codes: list[str] = field(default_factory=list)
    query: str = ""
    is_finding: bool = False


def typed(ticked: list[str], query: str, *, is_finding: bool) -> Typed:
    """What came in, without doubles, control characters and floods."""
    codes = dict.fromkeys(tidied(code) for code in ticked[:MOST_TICKED])
    return Typed(list(codes), tidied(query), is_finding)


def is_search(post_data: Mapping) -> bool:
    """Whether a form was sent only to find codes, and not yet to be taken."""
    return FIND in post_data


def as_typed(form: forms.BaseForm) -> forms.BaseForm:
    """The bound form with all that was typed and no judgement about it yet."""
    form._errors = ErrorDict()
    form.cleaned_data = {}
    return form


class CodesWidget(forms.Widget):
    """Chosen codes as ticked boxes, a search box named `<name>_search`, and what it found."""

    use_fieldset = True
    template_name = "taxonomy/codes_field.html"

    def __init__(self, kind: CodeKind, attrs: dict | None = None) -> None:
        super().__init__(attrs)
        self.kind = kind

    def value_from_datadict(self, data, files, name: str) -> Typed:
        ticked = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return typed(ticked, data.get(f"{name}_search", ""), is_finding=is_search(data))

    def value_omitted_from_data(self, data, files, name: str) -> bool:
        # Like any group of tick boxes: none ticked sends nothing.
        return False

    def use_required_attribute(self, initial) -> bool:
        # The box may stay empty while codes are ticked, which the browser cannot know.
        return False

    def render(self, name: str, value, attrs: dict | None = None, renderer=None) -> str:
        entry = value if isinstance(value, Typed) else Typed(codes_of(value))
        attrs = self.build_attrs(self.attrs, attrs)
        return render_to_string(
            self.template_name,
            {
                "id": attrs.pop("id", f"id_{name}"),
                "attrs": attrs,
                **choice_context(self.kind, name, entry),
            },
        )


class CodesField(forms.Field):
    """Several codes; cleans to a list of codes that exist, as text, in the order chosen.

    A whole code typed into the search box counts as chosen, unless a narrower one is ticked: then
    it was the way there. `initial` may be codes, rows or a queryset.
    """

    def __init__(self, kind: str, *, maximum: int | None = None, **options) -> None:
        self.kind = KINDS[kind]
        self.maximum = maximum
        options.setdefault("widget", CodesWidget(self.kind))
        super().__init__(**options)
        if "required" not in (options.get("error_messages") or {}):
            self.error_messages["required"] = self.kind.none_chosen

    def prepare_value(self, value) -> Typed:
        return value if isinstance(value, Typed) else Typed(codes_of(value))

    def to_python(self, value) -> list[str]:
        """Raises a `ValidationError` with a sentence for each code that does not exist."""
        entry = self.prepare_value(value)
        codes = [*entry.codes, *self._typed_code(entry)]
        known = self.kind.find(codes)
        wrong = [self.kind.unknown(code) for code in codes if code not in known]
        wrong += [sentence for row in known.values() if (sentence := row.mistake_in(entry.query))]
        if entry.query and not codes:
            wrong.append(_("Tick what you mean among what was found, or empty the search box."))
        if wrong:
            raise ValidationError(wrong)
        return codes

    def _typed_code(self, entry: Typed) -> list[str]:
        code = self.kind.whole_code(entry.query)
        if code is None or any(self.kind.narrows(ticked, code) for ticked in entry.codes):
            return []
        return [code]

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if self.maximum is not None and len(value) > self.maximum:
            raise ValidationError(
                ngettext(
                    "Choose at most %(maximum)s code.",
                    "Choose at most %(maximum)s codes.",
                    self.maximum,
                )
                % {"maximum": self.maximum},
                code="too_many",
            )

    def has_changed(self, initial, data) -> bool:
        entry = self.prepare_value(data)
        return codes_of(initial) != [*entry.codes, *self._typed_code(entry)]


def codes_of(value) -> list[str]:
    """Codes of an initial value: rows, codes, a queryset, or nothing."""
    rows: Iterable = value.all() if hasattr(value, "all") else value or []
    return [row if isinstance(row, str) else row.code for row in rows]


def choice_context(kind: CodeKind, name: str, entry: Typed) -> dict:
    """What both the whole field and the partial show: what is chosen, and what was found."""
    known = kind.find(entry.codes)
    # Words left in the box with nothing ticked are answered too: they still wait for a choice.
    has_searched = bool(entry.query) and (entry.is_finding or not entry.codes)
    found = kind.search(entry.query) if has_searched else []
    return {
        "kind": kind,
        "name": name,
        "query": entry.query,
        "chosen": [(code, known.get(code)) for code in entry.codes],
        "found": [row for row in found if row.code not in known],
        "has_searched": has_searched,
    }
