"""Who may put files to what: each room says so once for its models, and nothing goes round it."""

from __future__ import annotations

from typing import Protocol

from ppi.kernel.registries import Registry
from ppi.kernel.verdicts import Verdict


class MayChangeFiles(Protocol):
    def __call__(self, user, subject) -> Verdict: ...


# A model that no room has registered takes no files: `attach` and `remove` raise `KeyError`.
holders: Registry[MayChangeFiles] = Registry("a holder of documents")
