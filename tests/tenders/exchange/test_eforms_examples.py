"""All 143 reference examples, against what their manifest says of them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from django.utils import translation

from tenders.exchange import eforms, sources
from tenders.exchange.notice import opportunity_kind
from tenders.exchange.refusals import NotAnOpportunity, Unreadable

NO_IDENTIFIER = "This notice has no identifier (BT-701), so it cannot be told from others."
WITHOUT_IDENTIFIER = {
    f"eforms-sdk-1.15/INVALID_{name}.xml"
    for name in (
        "can_24_empty",
        "can_24_stage-1",
        "can_24_stage-2",
        "cn_24_empty",
        "cn_24_stage-1",
        "cn_24_stage-2",
        "pin-buyer_24_stage-1",
        "pin-only_24_empty",
        "pin-only_24_minimal",
        "pin-only_24_stage-1",
    )
}
LANGUAGES = {"": "en", "ENG": "en", "FRA": "fr", "DEU": "de", "ITA": "it"} | {
    "NOR": "nb",
    "POR": "pt",
    "SPA": "es",
}
# The manifest counts every mention of a lot; results and groups of lots mention it again.
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
MENTION = re.compile(
    r"<(?:efac:TenderLot|cac:ProcurementProjectLotReference)>\s*<cbc:ID schemeName=\"Lot\">"
)


@pytest.fixture(scope="module")
def manifest(examples: Path) -> dict[str, dict[str, str]]:
    with (examples / "MANIFEST.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"].removeprefix("examples/"): row for row in csv.DictReader(file)}


def outcomes(examples: Path, names: set[str]) -> tuple[dict, dict[str, str]]:
    """Notices read and sentences of refusal, both by file name."""
    notices, refusals = {}, {}
    for name in sorted(names):
        try:
            notices[name] = eforms.read(examples / name, name=name)
        except Unreadable as refused:
            with translation.override("en"):
                refusals[name] = str(refused.sentence)
    return notices, refusals


def test_every_example_is_read_unless_it_names_no_notice(examples, manifest):
    notices, refusals = outcomes(examples, set(manifest))
    assert refusals == dict.fromkeys(WITHOUT_IDENTIFIER, NO_IDENTIFIER)
    assert set(notices) == set(manifest) - WITHOUT_IDENTIFIER
    assert len(notices) == 133


def test_every_example_says_what_the_manifest_says(examples, manifest):
    notices, _ = outcomes(examples, set(manifest))
    read = {
        name: (
            notice.document,
            notice.customization,
            notice.subtype,
            notice.notice_type,
            notice.language,
            len(notice.lots),
        )
        for name, notice in notices.items()
    }
    assert read == {
        name: (
            row["root"],
            row["customization_id"],
            row["subtype"],
            row["notice_type"],
            LANGUAGES[row["language"]],
            int(row["lot_ids"]) - mentions(examples / name),
        )
        for name, row in manifest.items()
        if name not in WITHOUT_IDENTIFIER
    }


def mentions(file: Path) -> int:
    return len(MENTION.findall(COMMENT.sub("", file.read_text(encoding="utf-8"))))


def test_every_example_but_two_company_registrations_is_an_opportunity(examples, manifest):
    notices, _ = outcomes(examples, set(manifest))
    registrations = {}
    for notice in notices.values():
        try:
            opportunity_kind(notice)
        except NotAnOpportunity as refused:
            with translation.override("en"):
                registrations[refused.name] = str(refused.sentence)
    assert registrations == {
        f"eforms-sdk-1.15/{file}": (
            f"This notice ({subtype}) registers a company and announces no purchase."
        )
        for file, subtype in (("X01_EEIG.xml", "X01"), ("X02_registration.xml", "X02"))
    }


def test_every_purchase_among_the_examples_has_title_buyer_cpv_language_and_date(
    examples, manifest
):
    notices, _ = outcomes(examples, set(manifest))
    lacking = {
        name
        for name, notice in notices.items()
        if not (
            notice.title
            and notice.description
            and notice.cpv
            and notice.language
            and notice.dispatched
            and all(buyer.name and buyer.country for buyer in notice.buyers)
            and notice.buyers
        )
    }
    assert lacking == {"eforms-sdk-1.15/X01_EEIG.xml", "eforms-sdk-1.15/X02_registration.xml"}


def test_the_folder_of_examples_yields_the_files_of_the_manifest(examples, manifest):
    found = [Path(name).relative_to(examples) for name, _ in sources.notices_in([examples])]
    assert {file.as_posix() for file in found} == set(manifest)
    assert found == sorted(found)
