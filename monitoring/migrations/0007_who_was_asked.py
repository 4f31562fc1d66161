"""Of rounds that are closed already: who was asked what, as their position has it. A round without one keeps none."""

import json

from django.db import migrations


def leads_in(themes):
    """The actions of these themes and of the paragraphs within them, each with the parties that led it; dropped ones left out."""
    found = {}
    for theme in themes:
        for goal in theme["goals"]:
            for action in goal["actions"]:
                if not action["dropped_on"]:
                    found[str(action["id"])] = [lead["party_id"] for lead in action["leads"]]
        found |= leads_in(theme.get("sections", ()))
    return found


def fill(apps, schema_editor):
    Round = apps.get_model("monitoring", "Round")
    Position = apps.get_model("monitoring", "Position")
    for position in Position.objects.filter(round__closed_at__isnull=False, round__asked__isnull=True).iterator():
        Round.objects.filter(pk=position.round_id).update(asked=leads_in(json.loads(position.content)["themes"]))


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0006_leads_side_by_side")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
