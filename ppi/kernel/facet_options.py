"""A facet's options as HTML. A page has hundreds: as nodes of a template they would cost more than
the rest of the page, so the component's markup is a pattern that is filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from django.template.loader import get_template
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ppi.kernel.listing import Option

PATTERN = "components/listing_option.html"
CHECKED = mark_safe(" checked")  # noqa: S308 -- a constant


def rendered(facet: Mapping, options: Iterable[Option], before: int) -> SafeString:
    """`before`: so many options of the facet stand above these."""
    return format_html_join("", _pattern(), _said(facet, options, before))


def _said(facet: Mapping, options: Iterable[Option], before: int) -> Iterator[dict]:
    for number, option in enumerate(options, before + 1):
        yield {
            "type": facet["kind"],
            "name": facet["name"],
            "number": number,
            "value": option.value,
            "label": option.label,
            "count": "" if option.count is None else localize(option.count),
            "level": format_html(' data-level="{}"', option.level) if option.level else "",
            "checked": CHECKED if option.selected else "",
        }


@cache
def _pattern() -> str:
    return get_template(PATTERN).template.source
