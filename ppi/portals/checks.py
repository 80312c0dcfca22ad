"""System checks of the deployment's own settings."""

from django.conf import settings
from django.core.checks import Error, register


@register(deploy=True)
def base_domain_is_named(app_configs, **kwargs) -> list[Error]:
    if settings.PPI_BASE_DOMAIN.startswith("localhost"):
        return [Error("PPI_BASE_DOMAIN must name the public host.", id="portals.E001")]
    return []
