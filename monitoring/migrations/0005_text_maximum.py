"""The database holds texts to their maximum; what is longer already stays (parties/texts.py)."""

import parties.texts
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('monitoring', '0004_long_texts'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='decision',
            constraint=parties.texts.TextMaximum(condition=models.Q(('text__length__lte', 5000)), name='decision_text_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='dissent',
            constraint=parties.texts.TextMaximum(condition=models.Q(('reason__length__lte', 2000)), name='dissent_reason_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='measurement',
            constraint=parties.texts.TextMaximum(condition=models.Q(('note__length__lte', 2000)), name='measurement_note_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=parties.texts.TextMaximum(condition=models.Q(('agenda_text__length__lte', 20000)), name='meeting_agenda_text_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=parties.texts.TextMaximum(condition=models.Q(('minutes__length__lte', 30000)), name='meeting_minutes_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=parties.texts.TextMaximum(condition=models.Q(('content__length__lte', 20000000)), name='position_content_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=parties.texts.TextMaximum(condition=models.Q(('done__length__lte', 5000)), name='progressupdate_done_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=parties.texts.TextMaximum(condition=models.Q(('next__length__lte', 5000)), name='progressupdate_next_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=parties.texts.TextMaximum(condition=models.Q(('cause__length__lte', 5000)), name='progressupdate_cause_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=parties.texts.TextMaximum(condition=models.Q(('effect__length__lte', 5000)), name='progressupdate_effect_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=parties.texts.TextMaximum(condition=models.Q(('correction__length__lte', 5000)), name='progressupdate_correction_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=parties.texts.TextMaximum(condition=models.Q(('ask__length__lte', 5000)), name='progressupdate_ask_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=parties.texts.TextMaximum(condition=models.Q(('proposal_text__length__lte', 20000)), name='progressupdate_proposal_text_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='remindertext',
            constraint=parties.texts.TextMaximum(condition=models.Q(('body__length__lte', 5000)), name='remindertext_body_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=parties.texts.TextMaximum(condition=models.Q(('reason__length__lte', 2000)), name='review_reason_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=parties.texts.TextMaximum(condition=models.Q(('instructions__length__lte', 5000)), name='round_instructions_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='roundextension',
            constraint=parties.texts.TextMaximum(condition=models.Q(('reason__length__lte', 2000)), name='roundextension_reason_maximum', violation_error_message='This text is longer than fits here.'),
        ),
        migrations.AddConstraint(
            model_name='minutesaddition',
            constraint=parties.texts.TextMaximum(condition=models.Q(('text__length__lte', 30000)), name='minutesaddition_text_maximum', violation_error_message='This text is longer than fits here.'),
        ),
    ]
