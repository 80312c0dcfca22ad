from __future__ import annotations

from django.contrib import admin

from courses import services
from courses.models import Course, Lesson, Option, Question
from ppi.kernel.admin import EverywhereAdmin, EverywhereInline
from ppi.moderation.editing.admin import EditedAdmin


class LessonInline(EverywhereInline, admin.StackedInline):
    model = Lesson
    extra = 0


class OptionInline(EverywhereInline, admin.StackedInline):
    model = Option
    extra = 0


@admin.register(Course)
class CourseAdmin(EditedAdmin):
    services = services
    list_display = ["title", "portal", "language", "minutes", "status"]
    list_filter = ["status", "portal", "language"]
    search_fields = ["slug", "title"]
    readonly_fields = [*EditedAdmin.readonly_fields, "minutes"]
    inlines = [LessonInline]


@admin.register(Question)
class QuestionAdmin(EverywhereAdmin, admin.ModelAdmin):
    list_display = ["text", "course", "number", "has_several"]
    list_select_related = ["course"]
    inlines = [OptionInline]
