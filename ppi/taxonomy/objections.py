"""Why a procedure that somebody chose cannot be used for a purchase. It warns; it never stops."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ppi.taxonomy.answers import Answer, Question
from ppi.taxonomy.choices import Directive
from ppi.taxonomy.procedures import PROCEDURES, PurchasingProcedure, Suggestion
from ppi.taxonomy.procedures.shape import FREE_FORM
from ppi.taxonomy.thresholds import ABOVE


def objection(answer: Answer, procedure: str, kind: str) -> str:
    """What the rules say against it, and what they advise; "" where nothing speaks against it.

    `procedure` is a code of eForms, `kind` that of the opportunity. A procedure of which the
    catalogue says nothing, and one that the buyer may shape freely, is not judged.
    """
    reason = _ruled_out(answer, procedure, kind) or _not_offered(answer, procedure, kind)
    if not reason:
        return ""
    advised = _("The rules suggest: %(procedure)s.") % {
        "procedure": answer.suggestions[0].about.name
    }
    return f"{reason} {advised}"


def _ruled_out(answer: Answer, procedure: str, kind: str) -> str:
    """The chooser's own reason against it."""
    for refused in answer.ruled_out:
        if _stands_for(refused, answer.question, procedure, kind):
            return " ".join((*refused.reasons, refused.legal_reason))
    return ""


def _stands_for(said: Suggestion, asked: Question, procedure: str, kind: str) -> bool:
    code = said.about.notice_code(asked.directive, asked.contract)
    return code == procedure and (said.kind == kind or code == said.about.eforms)


def _not_offered(answer: Answer, procedure: str, kind: str) -> str:
    """Above the threshold only what the directive offers can be used."""
    asked = answer.question
    ways = ways_under(procedure, asked)
    is_free = answer.verdict.verdict != ABOVE or asked.contract in FREE_FORM or not ways
    if is_free or any(_offers(asked.directive, about, procedure, kind) for about in ways):
        return ""
    only_below = [str(about.only_below) for about in ways if about.only_below]
    words = {"directive": Directive(asked.directive).label}
    generally = _("%(directive)s does not offer this procedure for this kind of contract.") % words
    return only_below[0] if only_below else generally


def ways_under(procedure: str, asked: Question) -> list[PurchasingProcedure]:
    """The procedures of the catalogue that are announced under this code."""
    return [
        about
        for about in PROCEDURES.values()
        if procedure in (about.eforms, about.notice_code(asked.directive, asked.contract))
    ]


def _offers(directive: str, about: PurchasingProcedure, procedure: str, kind: str) -> bool:
    """A code of one's own steps says nothing by itself: there the kind must be the same too."""
    is_meant = about.eforms == procedure or (about.kind == kind and not about.has_own_form)
    return is_meant and directive in about.legal_basis
