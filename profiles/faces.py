"""What stands beside the texts on the public page, fetched once for page and preview."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ppi.organisations.known_numbers import known_of
from ppi.translations import reading
from ppi.translations.reading import Shown
from profiles import cases_named, logos
from profiles.buying import buying_of
from profiles.credential_choices import CLAIMS, CredentialKind, Scheme
from profiles.models import Buying, Contact, Credential, Profile

TEXTS = ("title", "said_by", "text")
BUYERS_TEXTS = ("needs", "strategy", "approach")


@dataclass(frozen=True)
class CredentialShown:
    """A credential with its texts as this reader gets them."""

    credential: Credential
    texts: dict[str, Shown]
    scheme: str
    is_case: bool


def beside(profile: Profile) -> dict:
    rows = credentials_shown(profile)
    own = profile.organisation
    return {
        "known": known_of(own.country, own.registration_number),
        "contacts": list(Contact.objects.shown_with(profile)),
        "logo": logos.file_of(profile),
        "certificates": _of(rows, CredentialKind.CERTIFICATE),
        "references": _of(rows, CredentialKind.REFERENCE),
        "claims": _of(rows, *CLAIMS),
        "buying": buyers_half(profile),
    }


def _of(rows: list[CredentialShown], *kinds: str) -> list[CredentialShown]:
    return [row for row in rows if row.credential.kind in kinds]


def credentials_shown(profile: Profile) -> list[CredentialShown]:
    rows = list(Credential.objects.of(profile).order_by("-until", "-since", "-pk"))
    reading.attach(rows, *TEXTS)
    return [
        CredentialShown(
            row,
            {name: reading.text(row, name) for name in TEXTS},
            _name_of(row.scheme),
            cases_named.is_case(row.url),
        )
        for row in rows
    ]


def _name_of(scheme: str) -> str:
    """Standards by name; «another one» says nothing beside the certificate's own title."""
    return "" if scheme in ("", Scheme.OTHER) else str(Scheme(scheme).label)


def buyers_half(profile: Profile) -> dict | None:
    """What a buyer says to companies; None where it has said nothing."""
    row: Buying = buying_of(profile)
    if row.pk is None:
        return None
    reading.attach([row], *BUYERS_TEXTS)
    said = [
        (_("What they look for"), reading.text(row, "needs")),
        (_("Their strategy"), reading.text(row, "strategy")),
        (_("How to approach them"), reading.text(row, "approach")),
    ]
    texts = [(label, text) for label, text in said if text.text]
    return {"texts": texts, "strategy_url": row.strategy_url}
