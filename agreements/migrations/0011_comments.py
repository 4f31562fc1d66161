"""Notes become comments: the table and its history get their new name and more columns; every row stays what it was.

That a note is for its own party only is said from the first moment: the column begins with that value.
"""

import agreements.models.agreement
import django.db.models.deletion
import django.utils.timezone
import parties.texts
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0010_participations_begin_as_asked"),
        ("parties", "0007_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="note", name="note_about_one_thing"),
        migrations.RemoveConstraint(model_name="note", name="note_text_maximum"),
        migrations.RenameModel(old_name="Note", new_name="Comment"),
        migrations.RenameModel(old_name="HistoricalNote", new_name="HistoricalComment"),
        migrations.RenameField(model_name="comment", old_name="author", new_name="by"),
        migrations.RenameField(model_name="historicalcomment", old_name="author", new_name="by"),
        migrations.AlterModelOptions(
            name="comment",
            options={"ordering": ["written_at", "pk"], "verbose_name": "comment", "verbose_name_plural": "comments"},
        ),
        migrations.AlterModelOptions(
            name="historicalcomment",
            options={
                "get_latest_by": ("history_date", "history_id"),
                "ordering": ("-history_date", "-history_id"),
                "verbose_name": "historical comment",
                "verbose_name_plural": "historical comments",
            },
        ),
        migrations.AlterField(
            model_name="comment",
            name="text",
            field=parties.texts.LongText(
                error_messages={"blank": "Write something, or leave the comment out."}, max_length=10000, verbose_name="text"
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="action",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="agreements.action",
                verbose_name="action",
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="goal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="agreements.goal",
                verbose_name="goal",
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="parties.party", verbose_name="party"
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="agreement",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="agreements.agreement",
                verbose_name="agreement",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="agenda",
            field=models.ForeignKey(
                blank=True,
                help_text="Only for a comment on the introduction of an agenda.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="agreements.agenda",
                verbose_name="introduction of",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="theme",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="agreements.theme",
                verbose_name="theme",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="answers_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="agreements.comment",
                verbose_name="answer to",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="year",
            field=agreements.models.agreement.YearField(help_text="Of which the text was read.", verbose_name="year", null=True),
        ),
        migrations.AddField(
            model_name="comment", name="is_own", field=models.BooleanField(default=True, verbose_name="for the own party only")
        ),
        migrations.AddField(
            model_name="comment",
            name="resolved_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="resolved at"),
        ),
        migrations.AddField(
            model_name="comment",
            name="resolved_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="resolved by",
            ),
        ),
        migrations.AlterField(
            model_name="historicalcomment",
            name="text",
            field=parties.texts.LongText(
                error_messages={"blank": "Write something, or leave the comment out."}, max_length=10000, verbose_name="text"
            ),
        ),
        migrations.AddField(
            model_name="historicalcomment",
            name="agreement",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agreements.agreement",
                verbose_name="agreement",
            ),
        ),
        migrations.AddField(
            model_name="historicalcomment",
            name="agenda",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Only for a comment on the introduction of an agenda.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agreements.agenda",
                verbose_name="introduction of",
            ),
        ),
        migrations.AddField(
            model_name="historicalcomment",
            name="theme",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agreements.theme",
                verbose_name="theme",
            ),
        ),
        migrations.AddField(
            model_name="historicalcomment",
            name="answers_to",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="agreements.comment",
                verbose_name="answer to",
            ),
        ),
        migrations.AddField(
            model_name="historicalcomment",
            name="year",
            field=agreements.models.agreement.YearField(help_text="Of which the text was read.", verbose_name="year", null=True),
        ),
        migrations.AddField(
            model_name="historicalcomment",
            name="is_own",
            field=models.BooleanField(default=True, verbose_name="for the own party only"),
        ),
        migrations.AddField(
            model_name="historicalcomment",
            name="resolved_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="resolved at"),
        ),
        migrations.AddField(
            model_name="historicalcomment",
            name="resolved_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="resolved by",
            ),
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="told at")),
                ("seen_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="seen at")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="agreements.comment",
                        verbose_name="comment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention in a comment",
                "verbose_name_plural": "mentions in comments",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMention",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("change_set", models.UUIDField(db_index=True, editable=False, null=True, verbose_name="change set")),
                ("told_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="told at")),
                ("seen_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="seen at")),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                (
                    "comment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agreements.comment",
                        verbose_name="comment",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical mention in a comment",
                "verbose_name_plural": "historical mentions in comments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
