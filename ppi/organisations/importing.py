"""Colleagues from a table: each line an address and a role, each an invitation of its own."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from ppi.kernel.verdicts import Refused
from ppi.organisations import permissions, services
from ppi.organisations.choices import Role
from ppi.organisations.models import Organisation

MOST_LINES = 300
DELIMITERS = ";,\t"


@dataclass(frozen=True)
class Line:
    """What one line asks for, or why it asks for nothing."""

    number: int
    email: str = ""
    role: str = ""
    fault: str = ""

    @property
    def role_name(self) -> str:
        return str(Role(self.role).label) if self.role else ""


@dataclass(frozen=True)
class Table:
    lines: list[Line] = field(default_factory=list)

    @property
    def good(self) -> list[Line]:
        return [line for line in self.lines if not line.fault]

    @property
    def bad(self) -> list[Line]:
        return [line for line in self.lines if line.fault]


def read(text: str) -> Table:
    """Lines of "address;role", also with commas or tabs; without a role one comes in as a reader.

    A first line without an address is a heading. Raises `Refused` for more than `MOST_LINES`.
    """
    text = "\n".join(text.removeprefix("\ufeff").strip().splitlines())
    rows = list(csv.reader(StringIO(text), delimiter=_delimiter(text)))
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if numbered and not any("@" in cell for cell in numbered[0][1]):
        numbered = numbered[1:]
    if len(numbered) > MOST_LINES:
        raise Refused(_("At most %(number)s lines at once.") % {"number": MOST_LINES}, field="text")
    seen: set[str] = set()
    return Table([_line(number, row, seen) for number, row in numbered])


def _delimiter(text: str) -> str:
    """The one that stands most often in the first line."""
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)


def _line(number: int, row: list[str], seen: set[str]) -> Line:
    cells = [cell.strip() for cell in row] + [""]
    email, role = cells[0].lower(), _role(cells[1])
    line = Line(number, email, role or "")
    if fault := _fault(email, role, cells[1], seen):
        return Line(number, email, "", fault)
    seen.add(email)
    return line


def _fault(email: str, role: str | None, typed: str, seen: set[str]) -> str:
    try:
        validate_email(email)
    except ValidationError:
        return _("«%(typed)s» is no e-mail address.") % {"typed": email}
    if role is None:
        names = ", ".join(str(each.label) for each in Role)
        return _("«%(typed)s» is no role. Roles are: %(names)s.") % {"typed": typed, "names": names}
    return _("It stands in an earlier line already.") if email in seen else ""


def _role(typed: str) -> str | None:
    """By its name in English or in the reader's language; a reader where none stands."""
    if not typed:
        return Role.READER
    known = {name: role for role in Role for name in (role.value, str(role.label).casefold())}
    return known.get(typed.casefold())


def invite_all(organisation: Organisation, table: Table, *, by) -> tuple[int, list[Line]]:
    """Invite everybody of the good lines. Answers how many, and the lines that were refused."""
    permissions.may_own(by, organisation).or_refuse()
    refused = []
    for line in table.good:
        try:
            with transaction.atomic():
                services.invite(organisation, line.email, line.role, by=by)
        except Refused as failure:
            refused.append(Line(line.number, line.email, line.role, failure.sentence))
    return len(table.good) - len(refused), refused
