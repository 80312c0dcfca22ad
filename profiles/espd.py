"""What the profile knows of the European Single Procurement Document, field by field.

Parts are those of Implementing Regulation (EU) 2016/7; paths are those of the response in ESPD-EDM
(https://docs.ted.europa.eu/ESPD-EDM/latest/), below `/QualificationApplicationResponse`. It is
no declaration: whoever tenders checks it, adds what is asked, and signs.
"""

from __future__ import annotations

from collections.abc import Iterator

from ppi.organisations import known_numbers
from profiles.choices import Size
from profiles.credential_choices import CredentialKind
from profiles.models import Contact, Credential, Profile

PARTY = "cac:EconomicOperatorParty/cac:Party"
# Codes of the EU's list `economic-operator-size`.
SIZES = {Size.MICRO: "micro", Size.SMALL: "small", Size.MEDIUM: "medium", Size.LARGE: "large"}


def fields_of(profile: Profile, contact: Contact | None) -> dict:
    """`contact`: somebody who agreed to be shown; None where nobody did."""
    told = [*_identity(profile), *_contact(contact), *_certificates(profile)]
    return {
        "model": "ESPD-EDM",
        "root": "/QualificationApplicationResponse",
        "fields": [field for field in told if field["value"]],
    }


def field(part: str, path: str, value: str, **more: str) -> dict:
    return {"part": part, "path": path, "value": value, **more}


def _identity(profile: Profile) -> Iterator[dict]:
    """Part II, section A: information about the economic operator."""
    organisation, part = profile.organisation, "II.A"
    number, country = organisation.registration_number, organisation.country
    identifier = f"{PARTY}/cac:PartyIdentification/cbc:ID"
    yield field(part, f"{PARTY}/cac:PartyName/cbc:Name", organisation.name)
    yield field(part, identifier, number, schemeID="national")
    vat = known_numbers.vat_number(country, number)
    yield field(part, identifier, vat, schemeID="VAT")
    yield field(part, f"{PARTY}/cbc:WebsiteURI", organisation.website)
    address = f"{PARTY}/cac:PostalAddress/cac:Country/cbc:IdentificationCode"
    yield field(part, address, country)
    size = SIZES.get(profile.size, "")
    yield field(part, f"{PARTY}/cbc:IndustryClassificationCode", size)


def _contact(contact: Contact | None) -> Iterator[dict]:
    """Part II, section A: the person to write to."""
    if contact is None:
        return
    path = f"{PARTY}/cac:Contact"
    yield field("II.A", f"{path}/cbc:Name", contact.name)
    yield field("II.A", f"{path}/cbc:ElectronicMail", contact.email)
    yield field("II.A", f"{path}/cbc:Telephone", contact.phone)


def _certificates(profile: Profile) -> Iterator[dict]:
    """Part IV, section D: quality assurance and environmental management; what has not expired."""
    rows = Credential.objects.of(profile).filter(kind=CredentialKind.CERTIFICATE)
    for row in rows.order_by("-until", "pk"):
        if not row.is_expired:
            title = f"{row.title} ({row.said_by})" if row.said_by else row.title
            until = row.until.isoformat() if row.until else ""
            yield field("IV.D", "cac:Evidence/cbc:Name", title, url=row.url, validUntil=until)
