"""One flat file of settings. Everything an operator may set comes from the environment and is named here.

DATABASE_URL         the runtime role's database (no superuser, no BYPASSRLS, owns nothing)
DATABASE_OWNER_URL   the owner role's, for migrations and for clearing the demo; other commands never use it
GOODWORD_SECRET_KEY  signs sessions and derives link tokens
GOODWORD_URL         the address people reach us at, for links in mails
GOODWORD_SMTP_URL    smtp://user:password@host:587?tls=starttls; without it mails stay in the outbox page
GOODWORD_DATA        the data folder of the embedded server
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import structlog
from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parent


# Row-level security gives every table the same key, so the planner would try to join any of them with any other:
# 100 ms for a join of twelve, of which 2 ms are left when it orders them four at a time. And what pages ask for is in
# memory or on a disk without a head: a row read by an index costs hardly more than the next one.
PLANNED = "-c join_collapse_limit=4 -c random_page_cost=1.1"


def _database(url: str) -> dict[str, Any]:
    """Return Django's settings for a PostgreSQL URL or conninfo string."""
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    parts = conninfo_to_dict(url)
    database: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql", "CONN_HEALTH_CHECKS": True}
    database |= {known[key]: str(value) for key, value in parts.items() if key in known}
    options = {key: value for key, value in parts.items() if key not in known}
    database["OPTIONS"] = options | {"options": f"{PLANNED} {parts.get('options') or ''}".strip()}
    return database


DATABASES: dict[str, dict[str, Any]] = {}
if os.environ.get("DATABASE_URL"):
    DATABASES["default"] = _database(os.environ["DATABASE_URL"]) | {"CONN_MAX_AGE": 600}
    # What a connection asks again and again is parsed and planned once: with row-level security that is half the work.
    DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 5}
if os.environ.get("DATABASE_OWNER_URL"):
    DATABASES["owner"] = _database(os.environ["DATABASE_OWNER_URL"]) | {"CONN_MAX_AGE": 0}

# Without a key nothing can be signed; commands that need one refuse to start (core.checks).
SECRET_KEY = os.environ.get("GOODWORD_SECRET_KEY", "")
GOODWORD_URL = os.environ.get("GOODWORD_URL", "http://localhost:8000").rstrip("/")
_public = urlsplit(GOODWORD_URL)
_https = _public.scheme == "https"
LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = sorted({_public.hostname or "localhost", *LOOPBACK_NAMES})
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"] if _https else []
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "goodword.core",
    "goodword.members",
    "goodword.directory",
    "goodword.references",
    "goodword.proof",
    "goodword.protection",
    "goodword.matching",
    "goodword.desk",
    "goodword.recognition",
    "goodword.insights",
    "goodword.upkeep",
    "goodword.messages",
    "goodword.demo",
    "goodword.web",
]

MIDDLEWARE = [
    # First, so that redirects and refusals of the layers below carry the policy too.
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goodword.web.middleware.PlainErrors",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Opens transaction and workspace around the whole response, template rendering included.
    "goodword.web.middleware.WorkspaceTransaction",
]

ROOT_URLCONF = "goodword.urls"
WSGI_APPLICATION = "goodword.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "web" / "templates", BASE_DIR / "messages" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "goodword.web.context.frame",
            ],
            "builtins": ["goodword.web.templatetags.goodword"],
        },
    }
]

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "goodword.web.members.adapter.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/15m/ip,5/15m/key"}
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "goodword.web.errors.csrf_failure"
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _https
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Only for a mail shown as sent (web.letter), which comes with a stricter policy of its own.
        "frame-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

# Counters of the sign-in limits and presses already answered must be shared by all web processes: in the database, no
# broker to run. Room enough that ten busy minutes push nothing out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "goodword_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Figures that are cheap to lose and named after what they were counted from: no process needs to tell another.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "web" / "static"]
STATIC_ROOT = Path(os.environ.get("GOODWORD_STATIC", BASE_DIR.parent / "var" / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SMTP_URL = os.environ.get("GOODWORD_SMTP_URL", "")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("GOODWORD_FROM", "references@localhost")
if SMTP_URL:
    _smtp = urlsplit(SMTP_URL)
    _tls = parse_qs(_smtp.query).get("tls", ["none"])[0]
    EMAIL_HOST, EMAIL_PORT = _smtp.hostname or "localhost", _smtp.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_smtp.username or ""), unquote(_smtp.password or "")
    EMAIL_USE_TLS, EMAIL_USE_SSL = _tls == "starttls", _tls == "ssl"
EMAIL_TIMEOUT = 20

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = None

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("info"))

# What broke a page stands in the log with the code its reader was given; Django's own setting would only mail it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"code": {"()": "goodword.web.errors.WithCode"}},
    "formatters": {"broke": {"format": "%(asctime)s [error    ] %(message)s code=%(code)s"}},
    "handlers": {
        "broke": {"class": "logging.StreamHandler", "level": "ERROR", "filters": ["code"], "formatter": "broke"}
    },
    "loggers": {"django.request": {"handlers": ["broke"]}},
}
