from __future__ import annotations

from django.contrib import admin

from cases import services
from cases.models import Case
from ppi.kernel.admin import EverywhereAdmin


@admin.register(Case)
class CaseAdmin(EverywhereAdmin, admin.ModelAdmin):
    """Texts and translations. What is public is decided in the moderation queue."""

    list_display = ["title", "portal", "country", "language", "status"]
    list_filter = ["status", "portal", "language"]
    search_fields = ["slug", "organisation__name"]
    readonly_fields = ["organisation", "status", "published_at", "created_by"]

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        services.note_change(obj)

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
