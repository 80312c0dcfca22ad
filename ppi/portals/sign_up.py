"""What is asked at sign-up beside e-mail and password. The first contribution is moderated."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ppi.portals import services
from ppi.portals.robots import ForPeople


class SignUpForm(ForPeople):
    """Base class that allauth mixes into its own form (`ACCOUNT_SIGNUP_FORM_CLASS`)."""

    # As on the page: what is wrong is listed in this order.
    field_order = ["name", "email", "password1", "website", "accept", "started"]

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As colleagues and partners should see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    accept = forms.BooleanField(
        label=_("I accept the terms of use and have read the privacy notice."),
        error_messages={"required": _("Accept the terms of use to get an account.")},
    )

    def signup(self, request: HttpRequest, user) -> None:
        """Called by allauth once the account exists."""
        user.name = self.cleaned_data["name"]
        user.language = get_language() or "en"
        user.save(update_fields=["name", "language"])
        services.accept_legal_texts(request.portal, by=user)
