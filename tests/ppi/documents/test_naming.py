"""What is kept of a file's name: no path, no markup, nothing that cannot be seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppi.documents.naming import FORBIDDEN, ending_of, safe_name


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\files\\plan.pdf", "plan.pdf"),
        ("plan.pdf:stream", "plan.pdf_stre"),
        ("a\x00b\u202ecod.exe.pdf", "abcod.exe.pdf"),
        ("in\u200bvo\u2066ice\ufeff.pdf", "invoice.pdf"),
        ("two\nlines\r.pdf", "twolines.pdf"),
        ("wide\u3000space \u00a0 here.pdf", "wide space here.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "_img src=x onerror=alert(1)_.pdf"),
        ('say "yes"? *.pdf', "say _yes__ _.pdf"),
        ("A&B's.pdf", "A&B's.pdf"),
        ("Tegning æøå ß 図面.pdf", "Tegning æøå ß 図面.pdf"),
        ("A\u030angstrom.pdf", "\u00c5ngstrom.pdf"),
        ("", "file"),
        ("....", "file"),
        ("\u202e", "file"),
        ("/", "file"),
        (".pdf", "pdf"),
        (" .plan.pdf. ", "plan.pdf"),
        ("plan .pdf", "plan.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("com1.tar.pdf", "_com1.tar.pdf"),
        ("lpt²", "_lpt²"),
        ("nul", "_nul"),
        ("console.pdf", "console.pdf"),
        ("x" * 500 + ".pdf", "x" * 110 + ".pdf"),
        ("x" * 500, "x" * 110),
        ("図" * 200 + ".pdf", "図" * 73 + ".pdf"),
    ],
)
def test_a_name_loses_what_could_mislead(given, kept) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("plan.PDF", ".pdf"),
        ("a.pdf.exe", ".exe"),
        ("a.pdf\u202efdp.exe", ".exe"),
        # A Cyrillic letter, and signs that only look like a full stop.
        ("plan.\u0440df", ".\u0440df"),
        ("a.exe\u2024pdf", ".exe\u2024pdf"),
        ("plan\uff0epdf", ""),
        ("plan.pdf\u200b", ".pdf"),
    ],
)
def test_the_ending_is_the_one_that_counts(name, ending) -> None:
    assert ending_of(name) == ending


@given(st.text(max_size=300))
def test_whatever_is_sent_a_name_can_be_stored_shown_and_saved(sent) -> None:
    name = safe_name(sent)

    assert 0 < len(name) <= 120
    assert len(name.encode()) <= 255
    assert name.isprintable()
    assert not set(name) & set("/\\")
    assert not FORBIDDEN.search(name)
    assert name == name.strip(" .")
    assert safe_name(name) == name
