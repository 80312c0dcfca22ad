"""The minimum time limits of a procedure as they are recorded: never typed a second time."""

from __future__ import annotations

from ppi.taxonomy.models import TimeLimit
from ppi.taxonomy.procedures.shape import PurchasingProcedure


def recorded(about: PurchasingProcedure) -> list[TimeLimit]:
    """Its row for each directive, in the order of the legal basis; one query."""
    codes = {directive: about.time_limit_code(directive) for directive in about.legal_basis}
    rows = TimeLimit.objects.filter(procedure__in=set(codes.values()) - {""}, technique="")
    by_place = {(row.directive, row.procedure): row for row in rows}
    found = (by_place.get((str(directive), str(code))) for directive, code in codes.items())
    return [row for row in found if row is not None]
