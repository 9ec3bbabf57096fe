"""Every setting of Parallax, from the environment; with nothing set it runs on one machine with no server installed."""

from __future__ import annotations

import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF

from aggregator import broker
from aggregator.environment import Environment
from aggregator.operations.logs import FORMATS, logging_config

env = Environment(os.environ)
SETTINGS_PROBLEMS = env.problems  # reported by the system checks in aggregator.checks

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).expanduser().absolute()
TESTING = "pytest" in sys.modules or "PYTEST_VERSION" in os.environ


# Secrets and hosts

DEBUG = env.flag("DEBUG", False)
EMBEDDED = not env.text("DATABASE_URL")  # one machine, own files


def _made_data_dir() -> bool:
    """Whether the data folder stands now; if not, the problem says what to set."""
    try:
        DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        env.problems.append(f"DATA_DIR is {DATA_DIR}, which is a file: set it to a folder, or unset it.")
    except OSError as error:
        env.problems.append(f"DATA_DIR is {DATA_DIR}: {error.strerror}. Set it to a folder that can be written.")
    return DATA_DIR.is_dir()


def _kept_secret() -> str:
    """The secret of an embedded installation, made once and kept in its data folder."""
    path, own = DATA_DIR / "secret-key", DATA_DIR / f"secret-key.{os.getpid()}"
    if not path.exists():
        try:
            with open(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
            os.link(own, path)  # whole or not at all: another process may be reading it at this moment
        except FileExistsError:
            pass
        except OSError as error:
            env.problems.append(f"DATA_DIR is {DATA_DIR}: {error.strerror}. Set it to a folder that can be written.")
            return "unset-" + secrets.token_urlsafe(40)
        finally:
            own.unlink(missing_ok=True)
    return path.read_text().strip()


_HAS_DATA_DIR = _made_data_dir()
SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    if not EMBEDDED:
        env.problems.append("SECRET_KEY is unset: set it to a long random string, the same on every machine.")
    SECRET_KEY = _kept_secret() if EMBEDDED and _HAS_DATA_DIR else "unset-" + secrets.token_urlsafe(40)

BIND = env.text("BIND", "127.0.0.1")  # where `manage.py run` listens; not HOST, which some shells export
PORT = env.number("PORT", 8000, 1, 65535)
WEB_WORKERS = env.number("WEB_WORKERS", 2, 1, 64)
_HOST_HERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(BIND, BIND)  # noqa: S104 - a name, no binding
SITE_URL = env.address("SITE_URL", f"http://{_HOST_HERE}:{PORT}", ("http", "https")).rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{urlsplit(SITE_URL).hostname or ''}")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
TAG_AUTHORITY = env.text("TAG_AUTHORITY", "parallax.example,2022")  # of the permanent tag: guids (RFC 4151)
HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS and env.flag("SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Promises for every other site of the domain too, which browsers keep for long: made on request alone.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and env.flag("HSTS_SUBDOMAINS", False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # which ask for both
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"  # a link from elsewhere asks to log in again
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if HTTPS else ("sessionid", "csrftoken")
SESSION_COOKIE_AGE = 60 * 60 * env.number("LOGIN_HOURS", 12, 1, 24 * 30)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
BEHIND_PROXY = env.flag("BEHIND_PROXY", False)  # one that sets X-Forwarded-Proto and X-Request-ID itself
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
METRICS_TOKEN = env.text("METRICS_TOKEN")  # who sends it may read /metrics; empty: nobody
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}


# Applications

INSTALLED_APPS = [
    "aggregator.apps.AggregatorConfig",
    "coverage.apps.CoverageConfig",
    "coverage.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]
MIDDLEWARE = [
    "aggregator.operations.serving.WatchedMiddleware",
    "coverage.kept_pages.KeptPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "coverage.middleware.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # after those two: static files have their headers as well
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "coverage.middleware.AddressLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "coverage.api.middleware.OpenToAllSitesMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "aggregator.urls"
WSGI_APPLICATION = "aggregator.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coverage.context.site",
            ]
        },
    }
]


# Database: SQLite in WAL mode with IMMEDIATE transactions, or whatever DATABASE_URL names


