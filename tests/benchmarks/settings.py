"""Settings of the benchmarks: the tests', with the database and broker of the environment."""

from ppi.settings.test import *  # noqa: F403

LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "WARNING"}}
