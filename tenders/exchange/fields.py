"""How one field is read out of an element: a path, and how what stands there becomes a value.

Each function here makes a reader, which takes an element and returns the value. Readers stand in
tables (field name to reader), so that a format is described rather than programmed. Paths are
compiled once, when the tables are made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from lxml import etree

from tenders.exchange import codes, values
from tenders.exchange.notice import Moment, Money, Texts

Element = etree._Element
Reader = Callable[[Element], Any]
Spelling = Callable[[str], Any]

UBL = "urn:oasis:names:specification:ubl:schema:xsd"
EFORMS = "http://data.europa.eu/p27"
NAMESPACES = {
    "cac": f"{UBL}:CommonAggregateComponents-2",
    "cbc": f"{UBL}:CommonBasicComponents-2",
    "ext": f"{UBL}:CommonExtensionComponents-2",
    "efac": f"{EFORMS}/eforms-ubl-extension-aggregate-components/1",
    "efbc": f"{EFORMS}/eforms-ubl-extension-basic-components/1",
    "efext": f"{EFORMS}/eforms-ubl-extensions/1",
}
EXTENSION = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"
UNDETERMINED = "und"  # ISO 639-2, for a text in a notice that states no language at all


def path(expression: str) -> Callable[[Element], list]:
    return etree.XPath(expression, namespaces=NAMESPACES, smart_strings=False)


def every(table: Mapping[str, Reader], element: Element) -> dict[str, Any]:
    """Every field of a table, read from one element."""
    return {name: read(element) for name, read in table.items()}


def line(text: str) -> str:
    """A text on one line: XML is indented, and indentation is no part of a name."""
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """A text with its line breaks, but without the indentation around them."""
    return "\n".join(one.strip() for one in text.strip().splitlines())


def one(expression: str, spelling: Spelling = line) -> Reader:
    """The first value there that `spelling` accepts, else None."""
    found = path(expression)

    def read(element: Element) -> Any:
        return next(iter(_spelled(found(element), spelling)), None)

    return read


def many(expression: str, spelling: Spelling = line) -> Reader:
    """Every value there that `spelling` accepts, each once, in the document's order."""
    found = path(expression)

    def read(element: Element) -> tuple:
        return tuple(dict.fromkeys(_spelled(found(element), spelling)))

    return read


def _spelled(nodes: list[Element], spelling: Spelling) -> list:
    spelled = [spelling(text) for node in nodes if (text := (node.text or "").strip())]
    return [value for value in spelled if value is not None]


def texts(expression: str, layout: Callable[[str], str] = line) -> Reader:
    """The wordings there by language; of two in one language the first.

    A text without a `languageID` takes the root's, where whoever opened the document put one.
    """
    found = path(expression)

    def read(element: Element) -> Texts:
        wordings: dict[str, str] = {}
        for node in found(element):
            if text := layout(node.text or ""):
                wordings.setdefault(_language(node), text)
        return wordings

    return read


def _language(node: Element) -> str:
    stated = node.get("languageID") or node.getroottree().getroot().get("languageID", "")
    return codes.language(stated) or UNDETERMINED


def money(expression: str) -> Reader:
    """The first amount there that has a currency."""
    found = path(expression)

    def read(element: Element) -> Money | None:
        amounts = (
            values.money((node.text or "").strip(), node.get("currencyID", "").strip())
            for node in found(element)
        )
        return next((amount for amount in amounts if amount), None)

    return read


def moment(day: str, at: str, *, otherwise: time) -> Reader:
    """One point in time from a date's path and a time's; see `values.moment`."""
    read_day, read_time = one(day), one(at)

    def read(element: Element) -> Moment | None:
        return values.moment(read_day(element) or "", read_time(element) or "", otherwise=otherwise)

    return read


def deadline(period: str) -> Reader:
    """The end of a period. Without a time it lasts through its last day (Reg. 1182/71, art. 3)."""
    return moment(f"{period}/cbc:EndDate", f"{period}/cbc:EndTime", otherwise=values.LAST_SECOND)
