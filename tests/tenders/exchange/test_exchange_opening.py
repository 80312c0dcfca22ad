"""Hostile and broken files are refused with a sentence, and nothing leaks or runs away."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenders.exchange import eforms
from tenders.exchange.refusals import Unreadable

DECLARES = (
    "This file declares a document type. No notice needs one, and it can hide an attack, "
    "so the file was not read."
)
BEYOND = "This file is nested too deeply, or holds too long a text, to be a notice."
TOO_LARGE = "This file is larger than 20 MB, the most that is read as one notice."
NOT_A_NOTICE = "This file is not an eForms notice: its root element is “{}”."
START = "<ContractNotice"
TITLE = "Stille havnekran"
MEGABYTE = 1_000_000


def malformed(line: int, column: int) -> str:
    return f"This file is not well-formed XML: line {line}, column {column}."


def with_document_type(written, declaration: str, title: str = TITLE) -> bytes:
    return written((START, f"{declaration}\n{START}"), (TITLE, title))


def test_an_external_entity_is_refused_and_its_file_stays_unread(written, refusal, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the harbour's code is 4711")
    declaration = f'<!DOCTYPE ContractNotice [<!ENTITY secret SYSTEM "{secret.as_uri()}">]>'
    source = with_document_type(written, declaration, "&secret;")
    with pytest.raises(Unreadable) as caught:
        eforms.read(source, name="xxe.xml")
    assert refusal(source) == DECLARES
    assert "4711" not in repr(caught.value) + repr(caught.value.__cause__)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE ContractNotice>",
        '<!DOCTYPE ContractNotice SYSTEM "http://127.0.0.1:9/notice.dtd">',
        '<!DOCTYPE ContractNotice PUBLIC "-//X//Y" "file:///etc/passwd">',
        '<!DOCTYPE ContractNotice [<!ENTITY % more SYSTEM "http://127.0.0.1:9/"> %more;]>',
    ],
)
def test_a_document_type_is_refused_in_any_encoding(written, refusal, declaration, encoding):
    text = with_document_type(written, declaration).decode()
    text = text.replace('encoding="UTF-8"', 'encoding="UTF-16"') if "16" in encoding else text
    mark = "\ufeff" if encoding.endswith(("le", "be")) else ""
    assert refusal((mark + text).encode(encoding)) == DECLARES


@pytest.mark.parametrize("where", ["text", "attribute"])
def test_a_billion_laughs_are_refused_before_the_first(written, refusal, where):
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10)
    )
    declaration = f"<!DOCTYPE ContractNotice [{entities}]>"
    if where == "attribute":
        source = written((START, f'{declaration}\n{START} laughs="&a9;"'))
    else:
        source = with_document_type(written, declaration, "&a9;")
    assert refusal(source) == DECLARES


def test_the_words_of_a_document_type_in_a_comment_or_text_are_harmless(written):
    source = written(
        (START, f"<!-- <!DOCTYPE html> -->{START}"), (TITLE, "<![CDATA[<!DOCTYPE html>]]>")
    )
    assert eforms.read(source, name="notice.xml").title == {"da": "<!DOCTYPE html>"}


def test_an_undeclared_entity_is_malformed(written, refusal):
    assert refusal(written((TITLE, "&nbsp;"))).startswith("This file is not well-formed XML: line")


@pytest.mark.parametrize("depth", [300, 10_000, 1_000_000])
def test_a_bottomless_nest_is_refused(written, refusal, depth):
    nest = "<a>" * depth + "</a>" * depth
    assert refusal(written(("<!-- lots -->", nest))) == BEYOND


def test_one_endless_text_is_refused(written, refusal):
    assert refusal(written((TITLE, "x" * 11 * MEGABYTE))) == BEYOND


def test_a_file_of_21_megabytes_is_refused_before_it_is_parsed(refusal, tmp_path):
    file = tmp_path / "large.xml"
    with file.open("wb") as large:
        large.truncate(21 * MEGABYTE)
    assert refusal(file) == TOO_LARGE
    assert refusal(b"<" * 21 * MEGABYTE) == TOO_LARGE


def test_the_limit_is_the_callers_to_set(written, refusal):
    source = written()
    assert refusal(source, limit=len(source) - 1).startswith("This file is larger than 0.0")
    assert eforms.read(source, name="notice.xml", limit=len(source)).version == 1


def test_a_long_notice_below_the_limit_is_read(written):
    lots = "".join(
        f'<cac:ProcurementProjectLot><cbc:ID schemeName="Lot">LOT-{number:05}</cbc:ID>'
        f"<cac:ProcurementProject><cbc:Description>{'x' * 900}</cbc:Description>"
        "</cac:ProcurementProject></cac:ProcurementProjectLot>"
        for number in range(2_000)
    )
    assert len(eforms.read(written(("<!-- lots -->", lots)), name="long.xml").lots) == 2_000


def test_an_empty_file_is_refused(refusal):
    assert refusal(b"") == "This file is empty."


@pytest.mark.parametrize("source", [b"\xef\xbb\xbf", b"  \n", b"\x00\x00\x00\x00", b"notice"])
def test_a_file_without_an_element_is_refused(refusal, source):
    assert refusal(source).startswith("This file is not well-formed XML: line")


def test_a_file_cut_short_is_refused_with_the_place_where_it_ends(written, refusal):
    source = written()
    cut = source[: source.index(b"<cbc:VersionID>")]
    assert refusal(cut) == malformed(1 + cut.count(b"\n"), 3)


def test_bytes_of_another_encoding_are_refused(written, refusal):
    source = written(("Stille havnekran", "Støjsvag kran"))
    garbled = source.replace("Støjsvag".encode(), "Støjsvag".encode("latin-1"))
    assert garbled != source
    assert refusal(garbled).startswith("This file is not well-formed XML: line")


def test_the_same_notice_in_other_encodings_is_the_same_notice(written):
    plain = eforms.read(written(), name="notice.xml")
    text = written().decode()
    for encoding in ("UTF-16", "ISO-8859-1", "windows-1252"):
        source = text.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding)
        assert eforms.read(source, name="notice.xml") == plain


def test_an_encoding_that_nobody_knows_is_refused(written, refusal):
    source = written(('encoding="UTF-8"', 'encoding="x-havneby"'))
    assert refusal(source).startswith("This file is not well-formed XML: line 1")


def test_a_web_page_is_refused(refusal):
    assert refusal(b"<!DOCTYPE html><html><body>Not found</body></html>") == DECLARES
    assert refusal(b"<html><body>Not found</body></html>") == NOT_A_NOTICE.format("html")
    assert refusal(b"<html><body><br>Not found</body></html>") == malformed(1, 33)


def test_a_zip_named_xml_is_refused(written, refusal):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("notice.xml", written())
    assert refusal(packed.getvalue()) == malformed(1, 1)


@pytest.mark.parametrize(
    ("source", "root"),
    [
        (b"<ContractNotice/>", "ContractNotice"),
        (
            b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>',
            "Invoice",
        ),
        (b'<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted"/>', "TED_EXPORT"),
        (
            b'<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:'
            b'PriorInformationNotice-2"/>',
            "ContractNotice",
        ),
    ],
)
def test_other_documents_are_refused_by_the_name_of_their_root(refusal, source, root):
    assert refusal(source) == NOT_A_NOTICE.format(root)


@pytest.mark.parametrize("identifier", ["", "   ", "x" * 101])
def test_a_notice_that_cannot_be_told_from_others_is_refused(written, refusal, identifier):
    source = written(("6B1F0C1E-3C1B-4E0E-9A55-0D4B5C3F7A11", identifier))
    assert refusal(source) == (
        "This notice has no identifier (BT-701), so it cannot be told from others."
    )


def test_a_file_that_is_not_there_or_a_folder_is_refused(refusal, tmp_path):
    missing = tmp_path / "missing.xml"
    assert refusal(missing) == refusal(tmp_path) == "This file cannot be opened."


def test_a_refusal_names_its_file(tmp_path):
    with pytest.raises(Unreadable, match=r"^folder/a\.xml: This file is empty\.$"):
        eforms.read(b"", name="folder/a.xml")


@settings(max_examples=300, derandomize=True, database=None, deadline=None)
@given(damage=st.data())
def test_a_damaged_notice_is_read_or_refused_and_nothing_else(written, damage):
    source = written()
    start = damage.draw(st.integers(0, len(source)))
    end = damage.draw(st.integers(start, min(len(source), start + 80)))
    broken = source[:start] + damage.draw(st.binary(max_size=40)) + source[end:]
    with suppress(Unreadable):
        assert eforms.read(broken, name="damaged.xml").notice_id
