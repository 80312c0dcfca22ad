"""How often one person may ask. Counted in the cache: where that is away, nobody is held back."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ppi.kernel.verdicts import Refused

MOST_QUESTIONS, SECONDS = 20, 600


def take(asker: str) -> None:
    """Count one question. Raises `Refused` once there were too many in ten minutes.

    `asker`: an account or an address on the net; only a keyed hash of it is kept.
    """
    kept = salted_hmac("ppi.assistant", asker, algorithm="sha256").hexdigest()
    key = f"assistant:{kept[:32]}"
    cache.add(key, 0, timeout=SECONDS)
    if asked(key) > MOST_QUESTIONS:
        raise Refused(
            _("You have asked many questions in a short time. Wait ten minutes, then ask again."),
            field="question",
        )


def asked(key: str) -> int:
    try:
        return cache.incr(key)
    except ValueError:  # It ran out between the two calls.
        return 1
