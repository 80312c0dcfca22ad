"""What was struck out and added in a text, whatever the text is."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenders.differences import texts
from tenders.differences.texts import WORDS, marked, paragraphs_of

FOR_EARS = re.compile(r'<span class="ds-sr-only">[^<]*</span>')


def bare(before: str, after: str) -> str:
    return FOR_EARS.sub("", marked(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("The lamps burn.", "The lamps dim.", "<p>The lamps <del>burn.</del><ins>dim.</ins></p>"),
        ("One. Two. Three.", "One. Three.", "<p>One. <del>Two. </del>Three.</p>"),
        ("One.\n\nTwo.", "One.\n\nTwo.\n\n3.", '<p class="quiet">…</p>\n<p><ins>3.</ins></p>'),
        ("One.\n\nTwo.", "Two.", '<p><del>One.</del></p>\n<p class="quiet">…</p>'),
        ("1.\r\n\r\n2.", "1.\n\n2!", '<p class="quiet">…</p>\n<p><del>2.</del><ins>2!</ins></p>'),
        ("", "New.", "<p><ins>New.</ins></p>"),
        ("<b>", "<i> & co", "<p><del>&lt;b&gt;</del><ins>&lt;i&gt; &amp; co</ins></p>"),
    ],
)  # fmt: skip
def test_only_what_differs_is_marked_and_nothing_is_markup(before, after, shown) -> None:
    assert bare(before, after) == shown


def test_ears_hear_what_eyes_see() -> None:
    assert marked("burn", "dim") == (
        '<p><del><span class="ds-sr-only">Deleted: </span>burn</del>'
        '<ins><span class="ds-sr-only">Inserted: </span>dim</ins></p>'
    )


def test_too_much_to_compare_is_shown_as_replaced_as_a_whole(monkeypatch) -> None:
    monkeypatch.setattr(texts, "BUDGET", 3)

    assert bare("a b c", "d b e") == "<p><del>a b c</del><ins>d b e</ins></p>"
    assert bare("a b c", "a d c") == "<p>a <del>b </del><ins>d </ins>c</p>"


def test_the_largest_texts_of_little_variety_are_compared() -> None:
    """Two letters in another order each: the dearest case that 20,000 characters can make."""
    before = " ".join("ab"[n * n % 7 % 2] for n in range(10_000))
    after = " ".join("ab"[n * n % 11 % 2] for n in range(10_000))

    assert words_of(marked(before, after), "del") == before.split()


def words_of(html: str, tag: str) -> list[str]:
    """The words of one side: those of the other taken out, in paragraphs that are shown."""
    other = {"del": "ins", "ins": "del"}[tag]
    without = re.sub(rf"<{other}>.*?</{other}>", "", FOR_EARS.sub("", html), flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", without.replace("</p>", " "))).split()


writing = st.lists(
    st.text(alphabet="ab .<&\n", max_size=40), min_size=1, max_size=4
).map("\n\n".join)  # fmt: skip


@given(before=writing, after=writing)
def test_each_side_can_be_read_off_the_difference(before: str, after: str) -> None:
    shown = marked(before, after)

    kept = [p for p in paragraphs_of(before) if p in paragraphs_of(after)]
    lost = {w for p in kept for w in p.split()} | {"…"}
    for tag, text in (("del", before), ("ins", after)):
        expected = [w for w in text.split() if w not in lost]
        assert [w for w in words_of(shown, tag) if w not in lost] == expected


@given(st.text(alphabet="ab \t.", max_size=60))
def test_words_lose_no_character(text: str) -> None:
    assert "".join(WORDS.findall(text.strip())) == text.strip()
