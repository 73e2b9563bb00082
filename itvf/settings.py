"""Every setting in one file, read from the environment; a bad value stops the start.

What differs between a demo, a test run and production is named in docs/operations.md.
"""

from datetime import timedelta
from pathlib import Path

import environ
import pghistory
from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- the place: what runs here, and where it keeps things
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("ITVF_DEMO", False)
TESTING = env.bool("ITVF_TESTING", False)
SECRET_KEY = env.str("SECRET_KEY", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", not (DEBUG or DEMO or TESTING))
LOCAL = Path(env.str("ITVF_LOCAL", str(BASE_DIR / ".local")))
FILES_FOLDER = Path(env.str("ITVF_FILES", str(LOCAL / "files")))
MAIL_FOLDER = Path(env.str("ITVF_MAIL", str(LOCAL / "mail")))
PUBLIC_ADDRESS = env.str("PUBLIC_ADDRESS", "http://localhost:8000")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set. bin/manage sets one for you; in production set your own.")

# --- applications
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "itvf.admin_app.StaffAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "knox",
    "django_celery_beat",
    "django_structlog",
    "django_prometheus",
    "itvf",
    "funds",
    "investments",
    "reporting",
]
MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "itvf.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "itvf.middleware.SecondFactorRequired",
    "itvf.middleware.HistoryContext",
    "itvf.middleware.DomainErrors",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "itvf.urls"
WSGI_APPLICATION = "itvf.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "itvf.context_processors.site",
            ],
        },
    }
]

FORM_RENDERER = "itvf.forms.Renderer"

# --- database: `default` is the role that may only add to the books, `migrator` their owner
DATABASES = {"default": env.db_url("DATABASE_URL", "postgres://app@/itvf")}
DATABASES["migrator"] = env.db_url("DATABASE_MIGRATOR_URL", "postgres://owner@/itvf")
for database in DATABASES.values():
    if "postgresql" not in database["ENGINE"]:
        raise ImproperlyConfigured(
            "The books rest on PostgreSQL's constraints and triggers: no other database will do."
        )
    database["ENGINE"] = "django.db.backends.postgresql"
    database.setdefault("OPTIONS", {})
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", 60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
_limits = f"-c lock_timeout=5s -c statement_timeout={env.str('STATEMENT_TIMEOUT', '30s')}"
_options = DATABASES["default"]["OPTIONS"]
_options["options"] = f"{_options.get('options', '')} {_limits}".strip()
# the role that migrations grant to: not the log-in where the connection steps into a role (itvf/second_role.py)
APP_ROLE = env.str("ITVF_APP_ROLE", "") or DATABASES["default"]["USER"]
DATABASES["migrator"]["TEST"] = {"MIRROR": "default"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# row history: every insert, update and delete, each row with its own copy of who and where
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
PGTRIGGER_SCHEMA_EDITOR = False

# --- broker and worker (itvf/celery.py reads CELERY_*)
REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "itvf.cache.ForgetfulRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}
if REDIS_URL.startswith("unix"):
    # kombu writes a broker's socket as redis+socket://, redis-py as unix://
    CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
else:
    CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_DEFAULT_QUEUE = env.str("ITVF_QUEUE", "itvf")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 140
CELERY_TASK_SOFT_TIME_LIMIT = 120
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # a request that wakes the worker does not wait for a broker that is down
    "socket_connect_timeout": 2,
    "max_retries": 0,
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Hong_Kong"
DJANGO_STRUCTLOG_CELERY_ENABLED = True
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "relay-outbox": {"task": "itvf.relay_outbox", "schedule": timedelta(seconds=30)},
    "heartbeat": {"task": "itvf.heartbeat", "schedule": timedelta(seconds=30)},
    "watch-mandates": {"task": "investments.watch_mandates", "schedule": timedelta(days=1)},
    "watch-fees": {"task": "funds.watch_fees", "schedule": timedelta(days=1)},
    "watch-facilities": {"task": "funds.watch_facilities", "schedule": timedelta(days=1)},
    "watch-clocks": {"task": "funds.watch_clocks", "schedule": timedelta(days=1)},
}

# --- mail
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:8025")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "ITVF Corporation <notices@itvf.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# who is asked for money (funding requests), unless a request names somebody else
FUNDING_ADDRESSEE = env.str("FUNDING_ADDRESSEE", "The Controlling Officer, Innovation and Technology Venture Fund")
FUNDING_ADDRESSEE_EMAIL = env.str("FUNDING_ADDRESSEE_EMAIL", "funding@government.example")

# --- sign-in
AUTH_USER_MODEL = "itvf.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "itvf.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FORM_CLASS = "itvf.accounts.SignUp"
ACCOUNT_FORMS = {"signup": "itvf.sign_up.SignUpForm"}
# who signs up gets a letter; without opening its link nobody registers a house or joins one (funds.services.houses)
ACCOUNT_EMAIL_VERIFICATION = "optional"
NEWCOMERS_MAY_SIGN_UP = env.bool("NEWCOMERS_MAY_SIGN_UP", True)
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser; no box to tick
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # axes counts failures, atomically in the database
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", False)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "ITVF"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False  # or every command begins with a line about it

