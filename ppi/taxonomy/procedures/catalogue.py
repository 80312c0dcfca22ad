"""All procedures by their code, in the order in which the list shows them."""

from __future__ import annotations

from ppi.taxonomy.procedures import developing, ordinary
from ppi.taxonomy.procedures.shape import PurchasingProcedure

IN_ORDER = (
    ordinary.OPEN,
    ordinary.RESTRICTED,
    ordinary.NEGOTIATION,
    developing.DIALOGUE,
    developing.PARTNERSHIP,
    developing.DESIGN,
    developing.PCP,
    ordinary.QUOTATION,
)
PROCEDURES: dict[str, PurchasingProcedure] = {about.code: about for about in IN_ORDER}
