"""No page forgets what somebody had typed before a sign-in or the terms came between."""

from __future__ import annotations

import re

from django.conf import settings

from tests.house.test_size import sources

# Bound to this alone, a form is empty when it comes back, and shows what was answered before.
FORGETS = re.compile(r"request\.POST\s+or\s+None|request\.POST\s+if\s+request\.method")
# The one place that may read it: `typed`, which every view asks instead.
KEEPS = "ppi/kernel/kept.py"


def test_every_view_takes_what_was_typed_from_its_keeper() -> None:
    forgetful = {
        str(source.relative_to(settings.ROOT))
        for source in sources()
        if "tests" not in source.parts and FORGETS.search(source.read_text())
    }
    assert forgetful == {KEEPS}
