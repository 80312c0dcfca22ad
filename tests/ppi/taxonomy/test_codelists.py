from __future__ import annotations

import csv
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ppi.taxonomy import cpv, releases, services
from ppi.taxonomy.choices import Origin
from ppi.taxonomy.models import CpvCode, NutsRegion

LABELS = {
    "en": {"cpv.34000000": "Transport", "cpv.34928500": "Lights", "nuts.DK": "Danmark"},
    "da": {"cpv.34000000": "Befordring", "cpv.34928500": "Lys &amp; lygter"},
}
DOCTYPE = '<!DOCTYPE properties SYSTEM "http://127.0.0.1:9/properties.dtd">'


def properties(labels: dict[str, str], doctype: str = DOCTYPE) -> str:
    entries = "".join(f'<entry key="code|name|{k}">{v}</entry>' for k, v in labels.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<properties>{entries}</properties>'


def files(labels: dict[str, dict[str, str]] = LABELS) -> dict[str, str]:
    return {f"translations/code_{key}.xml": properties(value) for key, value in labels.items()}


def folder_of(path: Path, content: dict[str, str]) -> Path:
    for name, text in content.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return path


def zip_of(path: Path, content: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return path


def tar_of(path: Path, content: dict[str, str]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, text in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return path


def load(source: object, *options: object) -> str:
    out = io.StringIO()
    call_command("load_codelists", str(source), *map(str, options), stdout=out)
    return out.getvalue()


def refusal(source: object, *options: object) -> str:
    with pytest.raises(CommandError) as refused:
        load(source, *options)
    return str(refused.value)


def codes() -> list[str]:
    return [f"{row.code} {row.label_en}" for row in CpvCode.objects.all()]


# --- The official release -------------------------------------------------------------------------


def test_the_whole_release_is_loaded_once_and_a_second_time_changes_nothing(facts, reference):
    source, norwegian = reference / "eforms-sdk-1.15.1", reference / "cpv.csv"

    first = load(source, "--norwegian", norwegian)
    before = list(CpvCode.objects.order_by("pk").values())
    second = load(source, "--norwegian", norwegian)

    assert first == (
        "CPV codes: 9,454 (9,409 added, 45 changed), "
        "NUTS codes: 2,087 (1,850 added, 237 changed).\n"
    )
    assert second == (
        "CPV codes: 9,454 (0 added, 0 changed), NUTS codes: 2,087 (0 added, 0 changed).\n"
    )
    assert list(CpvCode.objects.order_by("pk").values()) == before
    assert (CpvCode.objects.count(), NutsRegion.objects.count()) == (9454, 2087)
    assert_agrees_with(norwegian)
    lights = CpvCode.objects.get(code="34928500")
    assert (lights.written, lights.label_da) == ("34928500-3", "Udstyr til gadebelysning")
    assert {row.origin for row in CpvCode.objects.all()} == {Origin.OFFICIAL}
    assert NutsRegion.objects.get(code="EL303").country == "GR"


def assert_agrees_with(path: Path) -> None:
    """Every label, check digit and parent is that of the published list."""
    columns = ("en", "da", "de", "et", "fi", "lt", "lv", "nb", "sv")
    with path.open(encoding="utf-8") as file:
        expected = {
            row["code"]: (
                row["check_digit"],
                row["parent"],
                *(" ".join(row[column].split()) for column in columns),
            )
            for row in csv.DictReader(file)
        }
    loaded = {
        row.code: (
            row.check_digit,
            row.parent_id or "",
            *(" ".join(getattr(row, f"label_{column}").split()) for column in columns),
        )
        for row in CpvCode.objects.all()
    }
    assert loaded == expected


# --- Forms a release may come in ------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "eForms-SDK-9.9/"])
@pytest.mark.parametrize(
    "pack",
    [
        lambda path, content: folder_of(path / "sdk", content),
        lambda path, content: zip_of(path / "sdk.zip", content),
        lambda path, content: tar_of(path / "sdk.tar.gz", content),
    ],
    ids=["folder", "zip", "tar.gz"],
)
def test_a_release_is_read_from_a_folder_or_an_archive(
    db, tmp_path: Path, pack: Callable, prefix: str
):
    source = pack(tmp_path, {prefix + name: text for name, text in files().items()})

    assert load(source) == (
        "CPV codes: 2 (2 added, 0 changed), NUTS codes: 1 (1 added, 0 changed).\n"
    )
    lights = CpvCode.objects.get(code="34928500")
    assert (lights.label_en, lights.label_da, lights.parent_id) == (
        "Lights",
        "Lys & lygter",
        "34000000",
    )
    assert (lights.label_sv, lights.check_digit) == (None, "")


def test_without_a_norwegian_list_what_is_known_stays(facts, tmp_path: Path):
    before = CpvCode.objects.get(code="34000000")

    load(folder_of(tmp_path, files()))

    after = CpvCode.objects.get(code="34000000")
    assert (after.label_en, after.label_nb, after.check_digit) == (
        "Transport",
        before.label_nb,
        before.check_digit,
    )


def test_codes_that_a_newer_release_lacks_stay(facts, tmp_path: Path):
    load(folder_of(tmp_path, files()))

    assert CpvCode.objects.filter(code="45000000").exists()
    assert CpvCode.objects.count() == 46


def test_the_parent_of_a_code_comes_from_the_list_alone(db, tmp_path: Path):
    labels = {"cpv.34900000": "Roads", "cpv.34000000": "Transport", "nuts.DK": "Danmark"}

    load(folder_of(tmp_path, files({"en": labels})))

    assert CpvCode.objects.get(code="34900000").parent_id == cpv.parent("34900000", ["34000000"])


# --- Sources that are refused ---------------------------------------------------------------------


def test_a_source_that_is_not_there_is_refused(db, tmp_path: Path):
    missing = tmp_path / "nowhere"

    assert refusal(missing) == f"There is no folder or file {missing}."


def test_a_folder_that_is_no_release_is_refused(db, tmp_path: Path):
    (tmp_path / "notes.txt").write_text("hello")

    assert refusal(tmp_path) == (
        f"{tmp_path} is not an eForms SDK release: it has no translations/code_en.xml."
    )


@pytest.mark.parametrize("name", ["notes.txt", "release.zip", "release.tar.gz"])
def test_a_file_that_is_no_archive_is_refused_whatever_its_name(db, tmp_path: Path, name: str):
    source = tmp_path / name
    source.write_text("hello")

    assert refusal(source) == f"{source} is neither a folder nor a .tar.gz or .zip archive."


@pytest.mark.parametrize(("pack", "name"), [(zip_of, "x.zip"), (tar_of, "x.tar.gz")])
def test_a_damaged_archive_is_refused(db, tmp_path: Path, pack: Callable, name: str):
    source = pack(tmp_path / name, files())
    source.write_bytes(source.read_bytes()[:60])

    assert refusal(source).startswith(f"{source} is a damaged archive: ")


@pytest.mark.parametrize(("pack", "name"), [(zip_of, "x.zip"), (tar_of, "x.tar.gz")])
@pytest.mark.parametrize(
    "member",
    [
        "../translations/code_en.xml",
        "/etc/translations/code_en.xml",
        "sdk/../../translations/code_en.xml",
        "..\\translations\\code_en.xml",
    ],
)
def test_an_archive_that_reaches_out_of_its_folder_is_refused(
    db, tmp_path: Path, pack: Callable, name: str, member: str
):
    source = pack(tmp_path / name, {member: properties(LABELS["en"]), **files()})

    assert refusal(source) == f"The archive holds a file that would leave its folder: {member}"
    assert codes() == []


def test_a_link_in_an_archive_is_not_followed(db, tmp_path: Path):
    secret = tmp_path / "secret.xml"
    secret.write_text(properties(LABELS["en"]))
    source = tmp_path / "x.tar.gz"
    with tarfile.open(source, "w:gz") as archive:
        link = tarfile.TarInfo("translations/code_en.xml")
        link.type, link.linkname = tarfile.SYMTYPE, str(secret)
        archive.addfile(link)

    assert "has no translations/code_en.xml" in refusal(source)


@pytest.mark.parametrize(("pack", "name"), [(zip_of, "x.zip"), (tar_of, "x.tar.gz")])
def test_a_file_that_unpacks_to_too_much_is_refused(
    db, tmp_path: Path, pack: Callable, name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(releases, "LARGEST_FILE", 50_000)
    source = pack(tmp_path / name, {"translations/code_en.xml": " " * 50_001})

    assert source.stat().st_size < 5_000
    assert refusal(source) == "translations/code_en.xml is larger than 50,000 bytes."


def test_an_archive_that_unpacks_to_too_much_is_refused_although_no_file_is_wanted(
    db, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(releases, "LARGEST_CONTENT", 200_000)
    source = tar_of(tmp_path / "x.tar.gz", {"zeros": "0" * 300_000, **files()})

    assert refusal(source) == "The archive unpacks to more than 200,000 bytes."


@pytest.mark.parametrize(("pack", "name"), [(zip_of, "x.zip"), (tar_of, "x.tar.gz")])
def test_an_archive_with_too_many_files_is_refused(
    db, tmp_path: Path, pack: Callable, name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(releases, "MOST_MEMBERS", 10)
    source = pack(tmp_path / name, {f"empty/{number}": "" for number in range(11)})

    assert refusal(source) == "The archive holds more than 10 files."


def with_english(content: str) -> dict[str, str]:
    return {"translations/code_en.xml": content}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("<properties><entry", "translations/code_en.xml is not well-formed XML: "),
        ("", "translations/code_en.xml is not well-formed XML: "),
        ("<html/>", "translations/code_en.xml is not a list of properties."),
        (
            properties(
                {"cpv.34000000": "&lol2;", "nuts.DK": "Danmark"},
                '<!DOCTYPE properties [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>',
            ),
            "translations/code_en.xml declares entities, which a code list has no use for.",
        ),
        (
            properties(
                {"cpv.34000000": "&file;", "nuts.DK": "Danmark"},
                '<!DOCTYPE properties [<!ENTITY file SYSTEM "file:///etc/passwd">]>',
            ),
            "translations/code_en.xml declares entities, which a code list has no use for.",
        ),
        (properties({"nuts.DK": "Danmark"}), "carries no CPV or no NUTS codes."),
        (properties({"cpv.34000000": "Transport"}), "carries no CPV or no NUTS codes."),
        (properties({"cpv.3400": "x", "nuts.dk": "y"}), "carries no CPV or no NUTS codes."),
        (
            properties({"cpv.34000000": "x" * 401, "nuts.DK": "Danmark"}),
            "The label of code|name|cpv.34000000 in translations/code_en.xml is longer than 400",
        ),
        (
            properties({"cpv.34000000": "Transport", "nuts.DK": "Danmark", "nuts.DK04": "J"}),
            "The region DK04 lies in no region of the list.",
        ),
    ],
)
def test_a_release_with_hostile_or_broken_content_is_refused_whole(
    facts, tmp_path: Path, content: str, sentence: str
):
    before = codes()

    assert sentence in refusal(folder_of(tmp_path, with_english(content)))
    assert codes() == before


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://example.org/sdk.zip", "http://example.org/sdk.zip is not an https address."),
        ("file:///etc/passwd", "file:///etc/passwd is not an https address."),
        ("https://127.0.0.1/sdk.zip", "127.0.0.1 is not a public address."),
        ("https://localhost:8000/sdk.zip", "localhost is not a public address."),
        ("https://169.254.169.254/latest", "169.254.169.254 is not a public address."),
    ],
)
def test_an_address_that_is_not_public_https_is_refused(db, url: str, sentence: str):
    assert refusal(url) == sentence


def test_a_norwegian_list_of_another_layout_is_refused(facts, tmp_path: Path):
    source = folder_of(tmp_path / "sdk", files())
    table = tmp_path / "norwegian.csv"

    table.write_text("code,nb\n34000000,Transport\n", encoding="utf-8")
    assert refusal(source, "--norwegian", table) == f"{table} lacks the column check_digit."

    table.write_text("code,check_digit,nb\n3400,7,Transport\n", encoding="utf-8")
    assert refusal(source, "--norwegian", table) == (
        f"{table}, line 2: not a CPV code and its label."
    )

    table.write_bytes(b"code,check_digit,nb\n34000000,7,Transportm\xf8\n")
    assert refusal(source, "--norwegian", table).startswith(
        f"{table} could not be read as CSV in UTF-8: "
    )

    assert refusal(source, "--norwegian", tmp_path / "none.csv").startswith(
        f"{tmp_path / 'none.csv'} could not be read as CSV in UTF-8: "
    )
    assert CpvCode.objects.get(code="34000000").origin == Origin.FACTS


def test_a_norwegian_list_brings_labels_and_check_digits(db, tmp_path: Path):
    table = tmp_path / "norwegian.csv"
    table.write_text("code,check_digit,nb\n34928500,3,Gatelys\n", encoding="utf-8")

    services.load_codelists(str(folder_of(tmp_path / "sdk", files())), table)

    rows = {row.code: (row.check_digit, row.label_nb or "") for row in CpvCode.objects.all()}
    assert rows == {"34000000": ("", ""), "34928500": ("3", "Gatelys")}
