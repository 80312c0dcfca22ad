"""The one door through which XML comes in. It trusts nothing.

No document type, so no entity and no external file; no network; no element deeper than 256 and no
text longer than 10 MB (libxml2's own limits, which `huge_tree=False` keeps).
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from xml.parsers import expat

from lxml import etree

from tenders.exchange import refusals
from tenders.exchange.refusals import Unreadable

LARGEST = 20_000_000


def opened(source: bytes | Path, *, name: str, limit: int = LARGEST) -> etree._Element:
    """The root element of one XML document. Comments and processing instructions are dropped.

    Raises `Unreadable`; nothing is parsed of a file larger than `limit` bytes.
    """
    content = _content(source, name, limit)
    if not content:
        raise Unreadable(name, refusals.EMPTY)
    if _declares_document_type(content):
        raise Unreadable(name, refusals.DOCUMENT_TYPE)
    root = _parsed(content, name)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(name, refusals.DOCUMENT_TYPE)
    return root


def _content(source: bytes | Path, name: str, limit: int) -> bytes:
    """At most one byte more than `limit` is ever read, whatever the file's size claims."""
    if isinstance(source, bytes):
        content = source
    else:
        try:
            with source.open("rb") as file:
                content = file.read(limit + 1)
        except OSError as error:
            raise Unreadable(name, refusals.UNOPENED) from error
    if len(content) > limit:
        raise Unreadable(name, refusals.too_large(limit))
    return content


class _Prolog(Exception):
    """Stops expat where the prolog ends: at a document type or at the root element."""


def _declares_document_type(content: bytes) -> bool:
    """Looks no further than the root element's start, so no declaration is ever interpreted.

    False for what expat cannot read: the real parser then says what is wrong with it.
    """
    found = []

    def document_type(*_) -> None:
        found.append(True)
        raise _Prolog

    def element(*_) -> None:
        raise _Prolog

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = document_type
    parser.StartElementHandler = element
    with suppress(_Prolog, expat.ExpatError, LookupError, ValueError):
        parser.Parse(content, True)
    return bool(found)


def _parsed(content: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            raise Unreadable(name, refusals.BEYOND_LIMITS) from error
        raise Unreadable(name, refusals.not_well_formed(*error.position)) from error
