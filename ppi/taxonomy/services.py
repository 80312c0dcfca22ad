"""The verbs: put the facts that the platform carries, and the official code lists, into rows."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation

from ppi.taxonomy import codelists, cpv, nuts
from ppi.taxonomy.choices import ANY_BUYER, Origin, Unit
from ppi.taxonomy.models import (
    CpvCode,
    LegalPeriod,
    NationalThreshold,
    NutsRegion,
    SmallLotLimit,
    Threshold,
    TimeLimit,
)
from ppi.taxonomy.upsert import Changes, upsert

FACTS = Path(__file__).parent / "facts"
THRESHOLD_KEY = ("directive", "buyer_type", "contract", "currency", "valid_from")
NATIONAL_KEY = ("country", "what", "buyer_type", "contract", "service", "valid_from")
SMALL_LOT_KEY = ("directive", "contract", "currency", "valid_from")
TIME_LIMIT_KEY = ("directive", "procedure", "technique")
TIME_LIMIT_DAYS = (
    "requests",
    "requests_urgent",
    "tenders",
    "tenders_electronic",
    "tenders_pin",
    "tenders_urgent",
    "tenders_agreed",
)


@transaction.atomic
def load_facts() -> dict[str, Changes]:
    """Load what the repository carries. A second run changes nothing.

    Official labels are never replaced by ours, nor a national limit that somebody checked later
    than the facts were. Rows that the facts do not know stay.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "CPV divisions": upsert(CpvCode, ("code",), division_rows(), keep=is_official),
            "NUTS regions": upsert(NutsRegion, ("code",), region_rows(), keep=is_official),
            "EU thresholds": upsert(Threshold, THRESHOLD_KEY, threshold_rows()),
            "national thresholds": upsert(
                NationalThreshold, NATIONAL_KEY, national_rows(), keep=was_checked_later
            ),
            "small lots": upsert(SmallLotLimit, SMALL_LOT_KEY, small_lot_rows()),
            "time limits": upsert(TimeLimit, TIME_LIMIT_KEY, time_limit_rows()),
            "legal periods": upsert(LegalPeriod, ("directive", "what"), legal_period_rows()),
        }


@transaction.atomic
def load_codelists(source: str, norwegian: Path | None = None) -> dict[str, Changes]:
    """Load all CPV and NUTS codes from an eForms SDK release: a folder, an archive or a URL.

    `norwegian` is a CSV with Norwegian labels and check digits, which the SDK lacks; without it,
    those already known stay. Raises `codelists.SourceRefused` with a sentence. A second run
    changes nothing, and codes that the source lacks stay.
    """
    release = codelists.read_release(source)
    additions = codelists.read_norwegian(norwegian) if norwegian else {}
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "CPV codes": upsert(CpvCode, ("code",), cpv_rows(release.cpv, additions)),
            "NUTS codes": upsert(NutsRegion, ("code",), nuts_rows(release.nuts)),
        }


def is_official(row: CpvCode | NutsRegion, values: dict) -> bool:
    return row.origin == Origin.OFFICIAL


def was_checked_later(row: NationalThreshold, values: dict) -> bool:
    ours = values["checked_on"]
    return row.checked_on is not None and (ours is None or row.checked_on > ours)


def facts(name: str) -> dict:
    return tomllib.loads((FACTS / f"{name}.toml").read_text(encoding="utf-8"))


def division_rows() -> Iterator[dict]:
    for division in facts("cpv_divisions")["division"]:
        yield {
            "code": division["code"],
            "check_digit": division["check_digit"],
            "parent_id": None,
            "origin": Origin.FACTS,
            **{f"label_{language}": label for language, label in division["label"].items()},
        }


def region_rows() -> Iterator[dict]:
    for regions in facts("nuts_regions").values():
        for code, name in regions.items():
            yield region_row(code, name, Origin.FACTS)


def region_row(code: str, name: str, origin: Origin) -> dict:
    return {
        "code": code,
        "level": nuts.level(code),
        "parent_id": nuts.parent(code),
        "country": nuts.country(code),
        "name": name,
        "origin": origin,
    }


