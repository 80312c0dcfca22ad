"""Tests: the development settings with cheap passwords and no limits that would slow a run."""

from ppi.settings.base import REST_FRAMEWORK
from ppi.settings.dev import *  # noqa: F403

DEBUG = False
PPI_DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ACCOUNT_RATE_LIMITS = False
REST_FRAMEWORK = {**REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"anon": None}}
PPI_BASE_DOMAIN = "testserver"
ALLOWED_HOSTS = ["testserver", ".testserver", ".localhost", "127.0.0.1", ".example"]
