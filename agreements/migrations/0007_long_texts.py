"""Texts know their maximum. A column of text stays one, so only the models change."""

import parties.texts
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0006_advisory_parties"),
        ("parties", "0007_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="action",
                    name="drop_reason",
                    field=parties.texts.LongText(blank=True, max_length=2000, verbose_name="reason for dropping"),
                ),
                migrations.AlterField(
                    model_name="action",
                    name="text",
                    field=parties.texts.LongText(
                        help_text="The agreed words; Markdown. Also for an ongoing action: the word as printed.",
                        max_length=20000,
                        verbose_name="text",
                    ),
                ),
                migrations.AlterField(
                    model_name="agenda",
                    name="introduction",
                    field=parties.texts.LongText(
                        blank=True, help_text="Text before the themes; Markdown.", max_length=20000, verbose_name="introduction"
                    ),
                ),
                migrations.AlterField(
                    model_name="agreement",
                    name="introduction",
                    field=parties.texts.LongText(
                        blank=True, help_text="Text before the themes; Markdown.", max_length=20000, verbose_name="introduction"
                    ),
                ),
                migrations.AlterField(
                    model_name="goal",
                    name="text",
                    field=parties.texts.LongText(help_text="The agreed words; Markdown.", max_length=20000, verbose_name="text"),
                ),
                migrations.AlterField(
                    model_name="historicalaction",
                    name="drop_reason",
                    field=parties.texts.LongText(blank=True, max_length=2000, verbose_name="reason for dropping"),
                ),
                migrations.AlterField(
                    model_name="historicalaction",
                    name="text",
                    field=parties.texts.LongText(
                        help_text="The agreed words; Markdown. Also for an ongoing action: the word as printed.",
                        max_length=20000,
                        verbose_name="text",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalagenda",
                    name="introduction",
                    field=parties.texts.LongText(
                        blank=True, help_text="Text before the themes; Markdown.", max_length=20000, verbose_name="introduction"
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalagreement",
                    name="introduction",
                    field=parties.texts.LongText(
                        blank=True, help_text="Text before the themes; Markdown.", max_length=20000, verbose_name="introduction"
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalgoal",
                    name="text",
                    field=parties.texts.LongText(help_text="The agreed words; Markdown.", max_length=20000, verbose_name="text"),
                ),
                migrations.AlterField(
                    model_name="historicalnote",
                    name="text",
                    field=parties.texts.LongText(
                        error_messages={"blank": "Write something, or leave the note out."}, max_length=10000, verbose_name="text"
                    ),
                ),
                migrations.AlterField(
                    model_name="historicaltheme",
                    name="introduction",
                    field=parties.texts.LongText(
                        blank=True, help_text="Text before the goals; Markdown.", max_length=20000, verbose_name="introduction"
                    ),
                ),
                migrations.AlterField(
                    model_name="note",
                    name="text",
                    field=parties.texts.LongText(
                        error_messages={"blank": "Write something, or leave the note out."}, max_length=10000, verbose_name="text"
                    ),
                ),
                migrations.AlterField(
                    model_name="theme",
                    name="introduction",
                    field=parties.texts.LongText(
                        blank=True, help_text="Text before the goals; Markdown.", max_length=20000, verbose_name="introduction"
                    ),
                ),
            ],
        ),
    ]
