"""Legal texts and guidance that the catalogue rests on, under their permanent addresses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ppi.taxonomy.choices import Directive
from ppi.taxonomy.procedures.shape import Act

DIRECTIVES = {
    Directive.CLASSIC: Act(Directive.CLASSIC.label, "http://data.europa.eu/eli/dir/2014/24/oj"),
    Directive.UTILITIES: Act(Directive.UTILITIES.label, "http://data.europa.eu/eli/dir/2014/25/oj"),
    Directive.CONCESSIONS: Act(
        Directive.CONCESSIONS.label, "http://data.europa.eu/eli/dir/2014/23/oj"
    ),
    Directive.DEFENCE: Act(Directive.DEFENCE.label, "http://data.europa.eu/eli/dir/2009/81/oj"),
}
CLASSIC = DIRECTIVES[Directive.CLASSIC]
UTILITIES = DIRECTIVES[Directive.UTILITIES]
CONCESSIONS = DIRECTIVES[Directive.CONCESSIONS]
DEFENCE = DIRECTIVES[Directive.DEFENCE]
INNOVATION_GUIDANCE = Act(
    _("Commission notice: Guidance on innovation procurement (2021/C 267/01)"),
    "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:52021XC0706(03)",
)
PCP_COMMUNICATION = Act(
    _("Commission communication on pre-commercial procurement (COM(2007) 799)"),
    "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:52007DC0799",
)
BELOW_THRESHOLDS = Act(
    _("Commission communication on contracts below the thresholds (2006/C 179/02)"),
    "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:52006XC0801(01)",
)
