"""Two who write on one form: what only one of them changed is kept, and for the rest they choose.

The form carries a fingerprint of each of its fields as it was opened. Whoever saves second keeps
their own fields and gets those of the first that they had left alone; where both changed the same
field, nothing is saved: they see both, and choose.

    <input type="hidden" name="seen" value="{{ seen }}">
    labels = together.merge(form, opened_now, request.POST.get("seen", ""))
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder

SEEN = "seen"


@dataclass(frozen=True)
class Difference:
    """One field as two people would have it."""

    label: str
    mine: str
    theirs: str


class Conflict(Exception):  # noqa: N818 - it is no error, it is what two people do
    """Both changed the same fields since the form was opened."""

    def __init__(self, differences: list[Difference]) -> None:
        super().__init__()
        self.differences = differences


def fingerprint(opened: forms.BaseForm) -> str:
    """Of a form that is not bound: `name:16 hexadecimal digits`, field by field."""
    return " ".join(f"{name}:{mark}" for name, mark in _marks(opened).items())


def merge(form: forms.BaseForm, opened_now: forms.BaseForm, seen: str) -> list[str]:
    """Put into the valid form's data what somebody else changed and its writer did not.

    Returns the labels of those fields. Without `seen` nothing is compared. Raises `Conflict`.
    """
    opened = dict(pair.split(":", 1) for pair in seen.split() if ":" in pair)
    taken, differences = [], []
    for name, now in _marks(opened_now).items():
        mine = _mark(form.cleaned_data.get(name))
        if opened.get(name, now) == now or mine == now:
            continue
        label, theirs = str(form.fields[name].label), _initial(opened_now, name)
        if mine == opened[name]:
            form.cleaned_data[name] = theirs
            taken.append(label)
        else:
            said = (_said(form, name, value) for value in (form.cleaned_data[name], theirs))
            differences.append(Difference(label, *said))
    if differences:
        raise Conflict(differences)
    return taken


def _marks(form: forms.BaseForm) -> dict[str, str]:
    """Files are out of it: they are added, never written over."""
    return {
        name: _mark(_initial(form, name))
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField)
    }


def _initial(form: forms.BaseForm, name: str) -> Any:
    return form.get_initial_for_field(form.fields[name], name)


def _mark(value: Any) -> str:
    written = json.dumps(_plain(value), cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """A browser ends lines otherwise than whoever else wrote the text, and knows no `None`."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if hasattr(value, "normalize"):
        return f"{value.normalize():f}"
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    return "" if value in (None, False) else value


def _said(form: forms.BaseForm, name: str, value: Any) -> str:
    choices = {
        str(key): str(text) for key, text in _flat(getattr(form.fields[name], "choices", []))
    }
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(choices.get(str(one), str(one)) for one in values if one not in (None, ""))


def _flat(choices) -> list[tuple[Any, Any]]:
    """Choices without their groups."""
    found = []
    for key, label in choices:
        found += label if isinstance(label, list | tuple) else [(key, label)]
    return found
