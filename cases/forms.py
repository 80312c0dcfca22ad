"""What is asked for a case, one thing a page. Forms validate; `services` change."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from cases import services
from cases.choices import FIRST_YEAR, LAST_YEAR
from cases.models import Case
from ppi.documents.forms import DocumentField
from ppi.kernel.languages import LANGUAGE_CHOICES
from ppi.kernel.plain_text import PlainForm, PlainModelForm
from ppi.taxonomy.choices import Procedure, Theme
from ppi.taxonomy.countries import country_choices
from ppi.taxonomy.forms import CodesField


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class StartForm(PlainForm):
    """The first page: whose case, what it is called, in which language."""

    organisation = forms.ModelChoiceField(
        label=_("Whose experience is it?"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("What you bought and what it changed: «Lamps that dim, a third less power»."),
    )
    language = forms.ChoiceField(label=_("Language you write in"), choices=LANGUAGE_CHOICES)

    def __init__(self, *args, organisations, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations


class CasePage(PlainModelForm):
    """A page of the form. It shows the texts as they were written, not as the reader sees them.

    It stands on an empty object: what was typed reaches the case through the service alone.
    """

    def __init__(self, *args, case: Case, **kwargs) -> None:
        initial = {name: getattr(case, name) for name in self._meta.fields}
        texts = services.original_texts(case)
        initial |= {name: texts[name] for name in initial.keys() & texts.keys()}
        super().__init__(*args, initial=initial, **kwargs)
        for name in self.fields.keys() & set(services.NEEDED):
            self.fields[name].required = True


class NumbersPage(CasePage):
    class Meta:
        model = Case
        fields = [
            "before", "before_note", "after", "after_note", "price", "currency", "first_year",
            "last_year",
        ]  # fmt: skip
        labels = {
            "before": _("The figure before"),
            "before_note": _("What does it count?"),
            "after": _("The figure now"),
            "after_note": _("What does that count?"),
            "price": _("What did it cost, without VAT?"),
        }
        help_texts = {
            "before": _("The one number that shows the effect best, such as «118 g»."),
            "before_note": _("Such as «food in the bin for each pupil and day»."),
            "after_note": _("Such as «after half a school year»."),
            "price": _("Over the whole contract. Leave it empty if you may not say."),
        }
        widgets = {"price": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price"].localize = True
        self.fields["price"].widget.is_localized = True
        self.fields["price"].error_messages["min_value"] = _("A price cannot be negative.")
        sentence = _("Write a year from %(first)s to %(last)s, with four digits.")
        sentence %= {"first": FIRST_YEAR, "last": LAST_YEAR}
        for name in ("first_year", "last_year"):
            for refusal in ("min_value", "max_value", "invalid"):
                self.fields[name].error_messages[refusal] = sentence


class StoryPage(CasePage):
    class Meta:
        model = Case
        fields = ["title", "language", "summary", "story", "lessons"]
        labels = {
            "summary": _("In one or two sentences"),
            "story": _("What happened, from the need to the result?"),
            "lessons": _("What would you tell others who want to do the same?"),
        }
        help_texts = {
            "story": _("An empty line starts a paragraph; a line with ## before it is a heading."),
            "lessons": _("One advice a line."),
        }
        widgets = {"summary": lines(3), "story": lines(14), "lessons": lines(5)}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = LANGUAGE_CHOICES


class SubjectPage(CasePage):
    country = forms.ChoiceField(label=_("Country"))
    nuts = CodesField(kind="nuts", maximum=10, required=False, label=_("Place"))
    cpv = CodesField(
        kind="cpv",
        maximum=10,
        required=False,
        label=_("Subject"),
        help_text=_("Common Procurement Vocabulary. The first code is the main one."),
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        choices=Theme.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Case
        fields = ["country", "nuts", "themes", "cpv", "procedure", "is_shared"]
        labels = {"is_shared": _("Show it in the other portals of the network too")}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *country_choices()]
        self.fields["procedure"].choices = [("", _("None, or not listed")), *Procedure.choices]


class DocumentsPage(CasePage):
    upload = DocumentField(label=_("Add a document that others may copy"))

    class Meta:
        model = Case
        fields: list[str] = []


@dataclass(frozen=True)
class Step:
    name: str
    label: object
    form: type[CasePage]


STEPS = [
    Step("story", _("The story"), StoryPage),
    Step("numbers", _("The numbers"), NumbersPage),
    Step("subject", _("Subject and place"), SubjectPage),
    Step("documents", _("Documents"), DocumentsPage),
]


def step_named(name: str) -> Step | None:
    return next((step for step in STEPS if step.name == name), None)


def step_after(step: Step) -> Step | None:
    return next(iter(STEPS[STEPS.index(step) + 1 :]), None)
