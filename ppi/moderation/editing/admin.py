from __future__ import annotations

from types import ModuleType

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ppi.kernel.admin import EverywhereAdmin


class EditedAdmin(EverywhereAdmin, admin.ModelAdmin):
    """Texts. Publishing is an action; what was public is removed, never deleted."""

    # The room's, with `publish` and `note_change`.
    services: ModuleType
    readonly_fields = ["status", "published_at", "created_by"]
    actions = ["publish"]

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        self.services.note_change(form.instance)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @admin.action(description=_("Publish"))
    def publish(self, request, queryset) -> None:
        for row in queryset.select_related("portal"):
            self.services.publish(row, by=request.user)
