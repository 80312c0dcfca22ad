"""A process of its own: a document as JSON comes in, a PDF goes out. Started by `kernel.print`.

Nothing of the platform is imported here, so that it starts at once and knows no secrets.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

LAYOUT = Path(__file__).parent / "document.typ"
MOST_MEMORY = 2 << 30
MOST_PROCESSOR_SECONDS = 60


def typeset(document: str) -> bytes:
    import typst

    def made(fonts: typst.Fonts, standards: list[str]) -> bytes:
        return typst.compile(
            LAYOUT,
            root=LAYOUT.parent,
            font_paths=fonts,
            sys_inputs={"document": document},
            format="pdf",
            pdf_standards=standards,
        )

    try:
        # The fonts that came with the package: the same document everywhere.
        return made(typst.Fonts(include_system_fonts=False), ["ua-1"])
    except typst.TypstError as refused:
        if "could not be displayed" not in refused.message:
            raise
        return made(typst.Fonts(), [])


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_PROCESSOR_SECONDS, MOST_PROCESSOR_SECONDS))
    sys.stdout.buffer.write(typeset(sys.stdin.buffer.read().decode()))
