"""The page for somebody who cannot take the second step of the sign-in any more."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from ppi.kernel.access import access, public
from ppi.kernel.kept import typed
from ppi.kernel.verdicts import Refused
from ppi.organisations import second_factor
from ppi.organisations.forms import LostFactorForm
from ppi.organisations.models import LostFactor


@sensitive_post_parameters("password")
@access(public)
def lost_factor(request: HttpRequest) -> HttpResponse:
    """Answers alike whether the account is not there or the password is another."""
    form = LostFactorForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            _ask(request, form)
            messages.success(request, _("The moderators have your request. We sent you a mail."))
            return redirect("account_login")
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
        except forms.ValidationError as failure:  # too many tries
            form.add_error(None, failure)
    days = second_factor.TIME_TO_OBJECT.days
    return render(request, "organisations/lost_factor.html", {"form": form, "days": days})


def _ask(request: HttpRequest, form: LostFactorForm) -> LostFactor:
    """Tries are counted as those of the sign-in are."""
    facts = form.cleaned_data
    email, password = facts["email"].lower(), facts["password"]
    person = get_adapter(request).authenticate(request, email=email, password=password)
    if person is None or not person.is_active:
        raise Refused(_("No account has this address with this password."), field="password")
    known = second_factor.waiting_of(person)
    lost = second_factor.ask(person, facts["message"], portal=request.portal)
    if known is not None:  # the mails have gone out: whoever presses again sends no others
        return lost
    for address in second_factor.addresses_of(person):
        context = {"user": person, "days": second_factor.TIME_TO_OBJECT.days}
        get_adapter(request).send_mail("account/email/second_step_lost", address, context)
    return lost
