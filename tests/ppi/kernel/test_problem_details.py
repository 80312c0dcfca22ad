"""Whatever goes wrong in the API is told as RFC 9457 says, in one form."""

from __future__ import annotations

import base64
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from rest_framework import exceptions

from ppi.kernel import api, errors
from ppi.kernel.verdicts import Refused

ADDRESS = "/api/v1/opportunities/"


def told(response) -> dict:
    assert response["Content-Type"] == api.PROBLEM
    return json.loads(response.content)


def explained(failure: Exception) -> tuple[int, dict]:
    response = api.problem_details(failure, {})
    assert response.content_type == api.PROBLEM
    return response.status_code, response.data


def test_a_refusal_is_told_with_its_sentence() -> None:
    assert explained(Refused("Only owners may do that.")) == (
        403,
        {
            "type": "about:blank",
            "title": "Forbidden",
            "status": 403,
            "detail": "Only owners may do that.",
        },
    )


def test_what_is_hidden_and_what_is_not_there_are_told_alike() -> None:
    gone = {"type": "about:blank", "title": "Not Found", "status": 404}

    assert explained(Http404("draft 7 of Havneby")) == (
        404,
        gone | {"detail": "There is nothing here."},
    )


def test_a_bare_denial_has_no_empty_explanation() -> None:
    status, problem = explained(PermissionDenied())

    assert (status, problem["title"]) == (403, "Forbidden")


def test_wrong_values_are_named_field_by_field() -> None:
    failure = exceptions.ValidationError(
        {"value": ["A value cannot be negative."], "title": "Too long.", "cpv": ["One.", "Two."]}
    )

    assert explained(failure) == (
        400,
        {
            "type": "about:blank",
            "title": "Bad Request",
            "status": 400,
            "detail": "Some values are not valid.",
            "errors": [
                {"field": "value", "detail": "A value cannot be negative."},
                {"field": "title", "detail": "Too long."},
                {"field": "cpv", "detail": "One."},
                {"field": "cpv", "detail": "Two."},
            ],
        },
    )


def test_a_wrong_value_without_a_field_has_none() -> None:
    _status, problem = explained(exceptions.ValidationError("Nothing fits."))

    assert problem["errors"] == [{"field": "", "detail": "Nothing fits."}]


def test_a_failure_of_ours_is_left_to_be_a_failure() -> None:
    assert api.problem_details(LookupError("iceberg"), {}) is None


@pytest.mark.parametrize(
    ("view", "status", "title"),
    [
        (errors.bad_request, 400, "Bad Request"),
        (errors.forbidden, 403, "Forbidden"),
        (errors.not_found, 404, "Not Found"),
        (errors.broken, 500, "Internal Server Error"),
    ],
)
def test_outside_every_operation_the_api_answers_in_the_same_form(view, status, title) -> None:
    response = view(RequestFactory().get("/api/v1/nowhere/"))

    assert response.status_code == status
    assert told(response) == {"type": "about:blank", "title": title, "status": status}


def test_an_address_that_is_none_of_the_api(db, client) -> None:
    response = client.get("/api/v1/no-such-thing/")

    assert response.status_code == 404
    assert told(response)["title"] == "Not Found"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_public_api_is_for_reading(db, client, method) -> None:
    response = getattr(client, method)(ADDRESS, "{}", content_type="application/json")

    assert response.status_code == 405
    assert told(response) == {
        "type": "about:blank",
        "title": "Method Not Allowed",
        "status": 405,
        "detail": f'Method "{method.upper()}" not allowed.',
    }


def cursor(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


TAMPERED = {
    "no base64": "x",
    "a bird": "🦜",
    "far too long": "b" * 5000,
    "no text": cursor(b"\xff\xfe"),
    "half a character": cursor("p=%ED%A0%80"),
    "a NUL byte inside": cursor("p=%00"),
    "no moment": cursor("p=yesterday"),
    "an impossible day": cursor("p=2026-02-31"),
    "the first of all days": cursor("p=0001-01-01T00:00:00%2B14:00"),
    "the last of all days": cursor("p=9999-12-31T23:59:59-14:00"),
    "a number as moment": cursor("p=" + "9" * 400),
    "a negative offset": cursor("o=-1"),
    "an offset in words": cursor("o=many"),
}


@pytest.mark.parametrize("word", TAMPERED.values(), ids=TAMPERED)
def test_a_tampered_cursor_is_a_problem_and_no_failure(denmark, client, word) -> None:
    response = client.get(ADDRESS, {"cursor": word})

    assert response.status_code == 404
    problem = told(response)
    assert problem.pop("detail") in ("Invalid cursor", "This page's address is not valid.")
    assert problem == {"type": "about:blank", "title": "Not Found", "status": 404}


@pytest.mark.parametrize(
    "text", ["", "o=99999999999999999999", "r=1", "p=2026-11-02 12:00:00%2B00:00"]
)
def test_a_cursor_that_could_be_ours_is_answered_with_a_page(denmark, client, text) -> None:
    response = client.get(ADDRESS, {"cursor": cursor(text)})

    assert (response.status_code, response.json()["results"]) == (200, [])


@pytest.mark.parametrize("size", ["0", "-1", "x", "101", "99999999999999999999", "1.5", "\x00"])
def test_a_page_size_that_is_none_is_refused_by_its_name(denmark, client, size) -> None:
    response = client.get(ADDRESS, {"page_size": size})

    assert (response.status_code, response.json()["errors"]) == (
        400,
        [{"field": "page_size", "detail": "Write a whole number from 1 to 100."}],
    )


@pytest.mark.parametrize("size", ["", "1", "100"])
def test_a_page_size_is_taken(denmark, client, size) -> None:
    response = client.get(ADDRESS, {"page_size": size})

    assert (response.status_code, response.json()["results"]) == (200, [])


@pytest.mark.parametrize("room", ["opportunities", "profiles", "cases", "courses"])
def test_every_list_refuses_what_it_does_not_know(denmark, client, room) -> None:
    asked = {"cpv": "xyz", "value": "-5", "portal": "dk", "page_size": "5", "format": "json"}
    response = client.get(f"/api/v1/{room}/", asked)

    known = {
        "opportunities": "country, cursor, kind, page_size, portal",
        "profiles": "certificate, country, cursor, home, kind, page_size, portal, stage",
        "cases": "country, cursor, page_size, portal, theme",
        "courses": "cursor, page_size, portal",
    }
    sentence = f"There is no such parameter. There are: {known[room]}."
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert response.json()["errors"] == [
        {"field": "cpv", "detail": sentence},
        {"field": "value", "detail": sentence},
    ]


@pytest.mark.parametrize("name", ["country", "portal", "page_size", "format"])
def test_a_list_refuses_what_is_asked_twice_and_takes_neither(denmark, client, name) -> None:
    values = {"country": ["DK", "LV"], "portal": ["dk", "lv"], "page_size": ["5", "6"]}
    response = client.get(ADDRESS, {name: values.get(name, ["json", "json"])})

    assert (response.status_code, response.json()["errors"]) == (
        400,
        [{"field": name, "detail": "Give this parameter only once."}],
    )


def test_one_thing_has_no_filters_and_no_pages(denmark, client) -> None:
    response = client.get("/api/v1/opportunities/no-such/", {"kind": "call", "page_size": "5"})

    assert [error["field"] for error in response.json()["errors"]] == ["kind", "page_size"]
    assert response.status_code == 400
