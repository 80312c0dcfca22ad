from __future__ import annotations

from rest_framework import serializers

from ppi.organisations.models import Organisation
from ppi.portals import links
from ppi.search.models import Entry


class PublisherSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["slug", "name", "country"]


class EntrySerializer(serializers.ModelSerializer):
    """One hit. Amounts are decimal strings in euro without VAT; moments are UTC in ISO 8601."""

    url = serializers.SerializerMethodField(help_text="The page of the thing itself.")
    organisation = PublisherSerializer(
        allow_null=True, help_text="Who published it; none for what a portal's editors wrote."
    )
    portal = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Entry
        fields = [
            "url", "kind", "portal", "organisation", "language", "title", "summary", "country",
            "nuts", "cpv", "value_in_euro", "deadline", "open_until", "published_at", "changed_at",
        ]  # fmt: skip

    def get_url(self, entry: Entry) -> str:
        return links.absolute(entry.portal, entry.portal.language, entry.url_name, *entry.url_args)