def threshold_rows() -> Iterator[dict]:
    """Each figure of each period, for every contract it applies to."""
    known = facts("thresholds")
    for period in known["period"]:
        for rule in known["rule"]:
            if rule["figure"] in period["figures"]:
                yield from figure_rows(period, rule, known["regulations"][period["regulations"]])


def figure_rows(period: dict, rule: dict, regulations: dict[str, str]) -> Iterator[dict]:
    for contract in rule["contracts"]:
        yield {
            "directive": rule["directive"],
            "buyer_type": rule["buyer_type"],
            "contract": contract,
            "currency": period["currency"],
            "amount": Decimal(period["figures"][rule["figure"]]),
            "valid_from": period["valid_from"],
            "valid_to": period.get("valid_to"),
            "regulation": regulations[rule["directive"]],
            "article": rule["article"],
            "status": period.get("figure_status", {}).get(rule["figure"], period["status"]),
            "source": period["source"],
        }


def national_rows() -> Iterator[dict]:
    for limit in facts("national_thresholds")["threshold"]:
        for contract in limit["contracts"]:
            yield {
                "country": limit["country"],
                "what": limit["what"],
                "buyer_type": limit.get("buyer_type", ANY_BUYER),
                "contract": contract,
                "service": limit.get("service", ""),
                "amount": Decimal(limit["amount"]),
                "currency": limit["currency"],
                "valid_from": limit.get("valid_from"),
                "valid_to": limit.get("valid_to"),
                "source": limit["source"],
                "url": limit.get("url", ""),
                "checked_on": limit.get("checked_on"),
                "status": limit["status"],
                "note_en": limit.get("note", ""),
            }


def time_limit_rows() -> Iterator[dict]:
    for limit in facts("time_limits")["limit"]:
        yield {
            "directive": limit["directive"],
            "procedure": limit["procedure"],
            "technique": limit.get("technique", ""),
            "contracts": limit.get("contracts", []),
            "article": limit["article"],
            **{name: limit.get(name) for name in TIME_LIMIT_DAYS},
            "note_en": limit.get("note", ""),
            "status": limit["status"],
            "source": limit["source"],
        }


def small_lot_rows() -> Iterator[dict]:
    """Each amount of each period, for every contract it applies to."""
    known = facts("small_lots")
    for period in known["period"]:
        for rule in known["rule"]:
            for contract in rule["contracts"]:
                yield {
                    "directive": rule["directive"],
                    "contract": contract,
                    "currency": period["currency"],
                    "amount": Decimal(period["figures"][rule["figure"]]),
                    "share": rule["share"],
                    "valid_from": period["valid_from"],
                    "valid_to": period.get("valid_to"),
                    "article": rule["article"],
                    "status": rule.get("status", period["status"]),
                    "source": period["source"],
                }


def legal_period_rows() -> Iterator[dict]:
    for period in facts("legal_periods")["period"]:
        yield {
            "directive": period["directive"],
            "what": period["what"],
            "length": period["length"],
            "unit": period.get("unit", Unit.DAYS),
            "act": period.get("act", ""),
            "article": period.get("article", ""),
            "status": period["status"],
            "source": period["source"],
        }


def cpv_rows(labels: dict[str, dict[str, str]], norwegian: dict[str, dict[str, str]]):
    """Codes in order, so that a parent comes before its children."""
    for code in sorted(labels):
        yield {
            "code": code,
            "parent_id": cpv.parent(code, labels),
            "origin": Origin.OFFICIAL,
            **{f"label_{language}": label for language, label in labels[code].items()},
            **norwegian_columns(norwegian, code),
        }


def norwegian_columns(norwegian: dict[str, dict[str, str]], code: str) -> dict[str, str]:
    """Nothing at all without a Norwegian list; for a code it lacks, nothing new."""
    if not norwegian:
        return {}
    row = norwegian.get(code, {})
    return {"label_nb": row.get("nb", ""), "check_digit": row.get("check_digit", "")}


def nuts_rows(names: dict[str, str]) -> Iterator[dict]:
    for code in sorted(names):
        yield region_row(code, names[code], Origin.OFFICIAL)