# --- cookies, transport, content security policy
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^health$", "^metrics$"]  # asked from beside the server, without TLS
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# unfold evaluates expressions in its markup and writes inline styles: allowed under /admin/ only
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
}

# --- language, time, formats
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hant", "繁體中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Hong_Kong"
FORMAT_MODULE_PATH = "itvf.formats"
USE_THOUSAND_SEPARATOR = True

# --- static and private files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(LOCAL / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(FILES_FOLDER)}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or DEMO or TESTING
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or DEMO or TESTING
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "itvf.api_sign_in.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["itvf.api_json.ExactJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "itvf.api.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "itvf.api_schema.Schema",
    "EXCEPTION_HANDLER": "itvf.api.problem_handler",
    "COERCE_DECIMAL_TO_STRING": True,
    "UPLOADED_FILES_USE_URL": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ITVF fund-management system",
    "DESCRIPTION": "The interface of fund managers and auditors to the Innovation and Technology Venture Fund.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "TrueUpWay": "funds.models.Closing.TrueUpWay",
        "FundStage": "funds.models.Fund.Stage",
        "ClosingStage": "funds.models.Closing.Stage",
        "CapitalCallStage": "funds.models.CapitalCall.Stage",
        "ProposalStage": "investments.models.Proposal.Stage",
        "OutcomeStatus": "investments.models.CheckOutcome.Status",
        "QuarterlyReportStage": "reporting.models.QuarterlyReport.Stage",
        "ManagementReportStage": "reporting.models.ManagementReport.Stage",
        "ApplicationStage": "funds.models.Application.Stage",
        "AssessmentStage": "funds.models.Assessment.Stage",
        "AssessmentTaskState": "funds.api.assessments.STATES",
        "AssessorState": "funds.api.boards.ASSESSOR_STATES",
        "DecisionOutcome": "funds.models.DecisionLine.Outcome",
        "SelectionStage": "funds.models.Selection.Stage",
        "LapseLetterStage": "funds.models.LapseLetter.Stage",
        "TermDepartureStage": "funds.models.TermDeparture.Stage",
        "InvitationStage": "funds.models.Invitation.Stage",
        "CapitalCallNature": "funds.models.CapitalCall.Nature",
        "DistributionStage": "funds.models.Distribution.Stage",
        "DistributionNature": "funds.models.Distribution.Nature",
        "DistributionDraftNature": "funds.api.distributions.DRAFTED",
        "DistributionSourceKind": "funds.models.DistributionSource.Kind",
        "RecordedAuthorityStage": "funds.models.RecordedAuthority.Stage",
        "RecordedAuthorityKind": "funds.models.RecordedAuthority.Kind",
        "PartnerKind": "funds.models.Partner.Kind",
        "PurposeKind": "funds.models.CallPurpose.Kind",
        "EntryKind": "funds.models.JournalEntry.Kind",
        "FacilityMovementKind": "funds.models.FacilityMovement.Kind",
        "ResolutionKind": "funds.api.agreement_register.RESOLVED",
        "CompanyFactKind": "investments.models.CompanyFact.Kind",
        "ConsentStage": "investments.models.Consent.Stage",
        "FindingStage": "investments.models.Finding.Stage",
        "FundraisingInvestorKind": "funds.models.fundraising.Investor",
        "FundraisingPledgeSource": "funds.models.FundraisingPledge.Source",
        "SourceEnum": "investments.models.HoldingConfirmation.Source",
        "InvestmentState": "investments.board.STATES",
        "LifeEventKind": "investments.models.LifeEvent.Kind",
        "ProposalDocumentKind": "investments.models.ProposalDocument.Kind",
        "ValuationStage": "investments.models.Valuation.Stage",
    },
}
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTO_REFRESH": False}

# --- admin site
UNFOLD = {
    "SITE_TITLE": _("ITVF"),
    "SITE_HEADER": _("Innovation and Technology Venture Fund"),
    "SITE_SUBHEADER": _("Fund management"),
    "SITE_SYMBOL": "account_balance",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "STYLES": [lambda request: static("css/admin.css")],
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/mark.svg")}],
    "ENVIRONMENT": "itvf.admin.environment",
    "DASHBOARD_CALLBACK": "reporting.admin.front_page.context",
    "SIDEBAR": {"show_search": True, "show_all_applications": False, "navigation": "itvf.admin.navigation"},
}

# --- logs
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"structured": {"()": "itvf.logs.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {name: {"level": env.str("LOG_LEVEL", "WARNING")} for name in ("axes", "django_structlog")},
}
