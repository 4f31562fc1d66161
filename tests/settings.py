"""The site's own settings, in a folder that is thrown away, whatever the environment says; only DATABASE_URL counts."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import axe_playwright_python

from tests.quicker import look_less_often

look_less_often()

OURS = ("DEBUG", "SITE_URL", "SECRET_KEY", "BEHIND_PROXY", "PROXY_", "CONN_MAX_AGE", "PREPARED_", "EMAIL_URL", "MAIL_", "MFA_")
for name in [name for name in os.environ if name.startswith((*OURS, "OIDC_", "SECURITY_"))]:
    del os.environ[name]
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="driehoek-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATABASES, STATIC_ROOT, STATICFILES_DIRS, STORAGES  # noqa: E402

# Static files as they lie in the tree: the manifest of the real storage exists after collectstatic only.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
STATIC_ROOT.mkdir()
# What looks at the pages, which load it from our own server as their security policy asks.
STATICFILES_DIRS = [*STATICFILES_DIRS, ("axe", Path(axe_playwright_python.__file__).parent)]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests that need no database must not meet it; what counts wrong passwords is tested on the real one as well.
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"}
# So that a test signs in as the superuser of the cast; tests/parties/accounts/test_second_factor.py is about the demand.
MFA_REQUIRED_FOR = frozenset()
# A limit on the clock is for a server; a machine that runs all tests at once may be slow.
READ_SECONDS = RENDER_SECONDS = 600
CACHES["documents"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "documents"}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Nothing of a test must outlive the machine. Where the database is, in memory or in a file: tests/conftest.py.
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=NORMAL", "synchronous=OFF")
    # A thread of the live server keeps its connection until it ends: opening one anew is a quarter of the time of a page.
    DATABASES["default"]["CONN_MAX_AGE"] = None
