"""Profiles and products as the public API shows them: originals, and the language they are in."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ppi.organisations.models import Organisation
from ppi.portals import links
from profiles import product_pages
from profiles.models import Buying, Contact, Credential, Product, Profile


class CompanySerializer(serializers.ModelSerializer):
    class Meta:
        model = Organisation
        fields = ["slug", "name", "kind", "country", "nuts", "registration_number", "website"]


OF_A_PRODUCT = [
    "slug", "language", "name", "problem", "description", "evidence", "trl", "market_stage",
    "seeking_first_buyer", "price_amount", "price_currency", "price_unit", "price_note", "cpv",
    "version", "updated_at",
]  # fmt: skip


class ProductSerializer(serializers.ModelSerializer):
    class Meta:
        model = Product
        fields = OF_A_PRODUCT


class PictureSerializer(serializers.Serializer):
    """A picture that everybody may see, with words for who cannot see it."""

    name = serializers.CharField(source="document.name")
    alt = serializers.CharField(help_text="In the language of the product.")
    url = serializers.CharField()


class DocumentSerializer(serializers.Serializer):
    name = serializers.CharField(source="document.name")
    media_type = serializers.CharField(source="document.media_type")
    bytes = serializers.IntegerField(source="document.bytes")
    url = serializers.CharField()


class PublicProductSerializer(ProductSerializer):
    """A product on its own, with whose it is and the files that were let through with it."""

    url = serializers.SerializerMethodField(help_text="The page of this product.")
    company = CompanySerializer(source="organisation")
    portal = serializers.SlugRelatedField("slug", read_only=True)
    pictures = serializers.SerializerMethodField()
    documents = serializers.SerializerMethodField()

    class Meta:
        model = Product
        fields = ["id", "url", "portal", "company", *OF_A_PRODUCT, "pictures", "documents"]

    def get_url(self, product: Product) -> str:
        return _address(product, "profiles:product", product.slug)

    @extend_schema_field(PictureSerializer(many=True))
    def get_pictures(self, product: Product) -> list[dict]:
        return PictureSerializer(self._files(product)["pictures"], many=True).data

    @extend_schema_field(DocumentSerializer(many=True))
    def get_documents(self, product: Product) -> list[dict]:
        return DocumentSerializer(self._files(product)["documents"], many=True).data

    def _files(self, product: Product) -> dict[str, list[dict]]:
        """Those that are delivered, each with its address."""
        parted = product_pages.parted_files(product, self.context["documents"][product.pk])
        pictures = [{"document": one.document, "alt": one.alt} for one in parted["pictures"]]
        others = [{"document": document} for document in parted["documents"]]
        return {
            name: [
                row | {"url": _address(product, "profiles:file", row["document"].pk)}
                for row in rows
                if row["document"].is_delivered
            ]
            for name, rows in (("pictures", pictures), ("documents", others))
        }


def _address(product: Product, name: str, *arguments) -> str:
    portal = product.portal
    return links.absolute(portal, portal.language, name, product.organisation.slug, *arguments)


class CredentialSerializer(serializers.ModelSerializer):
    """A certificate, a reference, or a claim with its proof."""

    class Meta:
        model = Credential
        fields = [
            "id", "kind", "scheme", "language", "title", "said_by", "text", "number", "since",
            "until", "url", "version", "updated_at",
        ]  # fmt: skip
        extra_kwargs = {
            "kind": {"help_text": "Claims are those of accessibility and sustainability."},
            "said_by": {"help_text": "Who issued it, bought it or examined it."},
            "until": {"help_text": "Expired ones are shown, too."},
        }


class BuyingSerializer(serializers.ModelSerializer):
    """What a public buyer says to companies."""

    class Meta:
        model = Buying
        fields = [
            "language", "needs", "strategy", "strategy_url", "approach", "version", "updated_at",
        ]  # fmt: skip


class ContactSerializer(serializers.ModelSerializer):
    """A person who agreed to be shown, until they take it back."""

    class Meta:
        model = Contact
        fields = ["name", "position", "email", "phone", "agreed_at"]
        extra_kwargs = {"agreed_at": {"help_text": "When this person agreed to be shown."}}


class ProfileSerializer(serializers.ModelSerializer):
    url = serializers.SerializerMethodField(help_text="The page of this profile.")
    company = CompanySerializer(source="organisation")
    portal = serializers.SlugRelatedField("slug", read_only=True)
    products = ProductSerializer(many=True, source="shown_products")
    credentials = CredentialSerializer(many=True, source="shown_credentials")

    class Meta:
        model = Profile
        fields = [
            "id", "url", "portal", "company", "language", "headline", "about", "proof", "cpv",
            "nuts", "languages", "size", "founded", "products", "credentials", "version",
            "published_at", "updated_at",
        ]  # fmt: skip

    def get_url(self, profile: Profile) -> str:
        language, slug = profile.portal.language, profile.organisation.slug
        return links.absolute(profile.portal, language, "profiles:detail", slug)


class WholeProfileSerializer(ProfileSerializer):
    """One profile, with what a list leaves out.

    Lists hold nobody's address: who looks for a person looks at one organisation at a time.
    """

    buying = serializers.SerializerMethodField(help_text="Of organisations that buy in public.")
    contacts = serializers.SerializerMethodField(help_text="People who agreed to be shown.")

    class Meta(ProfileSerializer.Meta):
        fields = [*ProfileSerializer.Meta.fields, "buying", "contacts"]

    def get_buying(self, profile: Profile) -> BuyingSerializer(allow_null=True):
        said = Buying.objects.of(profile).first()
        return BuyingSerializer(said).data if said else None

    def get_contacts(self, profile: Profile) -> ContactSerializer(many=True):
        return ContactSerializer(Contact.objects.shown_with(profile), many=True).data
