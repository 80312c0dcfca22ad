"""Where notices lie: files and folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path


def notices_in(paths: Iterable[str | Path]) -> Iterator[tuple[str, Path]]:
    """Each file once per path given, with the name that a refusal should call it by.

    A folder stands for every `.xml` file at any depth in it, in the order of their paths. A file
    named outright comes whatever its name, and also where it does not exist, as a link may that
    leads nowhere: the reader then says so, and the others go on. Nothing is opened here.
    """
    for path in map(Path, paths):
        found = _xml_files(path) if path.is_dir() else [path]
        for file in found:
            yield str(file), file


def passed_over(paths: Iterable[str | Path]) -> list[str]:
    """The files in these folders that are no notices by their names; hidden ones are not told."""
    folders = [path for path in map(Path, paths) if path.is_dir()]
    found = [file for folder in folders for file in sorted(_files(folder))]
    return [str(file) for file in found if not _is_xml(file) and not file.name.startswith(".")]


def _xml_files(folder: Path) -> list[Path]:
    return sorted(filter(_is_xml, _files(folder)))


def _files(folder: Path) -> Iterator[Path]:
    """Whatever is no folder, a link that leads nowhere too."""
    return (file for file in folder.rglob("*") if not file.is_dir())


def _is_xml(file: Path) -> bool:
    return file.suffix.lower() == ".xml"
