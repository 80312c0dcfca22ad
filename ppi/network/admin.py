from __future__ import annotations

from django.contrib import admin

from ppi.moderation.editing.admin import EditedAdmin
from ppi.network import services
from ppi.network.models import Event


@admin.register(Event)
class EventAdmin(EditedAdmin):
    services = services
    list_display = ["title", "kind", "portal", "starts_at", "status"]
    list_filter = ["status", "kind", "portal"]
    search_fields = ["slug", "title", "place"]
    readonly_fields = [*EditedAdmin.readonly_fields, "version"]
