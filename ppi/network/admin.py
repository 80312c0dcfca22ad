from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ppi.kernel.admin import EverywhereAdmin
from ppi.network import services
from ppi.network.models import Event


@admin.register(Event)
class EventAdmin(EverywhereAdmin, admin.ModelAdmin):
    """Texts and times. Publishing is an action; what was public is removed, never deleted."""

    list_display = ["title", "kind", "portal", "starts_at", "status"]
    list_filter = ["status", "kind", "portal"]
    search_fields = ["slug", "title", "place"]
    readonly_fields = ["status", "published_at", "created_by", "version"]
    actions = ["publish"]

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        services.note_change(obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @admin.action(description=_("Publish"))
    def publish(self, request, queryset) -> None:
        for event in queryset.select_related("portal"):
            services.publish(event, by=request.user)
