from __future__ import annotations

from django.contrib import admin

from ppi.kernel.admin import EverywhereAdmin, ReadOnly
from ppi.organisations.models import (
    ChangeRequest,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
)


@admin.register(Organisation)
class OrganisationAdmin(ReadOnly, EverywhereAdmin, admin.ModelAdmin):
    """To look at: members and moderators change organisations, and the trail says who did."""

    list_display = ("name", "kind", "country", "portal", "status", "imported")
    list_filter = ("portal", "kind", "status", "imported")
    search_fields = ("name", "registration_number")


@admin.register(Membership)
class MembershipAdmin(ReadOnly, EverywhereAdmin, admin.ModelAdmin):
    list_display = ("user", "role", "organisation", "since")
    list_select_related = ("user", "organisation")
    search_fields = ("user__email", "organisation__name")


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, EverywhereAdmin, admin.ModelAdmin):
    list_display = ("email", "role", "organisation", "expires_at", "accepted_at")
    list_select_related = ("organisation",)


@admin.register(JoinRequest)
class JoinRequestAdmin(ReadOnly, EverywhereAdmin, admin.ModelAdmin):
    list_display = ("user", "organisation", "state", "created_at")
    list_select_related = ("user", "organisation")


@admin.register(ChangeRequest)
class ChangeRequestAdmin(ReadOnly, EverywhereAdmin, admin.ModelAdmin):
    list_display = ("organisation", "name", "buyer_type", "state", "created_at")
    list_select_related = ("organisation",)
