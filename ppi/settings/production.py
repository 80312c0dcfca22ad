"""Production: HTTPS only. Secrets and addresses come from the environment, and none has a default.

`docs/operating/configure.md` says what each variable is.
"""

from urllib.parse import ParseResult, unquote

from django.core.exceptions import ImproperlyConfigured

from ppi.settings.base import *  # noqa: F403
from ppi.settings.base import LOGGING, PPI_BASE_DOMAIN, REST_FRAMEWORK, env

REQUIRED = (
    "PPI_SECRET_KEY",
    "PPI_BASE_DOMAIN",
    "PPI_FROM_EMAIL",
    "PPI_MAIL_URL",
    "DATABASE_URL",
    "REDIS_URL",
)
if missing := [name for name in REQUIRED if not env(name, default="")]:
    raise ImproperlyConfigured(
        f"Not set in the environment: {', '.join(missing)}. "
        "Production does not start without; docs/operating/configure.md says what each is."
    )

DEBUG = False
SECRET_KEY = env("PPI_SECRET_KEY")
# Keys of before: what they signed stays valid while the new one signs. For changing keys.
SECRET_KEY_FALLBACKS = env.list("PPI_SECRET_KEY_FALLBACKS", default=[])
PPI_SCHEME = "https"

# A portal's own domain is a row in the database, but which hosts may reach the platform at all is
# said here: the base domain, what lies below it, and those named.
_base_host = PPI_BASE_DOMAIN.partition(":")[0]
ALLOWED_HOSTS = [_base_host, f".{_base_host}", *env.list("PPI_ALLOWED_HOSTS", default=[])]

# --- Behind the proxy that ends TLS -------------------------------------------------------------

# The proxy must overwrite this header: whoever could send it would be believed.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# How many proxies add to X-Forwarded-For. Limits by address count visitors by it.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PPI_PROXIES", default=1)
REST_FRAMEWORK = {**REST_FRAMEWORK, "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT}

SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_DOMAIN = env("PPI_COOKIE_DOMAIN", default=None)

# --- Mail -----------------------------------------------------------------------------------------

# scheme → what it means to the backend, and the port where the address names none
MAIL_SCHEMES = {
    "smtp": ({}, 25),
    "smtp+tls": ({"use_tls": True}, 587),
    "smtps": ({"use_ssl": True}, 465),
}


def mailer(url: ParseResult) -> dict:
    """The mail server that an address such as `smtp+tls://user:secret@mail.example` names."""
    if url.scheme not in MAIL_SCHEMES or not url.hostname:
        raise ImproperlyConfigured(
            f"PPI_MAIL_URL names no mail server: it begins with {' or '.join(MAIL_SCHEMES)}, "
            "followed by ://user:password@host:port."
        )
    security, port = MAIL_SCHEMES[url.scheme]
    server = {
        "host": url.hostname,
        "port": url.port or port,
        "username": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": server | security}


MAILERS = {"default": mailer(env.url("PPI_MAIL_URL"))}

# --- Logs -----------------------------------------------------------------------------------------

# The clock ticks every few seconds: what goes well is not said each time.
for _name in ("celery.beat", "celery.worker.strategy", "celery.app.trace"):
    LOGGING["loggers"][_name] = {"level": "WARNING"}
