"""Settings that every environment shares. All that differs comes from the environment."""

from email.utils import parseaddr
from pathlib import Path

import environ
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from ppi.settings.addresses import BROKER_PATIENCE_SECONDS, broker_options, databases, uploads
from ppi.settings.queues import DEFAULT_QUEUE, QUEUE_OF, QUEUES
from ppi.settings.schedule import SCHEDULE

env = environ.Env()

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(env("PPI_VAR", default=str(ROOT / "var")))

# --- Applications, from the floor up (the layers of docs/map.md) --------------------------------

INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    # Its widget templates are found here, and can be overridden by ours (FORM_RENDERER).
    "django.forms",
    "django_cotton",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "ppi.kernel",
    "ppi.taxonomy",
    "ppi.accounts",
    "ppi.portals",
    "ppi.organisations",
    "ppi.moderation",
    "ppi.translations",
    "ppi.documents",
    "ppi.discussion",
    "tenders",
    "profiles",
    "courses",
    "cases",
    "ppi.library",
    "ppi.network",
    "ppi.search",
    "ppi.matching",
    "ppi.notifications",
    "ppi.assistant",
    "ppi.front",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ppi.kernel.middleware.PermissionsPolicyMiddleware",
    "ppi.portals.sessions.CookieDomainMiddleware",
    "ppi.kernel.replicas.middleware.ReplicaMiddleware",
    "ppi.portals.middleware.PortalMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ppi.portals.sessions.BaseSessionMiddleware",
    "ppi.kernel.remembering.RememberingMiddleware",
    "ppi.accounts.middleware.PrivatePagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "ppi.portals.terms.TermsMiddleware",
    "ppi.accounts.middleware.ReaderTimeZoneMiddleware",
    "ppi.kernel.access.RefusalMiddleware",
]

ROOT_URLCONF = "ppi.urls"
WSGI_APPLICATION = "ppi.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ppi.portals.context.portal",
            ],
            "builtins": ["ppi.kernel.templatetags.ppi"],
        },
    },
]
COTTON_DIR = "components"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database, cache, broker --------------------------------------------------------------------


DATABASES = databases(
    env("DATABASE_URL", default="postgresql:///ppi"),
    env.list("DATABASE_REPLICA_URL", default=[]),
    connections=env.int("PPI_DATABASE_POOL", default=8),
)
DATABASE_ROUTERS = ["ppi.kernel.replicas.routing.Router"]
# How far a replica may be behind before it is passed over, and how often it is looked at.
PPI_REPLICA_LAG_SECONDS = env.float("PPI_REPLICA_LAG_SECONDS", default=5)
# Who asks, what they may, and the work to be done: never read from a copy, however fresh.
REPLICA_NEVER = {
    *("accounts", "account", "mfa", "socialaccount", "usersessions", "sessions", "kernel"),
    *("organisations.membership", "portals.portalrole", "matching.openingconsent"),
    # A consent that was taken back shows nobody, on no copy.
    "profiles.contact",
}

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
# A job whose worker died is taken by another after this; far longer than any job runs.
PPI_JOB_LEASE_SECONDS = env.float("PPI_JOB_LEASE_SECONDS", default=60)

