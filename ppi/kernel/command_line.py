"""`manage.py`: Django's command line, with a sentence where no database answers."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import OperationalError
from psycopg_pool import PoolTimeout


def execute(arguments: Sequence[str]) -> None:
    """Run a command. Ends with status 1 and a sentence where no database answers.

    `--traceback` shows where that happened, as with Django's own errors; every other error shows
    itself.
    """
    # The pool says of every try that it failed; the sentence says it once.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    try:
        execute_from_command_line(list(arguments))
    except OperationalError as failure:
        if not isinstance(failure.__cause__, PoolTimeout) or "--traceback" in arguments:
            raise
        sys.exit(no_answer())


def no_answer() -> str:
    address = settings.DATABASES["default"]
    where = f"{address.get('HOST') or 'this machine'}:{address.get('PORT') or 5432}"
    return (
        f"No database answers at {where}. Start it, or name another in DATABASE_URL; on your own "
        "machine `make demo` in a second terminal starts one."
    )
