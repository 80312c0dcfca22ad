"""Questions six to eight: how much, when, and who else."""

from __future__ import annotations

from copy import copy
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ppi.kernel import dates
from ppi.kernel.languages import LANGUAGE_CHOICES
from ppi.kernel.money import CURRENCY_CHOICES, AmountField
from ppi.taxonomy.choices import ContractKind
from ppi.taxonomy.rule_forms import DayField
from tenders import rules
from tenders.forms.moments import LocalPage, MomentField
from tenders.forms.page import Page, explained, lines
from tenders.models import Opportunity

LONGEST_MONTHS = 600


class ValuePage(Page):
    answers = ("value", "contract")

    value = AmountField(
        label=_("Estimated value without VAT, over the whole period"),
        help_text=_("Options and renewals count. Leave it empty if you do not know yet."),
        required=False,
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCY_CHOICES)
    contract = forms.ChoiceField(
        label=_("What kind of contract would it be?"),
        choices=explained(ContractKind),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Opportunity
        fields = ["value", "currency", "contract"]


class TimePage(LocalPage):
    """When it is needed, until when companies may answer and ask, and what shortens the time."""

    answers = ("starts_on", "months", "deadline")

    starts_on = DayField(label=_("When is it needed?"), required=False)
    months = forms.IntegerField(
        label=_("For how many months, renewals included?"),
        min_value=1,
        max_value=LONGEST_MONTHS,
        required=False,
    )
    deadline = MomentField(label=_("Answers until"))
    questions_until = MomentField(
        label=_("Questions until"),
        help_text=_("Left empty, it becomes the day that the rules advise."),
    )
    prior_information_on = DayField(
        label=_("A prior information notice was sent on"),
        help_text=_("35 days to 12 months before, it shortens the time for tenders."),
        required=False,
    )

    class Meta:
        model = Opportunity
        fields = [
            "starts_on", "months", "deadline", "takes_questions", "questions_until",
            "is_electronic", "prior_information_on", "is_urgent", "urgency_reason",
        ]  # fmt: skip
        labels = {
            "takes_questions": _("Companies may ask questions here"),
            "is_electronic": _("Tenders are sent electronically"),
            "is_urgent": _("It is urgent: the usual time cannot be kept"),
            "urgency_reason": _("Why is it urgent?"),
        }
        help_texts = {"urgency_reason": _("The notice must say it. Bad planning is no reason.")}
        widgets = {"urgency_reason": lines(3)}

    folded = ("is_electronic", "prior_information_on", "is_urgent", "urgency_reason")
    folded_label = _("What shortens or lengthens the time")
    of_deadline = ("deadline", "takes_questions", "questions_until")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._before = copy(self.instance)
        facts = self.instance.facts
        self._leave_out(() if facts.has_deadline else self.of_deadline)
        self._leave_out(() if facts.has_procedure else self.folded)
        if "deadline" in self.fields:
            self.fields["deadline"].required = bool(self.instance.kind)
            self.fields["deadline"].help_text = _("Local time of the portal: %(zone)s.") % {
                "zone": self.instance.portal.time_zone
            }

    def _leave_out(self, names: tuple[str, ...]) -> None:
        for name in names:
            del self.fields[name]

    def clean_deadline(self) -> datetime | None:
        return self._ahead("deadline")

    def clean_questions_until(self) -> datetime | None:
        if not self.cleaned_data["takes_questions"] or self._is_left_behind:
            return self.cleaned_data["questions_until"]
        return self._ahead("questions_until")

    def _ahead(self, name: str) -> datetime | None:
        """What is public already may stand in a correction, though it has passed."""
        moment, corrected = self.cleaned_data[name], self.instance.corrects
        is_kept = corrected is not None and getattr(corrected, name) == moment
        if moment and moment <= timezone.now() and not is_kept:
            raise forms.ValidationError(_("This lies in the past. Choose a later day."))
        return moment

    @property
    def _is_left_behind(self) -> bool:
        """The deadline was moved, and the day for questions that stood beside it left as it was."""
        changed = self.changed_data
        stood = self._before.questions_until is not None
        return stood and "deadline" in changed and "questions_until" not in changed

    def clean(self) -> dict:
        typed = super().clean()
        deadline, until = typed.get("deadline"), typed.get("questions_until")
        if deadline and until and until > deadline and not self._is_left_behind:
            self.add_error("questions_until", _("Questions must end before the deadline."))
        return typed

    def _post_clean(self) -> None:
        """Where no day for questions was typed, the rules' advice stands in for it.

        An advice that was taken earlier moves with the deadline; so does a day that is no longer
        before it.
        """
        super()._post_clean()
        if "questions_until" not in self.cleaned_data or self.errors:
            return
        typed = self.cleaned_data
        if not typed["takes_questions"]:
            typed["questions_until"] = None
        elif typed["questions_until"] is None:
            typed["questions_until"] = self._advised()
        elif self._is_left_behind and self._follows_the_deadline():
            typed["questions_until"] = self._advised()
            self.remarks.append(said_of_questions(typed["questions_until"]))
        self.instance.questions_until = typed["questions_until"]

    def _follows_the_deadline(self) -> bool:
        """It was the rules' advice for the former deadline, or lies after the new one."""
        deadline, until = self.cleaned_data["deadline"], self._before.questions_until
        is_advice = until == rules.advised_end_of_questions(self._before)
        return is_advice or (deadline is not None and until > deadline)

    def _advised(self) -> datetime | None:
        """The day that the rules advise; none where it has passed already."""
        until = rules.advised_end_of_questions(self.instance)
        return until if until and until > timezone.now() else None


def said_of_questions(until: datetime | None) -> str:
    """What became of the day for questions when the deadline was moved."""
    if until is None:
        return gettext("Companies may ask until the new deadline now.")
    words = {"moment": dates.day_and_time(until)}
    return gettext("«Questions until» moved with the deadline, to %(moment)s.") % words


class OthersPage(Page):
    answers = ("partners_wanted", "accepted_languages")

    accepted_languages = forms.MultipleChoiceField(
        label=_("In which languages may companies answer?"),
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Opportunity
        fields = [
            "partners_wanted", "accepted_languages", "open_to_foreign", "is_shared",
            "is_for_small_firms", "is_eu_funded", "eu_programme",
        ]  # fmt: skip
        labels = {
            "partners_wanted": _("Would you buy together with others? Whom do you look for?"),
            "open_to_foreign": _("Companies from abroad are welcome"),
            "is_shared": _("Show it in the other portals of the network too"),
            "is_for_small_firms": _("Suitable for small firms"),
            "is_eu_funded": _("EU money pays for some of it"),
            "eu_programme": _("Which EU programme or project?"),
        }
        help_texts = {
            "partners_wanted": _("For instance: two or three towns with the same kind of paths."),
            "is_for_small_firms": _("Few papers, lots of a small size, short time to payment."),
        }
        widgets = {"partners_wanted": lines(3)}
