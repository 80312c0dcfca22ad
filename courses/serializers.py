from __future__ import annotations

from rest_framework import serializers

from courses.models import Course, Lesson
from ppi.portals import links


class LessonSerializer(serializers.ModelSerializer):
    class Meta:
        model = Lesson
        fields = ["slug", "number", "title", "minutes", "body", "sources"]


class CourseSerializer(serializers.ModelSerializer):
    """Texts come in the language asked for (`Accept-Language`) where there is one, else as written.

    `language` is the original's; `language_shown` is that of the texts in this answer.
    """

    portal = serializers.SlugRelatedField("slug", read_only=True)
    language_shown = serializers.CharField(read_only=True)
    outcomes = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField(help_text="The page of this course.")

    class Meta:
        model = Course
        fields = [
            "slug", "portal", "language", "language_shown", "title", "summary", "for_whom",
            "outcomes", "minutes", "published_at", "url",
        ]  # fmt: skip

    def get_outcomes(self, course: Course) -> list[str]:
        return course.outcome_lines

    def get_url(self, course: Course) -> str:
        language = course.portal.language
        return links.absolute(course.portal, language, "courses:detail", course.slug)


class CourseWithLessonsSerializer(CourseSerializer):
    lessons = serializers.SerializerMethodField()

    class Meta(CourseSerializer.Meta):
        fields = [*CourseSerializer.Meta.fields, "lessons"]

    def get_lessons(self, course: Course) -> list[dict]:
        return LessonSerializer(Lesson.objects.of(course), many=True).data
