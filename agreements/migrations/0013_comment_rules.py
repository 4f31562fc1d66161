"""Comments and mentions are held to their rules, now that every row is filled."""

import agreements.models.agreement
import django.db.models.deletion
import parties.texts
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0012_where_notes_stand"),
    ]

    operations = [
        migrations.AlterField(
            model_name="comment",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="agreements.agreement",
                verbose_name="agreement",
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="year",
            field=agreements.models.agreement.YearField(help_text="Of which the text was read.", verbose_name="year"),
        ),
        migrations.AlterField(
            model_name="comment", name="is_own", field=models.BooleanField(default=False, verbose_name="for the own party only")
        ),
        migrations.AlterField(
            model_name="historicalcomment",
            name="year",
            field=agreements.models.agreement.YearField(help_text="Of which the text was read.", verbose_name="year"),
        ),
        migrations.AlterField(
            model_name="historicalcomment",
            name="is_own",
            field=models.BooleanField(default=False, verbose_name="for the own party only"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["agreement", "year"], name="comment_of_year"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("action__isnull", True), ("agenda__isnull", False), ("goal__isnull", True), ("theme__isnull", True)
                    ),
                    models.Q(
                        ("action__isnull", True), ("agenda__isnull", True), ("goal__isnull", True), ("theme__isnull", False)
                    ),
                    models.Q(
                        ("action__isnull", True), ("agenda__isnull", True), ("goal__isnull", False), ("theme__isnull", True)
                    ),
                    models.Q(
                        ("action__isnull", False), ("agenda__isnull", True), ("goal__isnull", True), ("theme__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="comment_about_one_thing",
                violation_error_message="A comment is about one thing: an introduction, a theme, a goal or an action.",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                    models.Q(("answers_to__isnull", True), ("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                    _connector="OR",
                ),
                name="comment_resolved_as_a_whole",
                violation_error_message="Resolved is what was said first, by someone and at a moment.",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=parties.texts.TextMaximum(
                condition=models.Q(("text__length__lte", 10000)),
                name="comment_text_maximum",
                violation_error_message="This text is longer than fits here.",
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(
                fields=("comment", "person"),
                name="mention_once",
                violation_error_message="This person is named in this comment already.",
            ),
        ),
    ]
