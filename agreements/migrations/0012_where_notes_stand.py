"""Each note gets its agreement and its year, in its history too, so that what was deleted comes back where it stood."""

from django.db import migrations
from django.utils import timezone


def fill(apps, schema_editor):
    Agreement = apps.get_model("agreements", "Agreement")
    years = dict(Agreement.objects.values_list("pk", "start_year"))
    ends = dict(Agreement.objects.values_list("pk", "end_year"))
    agendas = latest(apps, "Agenda", "agreement_id", "year")
    agenda_of = latest(apps, "Action", "agenda_id")
    themes = latest(apps, "Theme", "agreement_id")
    theme_of = latest(apps, "Goal", "theme_id")

    def place(row) -> tuple[int | None, int]:
        """The agreement, None where nothing of it is left, and the year of the action, or of the day for a goal."""
        written = timezone.localtime(row.written_at).year
        if row.action_id:
            (agenda,) = agenda_of.get(row.action_id, (None,))
            return agendas.get(agenda, (None, written))
        (theme,) = theme_of.get(row.goal_id, (None,))
        (agreement,) = themes.get(theme, (None,))
        if agreement not in years:
            return agreement, written
        return agreement, min(max(written, years[agreement]), ends[agreement])

    for name in ("Comment", "HistoricalComment"):
        for row in apps.get_model("agreements", name).objects.iterator():
            agreement, year = place(row)
            apps.get_model("agreements", name).objects.filter(pk=row.pk).update(agreement_id=agreement, year=year)


def latest(apps, name: str, *columns: str) -> dict[int, tuple]:
    """The columns of each row as it is now, and of a deleted one as it last was, by key."""
    history = apps.get_model("agreements", f"Historical{name}").objects.order_by("history_date", "history_id")
    found = {pk: tuple(values) for pk, *values in history.values_list("id", *columns)}
    return found | {pk: tuple(values) for pk, *values in apps.get_model("agreements", name).objects.values_list("pk", *columns)}


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0011_comments"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
