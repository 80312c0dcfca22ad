from __future__ import annotations

from rest_framework import serializers

from cases.models import Case
from ppi.portals import links


class CaseSerializer(serializers.ModelSerializer):
    """Texts come in the language asked for (`Accept-Language`) where there is one, else as written.

    `language` is the original's; `language_shown` is that of the texts in this answer. The price
    is a decimal string without VAT.
    """

    url = serializers.SerializerMethodField(help_text="The page of this case.")
    portal = serializers.SlugRelatedField("slug", read_only=True)
    organisation = serializers.SlugRelatedField("slug", read_only=True, allow_null=True)
    language_shown = serializers.CharField(read_only=True)
    lessons = serializers.SerializerMethodField()

    class Meta:
        model = Case
        fields = [
            "slug", "url", "portal", "organisation", "language", "language_shown", "title",
            "summary", "before", "before_note", "after", "after_note", "price", "currency",
            "first_year", "last_year", "story", "lessons", "procedure", "country", "nuts", "cpv",
            "themes", "published_at",
        ]  # fmt: skip

    def get_url(self, case: Case) -> str:
        return links.absolute(case.portal, case.portal.language, "cases:detail", case.slug)

    def get_lessons(self, case: Case) -> list[str]:
        return case.lesson_lines
