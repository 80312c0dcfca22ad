"""Legal bodies with members: buyers, suppliers, and those who bring them together."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from ppi.kernel.scoping import Scoped
from ppi.kernel.states import HasStates
from ppi.organisations.choices import MOVES, Kind, Role, Status
from ppi.organisations.names import KeptByDatabase, NameKey
from ppi.organisations.querysets import MembershipQuerySet, OrganisationQuerySet
from ppi.portals.models import Portal
from ppi.taxonomy.choices import BuyerType

ONE_A_NUMBER = "organisations_one_a_registration_number"
ONE_A_NAME = "organisations_one_a_name"


class Organisation(HasStates, Scoped):
    MOVES = MOVES

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    # The name as it is compared; the database makes it, so that no writer can forget it.
    name_key = KeptByDatabase(
        expression=NameKey("name"), output_field=models.TextField(), db_persist=True
    )
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
            ),
            models.Index(fields=["name_key"], name="organisations_by_name_key"),
            models.Index(
                fields=["-created_at", "-id"],
                condition=models.Q(status=Status.VERIFIED),
                name="organisations_verified_newest",
            ),
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
            # Two bodies may bear one name where their registration numbers tell them apart.
            models.UniqueConstraint(
                fields=["name_key", "country", "kind"],
                condition=models.Q(registration_number="", status=Status.VERIFIED),
                name=ONE_A_NAME,
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

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], name="organisations_one_role_a_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}, {self.organisation}"
