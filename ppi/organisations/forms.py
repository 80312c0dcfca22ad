"""What is asked of an organisation. Forms validate; `services` change."""

from __future__ import annotations

import codecs
from contextlib import suppress

from django import forms
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ppi.kernel.plain_text import PlainForm, PlainModelForm
from ppi.kernel.verdicts import Refused
from ppi.organisations import domains, numbers
from ppi.organisations.choices import Kind, Role
from ppi.organisations.models import Organisation
from ppi.organisations.services import FIXED_ONCE_VERIFIED
from ppi.taxonomy import nuts
from ppi.taxonomy.choices import BuyerType
from ppi.taxonomy.countries import country_choices
from ppi.taxonomy.forms import CodesField


def buyer_types() -> list[tuple[str, str]]:
    """Called for each form: joined to a sentence sooner, it would keep one reader's language."""
    return [(kind, f"{kind.label}: {kind.help}") for kind in BuyerType]


class OrganisationForm(PlainModelForm):
    """The facts of one organisation, whose kind stands in `instance` already."""

    buyer_type = forms.ChoiceField(
        label=_("What kind of public buyer?"),
        choices=buyer_types,
        widget=forms.RadioSelect,
        help_text=_("It decides which EU thresholds apply to your purchases."),
    )
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    nuts = CodesField(
        kind="nuts",
        maximum=1,
        required=False,
        label=_("Region"),
        help_text=_("Where you are at home."),
    )

    class Meta:
        model = Organisation
        fields = [
            "name",
            "buyer_type",
            "country",
            "registration_number",
            "nuts",
            "website",
            "about",
            "needs_approval",
        ]
        labels = {
            "about": _("About you"),
            "needs_approval": _("An owner approves what colleagues announce before it goes out"),
        }
        help_texts = {
            "name": _("As it stands in the register."),
            "registration_number": _(
                "With it the moderators can check sooner that your organisation exists."
            ),
            "about": _("What you do, in a few sentences. Everybody can read it."),
            "needs_approval": _("Four eyes: the owner who approves is never the one who sent it."),
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_buyer:
            del self.fields["buyer_type"]
        if self.instance.kind == Kind.SUPPLIER or not self.instance.pk:
            del self.fields["needs_approval"]
        if self.instance.nuts:
            self.initial["nuts"] = [self.instance.nuts]
        if self.instance.is_verified:
            for name in FIXED_ONCE_VERIFIED & set(self.fields):
                del self.fields[name]
            self.fields["name"].help_text = _(
                "As it stands in the register. The moderators look at a new name before it shows."
            )

    @property
    def country_now(self) -> str:
        return self.cleaned_data.get("country") or self.instance.country

    def clean_registration_number(self) -> str:
        try:
            return numbers.checked(self.country_now, self.cleaned_data["registration_number"])
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from None

    def clean_nuts(self) -> str:
        chosen = self.cleaned_data["nuts"]
        if chosen and self.country_now and nuts.country(chosen[0]) != self.country_now:
            raise forms.ValidationError(_("This region lies in another country."))
        return chosen[0] if chosen else ""


class InvitationForm(PlainForm):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("We send a link there.")
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, initial=Role.EDITOR)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [
            (role, f"{str(role.label).capitalize()}: {ROLE_HELP[role]}") for role in Role
        ]


ROLE_HELP: dict[str, str | Promise] = {
    Role.OWNER: _("writes, and decides about members and the organisation itself"),
    Role.EDITOR: _("writes in the organisation's name"),
    Role.READER: _("sees what is not public yet, and writes nothing"),
}


