"""May I? An answer that carries its reason, the same on a page, in the API and in the assistant."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


class Refused(PermissionDenied):
    """A refusal with a sentence the reader can act on. Pages and the API show that sentence."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


@dataclass(frozen=True)
class Verdict:
    """True when allowed; otherwise `reason` says why not, in the reader's language."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def or_refuse(self) -> None:
        """Raise `Refused` unless allowed."""
        if not self:
            raise Refused(self.reason)


ALLOWED = Verdict()


def allow_if(condition: bool, otherwise: str) -> Verdict:
    """`ALLOWED` when the condition holds, else a refusal with this reason."""
    return ALLOWED if condition else Verdict(str(otherwise))
