"""Which tests `make test` runs and which it leaves to ALL=1: measured, chosen, and proved with breakages.

docs/decisions/0054-what-make-test-runs.md tells why; `python -m tests.choosing` is the command.
"""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ("agreements", "config", "monitoring", "operations", "parties", "public_site")
