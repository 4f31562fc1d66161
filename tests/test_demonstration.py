"""What `make demo` says is so."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_it_names_the_folder_in_which_the_mails_of_the_trial_lie(tmp_path):
    script = (ROOT / "scripts" / "demo.sh").read_text(encoding="utf-8")
    (sentence,) = re.findall(r"^printf 'Mails .*$", script, flags=re.MULTILINE)
    said = subprocess.run(["bash", "-c", f"data={tmp_path}; {sentence}"], capture_output=True, text=True, check=True).stdout
    environment = {name: value for name, value in os.environ.items() if name not in {"EMAIL_URL", "DATABASE_URL"}}
    environment |= {"DATA_DIR": str(tmp_path), "SITE_URL": "http://127.0.0.1:8000", "DJANGO_SETTINGS_MODULE": "config.settings"}
    code = "from django.conf import settings; print(settings.EMAIL_FILE_PATH)"
    folder = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    ).stdout.strip()
    assert said == f"Mails are not sent: each lies as a file in {folder}\n"
