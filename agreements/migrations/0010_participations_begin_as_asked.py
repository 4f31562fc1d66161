from django.db import migrations, models

STATES = [("asked", "asked"), ("accepted", "takes part"), ("declined", "said no")]


class Migration(migrations.Migration):
    """Who took part when parties were not asked yet goes on doing so (0009); whoever is added from now on is asked."""

    dependencies = [("agreements", "0009_participation_answers")]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="state",
            field=models.CharField(choices=STATES, default="asked", editable=False, max_length=20, verbose_name="answer"),
        )
        for model in ("historicalparticipation", "participation")
    ]
