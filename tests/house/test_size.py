"""Small pieces: a module over 400 lines becomes a package, a function over 40 two functions."""

import ast
from pathlib import Path

from django.conf import settings

ROOMS = ["ppi", "tenders", "profiles", "courses", "cases", "tests"]
LONGEST_MODULE, LONGEST_FUNCTION = 400, 40


def sources() -> list[Path]:
    files = (path for room in ROOMS for path in (settings.ROOT / room).rglob("*.py"))
    return sorted(path for path in files if "migrations" not in path.parts)


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in sources()}

    assert {str(p): n for p, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        f"{path.relative_to(settings.ROOT)}:{node.lineno} {node.name}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]

    assert long == []
