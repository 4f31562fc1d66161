"""The site's own settings, in a folder that is thrown away, whatever the environment says; only DATABASE_URL counts."""

import atexit
import os
import shutil
import tempfile

for name in ("DEBUG", "SITE_URL", "SECRET_KEY", "BEHIND_PROXY", "CONN_MAX_AGE", "EMAIL_URL", "MAIL_FROM"):
    os.environ.pop(name, None)
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="driehoek-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATA_DIR, DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

# Static files as they lie in the tree: the manifest of the real storage exists after collectstatic only.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
STATIC_ROOT.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES["documents"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "documents"}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as on a real site: in memory all threads of the live server would share one connection and its transactions.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
