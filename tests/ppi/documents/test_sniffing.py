"""Is a file what its name says? What is not is refused, with a sentence that says what to do."""

from __future__ import annotations

import struct
import zipfile

import pytest

from ppi.documents.choices import ACCEPTED, DOCX, ODS, ODT, XLSX, Flaw
from ppi.documents.naming import ending_of
from ppi.documents.sniffing import media_type
from ppi.kernel.verdicts import Refused
from tests.ppi.documents import made

TEXT = "text/plain; charset=utf-8"
BARE, TABLES = b"\xff\x01", made.segment(0xC4, b"x")
DOCUMENT_TYPE = b"<!DOCTYPE Types []>" + made.content_types(f"{DOCX}.main+xml")
BIG = b"0" * (2 * 1024 * 1024)


@pytest.mark.parametrize(
    ("name", "content", "served_as"),
    [
        ("plan.pdf", made.PDF, "application/pdf"),
        ("plan.pdf", made.PDF + b"\n" * 900, "application/pdf"),
        ("map.PNG", made.png(8000, 5000), "image/png"),
        # A page behind a picture: harmless, since it leaves as a picture, to be saved.
        ("map.png", made.png() + b"<script>alert(1)</script>", "image/png"),
        ("photo.jpg", made.jpeg(made.frame(8000, 5000)), "image/jpeg"),
        ("photo.jpeg", made.jpeg(b"\xff" * 9 + made.frame(1, 1, 0xC2)), "image/jpeg"),
        ("photo.jpg", made.jpeg(BARE, TABLES, made.frame(1, 1)), "image/jpeg"),
        ("list.csv", "navn;værdi\r\n\t€\n".encode(), "text/csv; charset=utf-8"),
        ("note.txt", "\ufeffmed byte order mark".encode(), TEXT),
        # A character cut in two by the end of a chunk.
        ("note.txt", b"x" * (1024 * 1024 - 1) + "æ".encode(), TEXT),
        ("note.docx", made.docx(), DOCX),
        ("note.docx", made.docx({"word/media/": b"", "word/media/a.png": made.png()}), DOCX),
        # A chart brings its numbers in a workbook of its own, an old object in an old format.
        ("note.docx", made.docx({"word/embeddings/Numbers.xlsx": made.xlsx()}), DOCX),
        ("note.docx", made.docx({"word/embeddings/oleObject1.bin": made.OLD_OFFICE}), DOCX),
        ("sheet.xlsx", made.xlsx(), XLSX),
        ("sheet.xlsx", made.archive(made.office(XLSX), zipfile.ZIP_STORED), XLSX),
        ("text.odt", made.odt(), ODT),
        ("text.odt", made.odt({"META-INF/manifest.xml": b"<manifest/>"}), ODT),
        ("sheet.ods", made.odt(mimetype=ODS), ODS),
    ],
)  # fmt: skip
def test_a_file_that_is_what_it_says_is_served_as_that(name, content, served_as) -> None:
    upload = made.upload(name, content)

    assert media_type(upload) == served_as
    assert upload.tell() == 0


def flaw_of(name: str, content: bytes) -> Flaw:
    """The one whose sentence is said, name and ending filled in."""
    with pytest.raises(Refused) as refused:
        media_type(made.upload(name, content))
    said = refused.value.sentence
    return next(flaw for flaw in Flaw if flaw.sentence(name, ending_of(name)) == said)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", b"GIF89a"),
        ("plan.pdf", b" " + made.PDF),
        ("map.png", made.PDF),
        ("map.png", made.png(0, 5)),
        ("map.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x01tEXt" + b"x" * 20),
        ("photo.jpg", made.png()),
        ("photo.jpg", made.jpeg(made.frame(5, 0))),
        ("photo.jpg", made.jpeg()),
        ("photo.jpg", made.jpeg(b"no mark")),
        ("photo.jpg", made.jpeg(b"\xff" * 40)),
        ("photo.jpg", made.jpeg(b"\xff\xe1\x00\x01")),
        ("photo.jpg", made.jpeg(*[b"\xff\x01"] * 1001, made.frame(1, 1))),
    ],
)
def test_what_is_something_else_is_refused(name, content) -> None:
    assert flaw_of(name, content) == Flaw.NOT_THAT


