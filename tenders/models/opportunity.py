"""What is bought, and one stage of it as the buyer announces it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ppi.kernel.money import CURRENCY_CHOICES
from ppi.kernel.scoping import Scoped
from ppi.kernel.states import HasStates
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from ppi.taxonomy.choices import (
    ContractKind,
    InnovativeAcquisition,
    Procedure,
    StrategicProcurement,
)
from ppi.taxonomy.procedures import Novelty
from tenders.choices import (
    ENDINGS,
    KINDS,
    MOVES,
    UNDECIDED,
    Kind,
    KindFacts,
    Phase,
    Source,
    Status,
    Technique,
)
from tenders.models.years import days_in_known_years, moments_in_known_years
from tenders.querysets import (
    OpportunityQuerySet,
    PurchaseQuerySet,
    admits_until,
    is_still_planned,
)

# Time enough to prepare what follows a framework agreement.
EXPIRES_SOON = timedelta(days=182)


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
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.MEMBER)

    # Empty while the author has not chosen; nobody else sees it then.
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices, blank=True)
    language = models.CharField(_("language"), max_length=3)
    title = models.CharField(_("title"), max_length=300)
    need = models.TextField(_("need"), max_length=20_000, blank=True)
    who = models.TextField(_("who has the problem"), max_length=2_000, blank=True)
    outcome = models.TextField(_("what would be better"), max_length=5_000, blank=True)
    known = models.TextField(_("what is known of solutions"), max_length=5_000, blank=True)
    novelty = models.CharField(
        _("how new"), max_length=20, choices=Novelty.choices, blank=True, default=""
    )
    specification = models.TextField(_("functional specification"), max_length=20_000, blank=True)
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
    # The estimate, or the sum of the lots where that is higher: what is shown and judged.
    judged_value = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    # Converted at the ECB rate of the day it was written; for bands and order, never for verdicts.
    value_in_euro = models.DecimalField(max_digits=20, decimal_places=2, null=True)
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    takes_questions = models.BooleanField(_("companies may ask questions"), default=True)
    questions_until = models.DateTimeField(_("questions until"), null=True, blank=True)
    # BT-536 and BT-36: when the contract would begin, and for how many months.
    starts_on = models.DateField(_("needed from"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("duration in months"), null=True, blank=True)

    # What the minimum time limit depends on.
    is_electronic = models.BooleanField(_("tenders are sent electronically"), default=True)
    prior_information_on = models.DateField(_("prior information notice of"), null=True, blank=True)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    urgency_reason = models.TextField(_("why it is urgent"), max_length=2_000, blank=True)

    technique = models.CharField(
        _("framework"), max_length=12, choices=Technique.choices, blank=True, default=""
    )
    runs_until = models.DateField(_("runs until"), null=True, blank=True)
    # A call-off names the agreement under which it is made.
    framework = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="call_offs",
        verbose_name=_("called off from"),
    )
    is_for_small_firms = models.BooleanField(_("suitable for small firms"), default=False)
    is_eu_funded = models.BooleanField(_("paid with EU money"), default=False)
    eu_programme = models.CharField(_("EU programme or project"), max_length=200, blank=True)
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
    # Of the contracts; the estimate keeps its own, by which it is judged.
    awarded_currency = models.CharField(
        max_length=3, choices=CURRENCY_CHOICES, blank=True, default=""
    )
    tenders_received = models.PositiveIntegerField(_("tenders received"), null=True, blank=True)
    standstill_until = models.DateField(_("standstill until"), null=True, blank=True)
    result_note = models.TextField(_("short reasons"), max_length=5_000, blank=True)

    # How the buyer ended it; empty while only the clock decides.
    ended = models.CharField(
        max_length=12, choices=[(phase, phase.label) for phase in ENDINGS], blank=True, default=""
    )
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.TextField(_("reason"), max_length=2_000, blank=True)

    # A correction is written as a draft of its own, and takes the place of what it corrects.
    corrects = models.OneToOneField(
        "self", null=True, on_delete=models.CASCADE, related_name="correction"
    )
    correction_reason = models.TextField(_("why it is corrected"), max_length=2_000, blank=True)
    # A result names the call that it concludes.
    concludes = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="concluded_by"
    )
    copied_from = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="copies"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_opportunities",
        verbose_name=_("in whose hands"),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

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
                condition=models.Q(awarded_value=None) | ~models.Q(awarded_currency=""),
                name="tenders_awarded_value_has_a_currency",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="tenders_published_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | ~models.Q(kind=""),
                name="tenders_published_as_a_kind",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(corrects=None),
                name="tenders_a_correction_is_never_public_itself",
            ),
            models.UniqueConstraint(
                fields=["concludes"],
                condition=models.Q(status="published"),
                name="tenders_one_public_result_a_call",
            ),
            models.CheckConstraint(
                condition=models.Q(ended="") | models.Q(ended_at__isnull=False),
                name="tenders_ended_at_a_time",
            ),
            *moments_in_known_years("deadline", "questions_until", "published_at"),
            *days_in_known_years(
                "starts_on", "prior_information_on", "runs_until", "standstill_until"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def facts(self) -> KindFacts:
        return KINDS.get(self.kind, UNDECIDED)

    @property
    def phase(self) -> Phase:
        return self.phase_at(timezone.now())

    def phase_at(self, now: datetime) -> Phase:
        """How far it has come at a moment; `PHASE_MOVES` says where it may go from there."""
        if self.ended:
            return Phase(self.ended)
        if self.facts.has_result:
            return Phase.AWARDED
        if self.deadline is None:
            lapsed = self.kind == Kind.PLANNED and not is_still_planned(self, now)
            return Phase.LAPSED if lapsed else Phase.ANNOUNCED
        if self.deadline <= now:
            return Phase.ADMITTING if self.admits_at(now) else Phase.CLOSED
        asked_in_time = self.questions_until is None or now < self.questions_until
        return Phase.QUESTIONS if self.takes_questions and asked_in_time else Phase.OPEN

    @property
    def state_mark(self) -> str:
        """Another one after every change of the row."""
        return self.updated_at.isoformat()

    @property
    def takes_answers(self) -> bool:
        """A deadline lies ahead, and companies can answer until then."""
        return self.phase in (Phase.QUESTIONS, Phase.OPEN)

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED and self.organisation.is_verified

    @property
    def currency_of_contract(self) -> str:
        """Of what is paid; that of the estimate where no award says it, or several differ."""
        return self.awarded_currency or self.currency

    @property
    def came_to_nothing(self) -> bool:
        """It ended so that no contract, and no agreement, came of it."""
        return self.ended in (Phase.CANCELLED, Phase.UNSUCCESSFUL)

    @property
    def admits_companies(self) -> bool:
        """A dynamic purchasing system takes them in for as long as it runs (article 34(5))."""
        return self.admits_at(timezone.now())

    def admits_at(self, now: datetime) -> bool:
        until = admits_until(self)
        return until is not None and now < until

    @property
    def expires_soon(self) -> bool:
        """A framework agreement or dynamic purchasing system that ends within half a year."""
        if not self.technique or self.runs_until is None or self.came_to_nothing:
            return False
        left = self.runs_until - timezone.localdate()
        return timedelta() <= left <= EXPIRES_SOON

    @property
    def main_cpv(self) -> str:
        return self.cpv[0] if self.cpv else ""


class FormerSlug(models.Model):
    """An address that an opportunity had; it redirects to the present one."""

    slug = models.SlugField(max_length=140, unique=True)
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.CASCADE, related_name="former_slugs"
    )

    def __str__(self) -> str:
        return self.slug
