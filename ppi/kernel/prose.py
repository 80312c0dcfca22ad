"""Long texts: plain paragraphs and a small Markdown, both safe to show."""

from __future__ import annotations

import re

import nh3
from django.utils.html import escape, linebreaks
from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
TAGS = {
    "p", "br", "em", "strong", "ul", "ol", "li", "a", "blockquote", "code", "hr",
    "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


def to_html(text: str) -> str:
    """Markdown to HTML with few tags. Headings start at the second level, below the page's own."""
    html = _markdown.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    safe = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"https", "mailto"})
    return for_keys_and_ears(safe)


def to_html_below(text: str) -> str:
    """The same, below a heading of the second level."""
    return re.sub(
        r"<(/?)h([23])>", lambda found: f"<{found[1]}h{int(found[2]) + 1}>", to_html(text)
    )


def for_keys_and_ears(html: str) -> str:
    """A wide table can be scrolled by keyboard, and the corner above its rows is no heading."""
    return html.replace("<table>", '<table tabindex="0">').replace("<th></th>", "<td></td>")


def paragraphs(text: str) -> str:
    """Plain text: an empty line starts a paragraph; nothing in it is markup."""
    return linebreaks(escape(text)) if text else ""


def first_sentence(text: str, limit: int = 160) -> str:
    """The first sentence, cut at a word where it is longer than `limit` characters."""
    flat = re.sub(r"\s+", " ", text).strip()
    sentence = re.split(r"(?<=[.!?])\s", flat, maxsplit=1)[0]
    if len(sentence) <= limit:
        return sentence
    return sentence[:limit].rsplit(" ", 1)[0] + " …"
