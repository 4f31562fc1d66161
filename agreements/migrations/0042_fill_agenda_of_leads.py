from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    agenda = apps.get_model("agreements", "Action").objects.filter(pk=OuterRef("action")).values("agenda")
    apps.get_model("agreements", "Lead").objects.update(agenda=Subquery(agenda))


class Migration(migrations.Migration):
    dependencies = [("agreements", "0041_agenda_of_a_lead")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
