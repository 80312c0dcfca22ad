"""Rows by COPY: as fast as PostgreSQL takes them, with each column that is not said at its default.

Secondary indexes are taken off meanwhile and made again at the end, as for any bulk load.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

SECONDARY = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename = ANY(%s) AND indexdef NOT LIKE '%%UNIQUE%%'
"""


class Table:
    """A model's table, filled from dictionaries of attribute names."""

    def __init__(self, model: type[models.Model], moment: datetime) -> None:
        self.name = model._meta.db_table
        fields = [
            field
            for field in model._meta.concrete_fields
            if not (field.generated or isinstance(field, models.AutoField))
        ]
        fields.insert(0, model._meta.pk)
        self.fields = {field.attname: field.column for field in fields}
        self.defaults = {field.attname: _default(field, moment) for field in fields}

    def copy(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write the rows, and set the sequence behind the largest id."""
        columns = ", ".join(f'"{column}"' for column in self.fields.values())
        with connection.cursor() as cursor:
            with cursor.copy(f'COPY "{self.name}" ({columns}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row([row.get(name, self.defaults[name]) for name in self.fields])
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('\"{self.name}\"', 'id'), max(id)) "
                f'FROM "{self.name}" HAVING max(id) IS NOT NULL'
            )


def _default(field: models.Field, moment: datetime) -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return moment
    if field.default is not NOT_PROVIDED:
        return field.get_default()
    return None if field.null else field.get_default()


@contextmanager
def without_indexes(owner_url: str, *tables: str) -> Iterator[None]:
    """Take off what is not unique, and make it again, with fresh statistics."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("SET maintenance_work_mem = '512MB'")
        owner.execute("SET max_parallel_maintenance_workers = 2")
        taken = owner.execute(SECONDARY, [list(tables)]).fetchall()
        for name, _definition in taken:
            owner.execute(f'DROP INDEX "{name}"')
        yield
        for _name, definition in taken:
            owner.execute(definition)
        for table in tables:
            owner.execute(f'VACUUM ANALYZE "{table}"')
