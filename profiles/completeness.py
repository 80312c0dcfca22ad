"""How much of a good profile is there, and what a reader would miss: said as they would say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from profiles.buying import buying_of
from profiles.credential_choices import CLAIMS, CredentialKind
from profiles.models import Contact, Credential, Logo, Product, Profile


@dataclass(frozen=True)
class Part:
    """A part of the profile; `missed` is what a reader asks for while it is not there."""

    missed: str
    url: str
    is_there: bool


@dataclass(frozen=True)
class Completeness:
    parts: tuple[Part, ...]

    @property
    def percent(self) -> int:
        return round(100 * sum(part.is_there for part in self.parts) / len(self.parts))

    @property
    def missing(self) -> list[Part]:
        return [part for part in self.parts if not part.is_there]


def of(profile: Profile) -> Completeness:
    """Each part counts the same: none of them takes more than some minutes."""
    own = _of_buyer if profile.organisation.is_buyer else _of_company
    return Completeness((*_of_everybody(profile), *own(profile)))


def section(profile: Profile, name: str) -> str:
    return reverse("profiles:section", args=[profile.organisation.slug, name])


def page(profile: Profile, name: str, *args) -> str:
    return reverse(f"profiles:{name}", args=[profile.organisation.slug, *args])


def _of_everybody(profile: Profile) -> Iterator[Part]:
    organisation, about = profile.organisation, section(profile, "about")
    facts = reverse("organisations:edit", args=[organisation.slug])
    has_logo = bool(profile.pk) and Logo.objects.of(profile).exists()
    has_contact = Contact.objects.shown_with(profile).exists()
    yield Part(_("what you do, in one sentence"), about, bool(profile.headline))
    yield Part(_("who you are"), about, bool(profile.about))
    yield Part(_("which subjects you work with"), section(profile, "subjects"), bool(profile.cpv))
    yield Part(_("in which regions you work"), section(profile, "subjects"), bool(profile.nuts))
    yield Part(
        _("in which languages one can work with you"),
        section(profile, "languages"),
        bool(profile.languages),
    )
    yield Part(_("a person to write to"), page(profile, "contacts"), has_contact)
    yield Part(_("your logo"), page(profile, "logo"), has_logo)
    yield Part(_("your website"), facts, bool(organisation.website))
    yield Part(
        _("your registration number, to look you up in the register"),
        facts,
        bool(organisation.registration_number),
    )


def _of_company(profile: Profile) -> Iterator[Part]:
    about, known = section(profile, "about"), kinds_of(profile)
    has_products = bool(profile.pk) and Product.objects.of(profile).exists()
    has_proof = bool(profile.proof) or CredentialKind.REFERENCE in known
    yield Part(_("what you sell or are building"), page(profile, "products"), has_products)
    yield Part(_("how large you are"), about, bool(profile.size))
    yield Part(_("since when you exist"), about, bool(profile.founded))
    yield Part(_("who uses it already"), page(profile, "add-credential", "reference"), has_proof)
    yield Part(
        _("your certificates"),
        page(profile, "add-credential", "certificate"),
        CredentialKind.CERTIFICATE in known,
    )
    yield Part(
        _("what you do for accessibility or sustainability, with proof"),
        page(profile, "credentials"),
        bool(known & set(CLAIMS)),
    )


def kinds_of(profile: Profile) -> set[str]:
    if not profile.pk:
        return set()
    return set(Credential.objects.of(profile).values_list("kind", flat=True).distinct())


def _of_buyer(profile: Profile) -> Iterator[Part]:
    said, url = buying_of(profile), page(profile, "buying")
    yield Part(_("what you look for"), url, bool(said.needs))
    yield Part(_("your strategy"), url, bool(said.strategy or said.strategy_url))
    yield Part(_("how a company should approach you"), url, bool(said.approach))
