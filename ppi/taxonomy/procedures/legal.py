"""On what ground a procedure may be used, where its own legal basis does not say enough."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ppi.taxonomy.choices import Directive

NATIONAL = dict.fromkeys(
    Directive,
    _("Below the EU threshold the directive does not apply; national rules decide."),
)
FREE_CHOICE = {
    Directive.UTILITIES: _(
        "Article 44(2) of Directive 2014/25/EU: utilities may always negotiate after a call."
    ),
    Directive.DEFENCE: _(
        "Article 25 of Directive 2009/81/EC: defence buyers may always negotiate after a notice."
    ),
    Directive.CONCESSIONS: _(
        "Articles 30 and 37(6) of Directive 2014/23/EU: the buyer shapes the procedure and may "
        "negotiate."
    ),
}
LIGHT_REGIME = {
    Directive.CLASSIC: _(
        "Articles 74 to 76 of Directive 2014/24/EU: for these services the buyer shapes the "
        "procedure within national rules."
    ),
    Directive.UTILITIES: _(
        "Articles 91 to 94 of Directive 2014/25/EU: for these services the buyer shapes the "
        "procedure within national rules."
    ),
    Directive.DEFENCE: _(
        "Article 15 of Directive 2009/81/EC: only a few rules apply to these services."
    ),
}
ADAPTATION = {
    **FREE_CHOICE,
    Directive.CLASSIC: _(
        "Article 26(4)(a)(i) of Directive 2014/24/EU: the need cannot be met without adapting "
        "what is readily available."
    ),
}
INNOVATIVE = {
    **FREE_CHOICE,
    Directive.CLASSIC: _(
        "Article 26(4)(a)(ii) of Directive 2014/24/EU: the purchase includes design or "
        "innovative solutions."
    ),
}
DIALOGUE_ON_NEW = {
    Directive.CLASSIC: INNOVATIVE[Directive.CLASSIC],
    Directive.UTILITIES: _(
        "Article 44(3) of Directive 2014/25/EU: utilities may use a competitive dialogue."
    ),
    Directive.DEFENCE: _(
        "Article 27 of Directive 2009/81/EC: only for particularly complex contracts."
    ),
}
NO_GROUND = {
    Directive.CLASSIC: _(
        "Article 26(4) of Directive 2014/24/EU lists when it may be used; a purchase that needs "
        "no adaptation is not among them."
    ),
}
DIALOGUE_ON_ADAPTED = {
    **DIALOGUE_ON_NEW,
    Directive.CLASSIC: ADAPTATION[Directive.CLASSIC],
}
NO_DIALOGUE = {
    **NO_GROUND,
    Directive.DEFENCE: DIALOGUE_ON_NEW[Directive.DEFENCE],
}
CONSULT_FIRST = {
    Directive.CLASSIC: _(
        "Articles 40 and 27 of Directive 2014/24/EU: consult the market, then call for tenders; "
        "no special ground is needed."
    ),
    Directive.UTILITIES: _(
        "Articles 58 and 45 of Directive 2014/25/EU: consult the market, then call for tenders; "
        "no special ground is needed."
    ),
}
