"""Catalogues of the interface, extracted and compiled in Python: a bare machine has no gettext.

Babel reads Python; templates are first turned into Python-like text by Django's own `templatize`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS = {
    name: spec
    for base, spec in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for name in (base, f"{base}_lazy")
} | {"_": None, "gettext_noop": None}
METHODS = [
    ("**/tests/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "ppi.kernel.catalogues:extract_template"),
    ("**/templates/**.txt", "ppi.kernel.catalogues:extract_template"),
]
SKIPPED = {"node_modules", "var", ".venv", "build"}
COMPLETE = ("en", "da")


def extract_template(fileobj, keywords, comment_tags, options) -> Iterator:
    """Babel's extraction method for Django templates."""
    source = templatize(fileobj.read().decode(), origin=getattr(fileobj, "name", None))
    # Python's tokenizer minds indentation and stray quotes, of which a template is full.
    lines = [re.sub(r"^\s+", "", line) for line in source.splitlines()]
    plain = io.BytesIO("\n".join(lines).encode())
    return extract_python(plain, keywords, comment_tags, {"encoding": "utf-8"})


def extracted() -> Catalog:
    """Every message of the sources, with the places where it stands."""
    catalog = Catalog(project="ppi", copyright_holder="the ppi contributors", charset="utf-8")
    found = extract_from_dir(
        str(settings.ROOT),
        METHODS,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        directory_filter=lambda path: Path(path).name not in SKIPPED,
    )
    for filename, _line, message, comments, context in found:
        catalog.add(message, locations=[(filename, 0)], auto_comments=comments, context=context)
    return catalog


def po_path(language: str) -> Path:
    return settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The catalogue of one language; an empty one where there is none yet."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=language)


def update(language: str, template: Catalog) -> Catalog:
    """Bring the language's file up to the sources; obsolete messages are dropped."""
    catalog = read(language)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalog, sort_output=True, width=100, omit_header=False)
    return catalog


def compile_all() -> list[Path]:
    """Write a `.mo` beside every `.po` that is newer; returns what was written."""
    written = []
    for source in sorted(settings.LOCALE_PATHS[0].glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as po, target.open("wb") as mo:
            write_mo(mo, read_po(po, locale=source.parts[-3]))
        written.append(target)
    return written


def gaps(language: str, template: Catalog) -> list[str]:
    """Messages of the sources without a translation. English needs none: it is the source."""
    if language == settings.LANGUAGE_CODE:
        return []
    catalog = read(language)
    return [str(message.id) for message in template if message.id and not _done(catalog, message)]


def _done(catalog: Catalog, message) -> bool:
    known = catalog.get(message.id, message.context)
    if known is None or known.fuzzy:
        return False
    return all(known.string) if isinstance(known.string, tuple) else bool(known.string)
