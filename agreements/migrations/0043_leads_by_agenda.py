from django.db import migrations, models

from parties.copied_keys import CopiedKey


class Migration(migrations.Migration):
    dependencies = [("agreements", "0042_fill_agenda_of_leads")]

    operations = [
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
