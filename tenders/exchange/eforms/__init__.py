"""eForms XML, any version of the SDK and any national profile, read into a `Notice`.

Validity is not asked for: real notices break rules and lack fields. What is missing or malformed
is None or empty; only what cannot be told apart from other notices is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

from tenders.exchange import opening, refusals, stages, values
from tenders.exchange.eforms import organisations, results, tables
from tenders.exchange.fields import EFORMS, EXTENSION, UBL, Element, every, one, path
from tenders.exchange.notice import Change, Lot, Notice
from tenders.exchange.refusals import Unreadable

_ROOTS = {f"{{{UBL}:{document}-2}}{document}": document for document in stages.DOCUMENTS} | {
    f"{{{EFORMS}/eforms-business-registration-information-notice/1}}{stages.REGISTRATIONS}": (
        stages.REGISTRATIONS
    )
}
_lots = path("cac:ProcurementProjectLot[cbc:ID[@schemeName='Lot' or not(@schemeName)]]")
_parts = path("cac:ProcurementProjectLot[cbc:ID/@schemeName='Part']")
_lot_id = one("cbc:ID")
_changes = path(f"{EXTENSION}/efac:Changes")


def read(source: bytes | Path, *, name: str, limit: int = opening.LARGEST) -> Notice:
    """The notice in one file.

    `name` is what a refusal calls the file, `limit` the most bytes that are read. Raises
    `Unreadable` for a file that is too large, not well-formed, declares a document type, has
    another root element than a notice's, or names no notice (BT-701).
    """
    root = opening.opened(source, name=name, limit=limit)
    document = _document(root, name)
    notice_id = tables.NOTICE_ID(root)
    if notice_id is None:
        raise Unreadable(name, refusals.NO_IDENTIFIER)
    return Notice(source=name, document=document, notice_id=notice_id, **_content(root))


def _document(root: Element, name: str) -> str:
    if root.tag not in _ROOTS:
        raise Unreadable(name, refusals.not_a_notice(etree.QName(root).localname))
    return _ROOTS[root.tag]


def _content(root: Element) -> dict[str, Any]:
    content = every(tables.NOTICE, root)
    language, known = content["language"], organisations.companies(root)
    root.set("languageID", language or "")  # for the texts that state none of their own
    lots, parts = _lots_in(root, _lots), _lots_in(root, _parts)
    return content | {
        "version": tables.VERSION(root) or 1,
        "form_type": tables.FORM_TYPE(root).strip() or None,
        "legal_basis": tables.DOMAIN(root) or tables.LEGISLATION(root),
        "change": _change(root),
        **_project(root, (*lots, *parts)),
        "lots": lots,
        "parts": parts,
        "buyers": organisations.buyers(root, known, language),
        "result": results.result(root, known, language),
    }


def _lots_in(root: Element, found: Callable[[Element], list]) -> tuple[Lot, ...]:
    return tuple(Lot(lot_id=_lot_id(lot) or "", **every(tables.LOT, lot)) for lot in found(root))


def _change(root: Element) -> Change | None:
    return next((Change(**every(tables.CHANGE, found)) for found in _changes(root)), None)


def _first(answers: list) -> Any:
    return next((answer for answer in answers if answer), answers[0])


def _united(answers: list[tuple]) -> tuple:
    return tuple(dict.fromkeys(one for answer in answers for one in answer))


# How the lots answer for a field that is not stated for the procedure; see `Notice`.
_FROM_LOTS = {
    "title": _first,
    "description": _first,
    "nature": _first,
    "cpv": _first,
    "cpv_additional": _united,
    "places": _united,
    "value": values.total,
    "framework_maximum": values.total,
}


def _project(root: Element, lots: tuple[Lot, ...]) -> dict[str, Any]:
    stated = every(tables.PROJECT, root)
    for field, answer in _FROM_LOTS.items():
        if not stated[field] and lots:
            stated[field] = answer([getattr(lot, field) for lot in lots])
    return stated
