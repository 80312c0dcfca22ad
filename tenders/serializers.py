from __future__ import annotations

from rest_framework import serializers

from ppi.organisations.models import Organisation
from ppi.portals import links
from tenders.models import Opportunity


class BuyerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["slug", "name", "country", "nuts", "buyer_type", "registration_number"]


class OpportunitySerializer(serializers.ModelSerializer):
    """Amounts are decimal strings without VAT; moments are UTC in ISO 8601."""

    url = serializers.SerializerMethodField(help_text="The page of this opportunity.")
    buyer = BuyerSerializer(source="organisation")
    portal = serializers.SlugRelatedField("slug", read_only=True)
    ocid = serializers.CharField(source="purchase.ocid", help_text="Open contracting id.")

    class Meta:
        model = Opportunity
        fields = [
            "id", "url", "ocid", "portal", "kind", "language", "title", "need", "outcome", "known",
            "partners_wanted", "buyer", "country", "nuts", "cpv", "contract", "procedure", "value",
            "currency", "threshold", "deadline", "innovation", "strategic", "accepted_languages",
            "open_to_foreign", "official_url", "winner_name", "awarded_value", "tenders_received",
            "version", "published_at", "updated_at",
        ]  # fmt: skip

    def get_url(self, opportunity: Opportunity) -> str:
        language = opportunity.portal.language
        return links.absolute(opportunity.portal, language, "tenders:detail", opportunity.slug)
