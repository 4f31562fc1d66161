from django.db import migrations

from agreements.touched import watch

AGENDA_OF_ROUND = "LEFT JOIN agreements_agenda agenda ON agenda.id = round.agenda_id"
OF_AGENDA = "agenda.agreement_id", "LEFT JOIN agreements_agenda agenda ON agenda.id = written.agenda_id"
OF_ROUND = (
    "agenda.agreement_id",
    f"LEFT JOIN monitoring_round round ON round.id = written.round_id {AGENDA_OF_ROUND}",
)
OF_REPORT = (
    "agenda.agreement_id",
    "LEFT JOIN monitoring_progressupdate report ON report.id = written.update_id"
    f" LEFT JOIN monitoring_round round ON round.id = report.round_id {AGENDA_OF_ROUND}",
)
OF_MEETING = "meeting.agreement_id", "LEFT JOIN monitoring_meeting meeting ON meeting.id = written.meeting_id"
ITS_OWN = ("written.agreement_id",)
NO_DRAFT = "written.submitted_at IS NOT NULL"  # which its party alone sees


def note_what_is_touched(apps, schema_editor):
    database = schema_editor.connection
    watch(database, "monitoring_round", *OF_AGENDA)
    watch(database, "monitoring_roundextension", *OF_ROUND)
    watch(database, "monitoring_progressupdate", *OF_ROUND, only=NO_DRAFT)
    watch(database, "monitoring_dissent", *OF_REPORT)
    watch(database, "monitoring_review", *OF_REPORT)
    watch(database, "monitoring_meeting", *ITS_OWN)
    watch(database, "monitoring_decision", *OF_MEETING)
    watch(database, "monitoring_escalationrule", *ITS_OWN)


class Migration(migrations.Migration):
    atomic = False  # watch() says why
    dependencies = [("monitoring", "0023_reports_in_brief"), ("agreements", "0045_touched")]

    operations = [migrations.RunPython(note_what_is_touched, migrations.RunPython.noop)]
