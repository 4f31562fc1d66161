"""Loading the two real documents and the people of the demonstration.

The files are ordinary Django fixtures with natural keys, but each row is saved by its model: it is checked and gets history.
"""

import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core import serializers
from django.db import transaction

from agreements.models import Agreement
from parties.history.records import change_set
from parties.models import User

FIXTURES = settings.BASE_DIR / "fixtures"
DOCUMENTS = ("heumen.json", "heeze_leende.json")
PEOPLE = "people.json"
DEMO_PASSWORD = "drie-hoeken-samen"  # noqa: S105  (printed on the screen by load_demo; the people are fictitious)


def load_document(path: Path) -> Agreement | None:
    """Load one agreement with everything in it, all or nothing; None when it is there already, which leaves it as it is."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    slug = next(row["fields"]["slug"] for row in rows if row["model"] == "agreements.agreement")
    if Agreement.objects.filter(slug=slug).exists():
        return None
    title = next(row["fields"]["title"] for row in rows if row["model"] == "agreements.agreement")
    _save_new(rows, reason=f"Overgenomen uit het document «{title}»")
    return Agreement.objects.get(slug=slug)


def load_people(path: Path) -> list[User]:
    """Load the people of the demonstration who are not there yet, with the password that is printed on the screen."""
    return [
        row for row in _save_new(json.loads(path.read_text(encoding="utf-8")), reason="Demonstratie") if isinstance(row, User)
    ]


def _save_new(rows: list[dict], *, reason: str) -> list:
    """Save the rows that are not there yet, in the order of the file; returns those."""
    saved = []
    # Once, and only for people: making it takes a quarter of a second, and all have the same.
    password = make_password(DEMO_PASSWORD) if any(row["model"] == User._meta.label_lower for row in rows) else ""
    with transaction.atomic(), change_set(reason=reason):
        for row in serializers.deserialize("python", rows):
            if row.object.pk:
                continue
            if isinstance(row.object, User):
                row.object.password = password
            row.object.save()
            saved.append(row.object)
    return saved
