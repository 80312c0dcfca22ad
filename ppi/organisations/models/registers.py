"""What a register elsewhere says of an organisation."""

from __future__ import annotations

from django.db import models

from ppi.kernel.scoping import Scoped
from ppi.organisations.models.organisation import Organisation
from ppi.organisations.querysets import OwnedByOrganisation


class RegisterEntry(Scoped):
    """The answer to the number that it had then, for the moderators who look at it."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="register_entry"
    )
    number = models.CharField(max_length=40)
    is_known = models.BooleanField()
    name = models.CharField(max_length=500, blank=True)
    address = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(auto_now=True)

    objects = OwnedByOrganisation.as_manager()

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"
