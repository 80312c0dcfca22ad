"""Profiles: an organisation's public face, with what it makes and what it is building."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.money import CURRENCY_CHOICES
from ppi.kernel.scoping import Scoped
from ppi.kernel.states import HasStates
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from profiles.choices import (
    FINISHED,
    PRODUCT_MOVES,
    PROFILE_MOVES,
    REVISION_MOVES,
    SCREENED_OF_PRODUCT,
    SCREENED_OF_PROFILE,
    TRL_LABELS,
    MarketStage,
    PriceUnit,
    Size,
    Status,
    is_being_built,
)
from profiles.models.belonging import OfProfile
from profiles.querysets import ProductQuerySet, ProfileQuerySet, RevisionQuerySet

# Until a moderator has read it, a row is changed as it is; and what was removed is kept as it was
# removed, so that it can be put back as it was.
STANDING = (Status.PUBLISHED, Status.REMOVED)


class Profile(HasStates, Scoped):
    MOVES = PROFILE_MOVES
    SCREENED = SCREENED_OF_PROFILE

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="profile"
    )
    portal = models.ForeignKey(Portal, on_delete=models.PROTECT, related_name="profiles")
    is_shared = models.BooleanField(_("shown in the other portals too"), default=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)

    language = models.CharField(_("language of these texts"), max_length=3)
    headline = models.CharField(_("what you do, in one sentence"), max_length=200, blank=True)
    about = models.TextField(_("about you"), max_length=6_000, blank=True)
    proof = models.TextField(_("proof"), max_length=4_000, blank=True)
    cpv = ArrayField(models.CharField(max_length=8), verbose_name=_("subjects"), default=list)
    nuts = ArrayField(models.CharField(max_length=5), verbose_name=_("regions"), default=list)
    languages = ArrayField(
        models.CharField(max_length=3), verbose_name=_("languages you work in"), default=list
    )
    size = models.CharField(_("size"), max_length=6, choices=Size.choices, blank=True)
    founded = models.PositiveSmallIntegerField(_("founded"), null=True, blank=True)

    # Read from `cpv` and `nuts` by the service, so that lists can filter and count by index:
    # divisions of the subjects, and the regions with everything that they lie in.
    divisions = ArrayField(models.CharField(max_length=2), default=list, editable=False)
    areas = ArrayField(models.CharField(max_length=5), default=list, editable=False)

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        indexes = [
            models.Index(
                fields=["portal", "-published_at", "-id"],
                condition=models.Q(status="published"),
                name="profiles_published_newest",
            ),
            GinIndex(fields=["divisions"], name="profiles_divisions"),
            GinIndex(fields=["areas"], name="profiles_areas"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="profiles_published_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def slug(self) -> str:
        return self.organisation.slug

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED and self.organisation.is_verified

    @property
    def stands(self) -> bool:
        """A moderator let it through: what is screened of it changes by a revision."""
        return self.status in STANDING


class Product(HasStates, OfProfile, Scoped):
    """A product or service, finished or being developed."""

    MOVES = PRODUCT_MOVES
    SCREENED = SCREENED_OF_PRODUCT

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="products")
    slug = models.SlugField(max_length=120)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    position = models.PositiveIntegerField(default=0)

    language = models.CharField(_("language of these texts"), max_length=3)
    name = models.CharField(_("name"), max_length=160)
    problem = models.CharField(_("what problem it solves"), max_length=400)
    description = models.TextField(_("how it works"), max_length=8_000, blank=True)
    trl = models.PositiveSmallIntegerField(
        _("technology readiness level"),
        null=True,
        blank=True,
        choices=list(TRL_LABELS.items()),
        validators=[MinValueValidator(1), MaxValueValidator(FINISHED)],
    )
    market_stage = models.CharField(
        _("stage on the market"), max_length=12, choices=MarketStage.choices, blank=True
    )
    seeking_first_buyer = models.BooleanField(_("looking for a first public buyer"), default=False)
    evidence = models.TextField(_("evidence"), max_length=4_000, blank=True)
    price_amount = models.DecimalField(
        _("price"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    price_currency = models.CharField(
        _("currency"), max_length=3, choices=CURRENCY_CHOICES, blank=True
    )
    price_unit = models.CharField(
        _("what the price is for"), max_length=15, choices=PriceUnit.choices, blank=True
    )
    price_note = models.CharField(_("what it costs, roughly"), max_length=200, blank=True)
    cpv = ArrayField(models.CharField(max_length=8), verbose_name=_("subjects"), default=list)
    # In the order in which they are shown: {"name": of the document, "alt": what is to be seen}.
    # The product's other documents are offered to be read.
    pictures = models.JSONField(_("pictures"), default=list, blank=True)

    # Answers by the key of their question (`selftest.QUESTIONS`); for its company and moderators.
    self_test = models.JSONField(default=dict, blank=True)
    self_tested_at = models.DateTimeField(null=True, blank=True)

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        indexes = [
            models.Index(
                fields=["-created_at", "-id"],
                condition=models.Q(status="published"),
                name="profiles_products_newest",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "slug"], name="profiles_one_product_an_address"
            ),
            models.CheckConstraint(
                condition=models.Q(trl=None) | models.Q(trl__range=(1, FINISHED)),
                name="profiles_trl_from_1_to_9",
            ),
            models.CheckConstraint(
                condition=models.Q(trl=None) | models.Q(market_stage=""),
                name="profiles_one_stage_of_two_kinds",
            ),
            models.CheckConstraint(
                condition=models.Q(price_amount=None, price_currency="", price_unit="")
                | models.Q(price_amount__gte=0)
                & ~models.Q(price_currency="")
                & ~models.Q(price_unit=""),
                name="profiles_a_price_has_currency_and_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shared(self) -> bool:
        return self.profile.is_shared

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED and self.profile.is_public

    @property
    def is_being_built(self) -> bool:
        return is_being_built(self.trl, seeking_first_buyer=self.seeking_first_buyer)

    @property
    def stands(self) -> bool:
        """A moderator let it through: what is screened of it changes by a revision."""
        return self.status in STANDING and (self.status == Status.REMOVED or self.profile.stands)

    @property
    def stage(self) -> str:
        """In words; empty where none is stated."""
        return str(self.get_market_stage_display() or TRL_LABELS.get(self.trl, ""))


class Revision(HasStates, OfProfile, Scoped):
    """What a company would have its public profile, or one product of it, say instead.

    The public row does not know of it: what is searched, matched and shown never reads this table.
    """

    MOVES = REVISION_MOVES

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="revisions")
    # None: the revision is of the profile itself.
    product = models.ForeignKey(
        Product, null=True, on_delete=models.CASCADE, related_name="revisions"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    # The screened columns that differ, by name; once published, what they became.
    facts = models.JSONField(default=dict)
    # Whether it has documents of its own, which take the place of the product's.
    has_files = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        constraints = [
            models.UniqueConstraint(
                fields=["profile"],
                condition=models.Q(product=None) & ~models.Q(status="published"),
                name="profiles_one_open_revision_of_a_profile",
            ),
            models.UniqueConstraint(
                fields=["product"],
                condition=~models.Q(status="published"),
                name="profiles_one_open_revision_of_a_product",
            ),
        ]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def subject(self) -> Profile | Product:
        return self.product or self.profile
