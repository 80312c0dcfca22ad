"""Reads CPV and NUTS codes out of an eForms SDK release, and Norwegian labels out of a CSV.

The SDK (github.com/OP-TED/eForms-SDK) keeps the names of all codes in `translations/code_xx.xml`:
Java properties in XML, one `<entry key="code|name|cpv.03000000">` each.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from lxml import etree

from ppi.taxonomy import cpv, releases
from ppi.taxonomy.releases import SourceRefused

__all__ = ["Release", "SourceRefused", "read_norwegian", "read_release"]

CPV_ENTRY = re.compile(r"code\|name\|cpv\.(\d{8})")
NUTS_ENTRY = re.compile(r"code\|name\|nuts\.([A-Z]{2}[0-9A-Z]{0,3})")
LONGEST_LABEL = 400
LONGEST_NAME = 200
LARGEST_CSV = 32 * 1024 * 1024
CSV_COLUMNS = {"code", "check_digit", "nb"}


@dataclass(frozen=True)
class Release:
    """CPV labels by code and language; NUTS names, which are native and need no language."""

    cpv: dict[str, dict[str, str]]
    nuts: dict[str, str]


def read_release(source: str) -> Release:
    """Codes and labels of a release, in our languages. Raises `SourceRefused` with a sentence."""
    languages = [code for code, _name in settings.LANGUAGES]
    files = releases.translation_files(source, languages)
    entries = {language: entries_of(files[language], language) for language in files}
    english = entries["en"]
    labels = {
        match[1]: {language: entries[language].get(key, "") for language in entries}
        for key in english
        if (match := CPV_ENTRY.fullmatch(key))
    }
    names = {
        match[1]: name for key, name in english.items() if (match := NUTS_ENTRY.fullmatch(key))
    }
    if not labels or not names:
        raise SourceRefused(f"{source} carries no CPV or no NUTS codes.")
    check_tree(names)
    return Release(labels, names)


def entries_of(content: bytes, language: str) -> dict[str, str]:
    """The CPV and NUTS entries of one translation file, whose DTD is never fetched."""
    name = f"translations/code_{language}.xml"
    root = parsed(content, name)
    if root.tag != "properties":
        raise SourceRefused(f"{name} is not a list of properties.")
    entries = {}
    for entry in root.iterchildren("entry"):
        key = entry.get("key", "")
        if CPV_ENTRY.fullmatch(key) or NUTS_ENTRY.fullmatch(key):
            entries[key] = label_of(entry, key, name)
    return entries


def parsed(content: bytes, name: str) -> etree._Element:
    """Safe parsing: no network, no DTD, and a file that declares entities is refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as failure:
        raise SourceRefused(f"{name} is not well-formed XML: {failure.msg}.") from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise SourceRefused(f"{name} declares entities, which a code list has no use for.")
    return root


def label_of(entry: etree._Element, key: str, name: str) -> str:
    label = " ".join("".join(entry.itertext()).split())
    longest = LONGEST_LABEL if CPV_ENTRY.fullmatch(key) else LONGEST_NAME
    if len(label) > longest:
        raise SourceRefused(f"The label of {key} in {name} is longer than {longest} characters.")
    return label


def check_tree(names: dict[str, str]) -> None:
    orphans = [code for code in names if len(code) > 2 and code[:-1] not in names]
    if orphans:
        raise SourceRefused(f"The region {min(orphans)} lies in no region of the list.")


def read_norwegian(path: Path) -> dict[str, dict[str, str]]:
    """Norwegian label and check digit by code. Raises `SourceRefused` with a sentence."""
    try:
        if path.stat().st_size > LARGEST_CSV:
            raise SourceRefused(f"{path} is larger than {LARGEST_CSV:,} bytes.")
        with path.open(encoding="utf-8-sig", newline="") as file:
            return rows_by_code(csv.DictReader(file), path)
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        raise SourceRefused(f"{path} could not be read as CSV in UTF-8: {failure}") from None


def rows_by_code(reader: csv.DictReader, path: Path) -> dict[str, dict[str, str]]:
    missing = CSV_COLUMNS - set(reader.fieldnames or ())
    if missing:
        raise SourceRefused(f"{path} lacks the column {', '.join(sorted(missing))}.")
    rows = {}
    for row in reader:
        whole = cpv.parsed(f"{row['code']}-{row['check_digit']}")
        if whole is None or len(row["nb"] or "") > LONGEST_LABEL:
            raise SourceRefused(f"{path}, line {reader.line_num}: not a CPV code and its label.")
        rows[whole[0]] = {"check_digit": whole[1], "nb": row["nb"].strip()}
    return rows
