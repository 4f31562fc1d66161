"""The database holds texts to their maximum; what is longer already stays (parties/texts.py)."""

import parties.texts
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0007_long_texts"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="action",
            constraint=parties.texts.TextMaximum(
                condition=models.Q(("text__length__lte", 20000)),
                name="action_text_maximum",
                violation_error_message="This text is longer than fits here.",
            ),
        ),
        migrations.AddConstraint(
            model_name="action",
            constraint=parties.texts.TextMaximum(
                condition=models.Q(("drop_reason__length__lte", 2000)),
                name="action_drop_reason_maximum",
                violation_error_message="This text is longer than fits here.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agenda",
            constraint=parties.texts.TextMaximum(
                condition=models.Q(("introduction__length__lte", 20000)),
                name="agenda_introduction_maximum",
                violation_error_message="This text is longer than fits here.",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=parties.texts.TextMaximum(
                condition=models.Q(("introduction__length__lte", 20000)),
                name="agreement_introduction_maximum",
                violation_error_message="This text is longer than fits here.",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=parties.texts.TextMaximum(
                condition=models.Q(("text__length__lte", 20000)),
                name="goal_text_maximum",
                violation_error_message="This text is longer than fits here.",
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=parties.texts.TextMaximum(
                condition=models.Q(("text__length__lte", 10000)),
                name="note_text_maximum",
                violation_error_message="This text is longer than fits here.",
            ),
        ),
        migrations.AddConstraint(
            model_name="theme",
            constraint=parties.texts.TextMaximum(
                condition=models.Q(("introduction__length__lte", 20000)),
                name="theme_introduction_maximum",
                violation_error_message="This text is longer than fits here.",
            ),
        ),
    ]
