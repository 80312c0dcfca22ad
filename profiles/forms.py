"""What is asked for a profile, one section a page. Forms validate; `services` change."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ppi.kernel.languages import LANGUAGE_CHOICES
from ppi.kernel.plain_text import PlainModelForm
from ppi.taxonomy.forms import CodesField
from profiles.choices import SIZE_HELP, Size
from profiles.models import Profile

OLDEST_YEAR = 1500
NO_YEAR = _("Write a year with four digits that is not in the future.")


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AboutForm(PlainModelForm):
    language = forms.ChoiceField(label=_("Language you write in"), choices=LANGUAGE_CHOICES)

    class Meta:
        model = Profile
        fields = ["language", "headline", "about", "proof", "size", "founded"]
        labels = {
            "headline": _("What do you do, in one sentence?"),
            "about": _("About you"),
            "proof": _("Who uses it already, and what changed for them?"),
            "founded": _("Founded in the year"),
        }
        help_texts = {
            "headline": _("For somebody who buys, not for an expert."),
            "proof": _(
                "Pilots, references, certificates, figures. Ask before you name somebody, and "
                "name no private persons."
            ),
            "size": _("By the EU's definition (Recommendation 2003/361/EC)."),
        }
        widgets = {"about": lines(8), "proof": lines(5), "size": forms.RadioSelect}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["headline"].required = self.fields["about"].required = True
        sizes = [(size, f"{size.label}: {SIZE_HELP[size]}") for size in Size]
        self.fields["size"].choices = [("", _("Not stated")), *sizes]
        for refusal in ("min_value", "invalid"):
            self.fields["founded"].error_messages[refusal] = NO_YEAR

    def clean_founded(self) -> int | None:
        year = self.cleaned_data["founded"]
        if year is not None and not OLDEST_YEAR <= year <= timezone.localdate().year:
            raise forms.ValidationError(NO_YEAR)
        return year


class SubjectsForm(PlainModelForm):
    cpv = CodesField(
        kind="cpv",
        maximum=20,
        label=_("What can you deliver?"),
        help_text=_(
            "Common Procurement Vocabulary. Public buyers mark their needs with these codes, and "
            "you hear of the needs that fit."
        ),
    )
    nuts = CodesField(
        kind="nuts",
        maximum=30,
        label=_("Where do you deliver?"),
        help_text=_("A whole country, or single regions."),
    )

    class Meta:
        model = Profile
        fields = ["cpv", "nuts"]


class LanguagesForm(PlainModelForm):
    languages = forms.MultipleChoiceField(
        label=_("In which languages can a buyer work with you?"),
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Profile
        fields = ["languages", "is_shared"]
        labels = {"is_shared": _("Show the profile in the other portals of the network too")}


@dataclass(frozen=True)
class Section:
    """A page of the profile's form; `needed` are the columns without which it is not done."""

    name: str
    label: object
    hint: object
    form: type[forms.ModelForm]
    needed: tuple[str, ...]


SECTIONS = [
    Section(
        "about",
        _("About you"),
        _("What you do, and who says so."),
        AboutForm,
        ("headline", "about"),
    ),
    Section(
        "subjects",
        _("Subjects and regions"),
        _("What you can deliver, and where."),
        SubjectsForm,
        ("cpv", "nuts"),
    ),
    Section(
        "languages",
        _("Languages and portals"),
        _("In which languages you work, and where you are shown."),
        LanguagesForm,
        ("languages",),
    ),
]


def section_named(name: str) -> Section | None:
    return next((section for section in SECTIONS if section.name == name), None)
