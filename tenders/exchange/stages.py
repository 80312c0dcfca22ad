"""The notice types of eForms, and which kind of opportunity each of them is.

Codes are those of the eForms lists `notice-type`, `form-type` and `notice-subtype`; the kinds are
the platform's own (`tenders.choices`).
"""

from __future__ import annotations

from typing import NamedTuple

REGISTRATION = "bri"
REGISTRATIONS = "BusinessRegistrationInformationNotice"


class NoticeType(NamedTuple):
    code: str
    form_type: str
    kind: str | None
    subtypes: frozenset[str]


def _row(code: str, form_type: str, kind: str | None, subtypes: str) -> NoticeType:
    return NoticeType(code, form_type, kind, frozenset(subtypes.split()))


# The first row of each form type answers for a notice whose own type is unknown.
NOTICE_TYPES = (
    _row("pmc", "consultation", "consultation", "E1"),
    _row("pin-only", "planning", "planned", "4 5 6 E2"),
    _row("pin-buyer", "planning", "planned", "1 2 3"),
    _row("pin-rtl", "planning", "planned", "7 8 9"),
    _row("pin-tran", "planning", "planned", "T01"),
    _row("cn-standard", "competition", "call", "16 17 18 19 E3"),
    _row("cn-social", "competition", "call", "20 21"),
    _row("cn-desg", "competition", "call", "23 24"),
    _row("pin-cfc-standard", "competition", "call", "10 11 CEI"),
    _row("pin-cfc-social", "competition", "call", "12 13 14"),
    _row("qu-sy", "competition", "call", "15"),
    _row("subco", "competition", "call", "22"),
    _row("veat", "dir-awa-pre", "result", "25 26 27 28"),
    _row("can-standard", "result", "result", "29 30 31 32 E4"),
    _row("can-social", "result", "result", "33 34 35"),
    _row("can-desg", "result", "result", "36 37"),
    _row("can-tran", "result", "result", "T02"),
    _row("can-modif", "cont-modif", "result", "38 39 40 E6"),
    _row("compl", "completion", "result", "E5"),
    _row("brin-eeig", REGISTRATION, None, "X01"),
    _row("brin-ecs", REGISTRATION, None, "X02"),
)

DOCUMENTS = {
    "PriorInformationNotice": "planning",
    "ContractNotice": "competition",
    "ContractAwardNotice": "result",
    REGISTRATIONS: REGISTRATION,
}

_BY_CODE = {row.code: row for row in NOTICE_TYPES}
_BY_SUBTYPE = {subtype: row for row in NOTICE_TYPES for subtype in row.subtypes}
_BY_FORM_TYPE = {row.form_type: row for row in reversed(NOTICE_TYPES)}


def notice_type(
    code: str | None, subtype: str | None, form_type: str | None, document: str
) -> NoticeType:
    """The row for a notice, by the best that it says of itself.

    The notice type decides. Early versions wrote `corr` there for every change notice, and later
    ones may bring types not known yet: then the subtype decides (Norway's national subtypes are
    the European ones behind an N), then the form type, and last the root element.
    """
    return (
        _BY_CODE.get(code or "")
        or _BY_SUBTYPE.get((subtype or "").removeprefix("N"))
        or _BY_FORM_TYPE.get(form_type or "")
        or _BY_FORM_TYPE[DOCUMENTS[document]]
    )
