"""That a company has opened a need, and which people agreed that it is counted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from ppi.kernel.scoping import Scoped
from ppi.matching.querysets import OpeningQuerySet, OwnQuerySet
from ppi.organisations.models import Organisation
from ppi.portals.models import Portal
from tenders.models import Opportunity


class Opening(Scoped):
    """A company that a need fits has opened its page for the first time; not which person."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "organisation"], name="matching_opened_once_a_company"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} opened {self.opportunity_id}"


class OpeningConsent(Scoped):
    """This person agrees that openings are counted in this portal; withdrawn, the row is gone."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "portal"], name="matching_agreed_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} agrees in {self.portal_id}"
