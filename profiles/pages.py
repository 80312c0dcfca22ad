"""What the pages of a profile and a product show, put together once for page and preview."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext as _

from ppi.documents.models import Document
from ppi.kernel.languages import language_name
from ppi.organisations.choices import Kind
from ppi.taxonomy import naming
from ppi.taxonomy.countries import country_name
from ppi.translations import reading
from ppi.translations.reading import Shown
from profiles import completeness, faces, permissions, product_pages, selftest
from profiles.buying import buying_of
from profiles.forms import SECTIONS
from profiles.models import Contact, Logo, Product, Profile, Revision
from profiles.tasks_shown import Task

TEXTS = ("headline", "about", "proof")
PRODUCT_TEXTS = ("name", "problem", "description", "evidence", "price_note")


@dataclass(frozen=True)
class ProductShown:
    """A product with its texts as this reader gets them."""

    product: Product
    texts: dict[str, Shown]
    stage: str


def products_shown(products: list[Product]) -> list[ProductShown]:
    attach(products, *PRODUCT_TEXTS)
    return [_shown(product) for product in products]


def attach(rows: list, *fields: str) -> None:
    """The translations of what is public; of an unread change there are none."""
    reading.attach(rows, *fields)
    for row in rows:
        if getattr(row, "revision", None) is not None:
            row._texts = {}


def _shown(product: Product) -> ProductShown:
    texts = {name: reading.text(product, name) for name in PRODUCT_TEXTS}
    return ProductShown(product, texts, product.stage)


def context_of(profile: Profile, request) -> dict:
    """The public page: products that are offered, and those that are still being built."""
    attach([profile], *TEXTS)
    shown = products_shown(list(Product.objects.shown_with([profile])))
    return {
        "profile": profile,
        "organisation": profile.organisation,
        "texts": {name: reading.text(profile, name) for name in TEXTS},
        "offered": [row for row in shown if not row.product.is_being_built],
        "being_built": [row for row in shown if row.product.is_being_built],
        "subjects": naming.cpv_named(profile.cpv),
        "places": naming.nuts_named(profile.nuts),
        "country": country_name(profile.organisation.country),
        "languages": [language_name(code) for code in profile.languages],
        "may_edit": bool(permissions.may_write_for(request.user, profile.organisation)),
        **faces.beside(profile),
    }


def context_of_product(product: Product, request) -> dict:
    [shown] = products_shown([product])
    return {
        "product": product,
        "profile": product.profile,
        "organisation": product.organisation,
        "texts": shown.texts,
        "stage": shown.stage,
        **product_pages.files_shown(product),
        "subjects": naming.cpv_named(product.cpv),
        "places": naming.nuts_named(product.profile.nuts),
        "country": country_name(product.organisation.country),
        "may_edit": bool(permissions.may_write_for(request.user, product.organisation)),
    }


def wholes_of(profile: Profile, request) -> list[dict]:
    """The pages of the products that stand on it, each with its self-test."""
    rows = Product.objects.shown_with([profile])
    return [
        context_of_product(row, request) | {"answers": selftest.answered(row.self_test)}
        for row in rows.select_related("profile__organisation", "profile__portal")
    ]


def tasks_of(profile: Profile) -> list[Task]:
    """What there is to write, in the order in which a buyer reads it."""
    slug = profile.organisation.slug
    sections = [
        Task(
            section.label,
            reverse("profiles:section", args=[slug, section.name]),
            str(section.hint),
            done=bool(profile.pk) and all(getattr(profile, name) for name in section.needed),
        )
        for section in SECTIONS
    ]
    count = Product.objects.of(profile).count() if profile.pk else 0
    products = Task(
        _("Products"),
        reverse("profiles:products", args=[slug]),
        _("What you sell, and what you are building. You can add them later too."),
        done=count > 0,
        state_text="" if count else _("Optional"),
    )
    return [*sections, products, *tasks_beside(profile)]


def tasks_beside(profile: Profile) -> list[Task]:
    """What a profile can do without, and a reader looks for."""
    slug, known = profile.organisation.slug, completeness.kinds_of(profile)
    told = [
        (_("People for contact"), "contacts", _("Who agrees to be written to, and shown.")),
        (
            _("Certificates, references and claims"),
            "credentials",
            _("Who else says so, since when, and until when."),
        ),
        (_("Logo"), "logo", _("Shown beside your name.")),
    ]
    if profile.organisation.kind != Kind.SUPPLIER:
        hint = _("What you look for, your strategy, and how to approach you.")
        told.insert(0, (_("What companies should know"), "buying", hint))
    done = {
        "contacts": Contact.objects.shown_with(profile).exists(),
        "credentials": bool(known),
        "logo": bool(profile.pk) and Logo.objects.of(profile).exists(),
        "buying": buying_of(profile).pk is not None,
    }
    return [
        Task(
            label,
            reverse(f"profiles:{name}", args=[slug]),
            hint,
            done=done[name],
            state_text="" if done[name] else _("Optional"),
        )
        for label, name, hint in told
    ]


def file_of(slug: str, pk: int) -> tuple[Document | None, Product | Revision | None]:
    """A current file of one of this organisation's products, or of a change of one."""
    found = Document.objects.everywhere("permissions decide at the caller")
    models = ContentType.objects.get_for_models(Product, Revision).values()
    document = found.filter(pk=pk, content_type__in=models, removed_at=None).first()
    holder = (
        document
        and document.content_type.model_class()
        .objects.everywhere("permissions decide at the caller")
        .select_related("profile__organisation", "profile__portal")
        .filter(pk=document.object_id, profile__organisation__slug=slug)
        .first()
    )
    return (document, holder) if holder else (None, None)
