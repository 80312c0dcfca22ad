"""allauth's forms in this platform's words: errors name a field as its page does."""

from __future__ import annotations

from allauth.account import forms as account
from allauth.core import context
from allauth.socialaccount import forms as social
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from ppi.kernel import kept

EMAIL = _("E-mail address")


class AsTyped:
    """Mixin: opened anew, the form stands as it was typed. Stands before allauth's own class.

    allauth's views bind their forms themselves, so that `kept.typed` has no place in them. Hidden
    fields keep their own values: they are the page's, not the person's.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound and (sent := kept.take(context.request)):
            visible = {field.name for field in self.visible_fields()}
            self.initial |= {name: value for name, value in sent.items() if name in visible}


class LoginForm(AsTyped, account.LoginForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = EMAIL


class WithEmail(AsTyped):
    """Mixin of forms with a field `email`; stands before allauth's own class."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = EMAIL


class SignupForm(WithEmail, account.SignupForm):
    def try_save(self, request):
        """An address that is known costs as long as a new one, so that the time tells nobody."""
        if self.account_already_exists:
            make_password(self.cleaned_data.get("password1"))
        return super().try_save(request)


class AddEmailForm(WithEmail, account.AddEmailForm):
    pass


class ResetPasswordForm(WithEmail, account.ResetPasswordForm):
    pass


class SocialSignupForm(WithEmail, social.SignupForm):
    pass