def _database() -> dict[str, Any]:
    url = env.address("DATABASE_URL", "", ("postgres", "postgresql", "sqlite"))
    embedded = f"sqlite:///{DATA_DIR / 'parallax.sqlite3'}"
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url or embedded))
    except ValueError:
        env.problems.append("DATABASE_URL cannot be understood: set it to postgres://user:password@host:port/name.")
        config = dict(dj_database_url.parse(embedded))
    if config["ENGINE"].endswith("sqlite3"):
        # Deferred transactions that turn into writers fail with "database is locked"; IMMEDIATE ones wait their turn.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
        config["CONN_MAX_AGE"] = 60  # opening costs more than most of a page's queries together
        # A file, not memory: the tests' workers are other processes.
        config["TEST"] = {"NAME": str(DATA_DIR / f"test-{os.getpid()}.sqlite3")}
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
    return config


DATABASES = {"default": _database()}
BACKUP_DIR = env.text(
    "BACKUP_DIR"
)  # where `manage.py backup` keeps dated copies; set: an alarm tells when none is made
BACKUP_DAYS = env.number("BACKUP_DAYS", 14, 1, 3650)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# Pages that were made are kept: any in memory for seconds, a story's in memory and in the database while it is the same

KEEP_PAGES = env.flag("KEEP_PAGES", not TESTING)
PAGE_SECONDS = env.number("PAGE_SECONDS", 5, 0, 3600) if KEEP_PAGES else 0
CACHES = {
    "default": {
        "BACKEND": f"django.core.cache.backends.{'locmem.LocMemCache' if KEEP_PAGES else 'dummy.DummyCache'}",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 500},
    }
}


# Broker: REDIS_URL, or the embedded Redis that `manage.py run` starts on a unix socket, or SQLite as broker

