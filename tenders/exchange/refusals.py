"""Why a file was not taken in, as a sentence for the person who sent it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class Unreadable(Exception):
    """A file that cannot be read as a notice.

    `name` is the file's name as the caller gave it, `sentence` is translatable and stands on its
    own. The sentence is translated when it is shown, not when it is raised.
    """

    def __init__(self, name: str, sentence: str | Promise) -> None:
        super().__init__(name, sentence)
        self.name = name
        self.sentence = sentence

    def __str__(self) -> str:
        return f"{self.name}: {self.sentence}"


class NotAnOpportunity(Unreadable):
    """A notice that was read well, but announces nothing that a supplier could act on."""


UNOPENED = _("This file cannot be opened.")
EMPTY = _("This file is empty.")
DOCUMENT_TYPE = _(
    "This file declares a document type. No notice needs one, and it can hide an attack, "
    "so the file was not read."
)
BEYOND_LIMITS = _("This file is nested too deeply, or holds too long a text, to be a notice.")
NO_IDENTIFIER = _("This notice has no identifier (BT-701), so it cannot be told from others.")


def too_large(limit: int) -> Promise:
    """`limit` is in bytes; the sentence speaks of megabytes."""
    sentence = _("This file is larger than {limit} MB, the most that is read as one notice.")
    return format_lazy(sentence, limit=f"{limit / 1_000_000:g}")


def not_well_formed(line: int, column: int) -> Promise:
    sentence = _("This file is not well-formed XML: line {line}, column {column}.")
    return format_lazy(sentence, line=line, column=column)


def not_a_notice(root: str) -> Promise:
    sentence = _("This file is not an eForms notice: its root element is “{root}”.")
    return format_lazy(sentence, root=root)


def company_registration(subtype: str | None) -> Promise:
    sentence = _("This notice ({subtype}) registers a company and announces no purchase.")
    return format_lazy(sentence, subtype=subtype or "bri")
