"""Settings of Driehoek, from the environment; docs/deployment.md names every variable.

With nothing set it is a trial: SQLite in var/, served on this machine only. Once SITE_URL names another host, everything that a
production site needs is required, and a missing setting stops the start with a sentence that says what to set.
"""

from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from config.environment import budget_in, domains_in, make_private, seal_in
from config.places import caches_in, storages_in, tasks_in
from config.rate_limits import ACCOUNT_RATE_LIMITS, FEED_RATE_LIMITS, MFA_RATE_LIMITS  # noqa: F401
from config.statements import statements_in
from config.watching import logging_in, watching_in

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
IS_LOCAL = _site.hostname in {"127.0.0.1", "localhost", "::1"}
IS_HTTPS = _site.scheme == "https"
SITE_HOST = _site.hostname
if not (IS_LOCAL or IS_HTTPS):
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL}: a site that others reach must begin with https://.")
if DEBUG and not IS_LOCAL:
    raise ImproperlyConfigured(f"DEBUG is on and others reach {SITE_URL}: its error pages would show them settings. Unset DEBUG.")

# Everything that the running site writes (database of a trial, uploads, kept PDFs) stays in one folder, apart from the code,
# which no other account of the machine may read.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
make_private(DATA_DIR)

SECRET_KEY = env.str("SECRET_KEY", default="")
# Keys of before: what they signed or encrypted is still read. See "Another key" in docs/deployment.md.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SHORTEST_KEY = 50
if not SECRET_KEY:
    if not IS_LOCAL:
        raise ImproperlyConfigured("SECRET_KEY is missing: set it to a long random text that only this server knows.")
    SECRET_KEY = "only-for-a-trial-on-this-machine-" + str(BASE_DIR)
for name, keys in {"SECRET_KEY": [SECRET_KEY], "SECRET_KEY_FALLBACKS": SECRET_KEY_FALLBACKS}.items():
    if not IS_LOCAL and min(map(len, keys), default=SHORTEST_KEY) < SHORTEST_KEY:
        raise ImproperlyConfigured(f"{name} can be guessed: a key has at least {SHORTEST_KEY} characters, at random.")

ALLOWED_HOSTS = [SITE_HOST]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
if IS_LOCAL:
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "operations",
    "public_site",
    "monitoring",
    "agreements",
    "parties",
    "config.apps.DriehoekAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "mailer",
    "simple_history",
]

MIDDLEWARE = [
    "operations.watching.middleware.WatchMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.HeadersMiddleware",
    "public_site.middleware.PublicPagesMiddleware",  # answers itself: what follows knows who is there
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "parties.accounts.session_end.SessionEndMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.StrangersBodyMiddleware",
    "parties.accounts.session_end.SignInMiddleware",
    "monitoring.progress.in_the_bar.ForgetNumberMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "parties.accounts.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "parties.history.records.ChangeSetMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "config.menu.menu",
            ],
        },
    },
]
# The admin's form widgets look like the rest of the site.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'driehoek.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000;",
    }
else:
    DATABASES["default"] |= {"ENGINE": "config.postgresql", "CONN_HEALTH_CHECKS": True}
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=3600)
    DATABASES["default"].setdefault("OPTIONS", {})["prepared"] = env.int("PREPARED_STATEMENTS", default=300)
    # PostgreSQL would compile the long queries over history for half a second, and then answer them in a tenth of that.
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c jit=off -c random_page_cost=1.1")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STORAGES = storages_in(env, debug=DEBUG)
CACHES, TASKS = caches_in(DATA_DIR, STORAGES), tasks_in(env)

# -- Accounts: parties/accounts/, docs/decisions/0007-accounts.md

AUTH_USER_MODEL = "parties.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
_PAGES = ("parties.party", "agreements.project")  # they tell of what stands above them, so a lower app asks the row where it is
ABSOLUTE_URL_OVERRIDES = dict.fromkeys(_PAGES, lambda row: reverse(row._meta.model_name, args=[row.pk]))
ACCOUNT_ADAPTER = "parties.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "parties.accounts.forms.LoginForm",
    "add_email": "parties.accounts.forms.AddEmailForm",
    "change_password": "parties.accounts.forms.ChangePasswordForm",
    "set_password": "parties.accounts.forms.SetPasswordForm",
    "reset_password": "parties.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "parties.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "parties.accounts.forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # else anyone could let the site mail any address
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = True
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3
# How many proxies of our own the visitor's address passes; what the visitor claims in X-Forwarded-For does not count.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", default=1) if BEHIND_PROXY else 0

USERSESSIONS_ADAPTER = "parties.sessions.SessionsAdapter"
MFA_ADAPTER = "parties.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "parties.accounts.forms.AuthenticateForm",
    "reauthenticate": "parties.accounts.forms.ReauthenticateMFAForm",
    "activate_totp": "parties.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "parties.accounts.forms.AddWebAuthnForm",
    "edit_webauthn": "parties.accounts.forms.EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the one address that is not confirmed is a change that still waits for it
MFA_TOTP_ISSUER = "Driehoek"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOCAL  # a browser allows it on this machine only
_ROLES = {"reader", "editor", "coordinator", "signatory", "superuser"}
MFA_REQUIRED_FOR = frozenset(env.list("MFA_REQUIRED_FOR", default=[]))
if unknown := MFA_REQUIRED_FOR - _ROLES:
    raise ImproperlyConfigured(f"MFA_REQUIRED_FOR names {', '.join(sorted(unknown))}: it knows {', '.join(sorted(_ROLES))}.")
if not DEBUG:
    MFA_REQUIRED_FOR |= {"superuser"}

