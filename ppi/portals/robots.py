"""How robots are told from people at a form that anybody may send. No outside CAPTCHA.

A field that people do not see, a form that cannot have been read so quickly, and a limit on how
often one address sends it.
"""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ppi.kernel.plain_text import PlainForm

SALT = "ppi.robots"
OLDEST_FORM_SECONDS = 24 * 60 * 60


def stamp() -> str:
    """When a form was shown, signed."""
    return signing.dumps(time.time(), salt=SALT)


def age_of(stamped: str) -> float | None:
    """Seconds since the form was shown; None for a stamp that is not ours."""
    try:
        return time.time() - signing.loads(stamped, salt=SALT)
    except signing.BadSignature:
        return None


class ForPeople(PlainForm):
    """A form with the two tests; its template includes `portals/robot_field.html`."""

    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    started = forms.CharField(widget=forms.HiddenInput, initial=stamp, required=False)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("A field that people do not see was filled in. Please send the form again.")
            )
        return ""

    def clean_started(self) -> str:
        age = age_of(self.cleaned_data["started"])
        if age is None or age > OLDEST_FORM_SECONDS:
            raise forms.ValidationError(_("This form was open too long. Please send it again."))
        if age < settings.PPI_SIGN_UP_SECONDS:
            raise forms.ValidationError(
                _("The form was sent sooner than a person can fill it in. Please send it again.")
            )
        return self.cleaned_data["started"]

    def clean(self) -> dict | None:
        """What was refused must not come back with the form: a person who sends it again gets in.

        Only now, because each of the two tests must judge what was sent.
        """
        cleaned = super().clean()
        if self.errors.keys() & {"website", "started"}:
            self.data = self.data.copy()
            self.data[self.add_prefix("started")] = stamp()
            self.data[self.add_prefix("website")] = ""
        return cleaned


def is_too_often(request: HttpRequest, action: str, *, amount: int, seconds: int) -> bool:
    """Whether this address has done it more than `amount` times within `seconds`."""
    key = f"often:{action}:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > amount
    except ValueError:  # it expired between the two lines
        return False
