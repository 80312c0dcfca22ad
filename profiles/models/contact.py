"""A person whom strangers may write to, because that person said so."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.organisations.models import Membership, Organisation
from ppi.portals.models import Portal
from profiles.querysets import ContactQuerySet


class Contact(Scoped):
    """A member's own address on the profile. The row is the consent: without one nothing is shown.

    It goes with the membership, and so with the person's account, too.
    """

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(_("position"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    # On whose profile: where two organisations become one, the membership goes along, and the
    # consent does not.
    agreed_for = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    # The sentence that was agreed to, as it was read, and when (GDPR, article 7(1)).
    agreed_to = models.TextField()
    agreed_at = models.DateTimeField()

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(agreed_to=""), name="profiles_contact_agreed_to_something"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def organisation(self) -> Organisation:
        return self.membership.organisation

    @property
    def portal(self) -> Portal:
        return self.organisation.portal

    @property
    def portal_id(self) -> int:
        return self.organisation.portal_id
