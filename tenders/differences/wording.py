"""Values of a snapshot as a reader would write them: dates, amounts, codes by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.numbers import format_percent
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from ppi.kernel import dates, money
from ppi.kernel.languages import language_name
from ppi.taxonomy import naming
from ppi.taxonomy.choices import InnovativeAcquisition, StrategicProcurement
from ppi.taxonomy.countries import country_name
from tenders.models import Opportunity
from tenders.snapshots import CONTENT

Content = dict[str, Any]

TEXTS = (
    "need", "who", "outcome", "known", "specification", "partners_wanted", "urgency_reason",
    "result_note", "description", "reason",
)  # fmt: skip
# Written in Markdown.
FORMATTED = ("specification",)
# Not told of as columns: the first go with their amounts, the last is the version's reason.
UNTOLD = ("currency", "awarded_currency", "ended_reason")
MOMENTS = ("deadline", "questions_until")
DAYS = ("prior_information_on", "starts_on", "runs_until", "standstill_until")
# An amount, and the column of its currency.
AMOUNTS = {"value": "currency", "awarded_value": "awarded_currency"}
LABELS = {
    "currency": gettext_lazy("Currency"),
    "innovation": gettext_lazy("What is new"),
    "accepted_languages": gettext_lazy("Languages of answers"),
    "ended": gettext_lazy("State"),
}


def label_of(model: type[models.Model], name: str) -> str:
    return str(LABELS.get(name) or capfirst(model._meta.get_field(name).verbose_name))


def parsed(name: str, content: Content) -> Any:
    """A value that can be compared: two spellings of one amount or moment are the same."""
    value = content[name]
    if value in (None, "", []):
        return None
    if name in AMOUNTS:
        return Decimal(value), currency_of(name, content)
    if name in MOMENTS:
        return datetime.fromisoformat(value)
    return Decimal(value) if name == "weight" else value


def currency_of(name: str, content: Content) -> str | None:
    """Versions from before an award had a currency of its own gave it that of the estimate."""
    return content.get(AMOUNTS[name]) or content.get("currency")


def said(model: type[models.Model], name: str, content: Content) -> str:
    """One value in words; nothing where there is none."""
    value = parsed(name, content)
    if value is None:
        return ""
    if wording := WORDINGS.get(name):
        return wording(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = dict(model._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))


def amount(value: tuple[Decimal, str | None]) -> str:
    return money.formatted(value[0], value[1] or "EUR")


def day(value: str) -> str:
    return dates.day(date.fromisoformat(value))


def months(value: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", value) % {"n": value}


def share(percent: Decimal) -> str:
    whole = percent == percent.to_integral_value()
    pattern = "#,##0 %" if whole else "#,##0.## %"
    return format_percent(percent / 100, format=pattern, locale=get_language() or "en")


def named(name: str, codes: list[str]) -> list[str]:
    """The codes of a list by name, in their order."""
    return LISTS[name](codes)


def cpv_named(codes: list[str]) -> list[str]:
    return [f"{one.label} ({one.code})" for one in naming.cpv_named(codes)]


def nuts_named(codes: list[str]) -> list[str]:
    return [f"{one.label} ({one.code})" for one in naming.nuts_named(codes)]


def labelled(choices: type[models.TextChoices]) -> Callable[[list[str]], list[str]]:
    labels = dict(choices.choices)
    return lambda codes: [str(labels.get(code, code)) for code in codes]


LISTS: dict[str, Callable[[list[str]], list[str]]] = {
    "cpv": cpv_named,
    "nuts": nuts_named,
    "innovation": labelled(InnovativeAcquisition),
    "strategic": labelled(StrategicProcurement),
    "accepted_languages": lambda codes: [language_name(code) for code in codes],
}
WORDINGS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(AMOUNTS, amount),
    **dict.fromkeys(MOMENTS, dates.last_moment),
    **dict.fromkeys(DAYS, day),
    **{name: lambda codes, name=name: ", ".join(named(name, codes)) for name in LISTS},
    "months": months,
    "weight": share,
    "country": country_name,
    "winner_country": country_name,
    "language": language_name,
}


@dataclass(frozen=True)
class Line:
    label: str
    text: str
    is_markdown: bool = False


def lines_of(content: Content) -> list[Line]:
    """Every short fact of a publication, in the form's order."""
    names = (n for n in CONTENT if n in content and n not in (*TEXTS, *UNTOLD, "title"))
    found = ((name, said(Opportunity, name, content)) for name in names)
    return [Line(label_of(Opportunity, name), text) for name, text in found if text]


def texts_of(content: Content) -> list[Line]:
    """The long texts of a publication that has them."""
    names = [name for name in CONTENT if name in TEXTS and content.get(name)]
    return [Line(label_of(Opportunity, n), content[n], n in FORMATTED) for n in names]
