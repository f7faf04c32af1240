"""Django's settings, from the environment alone. docs/reference/environment.md lists the variables."""

import os
from importlib.util import find_spec
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from jiaoban.config.environment import read

ENVIRONMENT = read(os.environ)
PACKAGE = Path(__file__).resolve().parents[1]
DATA = ENVIRONMENT.data
DEMO = ENVIRONMENT.demo
DEMO_PEOPLE = "jiaoban.demo.accounts.SITES"  # whom a visitor of a demo site can become
DEBUG = ENVIRONMENT.debug
THREADS = ENVIRONMENT.threads
CHAT_HOSTS = ENVIRONMENT.chat_hosts  # besides those of the services themselves

# Before the first start has made a key, commands that sign nothing may run with one that dies with them.
SECRET_KEY = ENVIRONMENT.secret_key or token_urlsafe(48)
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)


def exists(dotted: str) -> bool:
    """Tell whether a module of ours is there, without importing it (its packages are imported)."""
    try:
        return find_spec(dotted) is not None
    except ModuleNotFoundError:
        return False


# The rooms that are Django apps, from the lowest floor up.
ROOMS = (
    "ledger",
    "org",
    "logbook",
    "plant",
    "followup",
    "meeting",
    "duty",
    "order",
    "roster",
    "round",
    "fund",
    "attendance",
    "absence",
    "lead",
    "chat",
    "handover",
    "gathering",
    "conduct",
    "report",
    "career",
    "authoring",
    "api",
    "web",
    "demo",
)

INSTALLED_APPS = [
    *[f"jiaoban.{room}" for room in reversed(ROOMS) if exists(f"jiaoban.{room}.apps")],
    "jiaoban.config.apps.ConfigApp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "jiaoban.config.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jiaoban.config.language.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

# Of these, what a request needs that comes with a key instead of a session.
MIDDLEWARE_OF_KEYS = [
    "jiaoban.config.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "jiaoban.config.language.Language",
    "django.middleware.common.CommonMiddleware",
]

ROOT_URLCONF = "jiaoban.config.urls"
WSGI_APPLICATION = "jiaoban.config.wsgi.application"
LIVE_APPLICATION = "jiaoban.web.live.app"  # ASGI, answers /sse
TICKS: tuple[str, ...] = (
    "jiaoban.ledger.background.tick",
    "jiaoban.handover.background.tick",
    "jiaoban.plant.background.tick",
    "jiaoban.authoring.background.tick",
    "jiaoban.roster.background.tick",
    "jiaoban.importing.keeping.tick",
    "jiaoban.report.background.tick",
    "jiaoban.chat.background.tick",
    "jiaoban.followup.background.tick",
)  # dotted names of functions (now) -> None, run once a second by config/loop.py

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "jiaoban.web.folding.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jiaoban.web.context.demo_people",
            ],
        },
    }
]

DATABASES = {"default": ENVIRONMENT.database.settings}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Login throttles count in the cache, so every thread and process must see the same one.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "jiaoban_cache"}}

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"

AUTHENTICATION_BACKENDS = [
    "jiaoban.config.accounts.Known",
    "jiaoban.config.accounts.LoggingIn",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# The first makes new ones; the others are known, so that accounts can come from elsewhere.
PASSWORD_HASHERS = [
    "jiaoban.config.hashers.Remembering",
    "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_DISPLAY = "jiaoban.org.door.name_of"
ACCOUNT_ADAPTER = "jiaoban.config.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# A control room is one address with many people: tight by account, roomy by address.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "30/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.https else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Jiaoban"
# Passkeys on plain http work on the very machine only, which is where the demo runs.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.https

SESSION_ENGINE = "jiaoban.config.sessions"
SESSION_COOKIE_AGE = 14 * 60 * 60  # one long shift with its overlap
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if ENVIRONMENT.https:
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^healthz$"]  # asked on the machine itself, past the proxy
    # What else is served under the name's subdomains is not for this program to decide.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host.removeprefix('.')}" for host in ALLOWED_HOSTS if host != "*"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"] if (PACKAGE / "web" / "static").is_dir() else []
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "jiaoban.config.static.HashedStaticFiles"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"jiaoban": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
