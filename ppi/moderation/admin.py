from __future__ import annotations

from django.contrib import admin

from ppi.kernel.admin import EverywhereAdmin, ReadOnly
from ppi.moderation.models import Report, Submission


@admin.register(Submission)
class SubmissionAdmin(ReadOnly, EverywhereAdmin, admin.ModelAdmin):
    list_display = ("content_type", "object_id", "portal", "submitted_at", "decision", "decided_at")
    list_filter = ("portal", "decision")
    list_select_related = ("content_type", "portal")


@admin.register(Report)
class ReportAdmin(ReadOnly, EverywhereAdmin, admin.ModelAdmin):
    list_display = ("kind", "content_type", "object_id", "portal", "created_at", "state")
    list_filter = ("portal", "state", "kind")
    list_select_related = ("content_type", "portal")
