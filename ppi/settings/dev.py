"""Development and the demonstration: plain HTTP on this machine, mails kept for the outbox page."""

from ppi.settings.base import *  # noqa: F403
from ppi.settings.base import INSTALLED_APPS, STORAGES, env

DEBUG = env.bool("PPI_DEBUG", default=False)
SECRET_KEY = env("PPI_SECRET_KEY", default="only-for-development-" + "x" * 40)
ALLOWED_HOSTS = [".localhost", "127.0.0.1", "[::1]", *env.list("PPI_ALLOWED_HOSTS", default=[])]
PPI_SCHEME = "http"
PPI_DEMO = env.bool("PPI_DEMO", default=True)
INSTALLED_APPS = [*INSTALLED_APPS, "ppi.demo"]
MAILERS = {"default": {"BACKEND": "ppi.demo.mail.OutboxBackend"}}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
STORAGES = {
    **STORAGES,
    "staticfiles": STORAGES["staticfiles"] | {"BACKEND": "ppi.kernel.staticfiles.HashedFiles"},
}
