"""How long a page as it was and a comparison take beside the plain page, with much history of its own and of other agreements.

On PostgreSQL with gunicorn: an agreement of 50 goals, 100 actions and 5,000 rows of history, first alone and then beside OTHERS
rows of agreements of other parties, each a copy of the whole of it with keys of its own.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench import site
from bench.client import ask
from bench.services import MAKE_SITE
from scripts.with_postgresql import server

GOALS, WRITES = int(os.environ.get("GOALS", "50")), 33
ROUNDS, MOST_QUERIES, MOST_TIMES = 15, 25, 3
OTHERS = int(os.environ.get("OTHERS", "1000000"))  # rows of history of other agreements
DURABLE = {"listen_addresses": "''"}
PARTIES = (("Meting", "GM9999"), ("Elders", "GM9998"))
APART = 10_000_000  # between the keys of a row and those of its copies


@dataclass(frozen=True)
class Asked:
    """What a page took."""

    seconds: float
    queries: int


def measure_past(line) -> list:
    """line makes a line of the table."""
    lines = []
    with tempfile.TemporaryDirectory(prefix="driehoek-bench-") as folder, server(DURABLE) as url:
        port = _prepare(Path(folder), url)
        slug, person, day = _write_much()
        own = _count_history()
        lines += _lines(line, f"{own:,} rows of history", _interleaved(port, slug, person, day))
        _write_others(own)
        lines += _lines(line, f"{_count_history():,} rows", _interleaved(port, slug, person, day))
    return lines


def _lines(line, name: str, asked: dict[str, Asked]) -> Iterator:
    plain = asked.pop("agenda page")
    yield line(f"agenda page, {name}", plain.seconds, queries=plain.queries)
    for page, took in asked.items():
        bounds = {"base": plain.seconds, "base_name": "agenda page", "most_times": MOST_TIMES, "most_queries": MOST_QUERIES}
        yield line(f"{page}, {name}", took.seconds, queries=took.queries, **bounds)


def _prepare(folder: Path, url: str) -> int:
    """An empty site; the port that its server will use."""
    port = site.free_port()
    for name in ("DEBUG", "SECRET_KEY"):
        os.environ.pop(name, None)
    os.environ.update(DATABASE_URL=url, DATA_DIR=str(folder), SITE_URL=f"http://127.0.0.1:{port}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    subprocess.run([sys.executable, "-c", MAKE_SITE], cwd=site.ROOT, check=True)
    import django

    django.setup()
    return port


def _write_much() -> tuple[str, object, str]:
    """An agreement of 50 goals and 100 actions, each written 33 times in a hundred days: 5,000 rows of history and more."""
    from django.utils import timezone

    from agreements.models import Action, Agenda, Agreement, Goal, Lead, Participation, Theme
    from monitoring.scale.rows import insert, note_change
    from parties.models import Membership, Party, User

    began = timezone.now() - timedelta(days=100)
    parties = [Party(name=f"Gemeente {name}", short_name=name, kind="municipality", code=code) for name, code in PARTIES]
    own, _other = insert(parties, at=began)
    person = User.objects.create_user("meting@demo.example", name="Meting", is_fictitious=True)
    Membership.objects.create(user=person, party=own, role="editor")
    agreement = Agreement(title="Meting 2024-2027", slug="meting-2024-2027", start_year=2024, end_year=2027)
    insert([agreement], at=began)
    insert([Participation(agreement=agreement, party=own, state="accepted", asked_by=person)], at=began)
    agenda = Agenda(agreement=agreement, year=2024, title="Uitvoeringsagenda 2024")
    insert([agenda], at=began)
    themes = [Theme(agreement=agreement, number=str(at + 1), title=f"Thema {at}", position=at) for at in range(GOALS // 10)]
    insert(themes, at=began)
    goals = [Goal(theme=themes[at // 10], number=str(at + 1), text="Er komen 12 woningen.", position=at) for at in range(GOALS)]
    insert(goals, at=began)
    actions = [Action(agenda=agenda, goal=goal, text="De bouw begint.", position=at) for goal in goals for at in (1, 2)]
    insert(actions, at=began)
    insert([Lead(action=action, party=own) for action in actions], at=began)
    for write in range(1, WRITES + 1):
        for model, rows in ((Goal, goals), (Action, actions)):
            text = f"Er komen {write + 12} woningen in het jaar waarin dat kan."
            model._base_manager.filter(pk__in=[row.pk for row in rows]).update(text=text)
            note_change(model, rows, at=began + timedelta(days=3 * write))
    return agreement.slug, person, f"{timezone.localdate() - timedelta(days=50)}"


def _models() -> list:
    from agreements.models import Action, Agenda, Agreement, Goal, Lead, Participation, Theme

    return [Agreement, Participation, Agenda, Theme, Goal, Action, Lead]


def _count_history() -> int:
    return sum(model.history.count() for model in _models())


def _write_others(own: int) -> None:
    """Copies of the whole agreement, rows and history, of the other party."""
    from django.db import connection

    from parties.models import Party

    other = Party.objects.get(code=PARTIES[1][1])
    with connection.cursor() as cursor:
        for model in _models():
            for table in (model, model.history.model):
                cursor.execute(_copies(table, other.pk), [OTHERS // own])
        cursor.execute("ANALYZE")


def _copies(table, party: int) -> str:
    """The statement that writes so many copies of the rows of this table, with keys of their own."""
    from parties.models import Party

    copied, values = _models(), {}
    for field in table._meta.concrete_fields:
        column, points_to = f'"{field.column}"', field.remote_field.model if field.remote_field else None
        if field.column == "id" or points_to in copied:
            values[column] = f"{column} + {APART} * n"
        elif points_to is Party:
            values[column] = str(party)
        elif field.column != "history_id":
            values[column] = f"{column} || '-' || n" if field.column == "slug" else column
    name = table._meta.db_table
    chosen = f"SELECT {', '.join(values.values())} FROM {name}, generate_series(1, %s) n"
    return f"INSERT INTO {name} ({', '.join(values)}) {chosen}"


def _interleaved(port: int, slug: str, person, day: str) -> dict[str, Asked]:
    """The medians of the pages, asked in turn; the first two rounds warm up."""
    cookie = site.signed_in(person)
    paths = {
        "agenda page": f"/afspraken/{slug}/2024/",
        "as it was": f"/afspraken/{slug}/2024/op/{day}/",
        "two days compared": f"/afspraken/{slug}/vergelijk/?was=2024&was_op={day}&wordt=2024",
    }
    times: dict[str, list[float]] = {name: [] for name in paths}
    with site.serve(port, application="bench.wsgi"):
        for _ in range(ROUNDS + 2):
            for name, path in paths.items():
                times[name].append(ask(port, path, cookie).seconds)
        queries = {name: ask(port, path, cookie, count=True).queries for name, path in paths.items()}
    return {name: Asked(statistics.median(values[2:]), queries[name]) for name, values in times.items()}
