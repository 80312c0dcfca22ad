"""Two wordings of a text as one: what was struck out, what was added.

Paragraphs are matched first, then sentences, then words. Comparing costs the product of what
differs, so a run in which too much differs is shown as replaced as a whole: 20,000 characters of
any text are compared in bounded time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# The pairs of units that are compared within one run.
BUDGET = 60_000
SENTENCES = re.compile(r"[^.!?]+[.!?]*\s*|[.!?]+\s*")
WORDS = re.compile(r"\s*\S+\s*")
LEFT_OUT = SafeString('<p class="quiet">…</p>')
Opcode = tuple[str, int, int, int, int]
Piece = tuple[str, str]


def marked(before: str, after: str) -> SafeString:
    """The paragraphs that differ, with `<del>` and `<ins>`; those left out are marked by dots."""
    old, new = paragraphs_of(before), paragraphs_of(after)
    shown: list[SafeString] = []
    for tag, i, i_end, j, j_end in opcodes(old, new):
        if tag == "equal":
            shown.append(LEFT_OUT)
        else:
            shown.extend(rewritten(old[i:i_end], new[j:j_end]))
    return format_html_join("\n", "{}", ((paragraph,) for paragraph in shown))


def paragraphs_of(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n"))]


def rewritten(old: Sequence[str], new: Sequence[str]) -> Iterator[SafeString]:
    for before, after in zip_longest(old, new, fillvalue=""):
        pieces = inline(before, after, (SENTENCES, WORDS))
        yield format_html("<p>{}</p>", format_html_join("", "{}", ((tagged(p),) for p in pieces)))


def inline(before: str, after: str, levels: Sequence[re.Pattern[str]]) -> Iterator[Piece]:
    """The two as one run of pieces, each equal, deleted or inserted."""
    if not levels or not before or not after:
        yield from (piece for piece in (("delete", before), ("insert", after)) if piece[1])
        return
    old, new = levels[0].findall(before), levels[0].findall(after)
    for tag, i, i_end, j, j_end in opcodes(old, new):
        gone, come = "".join(old[i:i_end]), "".join(new[j:j_end])
        if tag == "equal":
            yield ("equal", come)
        else:
            yield from inline(gone, come, levels[1:])


def tagged(piece: Piece) -> SafeString:
    tag, text = piece
    if tag == "equal":
        return format_html("{}", text)
    if tag == "delete":
        return format_html('<del><span class="ds-sr-only">{} </span>{}</del>', _("Deleted:"), text)
    return format_html('<ins><span class="ds-sr-only">{} </span>{}</ins>', _("Inserted:"), text)


def opcodes(old: Sequence[str], new: Sequence[str]) -> list[Opcode]:
    """As difflib's, within `BUDGET`. What is the same at both ends costs nothing."""
    start = same_at_start(old, new)
    end = same_at_start(old[start:][::-1], new[start:][::-1])
    inner_old, inner_new = old[start : len(old) - end], new[start : len(new) - end]
    codes = [("equal", 0, start, 0, start)] if start else []
    for tag, i, i_end, j, j_end in _compared(inner_old, inner_new):
        codes.append((tag, i + start, i_end + start, j + start, j_end + start))
    if end:
        codes.append(("equal", len(old) - end, len(old), len(new) - end, len(new)))
    return codes


def same_at_start(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)))


def _compared(old: Sequence[str], new: Sequence[str]) -> list[Opcode]:
    if len(old) * len(new) > BUDGET:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
