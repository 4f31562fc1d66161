"""The links have it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0018_links_of_what_was_carried_over"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="action",
            name="carried_from",
        ),
        migrations.RemoveField(
            model_name="historicalaction",
            name="carried_from",
        ),
    ]
