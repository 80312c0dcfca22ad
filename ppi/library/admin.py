from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ppi.kernel.admin import EverywhereAdmin
from ppi.library import services
from ppi.library.models import Page


@admin.register(Page)
class PageAdmin(EverywhereAdmin, admin.ModelAdmin):
    """Texts. Publishing is an action; what was public is removed, never deleted."""

    list_display = ["title", "kind", "portal", "language", "checked_on", "status"]
    list_filter = ["status", "kind", "portal", "language"]
    search_fields = ["slug"]
    readonly_fields = ["status", "published_at", "created_by"]
    actions = ["publish"]

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        services.note_change(obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @admin.action(description=_("Publish"))
    def publish(self, request, queryset) -> None:
        for page in queryset.select_related("portal"):
            services.publish(page, by=request.user)
