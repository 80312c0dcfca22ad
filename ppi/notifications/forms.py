from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from ppi.kernel.plain_text import PlainForm
from ppi.notifications.choices import CHOOSABLE, USUAL, Concern, Frequency, Kind, Weekday
from ppi.notifications.models import Preference, Rhythm

BY_DAY = {"type": "time"}


@dataclass(frozen=True)
class Section:
    """Kinds that stand together, each with its fields: mail, bell, and push where it is offered."""

    concern: Concern
    kinds: list[tuple[Kind, list[forms.BoundField]]]


class SettingsForm(PlainForm):
    """How a person hears of what they may choose, and when they are left alone."""

    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs=BY_DAY),
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs=BY_DAY),
    )
    weekday = forms.TypedChoiceField(
        label=_("Day of the weekly mail"), choices=Weekday.choices, coerce=int
    )

    # What is counted stands in `ppi.matching.openings`.
    count_openings = forms.BooleanField(
        label=_("Count my company when I open a need that fits it"),
        help_text=_(
            "The buyer learns how many companies have opened the need, never which, and no number "
            "below three. Kept are the need, your company and the moment at which it was first "
            "opened, not who opened it. It holds in this portal, and you can end it here at any "
            "time: what was counted stays in the sum, and nothing further is counted."
        ),
        required=False,
    )

    def __init__(
        self, *arguments, concerns: list[Concern], with_push: bool, with_openings: bool, **options
    ) -> None:
        super().__init__(*arguments, **options)
        if not with_openings:
            del self.fields["count_openings"]
        self.concerns = concerns
        own = {kind: self._fields_of(kind, with_push) for c in concerns for kind in CHOOSABLE[c]}
        self.names = {kind: list(fields) for kind, fields in own.items()}
        self.fields = {name: f for fields in own.values() for name, f in fields.items()} | (
            self.fields
        )

    def _fields_of(self, kind: Kind, with_push: bool) -> dict[str, forms.Field]:
        fields = {
            f"{kind}.mail": forms.ChoiceField(label=_("By mail"), choices=Frequency.choices),
            f"{kind}.in_bell": forms.BooleanField(label=_("In the bell"), required=False),
        }
        if with_push:
            label = _("As a push message")
            fields[f"{kind}.by_push"] = forms.BooleanField(label=label, required=False)
        return fields

    def sections(self) -> Iterator[Section]:
        for concern in self.concerns:
            kinds = [(kind, [self[name] for name in self.names[kind]]) for kind in
                     CHOOSABLE[concern]]  # fmt: skip
            yield Section(concern, kinds)

    def wishes(self) -> dict[Kind, dict]:
        """Columns of preferences, by kind."""
        return {
            kind: {name.partition(".")[2]: self.cleaned_data[name] for name in names}
            for kind, names in self.names.items()
        }

    def rhythm(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("quiet_from", "quiet_until", "weekday")}

    def clean(self) -> dict:
        found = super().clean()
        begin, end = found.get("quiet_from"), found.get("quiet_until")
        if (begin is None) != (end is None):
            empty = "quiet_from" if begin is None else "quiet_until"
            self.add_error(empty, _("Give both hours, or none."))
        elif begin is not None and begin == end:
            self.add_error("quiet_until", _("Give another hour than the first."))
        return found


def as_chosen(user, concerns: list[Concern]) -> dict:
    """What the person has chosen, or what is usual, as the form shows it."""
    chosen = {row.kind: row for row in Preference.objects.filter(user=user)}
    rhythm = Rhythm.objects.filter(user=user).first() or Rhythm()
    found = {name: getattr(rhythm, name) for name in ("quiet_from", "quiet_until", "weekday")}
    for kind in (kind for concern in concerns for kind in CHOOSABLE[concern]):
        row = chosen.get(kind) or Preference(mail=USUAL[kind])
        found |= {f"{kind}.{name}": getattr(row, name) for name in ("mail", "in_bell", "by_push")}
    return found


class WebhookForm(PlainForm):
    url = forms.URLField(
        label=_("Address"),
        assume_scheme="https",
        max_length=500,
        help_text=_("Begins with https:// and can be reached from the internet."),
    )


class DeviceForm(PlainForm):
    """What a browser says of itself when it subscribes."""

    endpoint = forms.URLField(max_length=500, assume_scheme="https")
    key = forms.RegexField(r"^[\w-]{80,100}$")
    secret = forms.RegexField(r"^[\w-]{20,40}$")
