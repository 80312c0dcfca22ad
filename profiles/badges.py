"""What other sites show of a profile: a badge and a code to scan, both SVG without any script."""

from __future__ import annotations

import io

import qrcode
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from ppi.kernel.characters import one_line
from profiles.models import Profile

MEDIA_TYPE = "image/svg+xml; charset=utf-8"
# A character is about so many units wide; the badge is as wide as its longer line.
WIDE, NARROWEST, WIDEST = 8, 160, 420
LONGEST_NAME = 45
# So much of a code may be dirty or torn off: 15 percent.
SCAN_IN_SPITE_OF = qrcode.ERROR_CORRECT_M


def badge(profile: Profile, portal_name: str) -> str:
    """The organisation's name, and where its profile stands."""
    name = shortened(one_line(profile.organisation.name))
    below = shortened(_("Profile on %(portal)s") % {"portal": one_line(portal_name)})
    width = min(max(NARROWEST, 70 + WIDE * max(len(name), len(below))), WIDEST)
    context = {"name": name, "below": below, "width": width, "title": f"{name} – {below}"}
    return render_to_string("profiles/badge.svg", context)


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1].rstrip()}…"


def code(url: str) -> bytes:
    """The address as a QR code, four modules of quiet around it."""
    drawn = io.BytesIO()
    made = qrcode.make(url, error_correction=SCAN_IN_SPITE_OF, image_factory=SvgPathFillImage)
    made.save(drawn)
    return drawn.getvalue()
