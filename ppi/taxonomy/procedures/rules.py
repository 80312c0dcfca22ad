"""The table behind the chooser: for which purchases each procedure is advised, possible or not.

A row names only the facts it depends on. Rows stand in the order in which they are weighed; the
first about a procedure counts. A new rule is a new row here, and nothing else.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ppi.taxonomy.procedures.below import BELOW_THE_THRESHOLD
from ppi.taxonomy.procedures.conditions import (
    ADAPTED,
    AUTHORITY,
    BELOW,
    CIVIL,
    CONCESSION,
    CONTEST,
    DEFENCE,
    DESIGN,
    DIALOGUE,
    LARGE,
    LIGHT,
    MISSING,
    NEGOTIATION,
    NEW_COMBINATION,
    NO_CONTEST,
    NO_RESEARCH,
    NOT_KNOWN,
    OFF_THE_SHELF,
    ON_SALE,
    OPEN,
    ORDINARY,
    PARTNERSHIP,
    PCP,
    RESEARCH,
    RESTRICTED,
    UTILITY,
    Fit,
    Rule,
)
from ppi.taxonomy.procedures.legal import (
    ADAPTATION,
    CONSULT_FIRST,
    DIALOGUE_ON_ADAPTED,
    DIALOGUE_ON_NEW,
    FREE_CHOICE,
    INNOVATIVE,
    LIGHT_REGIME,
    NATIONAL,
    NO_DIALOGUE,
    NO_GROUND,
)

RULES = (
    # --- Design contests ---
    Rule(
        DESIGN,
        Fit.BEST,
        (_("You look for a plan or a design, and a jury can compare proposals without names."),),
        {"verdict": (BELOW,), "contract": CONTEST, "buyer_type": CIVIL},
        NATIONAL,
    ),
    Rule(
        DESIGN,
        Fit.BEST,
        (_("You look for a plan or a design, and a jury can compare proposals without names."),),
        {"contract": CONTEST, "buyer_type": CIVIL},
    ),
    Rule(
        RESTRICTED,
        Fit.BEST,
        (_("Directive 2009/81/EC has no rules on design contests: buy the design as a service."),),
        {"contract": CONTEST, "buyer_type": DEFENCE},
    ),
    # --- What somebody has to develop first ---
    Rule(
        PCP,
        Fit.BEST,
        (
            _("It does not exist yet, and you buy research and development."),
            _("Several companies develop side by side, and you pay phase by phase."),
        ),
        {"novelty": MISSING, "has_research": RESEARCH, "contract": (*ORDINARY, *LIGHT)},
        kind="pcp",
    ),
    Rule(
        PCP,
        Fit.POSSIBLE,
        (_("If you first buy only research and development, and the finished thing later."),),
        {"novelty": (*MISSING, *NEW_COMBINATION), "contract": NO_CONTEST},
        kind="pcp",
    ),
    Rule(
        PARTNERSHIP,
        Fit.BEST,
        (
            _("It does not exist yet, and you want to develop it and buy it in one procedure."),
            _("Partners work in phases, and you may stop after each."),
        ),
        {
            "verdict": LARGE,
            "novelty": MISSING,
            "has_research": NO_RESEARCH,
            "contract": (*ORDINARY, *LIGHT),
            "buyer_type": CIVIL,
        },
    ),
    Rule(
        PARTNERSHIP,
        Fit.POSSIBLE,
        (_("If you want to buy the result from the partners without a new competition."),),
        {
            "verdict": LARGE,
            "novelty": MISSING,
            "has_research": RESEARCH,
            "contract": (*ORDINARY, *LIGHT),
            "buyer_type": CIVIL,
        },
    ),
    Rule(
        PARTNERSHIP,
        Fit.POSSIBLE,
        (_("The same steps also work on a small scale, as far as national rules allow."),),
        {
            "verdict": (BELOW,),
            "novelty": MISSING,
            "contract": (*ORDINARY, *LIGHT),
            "buyer_type": CIVIL,
        },
        NATIONAL,
    ),
    Rule(
        NEGOTIATION,
        Fit.BEST,
        (_("Directive 2009/81/EC has no innovation partnership: negotiate on what is new."),),
        {
            "verdict": LARGE,
            "novelty": MISSING,
            "has_research": NO_RESEARCH,
            "contract": (*ORDINARY, *LIGHT),
            "buyer_type": DEFENCE,
        },
        FREE_CHOICE,
    ),
    # --- Concessions: the buyer shapes the procedure ---
    Rule(
        OPEN,
        Fit.BEST,
        (_("The terms can be described fully, so that every tender can be compared."),),
        {"verdict": LARGE, "contract": CONCESSION, "novelty": OFF_THE_SHELF},
    ),
    Rule(
        NEGOTIATION,
        Fit.BEST,
        (_("In a concession the supplier carries a risk: talk about terms before final tenders."),),
        {
            "verdict": LARGE,
            "contract": CONCESSION,
            "novelty": (*ADAPTED, *NEW_COMBINATION, *MISSING, *NOT_KNOWN),
        },
        FREE_CHOICE,
    ),
    Rule(
        NEGOTIATION,
        Fit.POSSIBLE,
        (_("If terms and risks should be talked over before final tenders."),),
        {"verdict": LARGE, "contract": CONCESSION},
        FREE_CHOICE,
    ),
    Rule(
        OPEN,
        Fit.POSSIBLE,
        (_("If the terms can be described so well that nothing is left to negotiate."),),
        {"verdict": LARGE, "contract": CONCESSION},
    ),
    # --- Social and other specific services: hardly any form is prescribed ---
    Rule(
        NEGOTIATION,
        Fit.BEST,
        (_("You look for a new way of doing it; for these services you may discuss it freely."),),
        {"verdict": LARGE, "contract": LIGHT, "novelty": NEW_COMBINATION},
        LIGHT_REGIME,
    ),
    Rule(
        OPEN,
        Fit.BEST,
        (_("For these services hardly any form is prescribed; one open step is the simplest."),),
        {"verdict": LARGE, "contract": LIGHT, "novelty": (*ON_SALE, *NOT_KNOWN)},
        LIGHT_REGIME,
    ),
    Rule(
        NEGOTIATION,
        Fit.POSSIBLE,
        (_("For these services you may negotiate without a special ground."),),
        {"verdict": LARGE, "contract": LIGHT},
        LIGHT_REGIME,
    ),
    Rule(
        OPEN,
        Fit.POSSIBLE,
        (_("If you can say what the service must achieve, and leave the way open."),),
        {"verdict": LARGE, "contract": LIGHT, "novelty": NEW_COMBINATION},
        LIGHT_REGIME,
    ),
    # --- Known parts, put together in a new way ---
    Rule(
        NEGOTIATION,
        Fit.BEST,
        (
            _("Nobody has put the parts together for this use, so first tenders will need talk."),
            _("You negotiate to improve them; what you need at least stays as it is."),
        ),
        {"verdict": LARGE, "contract": ORDINARY, "novelty": NEW_COMBINATION},
        INNOVATIVE,
    ),
    Rule(
        DIALOGUE,
        Fit.POSSIBLE,
        (_("If you cannot say yet which kind of solution would meet the need."),),
        {"verdict": LARGE, "contract": ORDINARY, "novelty": (*NEW_COMBINATION, *MISSING)},
        DIALOGUE_ON_NEW,
    ),
    Rule(
        PARTNERSHIP,
        Fit.POSSIBLE,
        (_("If the market does not offer the combination and it must be developed first."),),
        {
            "verdict": LARGE,
            "contract": ORDINARY,
            "novelty": NEW_COMBINATION,
            "has_research": RESEARCH,
            "buyer_type": CIVIL,
        },
    ),
    Rule(
        OPEN,
        Fit.POSSIBLE,
        (_("If you can say what it must do, and leave open how."),),
        {
            "verdict": LARGE,
            "contract": ORDINARY,
            "novelty": NEW_COMBINATION,
            "buyer_type": CIVIL,
        },
    ),
    # --- On sale, but to be adapted ---
    Rule(
        NEGOTIATION,
        Fit.BEST,
        (_("What is sold must be adapted, and how is best found out with the companies."),),
        {"verdict": LARGE, "contract": ORDINARY, "novelty": ADAPTED},
        ADAPTATION,
    ),
    Rule(
        OPEN,
        Fit.POSSIBLE,
        (_("If you can describe the adaptation so well that tenders can be compared."),),
        {"verdict": LARGE, "contract": ORDINARY, "novelty": ADAPTED, "buyer_type": CIVIL},
    ),
    Rule(
        DIALOGUE,
        Fit.POSSIBLE,
        (_("If you cannot say yet which kind of solution would meet the need."),),
        {"verdict": LARGE, "contract": ORDINARY, "novelty": ADAPTED},
        DIALOGUE_ON_ADAPTED,
    ),
    # --- To be bought as it is ---
    Rule(
        OPEN,
        Fit.BEST,
        (_("Several companies can deliver it as it is; the open procedure is simple and quick."),),
        {"verdict": LARGE, "contract": ORDINARY, "novelty": OFF_THE_SHELF, "buyer_type": CIVIL},
    ),
    Rule(
        RESTRICTED,
        Fit.BEST,
        (
            _("Several companies can deliver it as it is."),
            _("Directive 2009/81/EC has no open procedure; choose first who may send a tender."),
        ),
        {"verdict": LARGE, "contract": ORDINARY, "novelty": OFF_THE_SHELF, "buyer_type": DEFENCE},
    ),
    Rule(
        RESTRICTED,
        Fit.POSSIBLE,
        (_("If many companies would answer, and a full tender costs each of them much."),),
        {"verdict": LARGE, "contract": ORDINARY, "novelty": ON_SALE},
    ),
    Rule(
        NEGOTIATION,
        Fit.POSSIBLE,
        (_("Your buyer type may negotiate freely; use it where talk makes tenders better."),),
        {
            "verdict": LARGE,
            "contract": ORDINARY,
            "novelty": OFF_THE_SHELF,
            "buyer_type": (*UTILITY, *DEFENCE),
        },
        FREE_CHOICE,
    ),
    Rule(
        NEGOTIATION,
        Fit.NOT_HERE,
        (_("What can be bought as it is gives no ground for negotiation."),),
        {
            "verdict": LARGE,
            "contract": ORDINARY,
            "novelty": OFF_THE_SHELF,
            "buyer_type": AUTHORITY,
        },
        NO_GROUND,
    ),
    Rule(
        DIALOGUE,
        Fit.NOT_HERE,
        (_("What can be bought as it is leaves no solution to be found in a dialogue."),),
        {
            "verdict": LARGE,
            "contract": ORDINARY,
            "novelty": OFF_THE_SHELF,
            "buyer_type": (*AUTHORITY, *DEFENCE),
        },
        NO_DIALOGUE,
    ),
    # --- Not known how new ---
    Rule(
        OPEN,
        Fit.BEST,
        (
            _("Ask the market first: a consultation shows how new your purchase is."),
            _("If the market can deliver, the open procedure needs no special ground."),
        ),
        {"verdict": LARGE, "contract": ORDINARY, "novelty": NOT_KNOWN, "buyer_type": CIVIL},
        CONSULT_FIRST,
        kind="consultation",
    ),
    Rule(
        RESTRICTED,
        Fit.BEST,
        (
            _("Ask the market first: a consultation shows how new your purchase is."),
            _("Directive 2009/81/EC has no open procedure; choose first who may send a tender."),
        ),
        {"verdict": LARGE, "contract": ORDINARY, "novelty": NOT_KNOWN, "buyer_type": DEFENCE},
        kind="consultation",
    ),
    Rule(
        NEGOTIATION,
        Fit.POSSIBLE,
        (_("If the consultation shows that what is sold must be adapted."),),
        {"verdict": LARGE, "contract": ORDINARY, "novelty": NOT_KNOWN},
        ADAPTATION,
    ),
    *BELOW_THE_THRESHOLD,
    # --- Why not? ---
    Rule(
        PARTNERSHIP,
        Fit.NOT_HERE,
        (_("An innovation partnership is for what the market does not offer."),),
        {"verdict": LARGE, "contract": ORDINARY, "novelty": ON_SALE, "buyer_type": CIVIL},
    ),
    Rule(
        PCP,
        Fit.NOT_HERE,
        (_("Adapting or improving what is already sold is not research and development."),),
        {"contract": ORDINARY, "novelty": ON_SALE},
    ),
)
