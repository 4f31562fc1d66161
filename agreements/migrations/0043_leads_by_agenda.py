from django.db import migrations, models
from django.db.models import OuterRef, Subquery

from parties.copied_keys import CopiedKey


def fill_the_rest(apps, schema_editor):
    """What a server of the version before wrote since the others were filled; until the end of this migration it waits."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:
        schema_editor.execute("LOCK TABLE agreements_lead IN SHARE ROW EXCLUSIVE MODE")
    agenda = apps.get_model("agreements", "Action").objects.filter(pk=OuterRef("action")).values("agenda")
    apps.get_model("agreements", "Lead").objects.filter(agenda=None).update(agenda=Subquery(agenda))
    if on_postgresql:
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the table cannot be changed in the same transaction


class Migration(migrations.Migration):
    dependencies = [("agreements", "0042_fill_agenda_of_leads")]

    operations = [
        migrations.RunPython(fill_the_rest, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="lead",
            name="agenda",
            field=CopiedKey(through="action", to="agreements.agenda", verbose_name="agenda"),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(fields=["party", "agenda", "action"], name="lead_of_party_in_year"),
        ),
        migrations.RemoveIndex(model_name="lead", name="lead_of_party"),
    ]
