from django.db import migrations

from parties.copied_keys import CopiedKey


class Migration(migrations.Migration):
    dependencies = [("agreements", "0040_what_is_looked_for_by_person")]

    operations = [
        migrations.AddField(
            model_name="lead",
            name="agenda",
            field=CopiedKey(null=True, through="action", to="agreements.agenda", verbose_name="agenda"),
        ),
    ]
