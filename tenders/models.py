"""Opportunities: anything that a buyer announces, one family with kinds as data.

A *purchase* (eForms BT-04; one ocid) has *opportunities*, one a stage; each publication of a stage
is a numbered *version* with the id of the notice that it came from.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.money import CURRENCY_CHOICES
from ppi.kernel.scoping import Scoped
from ppi.kernel.states import HasStates
from ppi.organisations.choices import Status as Organisations
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from ppi.taxonomy.choices import (
    ContractKind,
    InnovativeAcquisition,
    Procedure,
    StrategicProcurement,
)
from tenders.choices import KINDS, MOVES, Kind, Source, Status
from tenders.querysets import OpportunityQuerySet, PurchaseQuerySet, VersionQuerySet


class Purchase(Scoped):
    """What is bought, over all the stages in which it is announced."""

    # BT-04, a UUID in eForms; empty for what was posted here by hand.
    procedure_id = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure_id"],
                condition=~models.Q(procedure_id=""),
                name="tenders_one_purchase_a_procedure",
            )
        ]

    def __str__(self) -> str:
        return self.procedure_id or f"purchase {self.pk}"

    @property
    def ocid(self) -> str:
        """The open contracting id; the prefix is registered with the OCP by the operator."""
        return f"{settings.PPI_OCID_PREFIX}-{self.procedure_id or self.pk}"


class Opportunity(HasStates, Scoped):
    MOVES = MOVES

    slug = models.SlugField(max_length=140, unique=True)
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="opportunities")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="opportunities",
        verbose_name=_("buyer"),
    )
    portal = models.ForeignKey(Portal, on_delete=models.PROTECT, related_name="opportunities")
    is_shared = models.BooleanField(_("shown in the other portals too"), default=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.MEMBER)

    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=3)
    title = models.CharField(_("title"), max_length=300)
    need = models.TextField(_("need"), max_length=20_000, blank=True)
    outcome = models.TextField(_("what would be better"), max_length=5_000, blank=True)
    known = models.TextField(_("what is known of solutions"), max_length=5_000, blank=True)
    partners_wanted = models.TextField(_("partners wanted"), max_length=2_000, blank=True)

    # The first code is the main one (BT-262); the others are additional (BT-263).
    cpv = ArrayField(models.CharField(max_length=8), verbose_name=_("subject"), default=list)
    nuts = ArrayField(models.CharField(max_length=5), verbose_name=_("place"), default=list)
    country = models.CharField(_("country"), max_length=2, blank=True)
    contract = models.CharField(
        _("contract"), max_length=16, choices=ContractKind.choices, blank=True
    )
    procedure = models.CharField(
        _("procedure"), max_length=16, choices=Procedure.choices, blank=True
    )
    value = models.DecimalField(
        _("estimated value"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(max_length=3, choices=CURRENCY_CHOICES, default="EUR")
    # Written when the value or the date changes, so that lists need not compute it for each row.
    threshold = models.CharField(max_length=8, blank=True)
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    innovation = ArrayField(
        models.CharField(max_length=12, choices=InnovativeAcquisition.choices), default=list
    )
    strategic = ArrayField(
        models.CharField(max_length=12, choices=StrategicProcurement.choices),
        verbose_name=_("what you want to reach"),
        default=list,
    )
    accepted_languages = ArrayField(models.CharField(max_length=3), default=list)
    open_to_foreign = models.BooleanField(_("open to bidders from abroad"), default=True)
    official_url = models.URLField(_("official notice"), max_length=500, blank=True)

    winner_name = models.CharField(_("winner"), max_length=300, blank=True)
    awarded_value = models.DecimalField(
        _("awarded value"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    tenders_received = models.PositiveIntegerField(_("tenders received"), null=True, blank=True)
    result_note = models.TextField(_("short reasons"), max_length=5_000, blank=True)

    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        indexes = [
            models.Index(
                fields=["portal", "-published_at", "-id"],
                condition=models.Q(status="published"),
                name="tenders_published_newest",
            ),
            models.Index(
                fields=["deadline", "id"],
                condition=models.Q(status="published"),
                name="tenders_published_deadline",
            ),
            GinIndex(fields=["cpv"], name="tenders_cpv"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value=None) | models.Q(value__gte=0),
                name="tenders_value_is_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(awarded_value=None) | models.Q(awarded_value__gte=0),
                name="tenders_awarded_value_is_not_negative",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="tenders_published_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def facts(self):
        return KINDS[self.kind]

    @property
    def is_public(self) -> bool:
        suspended = self.organisation.status == Organisations.SUSPENDED
        return self.status == Status.PUBLISHED and not suspended

    @property
    def main_cpv(self) -> str:
        return self.cpv[0] if self.cpv else ""


class Version(Scoped):
    """One publication of an opportunity, kept as it was."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    # BT-701 and BT-757 of the notice; empty and 0 for what was posted here.
    notice_id = models.CharField(max_length=80, blank=True)
    notice_version = models.PositiveIntegerField(default=0)
    notice_type = models.CharField(max_length=60, blank=True)
    # OPP-010, the number in the Official Journal, by which a change notice may name it.
    publication_id = models.CharField(max_length=40, blank=True, db_index=True)
    # BT-758: the notice that this one changes.
    changes_notice_id = models.CharField(max_length=80, blank=True, db_index=True)
    source_name = models.CharField(max_length=300, blank=True)
    dispatched_at = models.DateTimeField()
    arrived_at = models.DateTimeField(auto_now_add=True)
    content = models.JSONField(default=dict)

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "number"], name="tenders_one_version_a_number"
            ),
            models.UniqueConstraint(
                fields=["notice_id", "notice_version"],
                condition=~models.Q(notice_id=""),
                name="tenders_a_notice_version_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity} v{self.number}"

    @property
    def precedence(self) -> tuple:
        """Which of two versions is the later publication."""
        return (self.dispatched_at, self.notice_version)


class FormerSlug(models.Model):
    """An address that an opportunity had; it redirects to the present one."""

    slug = models.SlugField(max_length=140, unique=True)
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="former_slugs"
    )

    def __str__(self) -> str:
        return self.slug
