"""What the settings read of watching the site: the log, errors by mail, metrics, and when health asks for care."""

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

SHORTEST_TOKEN = 32
LOG_FORMATS = ("json", "text")


def logging_in(env: environ.Env, *, is_local: bool) -> dict:
    """One line for each event on standard error: JSON without personal content, or the text of a developer's machine."""
    form = env.str("LOG_FORMAT", default="text" if is_local else "json")
    if form not in LOG_FORMATS:
        raise ImproperlyConfigured(f"LOG_FORMAT is {form}: it knows {', '.join(LOG_FORMATS)}.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "operations.watching.log.JsonFormatter"}, "text": {"format": "%(levelname)s %(message)s"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": form},
            "error_mail": {"()": "operations.watching.error_handler.ErrorMailHandler", "level": "ERROR"},
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
            "django": {"handlers": [], "level": "INFO"},  # not Django's own mail of errors, which shows what people typed
            "django.request": {"handlers": ["error_mail"]},
            "operations.watching.middleware": {"level": "INFO" if form == "json" else "WARNING"},  # a line for each request
        },
    }


def watching_in(env: environ.Env, data_dir: Path) -> tuple[str, int, int, int]:
    """The token that opens the metrics (empty for none), the most mails of errors in an hour, the free megabytes that a disk
    should have, and after how many hours a backup is missed (0: backups are made and watched elsewhere).
    """
    token = env.str("METRICS_TOKEN", default="")
    if token and len(token) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(f"METRICS_TOKEN can be guessed: a token has at least {SHORTEST_TOKEN} characters, at random.")
    if token:
        # The processes of one machine count in files here, which are added up.
        folder = Path(os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(data_dir / "metrics")))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    usual = {"ERROR_MAILS_PER_HOUR": 10, "DISK_LEAST_MB": 1000, "BACKUP_MAX_HOURS": 26}
    mails, disk, hours = (env.int(name, default=value) for name, value in usual.items())
    return token, mails, disk, hours
