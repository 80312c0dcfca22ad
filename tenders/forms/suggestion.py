"""What the eight questions come to: kind and procedure, and a specification to go on with."""

from __future__ import annotations

from functools import cached_property

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ppi.taxonomy.answers import Advice
from ppi.taxonomy.choices import Procedure
from tenders import judging, rules, specification
from tenders.choices import KINDS, Kind
from tenders.forms.page import ExplainedLabel, Page, lines
from tenders.models import Opportunity

OWN_WAY = "own"
REDRAFT = "redraft"


class SuggestionPage(Page):
    """`way` is a suggested procedure of the catalogue, or `OWN_WAY`: then kind and procedure count.

    A specification that nobody has written yet is drafted from the answers. One that was written
    is drafted anew only when its button is pressed, and nothing is kept by pressing it.
    """

    answers = ("specification",)
    way = forms.ChoiceField(
        label=gettext_lazy("How will you go on?"), widget=forms.RadioSelect, required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What you announce"),
        choices=[("", gettext_lazy("Not decided")), *Kind.choices],
        required=False,
    )
    procedure = forms.ChoiceField(
        label=gettext_lazy("Procedure"),
        choices=[("", gettext_lazy("Not decided")), *Procedure.choices],
        required=False,
    )

    class Meta:
        model = Opportunity
        fields = ["kind", "procedure", "specification"]
        labels = {"specification": gettext_lazy("Functional specification, a draft")}
        help_texts = {
            "specification": gettext_lazy(
                "What the solution must do, not what it is. Change it as you like."
            )
        }
        widgets = {"specification": lines(16)}

    def __init__(self, data=None, files=None, *, instance: Opportunity, **kwargs) -> None:
        self.opportunity = instance
        self.is_redrafting = data is not None and REDRAFT in data
        if self.is_redrafting:
            data = data.copy()
            data["specification"] = specification.draft_of(instance)
        initial = (
            {} if instance.specification else {"specification": specification.draft_of(instance)}
        )
        super().__init__(data, files, instance=instance, initial=initial, **kwargs)
        self.fields["way"].choices = self._ways()
        self.fields["way"].required = bool(self.advice)
        self.fields["way"].initial = self._present_way()

    @property
    def is_asking(self) -> bool:
        return self.is_redrafting

    @property
    def is_own_way(self) -> bool:
        """Whether kind and procedure are chosen by hand, or must be looked at again."""
        has_chosen = self["way"].value() == OWN_WAY
        return (
            has_chosen or not self.advice or bool(self["kind"].errors or self["procedure"].errors)
        )

    @cached_property
    def advice(self) -> list[Advice]:
        """What can be used, our advice first; empty while the kind of contract is not known.

        Nor is there any for a call-off: it follows its agreement, and no procedure is chosen.
        """
        if rules.called_off_from(self.opportunity):
            return []
        of_lots = judging.lots_verdict_of(self.opportunity)
        answer = rules.answer_to(self.opportunity, of_lots)
        return [answer.advice, *answer.others] if answer else []

    def chosen_by(self, advice: Advice) -> tuple[str, str]:
        """Kind and procedure that a suggestion stands for, as they are kept."""
        kind, about = advice.suggestion.kind, advice.suggestion.about
        if not KINDS[kind].has_procedure:
            return kind, ""
        directive = rules.directive_of(self.opportunity)
        return kind, about.notice_code(directive, self.opportunity.contract)

    def _ways(self) -> list[tuple[str, ExplainedLabel]]:
        """The legal reason stands below each way; the own way is the last."""
        ways = [
            (
                advice.suggestion.procedure,
                ExplainedLabel(self._label(advice), " ".join(self._reasons(advice))),
            )
            for advice in self.advice
        ]
        own = ExplainedLabel(_("Another way"), _("Choose below what you announce, and how."))
        return [*ways, (OWN_WAY, own)]

    def _label(self, advice: Advice) -> str:
        said = advice.suggestion
        return f"{said.fit.label}: {said.about.name} ({Kind(said.kind).label})"

    def _reasons(self, advice: Advice) -> tuple[str, ...]:
        said, limit = advice.suggestion, advice.limit
        shortest = (limit.minimum,) if limit and limit.is_recorded else ()
        return (*said.reasons, said.legal_reason, *shortest, *said.cautions)

    def _present_way(self) -> str:
        """The one that was chosen before; our advice where nothing was."""
        present = (self.opportunity.kind, self.opportunity.procedure)
        if not self.opportunity.kind and self.advice:
            return self.advice[0].suggestion.procedure
        # Where two ways come to the same, the better one counts.
        ways = {self.chosen_by(a): a.suggestion.procedure for a in reversed(self.advice)}
        return ways.get(present, OWN_WAY)

    def clean(self) -> dict:
        typed = super().clean()
        way = typed.pop("way", "")
        if way and way != OWN_WAY:
            [advice] = [a for a in self.advice if a.suggestion.procedure == way]
            typed["kind"], typed["procedure"] = self.chosen_by(advice)
        kind = typed.get("kind")
        if kind and self.opportunity.deadline and not KINDS[kind].has_deadline:
            told = {"kind": Kind(kind).label}
            self.remarks.append(_("«%(kind)s» has no deadline: the one given was left out.") % told)
        return typed
