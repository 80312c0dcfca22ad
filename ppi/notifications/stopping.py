"""The signed word in every mail with which its reader ends what led to it, without signing in."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from ppi.notifications.models import Delivery
from ppi.notifications.subjects import Key
from ppi.portals import links
from ppi.portals.models import Portal

SALT = "ppi.notifications.stop"
WORD = "WORD"


@dataclass(frozen=True)
class Stop:
    """What ends for this person: one interest, else mails of one kind, else their digests.

    Without a person it is an interest of somebody who has no account: an invited firm.
    """

    user_id: int | None
    kind: str = ""
    because: Key | None = None

    @property
    def token(self) -> str:
        return signing.dumps([self.user_id, self.kind, *(self.because or ())], salt=SALT)

    def address(self, delivery: Delivery) -> str:
        return self.address_in(delivery.portal, delivery.language)

    def address_in(self, portal: Portal, language: str) -> str:
        """No two people have the same word, and all the same address around it."""
        around = links.absolute(portal, language, "notifications:stop", WORD)
        before, _word, after = around.rpartition(WORD)
        return f"{before}{self.token}{after}"


def read(token: str) -> Stop | None:
    """None for a word that was not ours."""
    try:
        user_id, kind, *because = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Stop(user_id, kind, tuple(because) or None)
