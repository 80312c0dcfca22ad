from __future__ import annotations

from rest_framework import serializers

from ppi.organisations.models import Organisation
from ppi.portals import links
from tenders.choices import Phase, Stage
from tenders.models import Award, Criterion, Lot, Opportunity, Pursuit
from tenders.versions import Entry


class BuyerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["slug", "name", "country", "nuts", "buyer_type", "registration_number"]


class LotSerializer(serializers.ModelSerializer):
    class Meta:
        model = Lot
        fields = ["number", "title", "description", "cpv", "nuts", "value"]


class CriterionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Criterion
        fields = ["role", "kind", "name", "description", "weight"]


class AwardSerializer(serializers.ModelSerializer):
    lot = serializers.IntegerField(source="lot.number", default=None, help_text="Its number.")

    class Meta:
        model = Award
        fields = [
            "lot", "winner_name", "winner_country", "value", "currency", "tenders_received",
            "reason",
        ]  # fmt: skip


class OpportunitySerializer(serializers.ModelSerializer):
    """Amounts are decimal strings without VAT; moments are UTC in ISO 8601."""

    url = serializers.SerializerMethodField(help_text="The page of this opportunity.")
    buyer = BuyerSerializer(source="organisation")
    portal = serializers.SlugRelatedField("slug", read_only=True)
    phase = serializers.ChoiceField(
        Phase.choices, read_only=True, help_text="How far it has come by now."
    )
    lots = LotSerializer(many=True, read_only=True)
    criteria = CriterionSerializer(many=True, read_only=True)
    awards = AwardSerializer(many=True, read_only=True)
    ocid = serializers.CharField(source="purchase.ocid", help_text="Open contracting id.")
    judged_value = serializers.DecimalField(
        max_digits=20,
        decimal_places=2,
        read_only=True,
        allow_null=True,
        help_text="`value`, or the sum of the lots where that is higher; `threshold` rests on it.",
    )

    class Meta:
        model = Opportunity
        fields = [
            "id", "url", "ocid", "portal", "kind", "phase", "language", "title", "need", "who",
            "outcome", "known", "novelty", "specification", "partners_wanted", "buyer", "country",
            "nuts", "cpv", "contract", "procedure", "value", "judged_value", "currency",
            "threshold", "deadline", "takes_questions", "questions_until", "starts_on", "months",
            "is_urgent", "technique", "runs_until", "is_for_small_firms", "is_eu_funded",
            "eu_programme", "innovation", "strategic", "accepted_languages", "open_to_foreign",
            "official_url", "lots", "criteria", "awards", "winner_name", "awarded_value",
            "awarded_currency", "tenders_received", "standstill_until", "ended", "ended_reason",
            "version", "published_at", "updated_at",
        ]  # fmt: skip

    def get_url(self, opportunity: Opportunity) -> str:
        language = opportunity.portal.language
        return links.absolute(opportunity.portal, language, "tenders:detail", opportunity.slug)


class PursuedSerializer(serializers.ModelSerializer):
    """The opportunity on a desk; what was taken off keeps its name and has no page."""

    is_public = serializers.BooleanField(read_only=True)
    buyer = serializers.CharField(source="organisation.name", help_text="Its name.")

    class Meta:
        model = Opportunity
        fields = ["slug", "title", "language", "kind", "buyer", "deadline", "is_public"]


class PursuitSerializer(serializers.ModelSerializer):
    """Notes are for people, and stand on its page alone."""

    url = serializers.SerializerMethodField(help_text="Its page on the desk.")
    organisation = serializers.SlugRelatedField("slug", read_only=True)
    opportunity = PursuedSerializer(read_only=True)
    stage = serializers.ChoiceField(Stage.choices, source="status", read_only=True)
    assignee = serializers.SerializerMethodField(help_text="In whose hands; empty: nobody's.")

    class Meta:
        model = Pursuit
        fields = [
            "id", "url", "organisation", "opportunity", "stage", "assignee", "due_on", "due_what",
            "added_at", "moved_at",
        ]  # fmt: skip

    def get_url(self, pursuit: Pursuit) -> str:
        portal = pursuit.organisation.portal
        return links.absolute(portal, portal.language, "tenders:pursuit", pursuit.pk)

    def get_assignee(self, pursuit: Pursuit) -> str:
        return str(pursuit.assignee or "")


class VersionSerializer(serializers.Serializer):
    """One publication. A change is a sentence in the language that was asked for."""

    number = serializers.IntegerField(source="version.number")
    published_at = serializers.DateTimeField(source="at")
    reason = serializers.CharField(source="version.reason", help_text="Why it was changed.")
    notice_id = serializers.CharField(source="version.notice_id", help_text="BT-701, or empty.")
    notice_version = serializers.IntegerField(source="version.notice_version", help_text="BT-757.")
    was_shown = serializers.BooleanField(help_text="False for a notice that arrived too late.")
    is_current = serializers.BooleanField()
    changes = serializers.SerializerMethodField(help_text="Against the version shown before.")
    content = serializers.JSONField(source="version.content", help_text="As it was published.")

    def get_changes(self, entry: Entry) -> list[str]:
        return [change.sentence for change in entry.changes]
