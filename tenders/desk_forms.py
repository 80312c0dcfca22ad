"""The short forms of the buyer's desk."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from ppi.accounts.models import User
from ppi.kernel.languages import LANGUAGE_CHOICES
from ppi.kernel.money import AmountField
from ppi.kernel.plain_text import PlainForm, PlainModelForm
from ppi.organisations.choices import WRITERS
from ppi.organisations.models import Membership
from tenders.models import FollowUp, Opportunity
from tenders.services import Firm
from tenders.services.inviting import MOST_INVITED


class AssignForm(PlainForm):
    """Whose hands a draft is in: a writer of its buyer, or nobody's."""

    assignee = forms.ModelChoiceField(
        label=_("In whose hands"), queryset=None, required=False, empty_label=_("Nobody's yet")
    )

    def __init__(self, *args, opportunity: Opportunity, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        writers = Membership.objects.managed_by(opportunity.organisation).filter(role__in=WRITERS)
        self.fields["assignee"].queryset = User.objects.filter(
            pk__in=writers.values("user"), is_active=True
        ).order_by("email")
        self.initial["assignee"] = opportunity.assignee_id


class SendBackForm(PlainForm):
    """Why an owner does not approve: for the colleague who wrote it."""

    reason = forms.CharField(
        label=_("What should be changed?"),
        max_length=2_000,
        error_messages={"required": _("Say in a sentence why.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class UseAgainForm(PlainForm):
    organisation = forms.ModelChoiceField(
        label=_("Who buys?"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args, organisations, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.initial["organisation"] = organisations[0].pk


class InviteForm(PlainForm):
    """Firms, one a line: address, and the name after it where one is given."""

    firms = forms.CharField(
        label=_("Firms to invite"),
        help_text=_("One a line: e-mail address, then the name. sales@example.com, Example Ltd"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGE_CHOICES)

    def clean_firms(self) -> list[tuple[str, str]]:
        numbered = enumerate(self.cleaned_data["firms"].splitlines(), start=1)
        lines = {number: line.strip() for number, line in numbered if line.strip()}
        if len(lines) > MOST_INVITED:
            raise ValidationError(
                _("At most %(most)s firms can be invited to one call."),
                params={"most": MOST_INVITED},
            )
        firms = {number: _firm(line) for number, line in lines.items()}
        refuse_repeated(firms)
        return list(firms.values())

    def chosen(self) -> list[Firm]:
        language = self.cleaned_data["language"]
        return [Firm(name, email, language) for email, name in self.cleaned_data["firms"]]


def refuse_repeated(firms: dict[int, tuple[str, str]]) -> None:
    """One address in several lines: nobody can tell which of its names is meant."""
    lines_of: dict[str, list[str]] = {}
    for number, (email, _name) in firms.items():
        lines_of.setdefault(email.lower(), []).append(str(number))
    sentence = _("%(email)s stands in several lines: %(lines)s. Write each address once.")
    mistakes = [
        ValidationError(sentence, params={"email": email, "lines": ", ".join(numbers)})
        for email, numbers in lines_of.items()
        if len(numbers) > 1
    ]
    if mistakes:
        raise ValidationError(mistakes)


def _firm(line: str) -> tuple[str, str]:
    email, _comma, name = (part.strip() for part in line.replace(";", ",").partition(","))
    try:
        validate_email(email)
    except ValidationError:
        sentence = _("«%(line)s» does not begin with an e-mail address.")
        raise ValidationError(sentence, params={"line": line[:80]}) from None
    if len(email) > 254 or len(name) > 200:
        raise ValidationError(_("«%(line)s» is too long."), params={"line": line[:80]})
    return email, name or email


class FollowUpForm(PlainModelForm):
    saved = AmountField(
        label=_("Saved each year, without VAT"),
        required=False,
    )
    is_recommended = forms.TypedChoiceField(
        label=_("Would you buy it again?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("", _("Too early to say"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = FollowUp
        fields = ["effects", "saved", "is_recommended"]
        labels = {"effects": _("What changed since you bought it?")}
        help_texts = {"effects": _("Measured if you can: before, after, for whom. It is public.")}
        widgets = {"effects": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effects"].required = True
        self.fields["saved"].help_text = _(
            "In %(currency)s. Leave it empty if you cannot tell."
        ) % {"currency": self.instance.opportunity.currency_of_contract}
        self.initial["is_recommended"] = {True: "yes", False: "no", None: ""}[
            self.instance.is_recommended
        ]
