"""What the server loads before it answers anybody."""

import subprocess
import sys

ASK = "import gc, sys, config.wsgi; print(gc.get_freeze_count() > 100_000, 'monitoring.views.dashboard' in sys.modules)"


def test_what_stays_is_loaded_at_once_and_not_looked_through_in_the_middle_of_a_page():
    assert subprocess.check_output([sys.executable, "-c", ASK], text=True).split() == ["True", "True"]
