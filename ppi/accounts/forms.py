from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.accounts.models import User
from ppi.kernel.plain_text import PlainModelForm


def time_zones() -> list[tuple[str, str]]:
    """Europe's zones by their towns; none means the portal's own."""
    names = sorted(name for name in available_timezones() if name.startswith("Europe/"))
    towns = [(name, name.removeprefix("Europe/").replace("_", " ")) for name in names]
    return [("", _("As in the portal")), *towns, ("UTC", "UTC")]


class PersonForm(PlainModelForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        required=False,
        help_text=_("Deadlines are shown in it."),
    )

    class Meta:
        model = User
        fields = ("name", "language", "time_zone")
        help_texts = {"name": _("As colleagues and partners should see it.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
