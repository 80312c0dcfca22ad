"""No form of the house can forget that members write plain text."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from django.forms import BaseForm

import cases
import courses
import ppi
import profiles
import tenders
from ppi.assistant.forms import QuestionForm
from ppi.kernel.plain_text import PlainText
from ppi.portals.forms import AddEmailForm, LoginForm, ResetPasswordForm
from tests.house.test_size import sources

PACKAGES = (ppi, tenders, profiles, courses, cases)
# What is never published: the assistant's question, and allauth's addresses and passwords.
FREE = {QuestionForm, LoginForm, AddEmailForm, ResetPasswordForm}
# What may be read straight from a request, because no text of it is kept: buttons, codes, keys.
NAMES = re.compile(r"request\.POST\.get\(\"([^\"]+)\"|request\.POST\[\"([^\"]+)\"\]")
APART = re.compile(r"\.(settings|management|migrations|embedded|wsgi|asgi)\b")
NOT_TEXT = {
    "decision", "role", "star", "size", "follow", "criteria", "next", "read", "seen",
    "take-back",
}  # fmt: skip


def modules() -> Iterator[str]:
    for package in PACKAGES:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not APART.search(found.name):
                yield found.name


def forms_of_ours() -> set[type[BaseForm]]:
    for name in modules():
        importlib.import_module(name)
    waiting, found = [BaseForm], set()
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        waiting += subclasses
        found |= set(subclasses)
    ours = tuple(f"{package.__name__}." for package in PACKAGES)
    return {form for form in found if form.__module__.startswith(ours)} - FREE


@pytest.mark.parametrize("form", sorted(forms_of_ours(), key=str), ids=lambda form: form.__name__)
def test_every_form_refuses_markup(form: type[BaseForm]) -> None:
    assert issubclass(form, PlainText)


def test_no_text_comes_in_past_the_forms() -> None:
    read = {
        next(filter(None, names))
        for source in sources()
        if "tests" not in source.parts
        for names in NAMES.findall(source.read_text())
    }
    assert read - NOT_TEXT == set()
