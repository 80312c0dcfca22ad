"""`?portal=` filters: the API stands once, for all portals."""

from __future__ import annotations

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError

from ppi.portals.models import Portal

PORTAL = OpenApiParameter("portal", str, description="Slug: only what this portal shows.")


def in_portal(manager, request, module: str = ""):
    """What anybody may read: everywhere, or as the portal named in the address shows it.

    `module`: the room of these rows. A portal that switched it off shows none of them; empty
    where rows are of several rooms, and the door itself tells them apart.
    """
    slug = request.query_params.get("portal")
    if not slug:
        return manager.all().published_anywhere()
    portal = Portal.objects.open().filter(slug=slug.replace("\x00", "")).first()
    if portal is None:
        raise ValidationError({"portal": [_("There is no such portal.")]})
    shown = manager.all().published(portal)
    return shown if not module or portal.offers(module) else shown.none()
