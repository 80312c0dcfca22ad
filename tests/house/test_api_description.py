"""The OpenAPI description names every answer of every operation; each answer is as described."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import jsonschema
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from rest_framework import viewsets
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.throttling import AnonRateThrottle

from ppi.kernel.access import signed_in
from ppi.kernel.api import PROBLEM

PROBLEM_COMPONENT = {"$ref": "#/components/schemas/Problem"}
NOT_OFFERED = ("post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    address: str
    method: str
    told: dict

    @property
    def is_public(self) -> bool:
        return {} in self.told["security"]

    @property
    def url(self) -> str:
        """An address of it; where it is about one thing, a thing that does not exist."""
        return self.address.replace("{slug}", "no-such-thing").replace("{id}", "0")


@pytest.fixture(scope="module")
def description() -> dict:
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(description: dict) -> Iterator[Operation]:
    for address, methods in description["paths"].items():
        for method, told in methods.items():
            yield Operation(address, method, told)


def checked(response, description: dict) -> dict:
    """The problem in this answer, after it was held against the description."""
    assert response["Content-Type"] == PROBLEM
    problem = response.json()
    whole = PROBLEM_COMPONENT | {"components": description["components"]}
    jsonschema.validate(problem, whole, jsonschema.Draft4Validator)
    assert problem.keys() <= description["components"]["schemas"]["Problem"]["properties"].keys()
    assert problem["status"] == response.status_code
    return problem


def public_ones(description: dict) -> Iterator[Operation]:
    return (operation for operation in operations(description) if operation.is_public)


def test_the_description_is_valid_and_comes_without_a_warning(tmp_path) -> None:
    written = tmp_path / "schema.json"

    call_command(
        "spectacular", "--validate", "--fail-on-warn", format="openapi-json", file=str(written)
    )

    assert "/api/v1/opportunities/" in json.loads(written.read_text())["paths"]


def test_every_operation_names_its_problems_and_a_public_one_needs_no_key(description) -> None:
    known = list(operations(description))

    assert len(known) >= 8
    for operation in known:
        answers = dict(operation.told["responses"])
        assert list(answers.pop("200")["content"]) == ["application/json"], operation
        refusal = set() if operation.is_public else {"403"}
        assert set(answers) == {"400", "404", "406", "429"} | refusal, operation
        for answer in answers.values():
            assert answer["content"] == {PROBLEM: {"schema": PROBLEM_COMPONENT}}, operation
    # What is somebody's own is read with their session.
    own = {"/api/v1/desk/", "/api/v1/desk/{id}/"}
    assert {one.address for one in known if not one.is_public} == own


# What to send besides the address, so that any operation answers with this status.
PROVOKING = {
    # No portal has this name; operations that ask for no portal miss what they do ask for.
    "400": {"query_params": {"portal": "no-such-portal"}},
    "404": {"query_params": {"format": "no-such-format"}},
    "406": {"headers": {"Accept": "text/html"}},
}


@pytest.mark.parametrize("status", PROVOKING)
def test_every_problem_that_is_named_is_answered_as_described(
    db, client, stranger, description, status
) -> None:
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    for operation in operations(description):
        asked = {parameter["name"] for parameter in operation.told.get("parameters", [])}
        # One's own has no portal, and refuses the name of it.
        is_complete = status != "400" or "portal" in asked or not operation.is_public
        response = client.get(operation.url, **(PROVOKING[status] if is_complete else {}))
        problem = checked(response, description)
        wrong = {error["field"] for error in problem.get("errors", [])}
        assert (problem["status"], bool(wrong)) == (int(status), status == "400"), operation
        assert wrong <= (asked if operation.is_public else asked | {"portal"}), operation


def test_every_operation_asks_for_patience_and_says_how_long(
    db, client, description, monkeypatch
) -> None:
    monkeypatch.setitem(AnonRateThrottle.THROTTLE_RATES, "anon", "1/min")
    client.get("/api/v1/cases/")

    for operation in public_ones(description):
        response = client.get(operation.url)
        assert response.status_code == 429, operation
        assert 0 < int(response["Retry-After"]) <= 60
        assert "throttled" in checked(response, description)["detail"]
        assert list(operation.told["responses"]["429"]["headers"]) == ["Retry-After"]


def test_what_is_somebodys_own_refuses_whoever_is_not_signed_in(db, client, description) -> None:
    for operation in operations(description):
        if not operation.is_public:
            response = client.get(operation.url)
            assert checked(response, description)["status"] == 403, operation


def test_a_method_that_is_not_described_is_not_offered(db, client, stranger, description) -> None:
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    for operation in operations(description):
        for method in NOT_OFFERED:
            response = getattr(client, method)(operation.url, {}, content_type="application/json")
            assert response["Allow"] == "GET, HEAD, OPTIONS", operation
            assert checked(response, description)["status"] == 405


def test_a_session_alone_writes_nothing_from_a_foreign_page(stranger, description) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")

    for operation in operations(description):
        response = browser.post(operation.url, {})
        assert "CSRF" in checked(response, description)["detail"]
        assert response.status_code == 403


class Guarded(viewsets.ViewSet):
    """Not public: what the hook makes of such an operation."""

    access = signed_in
    throttle_classes = ()

    def list(self, request) -> Response[dict]:
        return Response({})


def test_an_operation_for_some_names_its_refusal_and_needs_a_session(db, description) -> None:
    view = Guarded.as_view({"get": "list"})
    patterns = [path("guarded/", view)]

    [operation] = operations(SchemaGenerator(patterns=patterns).get_schema(None, public=True))
    response = view(APIRequestFactory().get("/guarded/")).render()

    assert operation.told["responses"].keys() - {"200"} == {"400", "403", "404", "406"}
    assert operation.told["security"] == [{"cookieAuth": []}]
    assert (response.status_code, response.headers["Content-Type"]) == (403, PROBLEM)


def test_the_description_says_how_much_a_page_holds_and_which_values_a_filter_takes(
    description,
) -> None:
    lists = [told for told in operations(description) if "cursor" in parameters_of(told)]

    assert len(lists) == 9
    for operation in lists:
        size = parameters_of(operation)["page_size"]["schema"]
        assert (size["minimum"], size["maximum"], size["default"]) == (1, 100, 25), operation
    told = parameters_of(next(one for one in lists if one.address == "/api/v1/opportunities/"))
    assert set(told) == {"country", "cursor", "kind", "page_size", "portal"}
    assert "pcp" in told["kind"]["schema"]["enum"]
    assert told["country"]["schema"]["pattern"] == "^[A-Z]{2}$"


def parameters_of(operation: Operation) -> dict[str, dict]:
    return {parameter["name"]: parameter for parameter in operation.told.get("parameters", [])}
