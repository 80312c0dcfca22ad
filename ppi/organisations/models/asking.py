"""Who is asked to come in, who asks, and what is asked about an organisation."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.organisations.choices import RequestState, Role
from ppi.organisations.models.organisation import Organisation
from ppi.organisations.querysets import (
    InvitationQuerySet,
    JoinRequestQuerySet,
    OwnedByOrganisation,
)
from ppi.portals.models import Portal
from ppi.taxonomy.choices import BuyerType

INVITATION_SALT = "ppi.organisations.invitation"


class Invitation(Scoped):
    """An offer of membership, sent by mail. Its token is signed, so nothing secret is stored."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.EDITOR)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None),
                name="organisations_one_open_invitation_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.organisation}"

    @property
    def token(self) -> str:
        """What stands in the mailed link: whoever has it has read the invited person's mail."""
        return signing.dumps(self.pk, salt=INVITATION_SALT)

    @staticmethod
    def pk_of(token: str) -> int | None:
        """The invitation that a token stands for; None for a token that is not ours."""
        try:
            return signing.loads(token, salt=INVITATION_SALT)
        except signing.BadSignature:
            return None


class Asked(Scoped):
    """What somebody asks about an organisation, and what became of it; decided once."""

    state = models.CharField(
        max_length=10, choices=RequestState.choices, default=RequestState.WAITING
    )
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OwnedByOrganisation.as_manager()

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return self.state == RequestState.WAITING

    @property
    def portal(self) -> Portal:
        return self.organisation.portal

    @property
    def portal_id(self) -> int:
        return self.organisation.portal_id


class JoinRequest(Asked):
    """Somebody asks to come in; or, as a claim, to be who speaks for the organisation.

    Of a claim the portal's moderators decide, on its proof: where nobody owns the organisation, or
    against those who do. See `claims`.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="join_requests"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    message = models.CharField(_("message"), max_length=500, blank=True)
    is_claim = models.BooleanField(default=False)
    proof = models.TextField(_("proof"), max_length=2000, blank=True)
    proof_url = models.URLField(_("page that shows it"), max_length=300, blank=True)
    # Of a claim against owners: until then they may object, and it is not accepted before.
    open_until = models.DateTimeField(null=True)
    objection = models.TextField(_("objection"), max_length=2000, blank=True)
    objected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Why it was decided so; whoever asked reads it.
    reason = models.TextField(max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(state=RequestState.WAITING),
                name="organisations_one_waiting_request_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} to {self.organisation}"


class ChangeRequest(Asked):
    """A verified organisation wants another name, or to be another kind of buyer.

    Both stand here as they would be afterwards.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="change_requests"
    )
    name = models.CharField(_("name"), max_length=200)
    buyer_type = models.CharField(
        _("kind of buyer"), max_length=20, choices=BuyerType.choices, blank=True
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state=RequestState.WAITING),
                name="organisations_one_waiting_change_an_organisation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.name}"
