"""Profiles and products in the moderation queue."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ppi.moderation.registry import moderatable
from ppi.organisations.choices import WRITERS
from ppi.organisations.models import Membership, Organisation
from profiles import products, revisions, selftest, services
from profiles.models import Product, Profile, Revision

CHECKED = "moderation checked the portal"


def writers_of(organisation: Organisation) -> list:
    """A profile is written by several: all who may write for the organisation hear of it."""
    writers = Membership.objects.managed_by(organisation).filter(role__in=WRITERS)
    return [membership.user for membership in writers.select_related("user")]


OF_EVERY_COMPANY = (
    _("Does the organisation exist, and do its texts speak of what it does itself?"),
    _("Can somebody who buys for the public read it: plain, and without empty praise?"),
    _("Is every figure and every name of a customer followed by where it comes from?"),
    _("Does it name no private persons, and nobody else's product or brand as its own?"),
)
OF_EVERY_PRODUCT = (
    _("Could a public body buy it, or test it?"),
    _("Does it name the problem that it solves?"),
    _("Does the stage agree with the text and the evidence?"),
    _("Do the pictures show the product, and does each have words for who cannot see it?"),
    _("Is the self-test answered, and do the answers agree with the text?"),
)


class ProfileModeration:
    label = _("Company profile")
    criteria = OF_EVERY_COMPANY
    preview_template = "profiles/preview.html"

    def get(self, pk: int) -> Profile | None:
        rows = Profile.objects.everywhere(CHECKED).select_related("organisation", "portal")
        return rows.filter(pk=pk).first()

    def preview(self, subject: Profile, request) -> dict:
        from profiles.pages import context_of, wholes_of

        # They go public with it, so a moderator reads all of each.
        return context_of(subject, request) | {"wholes": wholes_of(subject, request)}

    def address(self, subject: Profile) -> tuple[str, list]:
        return "profiles:detail", [subject.organisation.slug]

    def publish(self, subject: Profile, *, by) -> None:
        services.publish(subject, by=by)

    def send_back(self, subject: Profile, reason: str, *, by) -> None:
        services.send_back(subject, reason, by=by)

    def remove(self, subject: Profile, reason: str, *, by) -> None:
        services.remove(subject, reason, by=by)

    def restore(self, subject: Profile, *, by) -> None:
        services.publish(subject, by=by)

    def authors(self, subject: Profile) -> list:
        return writers_of(subject.organisation)


class ProductModeration:
    label = _("Product")
    criteria = OF_EVERY_PRODUCT
    preview_template = "profiles/product_preview.html"

    def get(self, pk: int) -> Product | None:
        rows = Product.objects.everywhere(CHECKED)
        rows = rows.select_related("profile__organisation", "profile__portal")
        return rows.filter(pk=pk).first()

    def preview(self, subject: Product, request) -> dict:
        from profiles.pages import context_of_product

        answers = selftest.answered(subject.self_test)
        return context_of_product(subject, request) | {"answers": answers}

    def address(self, subject: Product) -> tuple[str, list]:
        return "profiles:product", [subject.organisation.slug, subject.slug]

    def publish(self, subject: Product, *, by) -> None:
        products.publish(subject, by=by)

    def send_back(self, subject: Product, reason: str, *, by) -> None:
        products.send_back(subject, reason, by=by)

    def remove(self, subject: Product, reason: str, *, by) -> None:
        products.remove(subject, reason, by=by)

    def restore(self, subject: Product, *, by) -> None:
        products.publish(subject, by=by)

    def authors(self, subject: Product) -> list:
        return writers_of(subject.organisation)


class RevisionModeration:
    """What is public stays until the change was read."""

    label = _("Change of a public profile or product")
    publish_label = _("Accept the change")
    criteria = (
        _("The same questions as for the whole, asked of what is different."),
        _("Is it still the same product, or the same company? A new one is listed anew."),
    )
    preview_template = "profiles/revision_preview.html"

    def get(self, pk: int) -> Revision | None:
        rows = Revision.objects.everywhere(CHECKED)
        related = ("product", "profile__organisation", "profile__portal")
        return rows.select_related(*related).filter(pk=pk).first()

    def preview(self, subject: Revision, request) -> dict:
        from profiles.revision_pages import context_of_revision

        return context_of_revision(subject, request)

    def address(self, subject: Revision) -> tuple[str, list]:
        if subject.product:
            return "profiles:product-board", [subject.organisation.slug, subject.product.slug]
        return "profiles:edit", [subject.organisation.slug]

    def publish(self, subject: Revision, *, by) -> None:
        revisions.publish(subject, by=by)

    def send_back(self, subject: Revision, reason: str, *, by) -> None:
        revisions.send_back(subject, reason, by=by)

    def remove(self, subject: Revision, reason: str, *, by) -> None:
        raise NotImplementedError("A change is not public, so nobody reports one.")

    def authors(self, subject: Revision) -> list:
        return writers_of(subject.organisation)


moderatable.register(Profile, ProfileModeration())
moderatable.register(Product, ProductModeration())
moderatable.register(Revision, RevisionModeration())
