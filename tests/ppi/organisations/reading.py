"""How the tests read pages."""

from __future__ import annotations

import re


def error_at(page: str, field: str) -> str:
    """The sentence that stands at a field."""
    found = re.search(rf'id="id_{field}_error">(.*?)</div>', page, re.DOTALL)
    return _plain(found[1]).replace("Error:", "").strip() if found else ""


def titles(page: str) -> list[str]:
    """What the rows of a list are called."""
    rows = re.findall(r'class="row__title"[^>]*>(.*?)</h\d>', page, re.DOTALL)
    return [_plain(row) for row in rows]


def _plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html).strip()
