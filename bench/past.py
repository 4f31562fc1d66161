"""How long a page as it was and a comparison take beside the plain page, with much history of its own and of other agreements."""

import os
import statistics
import tempfile
from datetime import timedelta

from bench import site

GOALS, WRITES, ROUNDS = 50, 33, 15
OTHERS = int(os.environ.get("OTHERS", "1000000"))  # rows of history of other agreements
MODELS = ("theme", "goal", "action", "lead")


def measure_past(line) -> list:
    """line makes a line of the table."""
    with tempfile.TemporaryDirectory() as data_dir:
        port = site.prepare(data_dir)
        slug, person, day = _write_much()
        plain = _interleaved(port, slug, person, day)
        _write_others()
        beside = _interleaved(port, slug, person, day)
    lines = []
    for name, median in (("", plain), (f", beside {OTHERS:,} rows of others", beside)):
        base = {"base": median["agenda"], "base_name": "agenda page"}
        lines.append(line(f"agenda page{name}", median["agenda"]))
        lines.append(line(f"agenda as it was{name}", median["then"], **base, most_times=3))
        lines.append(line(f"two days compared{name}", median["compared"], **base, most_times=3))
    return lines


def _write_much() -> tuple[str, object, str]:
    """An agreement of 50 goals and 100 actions, each written 33 times: 5,000 rows of history and more."""
    from django.utils import timezone

    from agreements.models import Action, Agenda, Agreement, Goal, Lead, Participation, Theme
    from parties.models import Membership, Party, User

    party = Party.objects.create(name="Gemeente Meting", short_name="Meting", kind="municipality", code="GM9999")
    person = User.objects.create_user("meting@demo.example", name="Meting", is_fictitious=True)
    Membership.objects.create(user=person, party=party, role="editor")
    agreement = Agreement.objects.create(title="Meting 2024-2027", slug="meting-2024-2027", start_year=2024, end_year=2027)
    Participation.objects.create(agreement=agreement, party=party, state="accepted")
    agenda = Agenda.objects.create(agreement=agreement, year=2024, title="Uitvoeringsagenda 2024")
    rows = []
    for number in range(GOALS):
        if number % 10 == 0:
            theme = Theme.objects.create(agreement=agreement, number=str(number // 10 + 1), title=f"Thema {number}")
        goal = Goal.objects.create(theme=theme, number=str(number + 1), text="Er komen 12 woningen.", position=number)
        actions = [Action.objects.create(agenda=agenda, goal=goal, text="De bouw begint.", position=at) for at in (1, 2)]
        for action in actions:
            Lead.objects.create(action=action, party=party)
        rows += [goal, *actions]
    day = timezone.localdate()
    _move_back(day)
    for write in range(WRITES):
        for row in rows:
            row.text = f"Er komen {write + 13} woningen in het jaar waarin dat kan."
            row.save()
    return agreement.slug, person, str(day - timedelta(days=1))


def _move_back(day) -> None:
    """What was written until now was written before that day."""
    from django.db import connection

    from agreements import models

    with connection.cursor() as cursor:
        for name in ("Agreement", "Agenda", "Theme", "Goal", "Action", "Lead", "Participation"):
            table = getattr(models, name).history.model._meta.db_table
            cursor.execute(f"UPDATE {table} SET history_date = %s", [f"{day - timedelta(days=2)} 12:00:00"])
        cursor.execute("UPDATE parties_historicalparty SET history_date = %s", [f"{day - timedelta(days=2)} 12:00:00"])


def _write_others() -> None:
    """History of rows that are not of this agreement, copied over and over with keys of their own."""
    from django.db import connection

    from agreements import models

    with connection.cursor() as cursor:
        for name in ("Goal", "Action", "Lead", "Theme"):
            history = getattr(models, name).history.model
            table = history._meta.db_table
            kept = [field.column for field in history._meta.concrete_fields if field.column != "history_id"]
            moved = {"id", "theme_id", "goal_id", "agenda_id", "action_id", "agreement_id"}
            columns = ", ".join(f'"{column}"' for column in kept)
            values = ", ".join(
                f'"{column}" + 1000000 * (n.n % 5000 + 1)' if column in moved else f'"{column}"' for column in kept
            )
            cursor.execute(
                f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {OTHERS // len(MODELS) // 100})"
                f" INSERT INTO {table} ({columns}) SELECT {values} FROM (SELECT * FROM {table} ORDER BY history_id LIMIT 100), n"
            )
        cursor.execute("ANALYZE")


def _interleaved(port: int, slug: str, person, day: str) -> dict[str, float]:
    cookie = site.signed_in(person)
    paths = {
        "agenda": f"/afspraken/{slug}/2024/",
        "then": f"/afspraken/{slug}/2024/op/{day}/",
        "compared": f"/afspraken/{slug}/vergelijk/?was=2024&was_op={day}&wordt=2024",
    }
    times: dict[str, list[float]] = {name: [] for name in paths}
    with site.serve(port):
        for _ in range(ROUNDS + 2):
            for name, path in paths.items():
                times[name].append(site.fetch(port, path, cookie))
    return {name: statistics.median(values[2:]) for name, values in times.items()}
