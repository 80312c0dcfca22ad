"""Serves the few front-end files that are used, out of the packages that npm installed.

Nothing of a third party stands in the repository; `node_modules` is installed from the lock file
and only what this table names goes through `collectstatic`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

CSS = "@digdir/designsystemet-css/dist"
INTER = "@fontsource-variable/inter/files"
# Shapes of countries (Natural Earth, public domain); read by the server, drawn as SVG.
COUNTRIES = "vendor/world-atlas/countries-50m.json"

# path under /static/  →  path under node_modules/
FILES = {
    "vendor/designsystemet/index.css": f"{CSS}/src/index.css",
    "vendor/designsystemet/theme.css": f"{CSS}/theme/designsystemet.css",
    "vendor/inter/inter-latin-wght-normal.woff2": f"{INTER}/inter-latin-wght-normal.woff2",
    "vendor/inter/inter-latin-ext-wght-normal.woff2": f"{INTER}/inter-latin-ext-wght-normal.woff2",
    COUNTRIES: "world-atlas/countries-50m.json",
}


def where(name: str) -> Path:
    """The file of this public name on the disk: as installed, or, in the image, as collected."""
    installed = settings.ROOT / "node_modules" / FILES[name]
    return installed if installed.exists() else Path(settings.STATIC_ROOT) / name


class VendorStorage(FileSystemStorage):
    """Answers for the public names of `FILES`."""

    def path(self, name: str) -> str:
        return super().path(FILES[name])


class VendorFinder(BaseFinder):
    def __init__(self, *args, **kwargs) -> None:
        self.storage = VendorStorage(location=settings.ROOT / "node_modules")

    def find(self, path: str, find_all: bool = False) -> str | list[str]:
        if path not in FILES:
            return []
        return [self.storage.path(path)] if find_all else self.storage.path(path)

    def list(self, ignore_patterns) -> Iterator[tuple[str, VendorStorage]]:
        return ((path, self.storage) for path in FILES)
