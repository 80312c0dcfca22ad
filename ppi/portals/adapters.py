"""allauth's questions answered by the portal: its mails carry the portal's name and language."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from ppi.portals import links, mails


class PortalAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An account begins in a portal, whose terms it accepts."""
        if self._portal is None:
            raise ImmediateHttpResponse(redirect("front:choose-portal"))
        return True

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation) -> str:
        return self._absolute("account_confirm_email", emailconfirmation.key)

    def get_reset_password_from_key_url(self, key: str) -> str:
        return self._absolute("account_reset_password_from_key", *key.split("-", 1))

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """The mail, now if the mail server answers, else as soon as it does again.

        All its links start at the portal's own address, never at the one the request named.
        """
        links_home = {
            "portal": self._portal,
            "email": email,
            "request": self.request,
            "home_url": self._absolute("front:home"),
            "sign_up_url": self._absolute("account_signup"),
            "security_url": self._absolute("account_email"),
        }
        context = {"password_reset_url": self._absolute("account_reset_password"), **context}
        mails.send(self.render_mail(template_prefix, email, context | links_home))

    def send_account_already_exists_mail(self, email: str) -> None:
        self.send_mail("account/email/account_already_exists", email, {})

    def is_safe_url(self, url: str | None) -> bool:
        return bool(url) and url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("front:home")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials) -> str:
        """What failed sign-ins are counted by: the account and the network address together.

        By the account alone, anybody who knows an e-mail address could keep its owner out.
        """
        own = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{own}:{self.get_client_ip(request)}"

    def _absolute(self, name: str, *args) -> str:
        return links.absolute(self._portal, translation.get_language(), name, *args)

    @property
    def _portal(self):
        return getattr(self.request, "portal", None)


class PortalMFAAdapter(DefaultMFAAdapter):
    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the base domain, so that one serves in every portal below it."""
        base_host = links.base_host()
        return {"id": base_host, "name": settings.MFA_TOTP_ISSUER}
