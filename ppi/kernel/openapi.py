"""What the OpenAPI description says of every operation beside its good answers."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from ppi.kernel.access import public
from ppi.kernel.api import PROBLEM

MEANINGS = {
    HTTPStatus.BAD_REQUEST: "A value is not valid, or a parameter unknown; `errors` names it.",
    HTTPStatus.FORBIDDEN: "Not allowed; `detail` says why.",
    HTTPStatus.NOT_FOUND: "Nothing is here that the reader may know of.",
    HTTPStatus.NOT_ACCEPTABLE: "None of the media types in `Accept` is offered.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests; `Retry-After` tells the seconds to wait.",
}


class FieldErrorSerializer(serializers.Serializer):
    field = serializers.CharField(help_text="The parameter; empty where no single one is wrong.")
    detail = serializers.CharField(help_text="What is wrong, in the reader's language.")


class ProblemSerializer(serializers.Serializer):
    """A problem in the form of RFC 9457."""

    type = serializers.CharField(help_text="`about:blank`: the status says it all.")
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField(help_text="The HTTP status of this answer.")
    detail = serializers.CharField(required=False, help_text="In the reader's language.")
    errors = FieldErrorSerializer(many=True, required=False)


class DocumentedSchema(AutoSchema):
    """Adds the problems that an operation can answer with, and that public ones need no key."""

    def get_operation(self, *address) -> dict | None:
        operation = super().get_operation(*address)
        if operation:
            for status in self._problems():
                operation["responses"].setdefault(str(status.value), self._documented(status))
        return operation

    def get_override_parameters(self) -> list:
        own = getattr(self.view, "own_parameters", list)
        return [*super().get_override_parameters(), *own()]

    def get_auth(self) -> list[dict]:
        return [*super().get_auth(), {}] if self._is_public() else super().get_auth()

    def _is_public(self) -> bool:
        return getattr(type(self.view), "access", None) is public

    def _problems(self) -> Iterator[HTTPStatus]:
        """401 is none of them: sessions have no challenge to send, so the API answers 403."""
        yield HTTPStatus.BAD_REQUEST
        if not self._is_public() or self.method not in SAFE_METHODS:
            yield HTTPStatus.FORBIDDEN
        yield HTTPStatus.NOT_FOUND
        yield HTTPStatus.NOT_ACCEPTABLE
        if self.view.get_throttles():
            yield HTTPStatus.TOO_MANY_REQUESTS

    def _documented(self, status: HTTPStatus) -> dict:
        problem = self.resolve_serializer(ProblemSerializer, "response").ref
        told = {"description": MEANINGS[status], "content": {PROBLEM: {"schema": problem}}}
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            told["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
        return told