@pytest.mark.parametrize("ending", ACCEPTED)
def test_every_kind_has_its_own_look(ending) -> None:
    assert flaw_of(f"x{ending}", b"MZ\x90\x00") in (Flaw.NOT_THAT, Flaw.NOT_UTF8)


@pytest.mark.parametrize(
    "name", ["run.exe", "a.pdf.exe", "page.html", "i.svg", "no-ending", ".pdf"]
)
def test_other_kinds_are_refused_by_their_ending(name) -> None:
    with pytest.raises(Refused, match="«.+» cannot be taken: use PDF"):
        media_type(made.upload(name, made.PDF))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", made.PDF[:-8]),
        ("plan.pdf", made.PDF + b"x" * 2000),
        ("map.png", made.png()[:20]),
        ("photo.jpg", made.jpeg(made.frame(5, 5))[:24]),
        ("photo.jpg", b"\xff\xd8\xff"),
    ],
)
def test_half_a_file_is_refused(name, content) -> None:
    assert flaw_of(name, content) == Flaw.CUT_OFF


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("map.png", made.png(50_000, 50_000)),
        ("map.png", made.png(0xFFFFFFFF, 1)),
        ("photo.jpg", made.jpeg(made.frame(65_535, 611))),
    ],
)
def test_a_picture_of_too_many_pixels_is_refused_without_decoding_it(name, content) -> None:
    assert flaw_of(name, content) == Flaw.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", b"\x00\x01\x02"),
        ("list.csv", "værdi".encode("cp1252")),
        ("note.txt", "UTF-16".encode("utf-16")),
        ("note.txt", b"a\x1b[2J"),
        ("note.txt", "a\x85".encode()),
        ("note.txt", b"x" * 9000 + b"\xc3"),
        ("note.txt", b"x" * (3 * 1024 * 1024) + b"\x07"),
    ],
)
def test_text_is_utf8_to_its_last_byte(name, content) -> None:
    assert flaw_of(name, content) == Flaw.NOT_UTF8


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", made.LOCKED_PDF),
        ("plan.pdf", made.PDF + b" " * (1024 * 1024 - 80) + made.LOCKED_PDF),
        # A password makes a modern office file an old container; so does an old version.
        ("note.docx", made.OLD_OFFICE),
        ("text.odt", made.odt({"META-INF/manifest.xml": b"<manifest:encryption-data/>"})),
        ("note.docx", made.with_directory(made.docx(), 8, b"\x01\x00")),
    ],
)
def test_what_only_some_can_open_is_refused(name, content) -> None:
    assert flaw_of(name, content) == Flaw.LOCKED


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.docx", made.docx({"word/vbaProject.bin": b"x"})),
        ("note.docx", made.docx({"word/VBAPROJECT.BIN": b"x"})),
        ("note.docx", made.docx({"word/other.bin": made.OLD_OFFICE})),
        ("note.docx", made.docx({}, "application/vnd.ms-word.document.macroEnabled.main+xml")),
        # As an office program reads it, not as it is spelt.
        ("note.docx", made.docx({}, "application/vnd.ms-office.vba&#80;roject")),
        ("text.odt", made.odt({"Basic/Standard/Module1.xml": b"x"})),
        ("text.odt", made.odt({"Scripts/python/x.py": b"x"})),
        (
            "note.docx",
            made.docx({"word/embeddings/n.xlsx": made.xlsx({"xl/vbaProject.bin": b"x"})}),
        ),
    ],
)
def test_macros_are_refused_wherever_they_hide(name, content) -> None:
    assert flaw_of(name, content) == Flaw.MACROS


