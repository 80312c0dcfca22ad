"""Colleagues from a table: read line by line, shown, then invited."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ppi.organisations import importing
from ppi.organisations.choices import Role
from ppi.organisations.importing import Line
from ppi.organisations.models import Invitation
from tests.ppi.organisations.acting import refusal

pytestmark = pytest.mark.django_db

PAGE = "/p/dk/en/organisations/havneby/import/"
TABLE = "E-mail;Role\nanna@havneby.example;editor\nbo@havneby.example\nnobody;editor\n"


def invited(havneby) -> dict[str, str]:
    rows = Invitation.objects.managed_by(havneby)
    return dict(rows.values_list("email", "role"))


def test_an_owner_sees_what_the_table_says_before_anything_is_sent(
    as_user, havneby, buyer_of_havneby
) -> None:
    browser = as_user(buyer_of_havneby)
    upload = SimpleUploadedFile("staff.csv", b"\xef\xbb\xbf" + TABLE.encode())
    shown = browser.post(PAGE, {"table": upload}).text
    before = invited(havneby)
    after = browser.post(PAGE, {"text": TABLE, "confirm": "1"})

    assert all(text in shown for text in ("2 invitations", "Line 4:", "is no e-mail address."))
    assert before == {}
    assert after.url == "/p/dk/en/organisations/havneby/board/"
    assert invited(havneby) == {
        "anna@havneby.example": Role.EDITOR, "bo@havneby.example": Role.READER
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a@x.example,owner", [Line(1, "a@x.example", "owner")]),
        ("a@x.example\tReader\r\n\r\nb@x.example", [
            Line(1, "a@x.example", "reader"), Line(3, "b@x.example", "reader")
        ]),
        ("a@x.example;editor\rb@x.example\r", [
            Line(1, "a@x.example", "editor"), Line(2, "b@x.example", "reader")
        ]),
        ('"a@x.example";"editor"', [Line(1, "a@x.example", "editor")]),
        ("A@x.example\na@X.example", [
            Line(1, "a@x.example", "reader"),
            Line(2, "a@x.example", "", "It stands in an earlier line already."),
        ]),
        ("a@x.example;king", [
            Line(1, "a@x.example", "", "«king» is no role. Roles are: owner, editor, reader.")
        ]),
        ("=cmd()|a@x", [Line(1, "=cmd()|a@x", "", "«=cmd()|a@x» is no e-mail address.")]),
    ],
)  # fmt: skip
def test_a_table_is_read_however_it_was_saved(text, lines) -> None:
    assert importing.read(text).lines == lines


def test_a_line_that_is_refused_says_so_and_the_others_are_sent(
    as_user, havneby, buyer_of_havneby, reader_of_havneby
) -> None:
    text = "reader@havneby.example\nnew@havneby.example"
    page = as_user(buyer_of_havneby).post(PAGE, {"text": text, "confirm": "1"}).text

    assert "This person is a member already." in page
    assert invited(havneby) == {"new@havneby.example": Role.READER}


def test_bad_files_and_too_many_lines_are_refused_with_a_sentence(
    as_user, havneby, buyer_of_havneby
) -> None:
    browser = as_user(buyer_of_havneby)
    many = "\n".join(f"c{number}@x.example" for number in range(301))
    answers = [
        browser.post(PAGE, {"text": many}).text,
        browser.post(PAGE, {"text": " "}).text,
        browser.post(PAGE, {"table": SimpleUploadedFile("x.csv", b"a" * 100_001)}).text,
        browser.post(PAGE, {"table": SimpleUploadedFile("x.csv", b"\x81\x8d\x00")}).text,
    ]

    for page, sentence in zip(answers, (
        "At most 300 lines at once.", "Type or choose the lines first.",
        "This file is too large. It may have 100 kB.", "This is no text file.",
    ), strict=True):  # fmt: skip
        assert sentence in page


def test_nobody_but_owners_imports(as_user, havneby, buyer_of_havneby, reader_of_havneby) -> None:
    table = importing.read("a@x.example")

    assert as_user(reader_of_havneby).get(PAGE).status_code == 403
    assert refusal(importing.invite_all, havneby, table, by=reader_of_havneby)


def test_a_table_that_excel_saved_as_unicode_text_is_read(
    as_user, havneby, buyer_of_havneby
) -> None:
    upload = SimpleUploadedFile("staff.txt", "anna@havneby.example\teditor\r\n".encode("utf-16"))
    page = as_user(buyer_of_havneby).post(PAGE, {"table": upload}).text

    assert "1 invitation" in page
    assert "<td>anna@havneby.example</td><td>editor</td>" in page


def test_roles_are_shown_in_the_readers_language(as_user, havneby, buyer_of_havneby) -> None:
    page = as_user(buyer_of_havneby).post(PAGE.replace("/en/", "/da/"), {"text": TABLE}).text

    assert "<td>anna@havneby.example</td><td>redaktør</td>" in page
