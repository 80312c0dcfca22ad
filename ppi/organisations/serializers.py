"""Organisations as the public API shows them."""

from __future__ import annotations

from rest_framework import serializers

from ppi.organisations.models import Organisation
from ppi.portals import links


class OrganisationSerializer(serializers.ModelSerializer):
    url = serializers.SerializerMethodField(help_text="The page of this organisation.")
    portal = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Organisation
        fields = [
            "slug", "url", "portal", "name", "kind", "buyer_type", "country", "nuts",
            "registration_number", "website", "about", "language", "created_at",
        ]  # fmt: skip

    def get_url(self, organisation: Organisation) -> str:
        home = organisation.portal
        return links.absolute(home, home.language, "organisations:detail", organisation.slug)
