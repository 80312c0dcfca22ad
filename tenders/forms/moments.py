"""Days and moments as a buyer types them: in the time zone of the portal they stand in."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ppi.accounts.middleware import zone
from ppi.taxonomy.rule_forms import refuse_other_years
from tenders.forms.page import Page


class MomentField(forms.SplitDateTimeField):
    """A moment within the years that the rules know something about."""

    def __init__(self, **options) -> None:
        widget = forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "class": "ds-input", "aria-label": _("Last day")},
            date_format="%Y-%m-%d",
            time_attrs={"type": "time", "class": "ds-input", "aria-label": _("Time of day")},
            time_format="%H:%M",
        )
        super().__init__(**({"widget": widget, "required": False} | options))
        self.fields[0].validators.append(refuse_other_years)


class LocalPage(Page):
    """A page with moments: typed, meant and shown in the portal's own time zone."""

    @property
    def zone(self):
        return zone(self.instance.portal.time_zone)

    def full_clean(self) -> None:
        with timezone.override(self.zone):
            super().full_clean()

    def get_initial_for_field(self, field: forms.Field, field_name: str):
        initial = super().get_initial_for_field(field, field_name)
        if not isinstance(field, MomentField) or initial is None:
            return initial
        return timezone.make_naive(initial, self.zone)
