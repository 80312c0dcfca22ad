"""Cases: what a public body bought in a new way, what it brought, and what others may copy."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import FIRST_YEAR, LAST_YEAR, MOVES, Status
from cases.querysets import CaseQuerySet
from ppi.kernel import editorial
from ppi.kernel.money import CURRENCY_CHOICES
from ppi.kernel.scoping import Scoped
from ppi.kernel.states import HasStates
from ppi.organisations.models import Organisation, is_in_good_standing
from ppi.portals.models import Portal
from ppi.taxonomy.choices import Procedure, Theme


def validate_documents(documents: object) -> None:
    """A list of names, each with a note where there is one."""
    if not isinstance(documents, list) or not all(_is_named(each) for each in documents):
        raise ValidationError(_("Documents are a list of objects with name and note."))


def _is_named(document: object) -> bool:
    return (
        isinstance(document, dict)
        and bool(document.get("name"))
        and document.keys() <= {"name", "note"}
    )


YEARS = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


class Case(HasStates, Scoped):
    MOVES = MOVES

    slug = models.SlugField(max_length=140, unique=True)
    # Whose experience it is; empty for what the portal's editors tell themselves.
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
        verbose_name=_("organisation"),
    )
    portal = models.ForeignKey(Portal, on_delete=models.PROTECT, related_name="cases")
    is_shared = models.BooleanField(_("shown in the other portals too"), default=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)

    language = models.CharField(
        _("language you write in"), max_length=2, choices=settings.LANGUAGES
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    # A figure each, and what it counts: "118 g", "in the bin for each pupil and day".
    before = models.CharField(_("figure before"), max_length=40, blank=True)
    before_note = models.CharField(_("what the figure before counts"), max_length=160, blank=True)
    after = models.CharField(_("figure after"), max_length=40, blank=True)
    after_note = models.CharField(_("what the figure after counts"), max_length=160, blank=True)
    story = models.TextField(_("story"), max_length=20_000, blank=True)
    lessons = models.TextField(_("what you learnt"), max_length=4_000, blank=True)

    price = models.DecimalField(
        _("price"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=CURRENCY_CHOICES, default="EUR"
    )
    first_year = models.PositiveSmallIntegerField(
        _("first year"), null=True, blank=True, validators=YEARS
    )
    last_year = models.PositiveSmallIntegerField(
        _("last year"), null=True, blank=True, validators=YEARS
    )
    procedure = models.CharField(
        _("procedure"), max_length=16, choices=Procedure.choices, blank=True
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    nuts = ArrayField(
        models.CharField(max_length=5), verbose_name=_("place"), default=list, blank=True
    )
    cpv = ArrayField(
        models.CharField(max_length=8), verbose_name=_("subject"), default=list, blank=True
    )
    themes = ArrayField(
        models.CharField(max_length=10, choices=Theme.choices),
        verbose_name=_("themes"),
        default=list,
        blank=True,
    )

    # [{"name": …, "note": …}]: what the organisation hands out when asked, in its own language.
    documents_on_request = models.JSONField(
        _("documents on request"), default=list, blank=True, validators=[validate_documents]
    )

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        indexes = [
            models.Index(
                fields=["portal", "-published_at", "-id"],
                condition=models.Q(status="published"),
                name="cases_published_newest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(price=None) | models.Q(price__gte=0),
                name="cases_price_is_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(first_year=None)
                | models.Q(last_year=None)
                | models.Q(last_year__gte=models.F("first_year")),
                name="cases_years_in_their_order",
                violation_error_message=_("The last year lies before the first."),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False),
                name="cases_published_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED and is_in_good_standing(self.organisation)

    @property
    def language_shown(self) -> str:
        """In which language the present reader sees the case."""
        return editorial.language_shown(self, "title")

    @property
    def lesson_lines(self) -> list[str]:
        return [line.strip() for line in self.lessons.splitlines() if line.strip()]

    @property
    def years(self) -> str:
        """«2023–2025», «2024», or nothing."""
        known = dict.fromkeys(str(year) for year in (self.first_year, self.last_year) if year)
        return "–".join(known)
