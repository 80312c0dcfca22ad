"""What other sites show of a profile: a badge and a code to scan, both SVG without any script."""

from __future__ import annotations

import io

import segno
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ppi.kernel.characters import one_line
from profiles.models import Profile

MEDIA_TYPE = "image/svg+xml; charset=utf-8"
# A character is about so many units wide; the badge is as wide as its longer line.
WIDE, NARROWEST, WIDEST = 8, 160, 420
LONGEST_NAME = 45
# So much of a code may be dirty or torn off: 15 percent.
SCAN_IN_SPITE_OF = "m"


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
    made = segno.make_qr(url, error=SCAN_IN_SPITE_OF)
    made.save(drawn, kind="svg", scale=6, border=4, light="#fff", svgclass=None, lineclass=None)
    return drawn.getvalue()
