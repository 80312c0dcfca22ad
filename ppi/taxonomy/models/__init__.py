"""Codes and dated figures: what the law and its code lists say, and nothing about anybody."""

from ppi.taxonomy.models.codes import CpvCode, NutsRegion
from ppi.taxonomy.models.figures import (
    LegalPeriod,
    NationalThreshold,
    SmallLotLimit,
    Threshold,
    TimeLimit,
)

__all__ = [
    "CpvCode",
    "LegalPeriod",
    "NationalThreshold",
    "NutsRegion",
    "SmallLotLimit",
    "Threshold",
    "TimeLimit",
]
