"""Rows of the chooser's table below the EU threshold; `rules` says where they stand among all."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ppi.taxonomy.procedures.conditions import (
    BELOW,
    CIVIL,
    CONCESSION,
    MISSING,
    NEW_COMBINATION,
    NO_CONTEST,
    NO_RESEARCH,
    NOT_KNOWN,
    ON_SALE,
    OPEN,
    QUOTATION,
    RESEARCH,
    UNKNOWN,
    Fit,
    Rule,
)
from ppi.taxonomy.procedures.legal import NATIONAL

BELOW_THE_THRESHOLD = (
    Rule(
        QUOTATION,
        Fit.BEST,
        (
            _("Small purchases are best kept small: ask several companies for a quotation."),
            _("Nobody sells it yet: publish your problem as a challenge and see who has ideas."),
        ),
        {
            "verdict": (BELOW,),
            "novelty": MISSING,
            "has_research": NO_RESEARCH,
            "contract": NO_CONTEST,
        },
        kind="challenge",
    ),
    Rule(
        QUOTATION,
        Fit.BEST,
        (_("Nobody sells it yet: publish your problem as a challenge and see who has ideas."),),
        {"verdict": (BELOW,), "novelty": MISSING, "has_research": RESEARCH, "contract": CONCESSION},
        kind="challenge",
    ),
    Rule(
        QUOTATION,
        Fit.BEST,
        (
            _("Small purchases are best kept small: ask several companies for a quotation."),
            _("Ask the market first: a consultation shows how new your purchase is."),
        ),
        {"verdict": (BELOW,), "novelty": NOT_KNOWN, "contract": NO_CONTEST},
        kind="consultation",
    ),
    Rule(
        QUOTATION,
        Fit.BEST,
        (_("Small purchases are best kept small: ask several companies for a quotation."),),
        {"verdict": (BELOW,), "novelty": (*ON_SALE, *NEW_COMBINATION), "contract": NO_CONTEST},
    ),
    Rule(
        OPEN,
        Fit.POSSIBLE,
        (_("To reach more companies, also from other countries, call for tenders openly."),),
        {"verdict": (BELOW,), "contract": NO_CONTEST, "buyer_type": CIVIL},
        NATIONAL,
    ),
    Rule(
        QUOTATION,
        Fit.POSSIBLE,
        (_("If the value turns out to lie below the EU threshold."),),
        {"verdict": (UNKNOWN,), "contract": NO_CONTEST},
    ),
)
