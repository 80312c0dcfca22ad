"""The API answers as its description says, whatever is asked: by chance, the same each time.

`schemathesis` makes the questions from the description, good ones and bad ones, and holds each
answer against it: its status, its media type, its body; that what the description refuses is
refused, and what it allows is taken; that no question ends in a 500.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi import checks

from ppi.wsgi import application

SCHEMA = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
SCHEMA.app = application
EXAMPLES = 15


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The test's own, with what it has not committed: as Django's own test client keeps it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("role", ["visitor", "seller"])
def test_every_answer_is_as_described(world, role) -> None:
    browser = Client()
    if role != "visitor":
        browser.force_login(world.people[role])
    cookies = {name: cookie.value for name, cookie in browser.cookies.items()}

    for operation in SCHEMA.get_all_operations():

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.ok().as_strategy())
        def asked(case) -> None:
            cache.clear()  # else so many questions would be too many
            if "portal" in (case.query or {}):
                case.query["portal"] = "dk"  # no other word would lead any further
            # Which days, codes and portals there are, a description of types does not say.
            refusals = [checks.positive_data_acceptance]
            case.call_and_validate(cookies=cookies, excluded_checks=refusals)

        asked()