@pytest.mark.parametrize(
    "content",
    [
        made.docx({"word/media/more.zip": made.archive({"a": b"a"})}),
        made.docx(
            {
                "word/embeddings/a.docx": made.docx(
                    {"word/embeddings/b.docx": made.docx({"word/embeddings/c": b""})}
                )
            }
        ),
    ],
)
def test_an_archive_inside_is_refused(content) -> None:
    assert flaw_of("note.docx", content) == Flaw.NESTED


DOCX_FILE = made.docx({"z": b"0" * 100})


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 and nothing else",
        DOCX_FILE[:-30],
        made.xlsx(),
        made.odt(),
        made.archive({"word/document.xml": b"<document/>"}),
        made.archive(made.office(DOCX) | {"[Content_Types].xml": b"<Types"}),
        made.archive(made.office(DOCX) | {"[Content_Types].xml": DOCUMENT_TYPE}),
        made.archive(made.office(DOCX), zipfile.ZIP_LZMA),
        made.docx({"/etc/passwd": b"x"}),
        made.docx({"word/../../x": b"x"}),
        made.docx({"word\\x": b"x"}),
        made.docx({"C:x": b"x"}),
        made.docx({"WORD/document.xml": b"again, for those who ignore case"}),
        # A version of the format, and a name's encoding, that `zipfile` will not read.
        made.with_directory(DOCX_FILE, 6, b"\x63\x00"),
        made.with_directory(made.with_directory(DOCX_FILE, 8, b"\x00\x08"), 46, b"\xff"),
        made.lying_about_its_size(DOCX_FILE, 7),
        made.lying_about_its_size(DOCX_FILE, 200),
    ],
)  # fmt: skip
def test_a_broken_or_crafted_office_file_is_refused(content) -> None:
    assert flaw_of("note.docx", content) == Flaw.NOT_THAT


def test_the_kind_of_an_opendocument_is_the_one_it_names() -> None:
    assert flaw_of("text.odt", made.odt(mimetype=f"{ODT}-template")) == Flaw.NOT_THAT
    assert flaw_of("text.odt", made.odt(mimetype=ODS)) == Flaw.NOT_THAT


@pytest.mark.parametrize(
    "content",
    [
        made.docx({f"word/{n}.xml": b"" for n in range(5000)}),
        made.with_end(made.docx(), 12, struct.pack("<L", 3 * 1024 * 1024)),
        made.docx() + b"PK\x06\x07" + made.docx(),
        # A part that only says what the file is has no need of a megabyte.
        made.docx({"META-INF/manifest.xml": BIG}),
        # Parts that claim the same bytes again and again.
        made.with_directory(made.docx({"z": b"0"}), 20, struct.pack("<L", 5000)),
    ],
)
def test_what_unpacks_to_too_much_is_refused(content) -> None:
    assert flaw_of("note.docx", content) == Flaw.UNPACKS_TO_TOO_MUCH


def test_a_bomb_is_refused_by_what_it_unpacks_to_and_not_by_what_it_declares() -> None:
    honest = made.docx({"z": b"0" * (301 * 1024 * 1024)})
    bombs = [honest, *(made.lying_about_its_size(honest, declared) for declared in (0, 7))]

    assert {len(bomb) < 1024 * 1024 for bomb in bombs} == {True}
    assert {flaw_of("bomb.docx", bomb) for bomb in bombs} == {Flaw.UNPACKS_TO_TOO_MUCH}


def test_what_is_embedded_counts_too() -> None:
    half = b"0" * (160 * 1024 * 1024)
    bomb = made.docx({"a": half, "word/embeddings/n.xlsx": made.xlsx({"b": half})})

    assert flaw_of("bomb.docx", bomb) == Flaw.UNPACKS_TO_TOO_MUCH
