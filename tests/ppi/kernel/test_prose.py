"""Members' long texts: readable, and never anything that a browser would run."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from ppi.kernel import prose

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](&#106;avascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "![x](https://tracker.example/pixel.gif)",
    "<https://fine.example/?<script>>",
    "[x](https://fine.example 'onmouseover=alert(1)')",
    "<svg/onload=alert(1)>",
    "<iframe src=https://fine.example></iframe>",
    "<style>*{display:none}</style>",
    "```html\n<script>alert(1)</script>\n```",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "<!-- --><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


def elements(markup: str) -> list:
    return list(html.fragment_fromstring(markup, create_parent="div").iter())[1:]


def is_harmless(markup: str) -> bool:
    return all(
        element.tag in prose.TAGS
        and set(element.attrib) <= {"href", "rel", "title", "tabindex"}
        and re.match(r"(https:|mailto:|$)", element.get("href", "")) is not None
        for element in elements(markup)
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_becomes_harmless(text) -> None:
    assert is_harmless(prose.to_html(text))
    assert is_harmless(prose.paragraphs(text))


@given(st.text(alphabet="<>[]()!\"'`&:;/#*_-| \nabjscriptonhref=", max_size=120))
def test_no_text_becomes_anything_but_the_few_tags(text) -> None:
    assert is_harmless(prose.to_html(text))
    assert is_harmless(prose.paragraphs(text))


def test_script_is_shown_as_it_was_typed() -> None:
    shown = prose.to_html("<script>alert(1)</script>")

    assert shown.strip() == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    assert prose.paragraphs("<b>") == "<p>&lt;b&gt;</p>"


def test_a_link_to_the_secure_web_or_a_mailbox_is_kept() -> None:
    shown = prose.to_html("[site](https://havneby.example/a?b=1&c=2) [mail](mailto:a@b.example)")

    assert [element.get("href") for element in elements(shown) if element.tag == "a"] == [
        "https://havneby.example/a?b=1&c=2",
        "mailto:a@b.example",
    ]


def test_a_dangerous_link_keeps_its_words_and_leads_nowhere() -> None:
    assert "x" in prose.to_html("[x](javascript:alert(1))")
    assert "href" not in prose.to_html("[x](javascript:alert(1))")


def test_headings_start_below_the_pages_own() -> None:
    shown = prose.to_html("# One\n\nTwo\n===\n\n## Three\n\n### Four")

    assert [(e.tag, e.text) for e in elements(shown)] == [
        ("h2", "One"), ("h2", "Two"), ("h2", "Three"), ("h3", "Four")
    ]  # fmt: skip


def test_lists_tables_and_emphasis_are_kept() -> None:
    shown = prose.to_html("*a* **b**\n\n- c\n\n| d |\n|---|\n| e |")

    assert [element.tag for element in elements(shown)] == [
        "p", "em", "strong", "ul", "li", "table", "thead", "tr", "th", "tbody", "tr", "td"
    ]  # fmt: skip


def test_a_table_can_be_reached_by_keyboard_and_has_no_empty_heading() -> None:
    shown = prose.to_html("|  | EUR |\n|---|---|\n| Works | 5 |")

    table = elements(shown)[0]
    assert table.get("tabindex") == "0"
    assert [(cell.tag, cell.text or "") for cell in table.iter("th", "td")] == [
        ("td", ""), ("th", "EUR"), ("td", "Works"), ("td", "5")
    ]  # fmt: skip


def test_plain_text_keeps_its_paragraphs_and_lines() -> None:
    assert prose.paragraphs("a\nb\n\nc & d") == "<p>a<br>b</p>\n\n<p>c &amp; d</p>"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ""),
        ("One. Two.", "One."),
        ("Is it? Yes.", "Is it?"),
        ("From 1.5 to 2 metres. Then", "From 1.5 to 2 metres."),
        ("  Over\n several   lines\n\nand more", "Over several lines and more"),
        ("word " * 50, "word " * 31 + "word …"),
        ("x" * 200, "x" * 160 + " …"),
    ],
)
def test_the_first_sentence_is_whole_or_cut_at_a_word(text, sentence) -> None:
    assert prose.first_sentence(text) == sentence


def test_the_filters_bear_an_empty_text() -> None:
    template = Template("[{{ t|markdown }}][{{ t|paragraphs }}][{{ t|first_sentence }}]")

    for text in (None, ""):
        assert template.render(Context({"t": text})) == "[][][]"


def test_markdown_below_a_section_starts_at_the_third_level() -> None:
    text = "# Purpose\n\n## Light\n\n### Where\n\n#### When\n"

    assert prose.to_html_below(text) == (
        "<h3>Purpose</h3>\n<h3>Light</h3>\n<h4>Where</h4>\n<h4>When</h4>\n"
    )
