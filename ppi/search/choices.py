"""Kinds of published things, and the module that a portal must offer to show them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ppi.portals.choices import Module


class Kind(models.TextChoices):
    OPPORTUNITY = "opportunity", _("Opportunity")
    PROFILE = "profile", _("Company")
    PRODUCT = "product", _("Product")
    CASE = "case", _("Case")
    COURSE = "course", _("Course")
    LIBRARY = "library", _("Guide")
    EVENT = "event", _("Event")


MODULES = {
    Kind.OPPORTUNITY: Module.TENDERS,
    Kind.PROFILE: Module.PROFILES,
    Kind.PRODUCT: Module.PROFILES,
    Kind.CASE: Module.CASES,
    Kind.COURSE: Module.COURSES,
    Kind.LIBRARY: Module.LIBRARY,
    Kind.EVENT: Module.NETWORK,
}


def kinds_of(portal) -> list[str]:
    """What this portal shows at all."""
    return [kind for kind, module in MODULES.items() if portal.offers(module)]
