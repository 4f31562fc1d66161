"""Each action that was carried over gets its link, with the person and the moment at which that was done."""

from django.db import migrations
from django.utils import timezone


def fill(apps, schema_editor):
    Action, ActionLink = (apps.get_model("agreements", name) for name in ("Action", "ActionLink"))
    records = apps.get_model("agreements", "HistoricalAction").objects.order_by("history_date", "history_id")
    history = apps.get_model("agreements", "HistoricalActionLink").objects
    for pk, earlier in Action.objects.exclude(carried_from=None).order_by("pk").values_list("pk", "carried_from"):
        link = ActionLink.objects.create(earlier_id=earlier, later_id=pk, kind="carried")
        told = records.filter(id=pk, carried_from=earlier).first()
        history.create(
            id=link.pk,
            earlier_id=earlier,
            later_id=pk,
            kind="carried",
            history_type="+",
            history_date=told.history_date if told else timezone.now(),
            history_user_id=told.history_user_id if told else None,
            history_change_reason=told.history_change_reason if told else None,
            change_set=told.change_set if told else None,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0017_action_links"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
