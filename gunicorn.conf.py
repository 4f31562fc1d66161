"""What gunicorn needs to know of the site, read by itself from the folder in which it starts; the command line comes first.

The log of gunicorn has the form of ours, and the files in which processes count requests begin anew with the server.
"""

import os
from pathlib import Path

control_socket_disable = True
_is_json = os.environ.get("LOG_FORMAT", "json" if os.environ.get("SITE_URL", "").startswith("https:") else "text") == "json"
if _is_json:
    logconfig_dict = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "operations.watching.log.JsonFormatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": [], "level": "INFO"},
        "loggers": {"gunicorn.error": {"handlers": ["console"], "level": "INFO", "propagate": False}},
    }


def on_starting(server):
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR") or Path(os.environ.get("DATA_DIR", "var")) / "metrics"
    for path in Path(folder).glob("*.db"):
        path.unlink(missing_ok=True)
