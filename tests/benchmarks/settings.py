"""Settings of the benchmarks: the tests', with the database and broker of the environment."""

from ppi.settings.base import env
from ppi.settings.test import *  # noqa: F403
from ppi.settings.test import MAILERS

LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "WARNING"}}
if "PPI_BENCH_SMTP_PORT" in env.ENVIRON:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": env.int("PPI_BENCH_SMTP_PORT")},
        }
    }