REDIS_URL = env.address("REDIS_URL", "", ("redis", "rediss", "unix"))
REDIS_SOCKET = broker.redis_socket(DATA_DIR)
BROKER_URL = env.text("BROKER_URL")  # any other broker that Celery knows
CELERY_BROKER_URL = BROKER_URL or broker.broker_url(DATA_DIR, REDIS_URL)
QUEUES = ("fetch", "read", "assemble", "compare", "maintenance")  # a worker takes from all unless told otherwise
CELERY_TASK_QUEUES: dict[str, dict[str, str]] = {name: {} for name in QUEUES}
CELERY_TASK_DEFAULT_QUEUE = "maintenance"
CELERY_TASK_CREATE_MISSING_QUEUES = False  # a worker of a queue that nobody fills would look well
CELERY_TASK_ROUTES = {
    "aggregator.poll_feed": {"queue": "fetch"},
    "aggregator.take_up_article": {"queue": "fetch"},  # "read" where its bytes are here: the sweeper says so
    "aggregator.look_again_at_article": {"queue": "fetch"},
    "aggregator.read_captured_feed": {"queue": "read"},
    "coverage.assemble_due": {"queue": "assemble"},
    "coverage.compare_story": {"queue": "compare"},
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.number("WORKERS", 2, 1, 256)
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500  # lxml and newspaper3k grow slowly
CELERY_TASK_TIME_LIMIT = 180
CELERY_TASK_SOFT_TIME_LIMIT = 150
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_BROKER_TRANSPORT_OPTIONS = broker.transport_options(CELERY_BROKER_URL)
CELERY_BEAT_SCHEDULER = "aggregator.schedule:SteadyScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
# The database is the truth: beat's sweepers find what is due, so that no broker can lose work.
CELERY_BEAT_SCHEDULE = {
    "poll the feeds that are due": {
        "task": "aggregator.poll_due_feeds",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "take up articles that are due": {
        "task": "aggregator.sweep_articles",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "place articles and refresh stories": {
        "task": "coverage.assemble_due",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "make pages ready": {"task": "coverage.make_pages", "schedule": 15.0, "options": {"expires": 15}},
    "tell the hub of feeds that changed": {
        "task": "coverage.announce_feeds",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    "find stories that the search index lacks": {
        "task": "coverage.keep_index",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "mark articles that nothing is to be done for": {
        "task": "coverage.settle_articles",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "find articles that slipped": {"task": "coverage.find_slipped", "schedule": crontab(hour="3", minute="57")},
    "go on taking down an outlet where that was interrupted": {
        "task": "coverage.take_down_what_is_left",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "forget who asked for what was taken down": {
        "task": "coverage.forget_requesters",
        "schedule": crontab(hour="3", minute="37"),
    },
    "tell the alarms": {"task": "aggregator.tell_alarms", "schedule": 300.0, "options": {"expires": 300}},
    "forget old fetch logs": {"task": "aggregator.prune_logs", "schedule": crontab(hour="3", minute="17")},
}


# Fetching

SAMPLE = env.flag("SAMPLE", True)  # `manage.py run` brings in the sample edition
FOLLOW = env.words("FOLLOW")  # slugs of the outlets that are followed live; empty: all of them
EXTRA_OUTLETS = env.words("EXTRA_OUTLETS")  # "package.module.NAME" of OutletSpecs beside the six
LIVE = env.flag("LIVE", not TESTING)  # follow the live outlets; off: only archives and the sample edition
CONTACT_URL = env.address("CONTACT_URL", f"{SITE_URL}/bot/", ("http", "https", "mailto"))
FETCH_USER_AGENT = env.text("FETCH_USER_AGENT", f"ParallaxBot/0.1 (+{CONTACT_URL})")
FETCH_DEADLINE_SECONDS = env.number("FETCH_DEADLINE_SECONDS", 20, 1, 30)  # with reading it must fit a task's time
FETCH_MAX_BYTES = env.number("FETCH_MAX_BYTES", 8 * 2**20, 2**16, 2**28)
FETCH_MAX_REDIRECTS = env.number("FETCH_MAX_REDIRECTS", 5, 0, 20)
FETCH_MIN_DELAY_SECONDS = env.number("FETCH_MIN_DELAY_SECONDS", 5, 0, 3600)
FETCH_ALLOW_PRIVATE = tuple(env.words("FETCH_ALLOW_PRIVATE"))  # "127.0.0.1:8099": for tests alone
CDX_URL = env.address("CDX_URL", "https://web.archive.org/cdx/search/cdx", ("http", "https"))  # an archive's index
SNAPSHOTS_URL = env.address("SNAPSHOTS_URL", "https://web.archive.org/web/", ("http", "https")).rstrip("/") + "/"
ARCHIVE_NAME = env.text("ARCHIVE_NAME", "Internet Archive")  # of the archive at those two addresses
READ_SECONDS = env.number("READ_SECONDS", 10, 1, 20)
READ_MEGABYTES = env.number("READ_MEGABYTES", 300, 64, 8192)
TAGGER_FOLDER = BASE_DIR / "aggregator" / "trained"  # graph, vocabulary and their SHA-256
FETCH_LOG_DAYS = env.number("FETCH_LOG_DAYS", 30, 1, 3650)
WEBSUB_HUB = env.address("WEBSUB_HUB", "", ("http", "https"))  # told of every feed that changes; empty: none is


# Rules of the product: how much of an article is shown (characters, quotes)

EXCERPT_QUOTE_CHARACTERS = env.number("EXCERPT_QUOTE_CHARACTERS", 280, 40, 1000)
EXCERPT_QUOTES_PER_SECTION = env.number("EXCERPT_QUOTES_PER_SECTION", 3, 1, 20)
EXCERPT_PAGE_CHARACTERS = env.number("EXCERPT_PAGE_CHARACTERS", 600, 100, 5000)
TAKEDOWN_CONTACT_DAYS = env.number("TAKEDOWN_CONTACT_DAYS", 180, 1, 3650)  # then who asked is forgotten
TAKEDOWNS_AN_HOUR = env.number("TAKEDOWNS_AN_HOUR", 5, 1, 1000)  # from one sender; twenty times as many in all
PUBLISH_UNREVIEWED = env.flag("PUBLISH_UNREVIEWED", True)


# The editors' desk: where it is, and who is let in

ADMIN_PATH = env.path("ADMIN_PATH", "admin")
SECOND_FACTOR = env.flag("SECOND_FACTOR", False)  # nobody gets in to the desk without a code besides the password
OTP_TOTP_ISSUER = "Parallax"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True  # keys are shown once, when they are set up
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AXES_FAILURE_LIMIT = env.number("LOGIN_TRIES", 5, 1, 1000)
AXES_COOLOFF_TIME = timedelta(minutes=env.number("LOGIN_WAIT_MINUTES", 15, 1, 24 * 60))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # a name alone would let anybody lock an editor out
AXES_CLIENT_IP_CALLABLE = "coverage.login.sender_of"
AXES_LOCKOUT_CALLABLE = "coverage.login.locked"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # no more of who logged in from where than throttling needs
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_REVERT_DISABLED = True  # a row put back by itself would contradict others: decisions are undone whole
SIMPLE_HISTORY_DATE_INDEX = "composite"


# Language, time, static files, logs

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]  # of the readers' site; the desk is in English
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "aggregator.operations.static_files.SteadyManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING  # no list of all files for each client of a test
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
LOGGING = logging_config(LOG_LEVEL, env.choice("LOG_FORMAT", "line", FORMATS))
