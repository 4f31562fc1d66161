"""The web server of a site in production: systemd (or a container) gives it its socket, nginx stands before it.

What every server of the site does (the form of its log, counts that begin anew) stands in the file of that name above.
"""

import os
from pathlib import Path
from runpy import run_path

globals().update(run_path(str(Path(__file__).parents[2] / "gunicorn.conf.py")))

# With a socket of systemd gunicorn takes that one, and this counts for a container.
bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "3"))
# Each request has a process for itself: none waits behind a PDF, and a process that ends has nothing half read in hand.
worker_class = "sync"
timeout = 30  # above READ_SECONDS and RENDER_SECONDS
graceful_timeout = 35
backlog = 2048
max_requests, max_requests_jitter = 2000, 400
worker_tmp_dir = "/dev/shm"  # noqa: S108 (only the clock of each process)
# nginx keeps the log of requests, without what is secret in an address.
accesslog, errorlog = None, "-"
