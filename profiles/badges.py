"""What other sites show of a profile: a badge and a code to scan, both SVG without any script."""

from __future__ import annotations

import io
import unicodedata
from itertools import accumulate

import qrcode
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from ppi.kernel.characters import one_line
from profiles.models import Profile

MEDIA_TYPE = "image/svg+xml; charset=utf-8"
# The badge is as wide as its longer line, of which a character takes about so many units: one of
# Chinese, Japanese or Korean, a capital, any other.
SQUARE, CAPITAL, SMALL = 15, 11, 8
NARROWEST, MOST_TEXT, BESIDE = 160, 350, 70
# So much of a code may be dirty or torn off: 15 percent.
SCAN_IN_SPITE_OF = qrcode.ERROR_CORRECT_M


def badge(profile: Profile, portal_name: str) -> str:
    """The organisation's name, and where its profile stands."""
    name = shortened(one_line(profile.organisation.name))
    below = shortened(_("Profile on %(portal)s") % {"portal": one_line(portal_name)})
    width = max(NARROWEST, BESIDE + max(room(name), room(below)))
    context = {"name": name, "below": below, "width": width, "title": f"{name} – {below}"}
    return render_to_string("profiles/badge.svg", context)


def room(text: str) -> int:
    return sum(_room_of(sign) for sign in text)


def _room_of(sign: str) -> int:
    if unicodedata.east_asian_width(sign) in "WF":
        return SQUARE
    return CAPITAL if sign.isupper() else SMALL


def shortened(text: str) -> str:
    """As much of it as there is room for."""
    if room(text) <= MOST_TEXT:
        return text
    ends = accumulate(map(_room_of, text), initial=SMALL)
    fitting = sum(end <= MOST_TEXT for end in ends) - 1
    return f"{text[:fitting].rstrip()}…"


def code(url: str) -> bytes:
    """The address as a QR code, four modules of quiet around it."""
    drawn = io.BytesIO()
    made = qrcode.make(url, error_correction=SCAN_IN_SPITE_OF, image_factory=SvgPathFillImage)
    made.save(drawn)
    return drawn.getvalue()
