"""What every API operation shares: problem details, paging by key, access (`kernel.access`)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from ppi.kernel.verdicts import Refused

PROBLEM = "application/problem+json"


class NewestFirst(CursorPagination):
    """Pages by key, newest first; `?page_size=` from 1 to 100, and nothing else."""

    ordering = ("-published_at", "-id")
    page_size_query_param = "page_size"
    max_page_size = 100

    def get_page_size(self, request) -> int:
        asked = request.query_params.get(self.page_size_query_param, "")
        if not asked:
            return self.page_size
        if not re.fullmatch(r"[0-9]{1,3}", asked) or not 1 <= int(asked) <= self.max_page_size:
            sentence = _("Write a whole number from 1 to %(most)s.") % {"most": self.max_page_size}
            raise exceptions.ValidationError({self.page_size_query_param: [sentence]})
        return int(asked)

    def get_schema_operation_parameters(self, view) -> list[dict]:
        told = super().get_schema_operation_parameters(view)
        bounds = {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        for parameter in told:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] |= bounds
        return told

    def decode_cursor(self, request):
        """Raises `NotFound` for a cursor that is none of ours, or names no moment."""
        try:
            cursor = super().decode_cursor(request)
            if cursor and cursor.position:
                datetime.fromisoformat(cursor.position).astimezone(UTC)
        except (ValueError, OverflowError):
            raise exceptions.NotFound(_("This page's address is not valid.")) from None
        return cursor


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def problem(status: int, detail: str = "", **more) -> JsonResponse:
    """A problem in the form of RFC 9457."""
    return JsonResponse(content(status, detail, **more), status=status, content_type=PROBLEM)


def content(status: int, detail: str = "", **more) -> dict:
    """The members of a problem; `more` are extension members (RFC 9457, section 3.2)."""
    known = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    return known | ({"detail": detail} if detail else {}) | more


def problem_details(failure: Exception, context: dict) -> Response | None:
    """DRF's exception handler, answering in the form of RFC 9457.

    Field errors stand in `errors`: a list of `{field, detail}`.
    """
    if isinstance(failure, Refused):
        failure = exceptions.PermissionDenied(failure.sentence)
    response = exception_handler(failure, context)
    if response is None:
        return None
    response.data = content(response.status_code, **_explanation(failure))
    response.content_type = PROBLEM
    return response


def _explanation(failure: Exception) -> dict:
    if isinstance(failure, exceptions.ValidationError):
        return {"detail": _("Some values are not valid."), "errors": _field_errors(failure.detail)}
    if isinstance(failure, Http404):
        return {"detail": _("There is nothing here.")}
    if isinstance(failure, PermissionDenied):
        return {"detail": str(failure)}
    return {"detail": str(getattr(failure, "detail", failure))}


def _field_errors(detail) -> list[dict[str, str]]:
    if isinstance(detail, dict):
        return [
            {"field": field, "detail": str(sentence)}
            for field, sentences in detail.items()
            for sentence in (sentences if isinstance(sentences, list) else [sentences])
        ]
    return [{"field": "", "detail": str(sentence)} for sentence in detail]
