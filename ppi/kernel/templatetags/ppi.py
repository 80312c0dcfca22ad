"""Tags and filters that every template has without loading them."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from ppi.kernel import dates, facet_options, languages, money, prose, slots

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context, name: str, subject) -> SafeString:
    """What the rooms above put at this place of a page."""
    return slots.render(name, subject, context.get("request"))


@register.simple_block_tag
def said(content: SafeString) -> SafeString:
    """What stands between the tags, kept by `as` so that a page can say it twice."""
    return content


@register.simple_tag(name="facet_options")
def options_of_facet(facet, options, before: int = 0) -> SafeString:
    """The options of a facet, one after another."""
    return facet_options.rendered(facet, options, before)


@register.filter
def at_key(mapping, key):
    """`mapping[key]`, or nothing: for `{pk: html}` of row slots."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def amount(value, currency: str) -> str:
    return "" if value is None else money.formatted(value, currency)


@register.filter
def day(moment) -> str:
    return dates.day(moment)


@register.filter
def day_and_time(moment) -> str:
    return dates.day_and_time(moment) if moment else ""


@register.filter
def last_moment(moment) -> str:
    return dates.last_moment(moment) if moment else ""


@register.filter
def moment(at) -> SafeString:
    """`last_moment` for pages: a visitor's browser may write it anew by its own clock."""
    return dates.moment_in_html(at) if at else ""


@register.filter
def days_left(deadline) -> str:
    return dates.days_left_text(deadline) if deadline else ""


@register.filter
def language_in_sentence(code: str) -> str:
    return languages.language_in_sentence(code)


@register.filter
def markdown_below(text: str) -> SafeString:
    """Markdown in a section of its own, whose heading stands above it."""
    return mark_safe(prose.to_html_below(text or ""))  # noqa: S308 - cleaned by nh3


@register.filter
def markdown(text: str) -> SafeString:
    """Members' and editors' Markdown as safe HTML."""
    return mark_safe(prose.to_html(text or ""))  # noqa: S308 - cleaned by nh3


@register.filter
def paragraphs(text: str) -> SafeString:
    """Plain text with its paragraphs, everything else escaped."""
    return mark_safe(prose.paragraphs(text or ""))  # noqa: S308 - escaped


@register.filter
def first_sentence(text: str) -> str:
    return prose.first_sentence(text or "")
