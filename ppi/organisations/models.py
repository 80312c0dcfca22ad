"""Legal bodies with members: buyers, suppliers, and those who bring them together."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core import signing
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.kernel.states import HasStates
from ppi.organisations.choices import MOVES, Kind, RequestState, Role, Status
from ppi.organisations.querysets import (
    InvitationQuerySet,
    OrganisationQuerySet,
    OwnedByOrganisation,
)
from ppi.portals.models import Portal
from ppi.taxonomy.choices import BuyerType

ONE_A_NUMBER = "organisations_one_a_registration_number"
INVITATION_SALT = "ppi.organisations.invitation"


class Organisation(HasStates, Scoped):
    MOVES = MOVES

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    # Decides which thresholds apply; only public buyers have one.
    buyer_type = models.CharField(
        _("kind of buyer"), max_length=20, choices=BuyerType.choices, blank=True
    )
    country = models.CharField(_("country"), max_length=2)
    nuts = models.CharField(_("region"), max_length=5, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True, max_length=300)
    about = models.TextField(_("about"), blank=True, max_length=4000)
    language = models.CharField(max_length=3, default="en")
    portal = models.ForeignKey(Portal, on_delete=models.PROTECT, related_name="organisations")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PENDING)
    # Four eyes: an owner other than the sender approves what goes out.
    needs_approval = models.BooleanField(
        _("an owner approves what colleagues announce"), default=False
    )
    # Made from an imported notice; nobody has claimed it yet.
    imported = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [
            GinIndex(
                OpClass(Upper("name"), name="gin_trgm_ops"), name="organisations_name_trigrams"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("registration_number"),
                "country",
                condition=~models.Q(registration_number="") & models.Q(status=Status.VERIFIED),
                name=ONE_A_NUMBER,
                violation_error_message=_(
                    "An organisation with this number is here already. Ask it to let you in."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.BUYER) | models.Q(buyer_type=""),
                name="organisations_only_buyers_have_a_buyer_type",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_buyer(self) -> bool:
        return self.kind == Kind.BUYER

    @property
    def is_verified(self) -> bool:
        return self.status == Status.VERIFIED


def is_in_good_standing(organisation: Organisation | None) -> bool:
    """`querysets.in_good_standing` of a row at hand: whose it is, or None for nobody's."""
    return organisation is None or organisation.is_verified


class FormerSlug(models.Model):
    """A slug that an organisation had before it was renamed; the old address redirects."""

    slug = models.SlugField(max_length=120, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="former_slugs"
    )

    def __str__(self) -> str:
        return self.slug


class Membership(Scoped):
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    since = models.DateTimeField(auto_now_add=True)

    objects = OwnedByOrganisation.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], name="organisations_one_role_a_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}, {self.organisation}"


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
    def portal(self) -> Portal:
        return self.organisation.portal

    @property
    def portal_id(self) -> int:
        return self.organisation.portal_id


class JoinRequest(Asked):
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="join_requests"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    message = models.CharField(_("message"), max_length=500, blank=True)

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
