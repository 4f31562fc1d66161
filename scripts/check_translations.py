"""Fail when a sentence of the interface has no Dutch; works on a copy and never touches the tree."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/nl/LC_MESSAGES/django.po")
NOT_COPIED = shutil.ignore_patterns(".*", "var", "__pycache__", "documents", "vendor", "node_modules")
CHECKS = {
    "without a translation": ["--untranslated"],
    "with a translation that was only guessed (fuzzy)": ["--only-fuzzy", "--clear-fuzzy", "--clear-previous"],
}


def sentences(catalogue: Path, selection: list[str]) -> list[str]:
    """The msgids of the entries that msgattrib selects, as they stand in the catalogue."""
    command = ["msgattrib", "--no-obsolete", "--no-wrap", *selection, str(catalogue)]
    entries = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n\n")[1:]
    return [entry.strip() for entry in entries if "\nmsgid " in f"\n{entry}"]


def collect(copy: Path) -> Path:
    """The catalogue of the tree as it is now, in a copy of it."""
    shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
    (copy / CATALOGUE.parent).mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHON": sys.executable, "DATA_DIR": str(copy / "var")}
    subprocess.run(["bash", "scripts/messages.sh", "collect"], cwd=copy, env=environment, check=True)
    return copy / CATALOGUE


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="driehoek-messages-") as folder:
        catalogue = collect(Path(folder) / "copy")
        found = {title: sentences(catalogue, selection) for title, selection in CHECKS.items()}
        # Also catches a placeholder that the Dutch forgot.
        subprocess.run(["msgfmt", "--check-format", "--output-file", os.devnull, str(catalogue)], check=True)
    for title, entries in found.items():
        if entries:
            print(f"{len(entries)} {title}:\n", *entries, "", sep="\n")
    if any(found.values()):
        print(f"Run `make messages` and complete {CATALOGUE}.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
