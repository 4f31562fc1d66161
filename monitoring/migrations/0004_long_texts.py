"""Texts know their maximum. A column of text stays one, so only the models change."""

import parties.texts
from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('agreements', '0007_long_texts'),
        ('monitoring', '0003_minutes_that_stand'),
        ('parties', '0007_names'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='decision',
                    name='text',
                    field=parties.texts.LongText(help_text='In the words of the meeting; Markdown.', max_length=5000, verbose_name='decision'),
                ),
                migrations.AlterField(
                    model_name='dissent',
                    name='reason',
                    field=parties.texts.LongText(max_length=2000, verbose_name='reason'),
                ),
                migrations.AlterField(
                    model_name='historicaldecision',
                    name='text',
                    field=parties.texts.LongText(help_text='In the words of the meeting; Markdown.', max_length=5000, verbose_name='decision'),
                ),
                migrations.AlterField(
                    model_name='historicalminutesaddition',
                    name='text',
                    field=parties.texts.LongText(help_text='What was wrong or missing in the minutes; Markdown.', max_length=30000, verbose_name='addition'),
                ),
                migrations.AlterField(
                    model_name='minutesaddition',
                    name='text',
                    field=parties.texts.LongText(help_text='What was wrong or missing in the minutes; Markdown.', max_length=30000, verbose_name='addition'),
                ),
                migrations.AlterField(
                    model_name='historicaldissent',
                    name='reason',
                    field=parties.texts.LongText(max_length=2000, verbose_name='reason'),
                ),
                migrations.AlterField(
                    model_name='historicalmeasurement',
                    name='note',
                    field=parties.texts.LongText(blank=True, max_length=2000, verbose_name='note'),
                ),
                migrations.AlterField(
                    model_name='historicalmeeting',
                    name='agenda_text',
                    field=parties.texts.LongText(blank=True, help_text='Markdown.', max_length=20000, verbose_name='what is on the agenda'),
                ),
                migrations.AlterField(
                    model_name='historicalmeeting',
                    name='minutes',
                    field=parties.texts.LongText(blank=True, help_text='Markdown.', max_length=30000, verbose_name='minutes'),
                ),
                migrations.AlterField(
                    model_name='historicalprogressupdate',
                    name='ask',
                    field=parties.texts.LongText(blank=True, max_length=5000, verbose_name='what do you ask of the meeting?'),
                ),
                migrations.AlterField(
                    model_name='historicalprogressupdate',
                    name='cause',
                    field=parties.texts.LongText(blank=True, max_length=5000, verbose_name='cause'),
                ),
                migrations.AlterField(
                    model_name='historicalprogressupdate',
                    name='correction',
                    field=parties.texts.LongText(blank=True, max_length=5000, verbose_name='correction'),
                ),
                migrations.AlterField(
                    model_name='historicalprogressupdate',
                    name='done',
                    field=parties.texts.LongText(blank=True, max_length=5000, verbose_name='what was done?'),
                ),
                migrations.AlterField(
                    model_name='historicalprogressupdate',
                    name='effect',
                    field=parties.texts.LongText(blank=True, max_length=5000, verbose_name='effect'),
                ),
                migrations.AlterField(
                    model_name='historicalprogressupdate',
                    name='next',
                    field=parties.texts.LongText(blank=True, max_length=5000, verbose_name='what happens next?'),
                ),
                migrations.AlterField(
                    model_name='historicalprogressupdate',
                    name='proposal_text',
                    field=parties.texts.LongText(blank=True, max_length=20000, verbose_name='proposed text, or the reason to drop'),
                ),
                migrations.AlterField(
                    model_name='historicalremindertext',
                    name='body',
                    field=parties.texts.LongText(help_text='Markdown; the list of actions comes below it by itself.', max_length=5000, verbose_name='text'),
                ),
                migrations.AlterField(
                    model_name='historicalreview',
                    name='reason',
                    field=parties.texts.LongText(blank=True, help_text='Why it is returned; the lead sees this on top.', max_length=2000, verbose_name='reason'),
                ),
                migrations.AlterField(
                    model_name='historicalround',
                    name='instructions',
                    field=parties.texts.LongText(blank=True, help_text='What you ask of those who report; they see it above their list. Markdown.', max_length=5000, verbose_name='instructions'),
                ),
                migrations.AlterField(
                    model_name='historicalroundextension',
                    name='reason',
                    field=parties.texts.LongText(max_length=2000, verbose_name='reason'),
                ),
                migrations.AlterField(
                    model_name='measurement',
                    name='note',
                    field=parties.texts.LongText(blank=True, max_length=2000, verbose_name='note'),
                ),
                migrations.AlterField(
                    model_name='meeting',
                    name='agenda_text',
                    field=parties.texts.LongText(blank=True, help_text='Markdown.', max_length=20000, verbose_name='what is on the agenda'),
                ),
                migrations.AlterField(
                    model_name='meeting',
                    name='minutes',
                    field=parties.texts.LongText(blank=True, help_text='Markdown.', max_length=30000, verbose_name='minutes'),
                ),
                migrations.AlterField(
                    model_name='position',
                    name='content',
                    field=parties.texts.LongText(editable=False, max_length=20000000, verbose_name='content'),
                ),
                migrations.AlterField(
                    model_name='progressupdate',
                    name='ask',
                    field=parties.texts.LongText(blank=True, max_length=5000, verbose_name='what do you ask of the meeting?'),
                ),
                migrations.AlterField(
                    model_name='progressupdate',
                    name='cause',
                    field=parties.texts.LongText(blank=True, max_length=5000, verbose_name='cause'),
                ),
                migrations.AlterField(
                    model_name='progressupdate',
                    name='correction',
                    field=parties.texts.LongText(blank=True, max_length=5000, verbose_name='correction'),
                ),
                migrations.AlterField(
                    model_name='progressupdate',
                    name='done',
                    field=parties.texts.LongText(blank=True, max_length=5000, verbose_name='what was done?'),
                ),
                migrations.AlterField(
                    model_name='progressupdate',
                    name='effect',
                    field=parties.texts.LongText(blank=True, max_length=5000, verbose_name='effect'),
                ),
                migrations.AlterField(
                    model_name='progressupdate',
                    name='next',
                    field=parties.texts.LongText(blank=True, max_length=5000, verbose_name='what happens next?'),
                ),
                migrations.AlterField(
                    model_name='progressupdate',
                    name='proposal_text',
                    field=parties.texts.LongText(blank=True, max_length=20000, verbose_name='proposed text, or the reason to drop'),
                ),
                migrations.AlterField(
                    model_name='remindertext',
                    name='body',
                    field=parties.texts.LongText(help_text='Markdown; the list of actions comes below it by itself.', max_length=5000, verbose_name='text'),
                ),
                migrations.AlterField(
                    model_name='review',
                    name='reason',
                    field=parties.texts.LongText(blank=True, help_text='Why it is returned; the lead sees this on top.', max_length=2000, verbose_name='reason'),
                ),
                migrations.AlterField(
                    model_name='round',
                    name='instructions',
                    field=parties.texts.LongText(blank=True, help_text='What you ask of those who report; they see it above their list. Markdown.', max_length=5000, verbose_name='instructions'),
                ),
                migrations.AlterField(
                    model_name='roundextension',
                    name='reason',
                    field=parties.texts.LongText(max_length=2000, verbose_name='reason'),
                ),
            ],
        ),
    ]
