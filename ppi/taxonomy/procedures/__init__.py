"""Ways of buying: the catalogue of procedures, and which of them fits a purchase."""

from ppi.taxonomy.procedures.catalogue import PROCEDURES
from ppi.taxonomy.procedures.chooser import Suggestion, suggest
from ppi.taxonomy.procedures.conditions import Fit
from ppi.taxonomy.procedures.novelty import Novelty
from ppi.taxonomy.procedures.shape import PurchasingProcedure

__all__ = ["PROCEDURES", "Fit", "Novelty", "PurchasingProcedure", "Suggestion", "suggest"]
