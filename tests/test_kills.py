"""A whole site of its own (PostgreSQL, gunicorn, worker, mail server) is killed during writes, and restarted while people ask.

Few times; bench/kills.py and bench/rolling.py do it more often. Each in a process of its own, for Django is set up for that site.
"""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.with_all  # minutes, and a server of their own


def result_of(code: str) -> dict:
    """What the code printed as JSON, outside the settings of the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=kept, capture_output=True, text=True, timeout=280
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return json.loads(ran.stdout.splitlines()[-1])


def test_killed_at_random_moments_nothing_is_half_lost_or_told_twice():
    found = result_of("import json; from bench.kills import run; print(json.dumps(run(9)))")
    assert len(found["turns"]) == 9
    assert found["mails"] > 0


def test_a_restart_drops_no_request():
    found = result_of("import json; from bench.rolling import run; print(json.dumps(run(2)))")
    for name in ("reads", "writes"):
        count, failed, _longest = found[name]
        assert (count > 0, failed) == (True, 0), name
    assert found["kept"] == found["writes"][0]
