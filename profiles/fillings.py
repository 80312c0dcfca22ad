"""What profiles put on the pages of rooms below."""

from __future__ import annotations

from django.template.loader import render_to_string

from ppi.kernel import slots
from ppi.portals.choices import Module
from ppi.translations import reading
from profiles.models import Profile


@slots.fills("organisation.page")
def profile_summary(organisation, request) -> str:
    """What the body does, with a link to its profile, where this portal shows it."""
    if not request.portal.offers(Module.PROFILES):
        return ""
    profile = (
        Profile.objects.published(request.portal)
        .select_related("organisation")
        .filter(organisation=organisation)
        .first()
    )
    if profile is None:
        return ""
    context = {"profile": profile, "headline": reading.text(profile, "headline")}
    return render_to_string("profiles/summary.html", context, request)