CACHES = {
    "default": {
        "BACKEND": "ppi.kernel.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "ppi",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}

# Valkey, Redis, or RabbitMQ (`amqp://`); the cache stays where REDIS_URL says.
CELERY_BROKER_URL = env("PPI_BROKER_URL", default="") or REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(CELERY_BROKER_URL)
CELERY_BROKER_CONNECTION_TIMEOUT = BROKER_PATIENCE_SECONDS
CELERY_TASK_QUEUES = [Queue(name, routing_key=name) for name in QUEUES]
CELERY_TASK_DEFAULT_QUEUE = DEFAULT_QUEUE
CELERY_TASK_ROUTES = {f"{start}*": {"queue": queue} for start, queue in QUEUE_OF.items()}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")

# --- Languages and time -------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("da", _("Danish")),
    ("de", _("German")),
    ("et", _("Estonian")),
    ("fi", _("Finnish")),
    ("lt", _("Lithuanian")),
    ("lv", _("Latvian")),
    ("nb", _("Norwegian Bokmål")),
    ("sv", _("Swedish")),
]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "ppi_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = tuple(code for code, _name in LANGUAGES)
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en",)

# --- Portals and addresses ----------------------------------------------------------------------

# Portals are paths below, or sub-domains of, this host; it carries the session and the passkeys.
PPI_BASE_DOMAIN = env("PPI_BASE_DOMAIN", default="localhost:8000")
PPI_SCHEME = env("PPI_SCHEME", default="https")
PPI_DEMO = env.bool("PPI_DEMO", default=False)
# Registered with the Open Contracting Partnership by whoever runs the deployment.
PPI_OCID_PREFIX = env("PPI_OCID_PREFIX", default="ocds-ppi000")
# A dotted path to what answers the assistant's questions; ours quotes, without a language model.
PPI_ANSWERER = env("PPI_ANSWERER", default="ppi.assistant.extractive.Extractive")
PPI_REFERENCE_DATA = env("PPI_REFERENCE_DATA", default="")

# --- Accounts -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "front:home"
ACCOUNT_ADAPTER = "ppi.portals.adapters.PortalAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "ppi.portals.sign_up.SignUpForm"
ACCOUNT_FORMS = {
    "login": "ppi.portals.forms.LoginForm",
    "signup": "ppi.portals.forms.SignupForm",
    "add_email": "ppi.portals.forms.AddEmailForm",
    "reset_password": "ppi.portals.forms.ResetPasswordForm",
}
SOCIALACCOUNT_FORMS = {"signup": "ppi.portals.forms.SocialSignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
# A key is an account as tried from one network address (`PortalAccountAdapter`): whoever guesses
# elsewhere cannot lock the owner out, and soon gets no further with any account.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,60/h/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "PPI"
MFA_ADAPTER = "ppi.portals.adapters.PortalMFAAdapter"
# Whoever comes from another service accepts this portal's terms, too.
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": env.json("PPI_OPENID_CONNECT_APPS", default=[])}
}

# A sign-up form sent sooner than this after it was shown was not filled in by a person.
PPI_SIGN_UP_SECONDS = env.float("PPI_SIGN_UP_SECONDS", default=2.0)

# --- Mail ---------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env("PPI_FROM_EMAIL", default="PPI <no-reply@ppi.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Who hears of jobs that were given up. Not ADMINS: Django would mail them every error page, too.
PPI_OPERATORS = env.list("PPI_OPERATORS", default=[])

# --- Push messages and webhooks -----------------------------------------------------------------

# The key that signs push messages, from `manage.py make_vapid_key`. Empty: they are not offered.
PPI_VAPID_KEY = env("PPI_VAPID_KEY", default="")
# Whom a push service writes to about them.
PPI_VAPID_CONTACT = env("PPI_VAPID_CONTACT", default=parseaddr(DEFAULT_FROM_EMAIL)[1])
# Networks of one's own that webhooks may reach beside the public internet, such as 10.1.0.0/16.
PPI_OUTBOUND_NETWORKS = env.list("PPI_OUTBOUND_NETWORKS", default=[])

# --- Registers of companies ---------------------------------------------------------------------

# Country, or "*", to the path of a function that asks its register, such as
# {"*": "ppi.organisations.lookups.vies"}. Off while it is empty.
PPI_REGISTER_LOOKUPS = env.json("PPI_REGISTER_LOOKUPS", default={})

# --- Files, static and uploaded -----------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("PPI_STATIC_ROOT", default=str(VAR / "static")))
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "ppi.kernel.vendor.VendorFinder",
]
STORAGES = {
    "default": uploads(
        bucket_name=env("PPI_S3_BUCKET", default=""),
        endpoint_url=env("PPI_S3_ENDPOINT", default=""),
        region_name=env("PPI_S3_REGION", default=""),
        access_key=env("PPI_S3_ACCESS_KEY", default=""),
        secret_key=env("PPI_S3_SECRET_KEY", default=""),
    ),
    "staticfiles": {
        "BACKEND": "ppi.kernel.staticfiles.CompressedFiles",
        # Collected by one account, served by another; uploads are nobody else's to read.
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
}
MEDIA_ROOT = VAR / "uploads"
# Where a clamd listens: host:port, or the path of its socket. Empty: files are not scanned.
PPI_CLAMD = env("PPI_CLAMD", default="")
# A scanner that takes longer is asked again later; shorter than the lease of a job.
PPI_CLAMD_SECONDS = env.float("PPI_CLAMD_SECONDS", default=30)
WHITENOISE_MAX_AGE = 60
# What one file may have, all files of one object together, and those of one organisation.
PPI_UPLOAD_LIMIT_MB = env.int("PPI_UPLOAD_LIMIT_MB", default=20)
PPI_OBJECT_QUOTA_MB = env.int("PPI_OBJECT_QUOTA_MB", default=200)
PPI_ORGANISATION_QUOTA_MB = env.int("PPI_ORGANISATION_QUOTA_MB", default=5000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Security -----------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "ppi_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "ppi_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "ppi.kernel.errors.csrf_failure"

# --- API ----------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["ppi.kernel.access.DeclaredAccess"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "ppi.kernel.api.NewestFirst",
    "PAGE_SIZE": 25,
    "DEFAULT_SCHEMA_CLASS": "ppi.kernel.openapi.DocumentedSchema",
    "EXCEPTION_HANDLER": "ppi.kernel.api.problem_details",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": env("PPI_API_ANONYMOUS_RATE", default="600/min")},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "PPI API",
    "DESCRIPTION": (
        "Public needs, suppliers, cases and courses. Open to read, no key needed. "
        "Whatever goes wrong is told in the form of RFC 9457, `application/problem+json`."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Columns of several names have these.
    "ENUM_NAME_OVERRIDES": {
        "CurrencyEnum": "ppi.kernel.money.CURRENCY_CHOICES",
        "OpportunityKindEnum": "tenders.choices.Kind",
        "OrganisationKindEnum": "ppi.organisations.choices.Kind",
    },
}

# --- Logs ---------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("PPI_LOG_LEVEL", default="INFO")},
    "loggers": {"django.request": {"level": "ERROR"}},
}
