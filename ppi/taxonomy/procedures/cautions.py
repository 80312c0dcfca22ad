"""What to mind with a procedure that is advised or possible: rows, as in `rules`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ppi.taxonomy.choices import Directive
from ppi.taxonomy.procedures.conditions import (
    BELOW,
    DIALOGUE,
    LARGE,
    PARTNERSHIP,
    PCP,
    UNKNOWN,
    Caution,
)

CAUTIONS = (
    Caution(
        _("The value could not be compared, so this assumes that it reaches the EU threshold."),
        {"verdict": (UNKNOWN,)},
    ),
    Caution(
        _(
            "If companies from other countries may be interested, publish it so that they can "
            "find it (principles of the Treaty)."
        ),
        {"verdict": (BELOW,)},
    ),
    Caution(
        _("Norway follows the directives through the EEA Agreement; its own acts decide."),
        {"country": ("NO",)},
    ),
    Caution(
        _(
            "Directive 2009/81/EC covers military and sensitive purchases only; for everything "
            "else a defence buyer follows Directive 2014/24/EU."
        ),
        {"directive": (Directive.DEFENCE,)},
    ),
    Caution(
        _("The finished product in larger numbers needs a competition of its own."),
        procedures=(PCP,),
    ),
    Caution(
        _("Say in the documents who will own the results and who may use them."),
        procedures=(PCP, PARTNERSHIP),
    ),
    Caution(
        _("Price alone cannot decide: the best price-quality ratio must."),
        {"verdict": LARGE, "directive": (Directive.CLASSIC, Directive.UTILITIES)},
        procedures=(PARTNERSHIP, DIALOGUE),
    ),
)
