"""What is kept of the name that an uploader's machine sent."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

# Control, format (bidi, zero width), surrogate, private and unassigned characters; line ends.
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# What Windows does not store, and HTML is made of.
FORBIDDEN = re.compile(r'[<>:"|?*]')
# Names of devices: on Windows, a file of this name cannot be opened, whatever its ending.
DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
LONGEST_STEM, LONGEST_ENDING = 110, 8
# File systems count bytes: 255 at most, and a browser may add " (1)".
LONGEST_STEM_BYTES = 220


def safe_name(name: str) -> str:
    """The name without path, markup and what cannot be seen; at most 120 characters."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(c for c in base if unicodedata.category(c) not in HIDDEN)
    kept = " ".join(unicodedata.normalize("NFC", seen).split())
    kept = FORBIDDEN.sub("_", kept).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    shown = f"{_shortened(stem)}{dot}{ending[:LONGEST_ENDING]}" if dot else _shortened(ending)
    return f"_{shown}" if DEVICE.match(shown) else shown or "file"


def _shortened(stem: str) -> str:
    cut = stem[:LONGEST_STEM].encode()[:LONGEST_STEM_BYTES]
    return cut.decode(errors="ignore").rstrip(" .")


def ending_of(name: str) -> str:
    return PurePosixPath(safe_name(name)).suffix.lower()
