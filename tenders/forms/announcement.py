"""What is said besides the need: subject, framework, documents, and why it is corrected."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.documents.choices import ENDINGS
from ppi.documents.forms import DocumentField
from ppi.taxonomy.forms import CodesField
from ppi.taxonomy.rule_forms import DayField
from tenders import judging
from tenders.choices import Technique
from tenders.forms.page import Page, lines
from tenders.models import Opportunity


class CorrectionPage(Page):
    needed = ("correction_reason",)
    answers = ("correction_reason",)

    class Meta:
        model = Opportunity
        fields = ["correction_reason"]
        labels = {"correction_reason": _("Why do you correct it?")}
        help_texts = {
            "correction_reason": _(
                "Everybody who has starred it reads this. Then open the pages that change."
            )
        }
        widgets = {"correction_reason": lines(4)}


class SubjectPage(Page):
    answers = ("cpv",)

    cpv = CodesField(
        kind="cpv",
        maximum=10,
        label=_("Subject"),
        help_text=_("Common Procurement Vocabulary. The first code is the main one."),
    )
    nuts = CodesField(
        kind="nuts",
        maximum=10,
        required=False,
        label=_("Place"),
        help_text=_("Where it is needed."),
    )

    class Meta:
        model = Opportunity
        fields = ["cpv", "nuts"]


class TechniquePage(Page):
    answers = ("technique",)

    technique = forms.ChoiceField(
        label=_("Does it set the terms for several purchases?"),
        choices=[("", _("No, one contract")), *Technique.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    runs_until = DayField(
        label=_("Until when does it run?"),
        help_text=_("The last day of the framework agreement or the system."),
        required=False,
    )

    class Meta:
        model = Opportunity
        fields = ["technique", "runs_until"]

    def clean(self) -> dict:
        typed = super().clean()
        if not typed.get("technique"):
            typed["runs_until"] = None
        begins = self.instance.starts_on or judging.day_of_dispatch(self.instance)
        if typed.get("runs_until") and typed["runs_until"] < begins:
            self.add_error("runs_until", _("It cannot end before it begins."))
        return typed


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(DocumentField):
    """Several files at once; cleans to a list."""

    def __init__(self, **options) -> None:
        widget = FilesInput(attrs={"accept": ENDINGS, "multiple": True})
        super().__init__(**({"widget": widget} | options))

    def clean(self, data, initial=None) -> list:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files if file]


class DocumentsPage(Page):
    answers = ("official_url",)

    files = FilesField(label=_("Add documents"))

    class Meta:
        model = Opportunity
        fields = ["official_url"]
        labels = {"official_url": _("Address of the official notice, if there is one")}
        help_texts = {
            "official_url": _(
                "This platform is never the official notice. Above the national threshold, "
                "publish in the national portal and link to it here."
            )
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["official_url"].assume_scheme = "https"
        self.order_fields(["files", "official_url"])

    def facts(self) -> dict:
        return {"official_url": self.cleaned_data["official_url"]}

    def uploads(self) -> list:
        return self.cleaned_data["files"]
