from __future__ import annotations

from django.contrib import admin

from ppi.library import services
from ppi.library.models import Page
from ppi.moderation.editing.admin import EditedAdmin


@admin.register(Page)
class PageAdmin(EditedAdmin):
    services = services
    list_display = ["title", "kind", "portal", "language", "checked_on", "status"]
    list_filter = ["status", "kind", "portal", "language"]
    search_fields = ["slug"]
