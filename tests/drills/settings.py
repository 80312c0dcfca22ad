"""As in the tests, but mails leave by SMTP to where the drill listens."""

from ppi.settings.base import env
from ppi.settings.test import *  # noqa: F403

# Its jobs are known to the platform's own processes, too.
CELERY_IMPORTS = ["tests.drills.backlog"]

# Sign-in is counted in the cache as it is in production.
ACCOUNT_RATE_LIMITS = {}
PPI_BASE_DOMAIN = env("PPI_BASE_DOMAIN")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": env.int("PPI_DRILL_SMTP_PORT"), "timeout": 20},
    }
}
