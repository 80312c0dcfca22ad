from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses import services
from courses.models import Course, Lesson, Option, Question
from ppi.kernel.admin import EverywhereAdmin, EverywhereInline


class LessonInline(EverywhereInline, admin.StackedInline):
    model = Lesson
    extra = 0


class OptionInline(EverywhereInline, admin.StackedInline):
    model = Option
    extra = 0


@admin.register(Course)
class CourseAdmin(EverywhereAdmin, admin.ModelAdmin):
    """Texts and lessons. Publishing is an action; what was public is removed, never deleted."""

    list_display = ["title", "portal", "language", "minutes", "status"]
    list_filter = ["status", "portal", "language"]
    search_fields = ["slug", "title"]
    readonly_fields = ["status", "minutes", "published_at", "created_by"]
    inlines = [LessonInline]
    actions = ["publish"]

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        services.note_change(form.instance)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @admin.action(description=_("Publish"))
    def publish(self, request, queryset) -> None:
        for course in queryset.select_related("portal"):
            services.publish(course, by=request.user)


@admin.register(Question)
class QuestionAdmin(EverywhereAdmin, admin.ModelAdmin):
    list_display = ["text", "course", "number", "has_several"]
    list_select_related = ["course"]
    inlines = [OptionInline]
