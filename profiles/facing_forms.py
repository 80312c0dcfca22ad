"""What is asked beside the profile's own texts: contact, credentials, logo, a buyer's half."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from ppi.kernel.languages import LANGUAGE_CHOICES
from ppi.kernel.plain_text import PlainForm, PlainModelForm
from profiles.credential_choices import CredentialKind
from profiles.models import Buying, Contact, Credential

TELEPHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()/.-]{4,38}$",
    _("Write the number with digits, best with the country's: +45 12 34 56 78."),
)
WEB = URLValidator(["http", "https"], message=_("Write an address that begins with https://."))


def day() -> forms.DateField:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def web_address(**options) -> forms.URLField:
    return forms.URLField(assume_scheme="https", max_length=300, validators=[WEB], **options)


class ContactForm(PlainModelForm):
    agreed = forms.BooleanField(
        error_messages={"required": _("Without your consent nothing is shown.")}
    )

    class Meta:
        model = Contact
        fields = ["name", "position", "email", "phone"]
        labels = {"position": _("What you do there"), "email": _("E-mail address to be shown")}
        help_texts = {"phone": _("Leave it out if you would rather be written to.")}

    def __init__(self, *args, consent: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = consent
        self.fields["phone"].validators.append(TELEPHONE)


class CredentialForm(PlainModelForm):
    """Common to all kinds; each names the columns that it asks for."""

    url = web_address(label=_("Where can it be read?"))

    def clean(self) -> dict:
        facts = super().clean()
        since, until = facts.get("since"), facts.get("until")
        if since and until and until < since:
            raise ValidationError({"until": _("It ends before it begins.")})
        return facts


class CertificateForm(CredentialForm):
    url = web_address(
        label=_("Where can it be read?"), required=False, help_text=_("The register, or a copy.")
    )

    class Meta:
        model = Credential
        fields = ["scheme", "title", "said_by", "number", "since", "until", "url"]
        labels = {
            "title": _("What it is called, and what it covers"),
            "said_by": _("Who issued it?"),
            "since": _("Issued on"),
            "until": _("Valid until"),
        }
        help_texts = {"until": _("From the next day on the profile says that it has expired.")}
        widgets = {"since": day(), "until": day()}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].required = self.fields["said_by"].required = True


class ReferenceForm(CredentialForm):
    url = web_address(
        label=_("Where can one read about it?"),
        required=False,
        help_text=_("For instance the address of a case on this platform."),
    )

    class Meta:
        model = Credential
        fields = ["title", "said_by", "since", "text", "url"]
        labels = {
            "title": _("What did you deliver?"),
            "said_by": _("To whom?"),
            "since": _("Since when, or when?"),
            "text": _("What changed for them?"),
        }
        help_texts = {"said_by": _("An organisation. Ask it first, and name no private persons.")}
        widgets = {"since": day(), "text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said_by"].required = True


class ClaimForm(CredentialForm):
    url = web_address(
        label=_("Where is the proof?"),
        help_text=_("A report, a statement, a measurement: what a reader can check."),
    )

    class Meta:
        model = Credential
        fields = ["title", "text", "said_by", "since", "url"]
        labels = {
            "title": _("What do you claim?"),
            "text": _("What exactly, and for which products?"),
            "said_by": _("Who examined it?"),
            "since": _("When?"),
        }
        help_texts = {
            "title": _("For instance: meets EN 301 549, or 80 percent less water than before."),
            "said_by": _("Leave it empty if you did so yourselves; the profile says that, too."),
        }
        widgets = {"since": day(), "text": forms.Textarea(attrs={"rows": 4})}


FORMS = {
    CredentialKind.CERTIFICATE: CertificateForm,
    CredentialKind.REFERENCE: ReferenceForm,
    CredentialKind.ACCESSIBILITY: ClaimForm,
    CredentialKind.SUSTAINABILITY: ClaimForm,
}


class LogoForm(PlainForm):
    logo = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG or JPG, at most 2 MB, best on a white or transparent ground."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
    )


class BuyingForm(PlainModelForm):
    language = forms.ChoiceField(label=_("Language you write in"), choices=LANGUAGE_CHOICES)
    strategy_url = web_address(label=_("Where can the strategy be read?"), required=False)

    class Meta:
        model = Buying
        fields = ["language", "needs", "strategy", "strategy_url", "approach"]
        labels = {
            "needs": _("What do you look for?"),
            "strategy": _("What is your strategy for buying new things?"),
            "approach": _("How should a company approach you?"),
        }
        help_texts = {
            "needs": _("Problems rather than products. Planned purchases show by themselves."),
            "approach": _("Whom to write to, when you meet companies, what you do not want."),
        }
        widgets = {
            "needs": forms.Textarea(attrs={"rows": 6}),
            "strategy": forms.Textarea(attrs={"rows": 6}),
            "approach": forms.Textarea(attrs={"rows": 4}),
        }
