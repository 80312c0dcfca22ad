"""People who starred notices, as rows; made by SQL, gone before the next benchmark."""

from __future__ import annotations

import os

import psycopg
from celery import current_app
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tenders.models import Opportunity

TOUCHED = (
    "notifications_delivery",
    "notifications_digest",
    "matching_match",
    "matching_star",
    "matching_starrednews",
    "kernel_job",
)
STAR = """
    INSERT INTO matching_star (person_id, portal_id, content_type_id, object_id, since)
    SELECT id, (SELECT min(id) FROM portals_portal), %s, %s, '2020-01-01'
    FROM accounts_user WHERE id <= %s
"""


def clear() -> None:
    """Nobody has starred anything or was told of anything, and no message names a job that is gone:
    a worker would look for each of thousands before it began."""
    with psycopg.connect(os.environ["PPI_OWNER_DATABASE_URL"], autocommit=True) as owner:
        owner.execute(f"TRUNCATE {', '.join(TOUCHED)} CASCADE")
    current_app.control.purge()


def star(opportunity: Opportunity, people: int) -> None:
    """The first so many people have starred it for years."""
    of_type = ContentType.objects.get_for_model(Opportunity).pk
    with connection.cursor() as cursor:
        cursor.execute(STAR, [of_type, opportunity.pk, people])


def settle() -> None:
    """Statistics and visibility of what was written by thousands."""
    with psycopg.connect(os.environ["PPI_OWNER_DATABASE_URL"], autocommit=True) as owner:
        for table in TOUCHED:
            owner.execute(f"VACUUM ANALYZE {table}")


def newest(number: int) -> list[Opportunity]:
    rows = Opportunity.objects.published_anywhere().select_related("portal")
    return list(rows.order_by("-published_at", "-pk")[:number])
