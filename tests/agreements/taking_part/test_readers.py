"""Whoever goes from a party to an agreement, or from an agreement to people, counts only the parties that said yes."""

import re
from pathlib import Path

from django.conf import settings

from tests.test_architecture import python_files

ROOT = Path(settings.BASE_DIR)
READS = re.compile(r"\bParticipation\.objects\b|\bparticipations\.\w|\bparticipations__(?!in\b|position\b)")
SAYS_WHICH = re.compile(r"\.(?:accepted|asked|asked_of|published)\(")

# Where those that were asked, or said no, are meant as well.
ALL = {
    "agreements/admin/agreement.py": "shows each with its answer",
    "agreements/agenda/stored.py": "tells them apart: those that are asked stand by name in a draft",
    "agreements/agenda/stamp.py": "the history of what is printed, of whichever row",
    "agreements/changes/applying.py": "writes the row itself, and finds whether the party stands there already",
    "agreements/merging/taking_over.py": "finds both parties, the successor also where it only was asked",
    "agreements/merging/workflow.py": "locks every agreement in which the party stands, and writes the row of its successor",
    "agreements/writing/leads.py": "tells a party that is asked from one that is not there",
    "agreements/models/action.py": "tells a party that is asked from one that is not there; only the one that said yes leads",
    "agreements/models/agenda.py": "goes from leads, who said yes",
    "agreements/models/agreement.py": "the years of every row lie within the agreement",
    "agreements/models/participation.py": "is the row itself",
    "agreements/writers.py": "asks whether anybody is there at all",
    "agreements/taking_part/forms.py": "does not offer who was asked already",
    "agreements/taking_part/workflow.py": "asks, and asks again",
    "agreements/views/agreement.py": "shows each with its answer",
    "agreements/views/taking_part.py": "is about a request",
    "monitoring/history/bulk_lines.py": "as lines.py, for all rows at once",
    "monitoring/history/lines.py": "names for which party somebody acted, also one that was asked or left since",
    "monitoring/progress/asked.py": "looks for leads, who said yes, where the party stands at all",
    "monitoring/scale/rows.py": "invents them",
    "monitoring/demo/lindermeer.py": "finds the invented municipality by its name",
}


def reading_all() -> set[str]:
    found = set()
    for path in python_files("config", "operations", "public_site", "monitoring", "agreements", "parties"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if READS.search(line) and not SAYS_WHICH.search(line) and "migrations" not in path.parts:
                found.add(str(path.relative_to(ROOT)))
    return found


def test_every_reader_says_that_it_counts_who_said_yes_or_stands_here_with_its_reason():
    assert reading_all() == set(ALL)
