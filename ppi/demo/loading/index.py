"""What was loaded is found at once, compound words by their parts too."""

from __future__ import annotations

from django.conf import settings

from ppi.demo.loading import World
from ppi.search import learning, services


def entries(world: World) -> int:
    """The index teaches the words by which it is made a second time."""
    services.rebuild()
    for language, _name in settings.LANGUAGES:
        learning.learn(language)
    return sum(services.rebuild().values())