class JoinForm(PlainForm):
    message = forms.CharField(
        label=_("Who are you there?"),
        max_length=500,
        required=False,
        help_text=_("A sentence by which they know you, for instance your office."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ClaimForm(PlainForm):
    """What the moderators go by when they decide whose word counts."""

    message = forms.CharField(
        label=_("Who are you there?"),
        max_length=500,
        help_text=_("Your office and your task, in a sentence."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    proof = forms.CharField(
        label=_("How can the moderators see that you speak for it?"),
        max_length=2000,
        help_text=_(
            "For instance: a page that names you, an entry in a register, a colleague whom they "
            "may call. The moderators read it, and nobody else."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    proof_url = forms.URLField(
        label=_("A page that shows it"), max_length=300, required=False, assume_scheme="https"
    )


class ObjectionForm(PlainForm):
    text = forms.CharField(
        label=_("Why is the claim wrong?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why the claim is wrong.")},
    )


class MergeForm(PlainForm):
    KEEP, READ = "keep", "read"

    reason = forms.CharField(
        label=_("Why are they one body?"),
        max_length=2000,
        help_text=_("The members of both read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    roles_stay = forms.ChoiceField(
        label=_("Members of the one that goes"),
        choices=[
            (KEEP, _("keep their roles: its owners own both")),
            (READ, _("come in as readers: the present owners decide about more")),
        ],
        widget=forms.RadioSelect,
    )

    @classmethod
    def way_in(cls, absorbed: Organisation) -> str:
        """Nobody has looked at who founded one that was never verified."""
        return cls.KEEP if absorbed.is_verified else cls.READ

    def clean_roles_stay(self) -> bool:
        return self.cleaned_data["roles_stay"] == self.KEEP


class DomainForm(PlainForm):
    name = forms.CharField(
        label=_("What stands behind the @ of your addresses?"),
        max_length=253,
        help_text=_(
            "For instance havneby.example. Once the moderators have agreed, whoever has a "
            "confirmed address there can come in as a reader without asking."
        ),
    )

    def clean_name(self) -> str:
        name = domains.domain_of(self.cleaned_data["name"])
        try:
            validate_email(f"anybody@{name}")
        except forms.ValidationError:
            raise forms.ValidationError(_("This is no domain of mail addresses.")) from None
        return name


class MandateForm(PlainForm):
    GIVE, ASK = "give", "ask"

    way = forms.ChoiceField(
        label=_("What do you want?"),
        choices=[
            (GIVE, _("Let another organisation act for us")),
            (ASK, _("Ask to act for another organisation")),
        ],
        widget=forms.RadioSelect,
    )
    other = forms.CharField(
        label=_("Which organisation?"),
        max_length=200,
        help_text=_("Its whole name or its registration number."),
    )

    def __init__(self, *args, organisation: Organisation, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation

    def clean_other(self) -> Organisation:
        """The verified one of this name or number, near before far; several are told apart by
        number."""
        found = Organisation.objects.known_as(self.cleaned_data["other"], self.organisation)
        if not found:
            raise forms.ValidationError(_("No verified organisation has this name or number."))
        if len(found) > 1:
            raise forms.ValidationError(_("Several have this name. Give the registration number."))
        return found[0]


class ImportForm(PlainForm):
    """Read as it is: each line is checked on its own, and shown before anything happens."""

    text = forms.CharField(
        label=_("Addresses and roles"),
        required=False,
        max_length=60_000,
        help_text=_(
            "A line for each colleague, such as: anna@havneby.example; editor. Without a "
            "role they come in as readers."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    table = forms.FileField(
        label=_("Or a file (CSV)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    def clean(self) -> dict:
        upload = self.cleaned_data.get("table")
        if upload is not None:
            self.cleaned_data["text"] = self._text_of(upload)
        if not self.errors and not self.cleaned_data.get("text", "").strip():
            self.add_error("text", _("Type or choose the lines first."))
        return self.cleaned_data

    def _text_of(self, upload) -> str:
        if upload.size > 100_000:
            self.add_error("table", _("This file is too large. It may have 100 kB."))
            return ""
        content = upload.read()
        # What Excel calls Unicode text says so in its first two bytes.
        is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
            with suppress(UnicodeDecodeError):
                text = content.decode(encoding)
                if "\x00" not in text:
                    return text
        self.add_error("table", _("This is no text file."))
        return ""


class LostFactorForm(PlainForm):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    message = forms.CharField(
        label=_("How can the moderators see that it is you?"),
        max_length=2000,
        help_text=_(
            "For instance a telephone number at your office, or a colleague whom they may "
            "ask. They call before they decide."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def kind_of(value: str) -> Kind | None:
    """The kind named in an address; None while none is chosen."""
    return Kind(value) if value in Kind else None
