"""Two change one profile at the same moment: its card has what both left. Real transactions."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from profiles import credentials, products
from profiles.models import Product
from tests.profiles.test_cards import keys_of
from tests.profiles.test_credentials import ISO

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
# Each is a query: some seconds, where the other act never waits.
MOST_LOOKS = 20_000


def while_uncommitted(first: Callable[[], object], second: Callable[[], object]) -> None:
    """`second` begins before `first` is committed, and ends after it."""

    def run() -> None:
        try:
            second()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        for _look in range(MOST_LOOKS):
            with connection.cursor() as cursor:
                cursor.execute(WAITING)
                if cursor.fetchone()[0] or not thread.is_alive():
                    break
    thread.join()


def test_a_certificate_and_a_product_that_change_at_once_are_both_found(
    published, seller_of_upenai
) -> None:
    by, lamp = seller_of_upenai, Product.objects.of(published).get(name="Žingsnis")

    while_uncommitted(
        lambda: credentials.add(published, "certificate", by=by, **ISO),
        lambda: products.edit(lamp, by=by, seeking_first_buyer=False),
    )

    keys = keys_of(published)
    assert "certificate:iso-14001" in keys
    assert "first-buyer:yes" not in keys