SOCIALACCOUNT_ADAPTER = "parties.accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # an account that is there is found by an address that the provider verified,
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # and from then on by the provider's own number of the person
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: form-action of our policy would stop a provider that sends people on
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
OIDC_HAS_SECOND_FACTOR = env.bool("OIDC_HAS_SECOND_FACTOR", default=False)
if env.str("OIDC_SERVER_URL", default=""):
    for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_EMAIL_DOMAINS"):
        if not env.str(name, default=""):
            raise ImproperlyConfigured(f"{name} is missing: OIDC_SERVER_URL needs it.")
    _domains = domains_in(env, "OIDC_EMAIL_DOMAINS")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": env.str("OIDC_NAME", default="Single sign-on"),
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_CLIENT_SECRET"),
                # The provider opens the accounts with an address at these domains, and no other.
                "settings": {"server_url": env.str("OIDC_SERVER_URL").rstrip("/"), "email_domains": _domains},
            }
        ],
    }

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# What people cause by inviting, reminding, testing and the like; parties/mail_budget.py counts it.
MAIL_PER_RECEIVER = budget_in(env, "MAIL_PER_RECEIVER", "30/100")
MAIL_PER_SENDER = budget_in(env, "MAIL_PER_SENDER", "100/400")
MAIL_PER_SITE = budget_in(env, "MAIL_PER_SITE", "2000/10000")
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)  # so long the link in an invitation works
EVALUATION_MONTH = env.int("EVALUATION_MONTH", default=10)  # in which the evaluation of a year is proposed

# Every mail is stored with the change that it tells of, and sent after that: a mail server that is down loses none.
EMAIL_BACKEND = "mailer.backend.DbBackend"
MAILER_EMAIL_LOG_MESSAGE_DATA = False  # what was sent is not kept: there are links in it that open an account
MAILER_ERROR_HANDLER = "parties.mail.set_aside"  # one message that cannot be sent holds up no other
MAILER_USE_FILE_LOCK = False  # two senders at once skip each other's messages by a lock in the database
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"Driehoek <driehoek@{SITE_HOST}>")
if env.str("EMAIL_URL", default=""):
    _mail = env.email_url("EMAIL_URL")
    MAILER_EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
elif IS_LOCAL:
    # A trial has no mail server: its mails lie in a folder, to be read.
    MAILER_EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
else:
    raise ImproperlyConfigured("EMAIL_URL is missing: set it to the mail server, such as smtp+tls://user:password@host:587.")

LANGUAGE_CODE, LANGUAGES = "nl", [("nl", "Nederlands"), ("en", "English")]
TIME_ZONE, USE_TZ = "Europe/Amsterdam", True

LOCALE_PATHS, STATICFILES_DIRS = [BASE_DIR / "locale"], [BASE_DIR / "static"]
STATIC_URL = "static/"
TEXTS_DIR = Path(env.str("TEXTS_DIR", default=str(DATA_DIR / "teksten")))  # of the organisation itself: config/reading.py
# A web server may read the first, apart from what is private: STATIC_DIR, outside DATA_DIR.
STATIC_ROOT, MEDIA_ROOT = Path(env.str("STATIC_DIR", default=str(DATA_DIR / "static"))), DATA_DIR / "uploads"
READ_SECONDS = env.int("READ_SECONDS", default=20)  # so long reading a stranger's file may take
RENDER_SECONDS = env.int("RENDER_SECONDS", default=25)  # and making a document; gunicorn itself breaks off after 30
SEAL_CERTIFICATE, SEAL_PASSPHRASE_FILE, SEAL_ROOTS, SEAL_TIMESTAMP_URL = seal_in(env)  # empty: nothing is sealed
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_MB", default=20) * 1024 * 1024  # one file
FILE_UPLOAD_HANDLERS = [
    "parties.files.uploads.WholeRequestLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # all that is typed in one form
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a long agreement in the admin has many rows on one page
DATA_UPLOAD_MAX_NUMBER_FILES = 20

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "script-src-attr": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^gezond/"]  # asked on the machine itself, past the proxy
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# A browser takes a cookie with this name from this host alone, and over https.
_prefix = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}sessionid"
CSRF_COOKIE_NAME = f"{_prefix}csrftoken"
DEVICE_COOKIE_NAME = f"{_prefix}device"
SESSION_ENGINE = "parties.session_store"
SESSION_COOKIE_AGE = 60 * 60 * 12  # after signing in
SESSION_IDLE_AGE = 60 * 60 * 2  # after the last page
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SITE_ORGANISATION = env.str("SITE_ORGANISATION", default="De organisatie die deze website aanbiedt")
SITE_ORGANISATION_KNOWN = bool(env.str("SITE_ORGANISATION", default=""))
ACCESSIBILITY_STATUS, ACCESSIBILITY_TESTED_ON, ACCESSIBILITY_REPORT, PRIVACY_CONTACT = statements_in(env)
# Whether public texts are told to machines as a covenant (Woo, article 3.3, paragraph 2 f): that part is not in force yet.
WOO_CATEGORY_SHOWN = env.bool("WOO_CATEGORY_SHOWN", default=False)
SITE_CONTACT = env.str("SITE_CONTACT", default=parseaddr(DEFAULT_FROM_EMAIL)[1])
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="mailto:" + parseaddr(DEFAULT_FROM_EMAIL)[1])

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_REVERT_DISABLED = True

# Watching the site: operations/, docs/bewaken-en-herstellen.md
LOGGING = logging_in(env, is_local=IS_LOCAL)
METRICS_TOKEN, ERROR_MAILS_PER_HOUR, DISK_LEAST_MB, BACKUP_MAX_HOURS = watching_in(env, DATA_DIR)
