"""Operators' pages of the tenants. Their sign-in is everybody's, second step included."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest

from ppi.kernel.admin import EverywhereAdmin, ReadOnly
from ppi.portals.models import Acceptance, LegalText, Portal, PortalRole

admin.site.login = secure_admin_login(admin.site.login)


class PortalRoles(admin.TabularInline):
    model = PortalRole
    autocomplete_fields = ("user",)
    extra = 0


@admin.register(Portal)
class PortalAdmin(EverywhereAdmin, admin.ModelAdmin):
    list_display = ("name", "slug", "host", "country", "is_open")
    search_fields = ("name_en", "slug", "host")
    inlines = (PortalRoles,)


@admin.register(PortalRole)
class PortalRoleAdmin(EverywhereAdmin, admin.ModelAdmin):
    list_display = ("user", "role", "portal")
    list_filter = ("portal", "role")
    list_select_related = ("user", "portal")
    autocomplete_fields = ("user",)


@admin.register(LegalText)
class LegalTextAdmin(EverywhereAdmin, admin.ModelAdmin):
    """What was accepted stays as it was: a change is a new version."""

    list_display = ("portal", "kind", "version", "valid_from")
    list_filter = ("portal", "kind")
    list_select_related = ("portal",)

    def has_change_permission(self, request: HttpRequest, obj: LegalText | None = None) -> bool:
        return obj is None or not obj.acceptances.exists()

    def has_delete_permission(self, request: HttpRequest, obj: LegalText | None = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(Acceptance)
class AcceptanceAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("user", "text", "accepted_at")
    list_select_related = ("user", "text__portal")
    search_fields = ("user__email",)
