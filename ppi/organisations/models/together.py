"""Who belongs together: addresses of work that are an organisation's, and who acts for whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.kernel.models import AuditEntry
from ppi.kernel.scoping import Scoped
from ppi.organisations.choices import RequestState
from ppi.organisations.models.asking import Asked
from ppi.organisations.models.organisation import Organisation
from ppi.organisations.querysets import ActedQuerySet, DomainQuerySet, MandateQuerySet

IN_FORCE = models.Q(state__in=[RequestState.WAITING, RequestState.ACCEPTED])


class Domain(Asked):
    """The part of a mail address behind the @: once accepted, whoever has one may come in."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField(_("work domain"), max_length=253)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = DomainQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=IN_FORCE,
                name="organisations_one_domain_an_organisation",
            )
        ]
        indexes = [
            models.Index(
                fields=["name"], condition=models.Q(state="accepted"), name="organisations_domains"
            )
        ]

    def __str__(self) -> str:
        return f"@{self.name}"


class Mandate(Asked):
    """The organisation lets an umbrella act on its behalf; as long as it stands accepted.

    Owners and editors of the umbrella then work as editors of the organisation.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="mandates"
    )
    umbrella = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="acts_for")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "umbrella"],
                condition=IN_FORCE,
                name="organisations_one_mandate_a_pair",
            ),
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("umbrella")),
                name="organisations_nobody_acts_for_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.umbrella} for {self.organisation}"


class Acted(Scoped):
    """An entry of the trail that was made under a mandate: the record of acting on behalf."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="acts")
    entry = models.OneToOneField(AuditEntry, on_delete=models.CASCADE, related_name="+")

    objects = ActedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.mandate}: {self.entry}"
