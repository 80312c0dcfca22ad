"""The words of a PDF as a copying reader gets them: glyphs back to characters, page by page.

Enough of ISO 32000-1 for what our typesetter writes: compressed object streams, fonts with a
`ToUnicode` map, text shown as hexadecimal or literal strings.
"""

from __future__ import annotations

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)(?:\bendobj|\bstream\r?\n)", re.DOTALL)
TOKEN = re.compile(rb"/(\S+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|(\()|\b(BT|ET|T\*|Td|Tm)\b")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """All words, with one space between them."""
    objects = objects_of(pdf)
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    assert pages, "not a page in it"
    return " ".join(" ".join(_page(page, objects).split()) for page in pages)


def objects_of(pdf: bytes) -> dict[int, bytes]:
    """Every object by its number; a stream stands unpacked behind its head."""
    objects, position = {}, 0
    while found := OBJECT.search(pdf, position):
        number, head = int(found[1]), found[2]
        position = found.end()
        objects[number] = head
        if not found[0].endswith(b"endobj"):
            position += int(re.search(rb"/Length (\d+)", head)[1])
            raw = pdf[found.end() : position]
            body = zlib.decompress(raw) if b"/FlateDecode" in head else raw
            objects[number] = head + b"\nstream\n" + body
            objects |= _packed(head, body) if b"/ObjStm" in head else {}
    return objects


def _packed(head: bytes, body: bytes) -> dict[int, bytes]:
    first = int(re.search(rb"/First (\d+)", head)[1])
    numbers = [int(word) for word in body[:first].split()]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    ends = [offset for _number, offset in pairs[1:]] + [len(body) - first]
    return {
        number: body[first + start : first + end]
        for (number, start), end in zip(pairs, ends, strict=True)
    }


def _page(page: bytes, objects: dict[int, bytes]) -> str:
    contents = objects[int(re.search(rb"/Contents (\d+) 0 R", page)[1])]
    resources = re.search(rb"/Resources (\d+) 0 R", page)
    where = objects[int(resources[1])] if resources else page
    fonts = re.search(rb"/Font\s*(?:<<(.*?)>>|(\d+) 0 R)", where, re.DOTALL)
    named = fonts[1] or objects[int(fonts[2])]
    maps = {
        name: _characters(objects[int(number)], objects)
        for name, number in re.findall(rb"/(\S+)\s+(\d+) 0 R", named)
    }
    return _shown(contents.partition(b"\nstream\n")[2], maps)


def _characters(font: bytes, objects: dict[int, bytes]) -> dict[int, str]:
    """Glyph to characters, from the font's `ToUnicode` map."""
    source = objects[int(re.search(rb"/ToUnicode (\d+) 0 R", font)[1])]
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for glyph, text in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", source, re.DOTALL):
        for low, high, text in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            first = int(text, 16)
            for step, glyph in enumerate(range(int(low, 16), int(high, 16) + 1)):
                found[glyph] = chr(first + step)
    return found


def _shown(contents: bytes, maps: dict[bytes, dict[int, str]]) -> str:
    words, glyphs, position, is_text = [], {}, 0, False
    while token := TOKEN.search(contents, position):
        font, hexadecimal, literal, operator = token.groups()
        position = token.end()
        raw = bytes.fromhex(hexadecimal.decode()) if hexadecimal else b""
        if literal:
            raw, position = _literal(contents, position)
        if font:
            glyphs = maps[font]
        elif operator:
            is_text = operator != b"ET"
            words.append(" ")
        elif is_text:  # other strings tell languages and the like
            pairs = zip(raw[::2], raw[1::2], strict=True)
            words.extend(glyphs.get(high << 8 | low, "\ufffd") for high, low in pairs)
    return "".join(words)


def _literal(contents: bytes, position: int) -> tuple[bytes, int]:
    """The bytes of a literal string, and where it ends; parentheses in it are balanced."""
    found, depth = bytearray(), 1
    while True:
        token = re.compile(rb"\\([0-7]{1,3}|.)|(.)", re.DOTALL).match(contents, position)
        escaped, plain = token.groups()
        position = token.end()
        depth += {b"(": 1, b")": -1}.get(plain, 0)
        if depth == 0:
            return bytes(found), position
        found += plain or _unescaped(escaped)


def _unescaped(code: bytes) -> bytes:
    return bytes([int(code, 8) & 255]) if code.isdigit() else ESCAPES.get(code, code)
