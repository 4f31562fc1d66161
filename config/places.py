"""Where the site keeps its files, its caches and its queue: settings that say on how many machines it can run.

Machines share the database and the file storage, and nothing else. On one machine the storage is a folder; on several it is a
bucket that speaks S3. docs/decisions/0046-production.md.
"""

from importlib.util import find_spec
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

DAYS, HOURS = 60 * 60 * 24, 60 * 60


def storages_in(env: environ.Env, *, debug: bool) -> dict[str, dict]:
    """Django's STORAGES: what people bring and what is made for ever in "default", the look of the site in "staticfiles"."""
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    hashed = "config.static_files.StaticFilesOfRelease"
    return {"default": _files_in(env), "staticfiles": {"BACKEND": plain if debug else hashed}}


def _files_in(env: environ.Env) -> dict:
    bucket = env.str("S3_BUCKET", default="")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if find_spec("storages") is None:
        raise ImproperlyConfigured("S3_BUCKET is set, and what speaks S3 is not installed: install requirements-s3.lock.")
    from botocore.config import Config

    for name in ("S3_ACCESS_KEY", "S3_SECRET_KEY"):
        if not env.str(name, default=""):
            raise ImproperlyConfigured(f"{name} is missing: S3_BUCKET needs it.")
    options = {
        "bucket_name": bucket,
        "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
        "region_name": env.str("S3_REGION", default="") or None,
        "access_key": env.str("S3_ACCESS_KEY"),
        "secret_key": env.str("S3_SECRET_KEY"),
        "file_overwrite": True,  # every name is random or a hash
        # Other vendors than Amazon refuse the checksums that newer clients send unasked.
        "client_config": Config(
            connect_timeout=3,
            read_timeout=10,
            retries={"max_attempts": 3, "mode": "standard"},
            signature_version="s3v4",
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def caches_in(data_dir: Path, storages: dict[str, dict]) -> dict[str, dict]:
    """Django's CACHES. What machines count together is in the database; kept files are where the other files are."""
    return {
        # In the database, where all processes of the site count wrong passwords together; the table comes with the migrations.
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        },
        # Rendered documents by the hash of what stands in them, and by which stamp to find them: never wrong, only unused.
        "documents": _kept(data_dir, storages, "documents", timeout=30 * DAYS, most=1000),
        # Tables between the moment that they are shown and the moment that they are confirmed; they go by themselves.
        "imports": _kept(data_dir, storages, "imports", timeout=2 * HOURS, most=200),
        # Public pages by the stamp of what stands in them; apart, so that readers push out no documents.
        "public": _kept(data_dir, storages, "public", timeout=7 * DAYS, most=2000),
        # Texts compared word by word, by the hashes of both: never wrong, only unused. In parts, sixteen of two whole texts.
        "compared": _kept(data_dir, storages, "compared", timeout=30 * DAYS, most=3000),
    }


def _kept(data_dir: Path, storages: dict[str, dict], name: str, *, timeout: int, most: int) -> dict:
    if "OPTIONS" in storages["default"]:
        return {"BACKEND": "parties.files.kept.StorageCache", "LOCATION": name, "TIMEOUT": timeout}
    return {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": data_dir / name,
        "TIMEOUT": timeout,
        "OPTIONS": {"MAX_ENTRIES": most},
    }


def tasks_in(env: environ.Env) -> dict[str, dict]:
    """TASKS of Django: with a worker work goes through the database, without one it is done where it is asked for."""
    waits = env.bool("WORKER", default=False)
    backend = "django_tasks_db.DatabaseBackend" if waits else "django_tasks.backends.immediate.ImmediateBackend"
    return {"default": {"BACKEND": backend}}
