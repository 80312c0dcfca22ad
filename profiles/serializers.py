"""Profiles and products as the public API shows them: originals, and the language they are in."""

from __future__ import annotations

from rest_framework import serializers

from ppi.organisations.models import Organisation
from ppi.portals import links
from profiles.models import Product, Profile


class CompanySerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["slug", "name", "kind", "country", "nuts", "registration_number", "website"]


class ProductSerializer(serializers.ModelSerializer):
    class Meta:
        model = Product
        fields = [
            "slug", "language", "name", "problem", "description", "trl", "seeking_first_buyer",
            "price_note", "cpv", "version", "updated_at",
        ]  # fmt: skip


class ProfileSerializer(serializers.ModelSerializer):
    url = serializers.SerializerMethodField(help_text="The page of this profile.")
    company = CompanySerializer(source="organisation")
    portal = serializers.SlugRelatedField("slug", read_only=True)
    products = ProductSerializer(many=True, source="shown_products")

    class Meta:
        model = Profile
        fields = [
            "id", "url", "portal", "company", "language", "headline", "about", "proof", "cpv",
            "nuts", "languages", "size", "founded", "products", "version", "published_at",
            "updated_at",
        ]  # fmt: skip

    def get_url(self, profile: Profile) -> str:
        language, slug = profile.portal.language, profile.organisation.slug
        return links.absolute(profile.portal, language, "profiles:detail", slug)
