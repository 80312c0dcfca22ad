"""Profiles as their companies would have written them."""

from __future__ import annotations

import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

from ppi.portals.models import Portal
from profiles import products, selftest, services
from profiles.choices import Status
from profiles.models import Product, Profile

ABOUT = {
    "language": "lt",
    "headline": "Gatvių šviestuvai, kurie šviečia tik tada, kai kas nors eina",
    "about": "Nuo 2011 metų gaminame jutiklius ir šviestuvus savivaldybėms.",
    "proof": "Trys miestai, 40 procentų mažiau elektros.",
    "cpv": ["34928500", "34993000"],
    "nuts": ["LT", "DK05"],
    "languages": ["lt", "en"],
    "size": "small",
    "founded": 2011,
}
LAMP = {
    "language": "lt",
    "name": "Žingsnis",
    "problem": "Šviesa dega visą naktį, nors niekas neina.",
    "description": "Jutiklis mato žmogų už trisdešimties metrų.",
    "trl": 7,
    "seeking_first_buyer": True,
    "price_note": "nuo 400 € už šviestuvą",
    "cpv": ["34928500"],
}
SENSOR = {"language": "lt", "name": "Kandelabras", "problem": "Niekas nežino, kada sugenda lempa."}


def placed(organisation, portal: Portal, **facts) -> Profile:
    known = {"portal": portal, "about": "About.", "languages": ["en"], "language": "en"}
    return services.keep_profile(organisation, **(known | facts))


def reloaded(row):
    return type(row).objects.everywhere("the test looks again").get(pk=row.pk)


def status_of(row) -> Status:
    return Status(reloaded(row).status)


YES_TO_ALL = dict.fromkeys((each.key for each in selftest.QUESTIONS), "yes")


def added(profile: Profile, *, by, **facts) -> Product:
    """A product whose company has answered the self-test, ready to go to the moderators."""
    return products.take_self_test(products.add(profile, by=by, **facts), YES_TO_ALL, by=by)


def as_typed(facts: dict) -> dict:
    """A product's facts as its form sends them; codes are left out."""
    typed = {name: value for name, value in facts.items() if name not in ("cpv", "trl")}
    return typed | {"stage": f"trl-{facts['trl']}"}


def picture(name: str, *, wide: int = 4, high: int = 4) -> SimpleUploadedFile:
    """A white PNG: whole, and small however large it says it is."""
    rows = zlib.compress((b"\x00" + b"\xff" * ((wide + 7) // 8)) * high, 9)
    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    parts = [_chunk(b"IHDR", head), _chunk(b"IDAT", rows), _chunk(b"IEND", b"")]
    return SimpleUploadedFile(name, b"\x89PNG\r\n\x1a\n" + b"".join(parts), "image/png")


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))
