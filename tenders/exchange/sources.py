"""Where notices lie: files and folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path


def notices_in(paths: Iterable[str | Path]) -> Iterator[tuple[str, Path]]:
    """Each file once per path given, with the name that a refusal should call it by.

    A folder stands for every `.xml` file at any depth in it, in the order of their paths. A file
    named outright comes whatever its name, and also where it does not exist: the reader then says
    so, and the others go on. Nothing is opened here.
    """
    for path in map(Path, paths):
        found = _xml_files(path) if path.is_dir() else [path]
        for file in found:
            yield str(file), file


def _xml_files(folder: Path) -> list[Path]:
    return sorted(
        file for file in folder.rglob("*") if file.suffix.lower() == ".xml" and file.is_file()
    )
