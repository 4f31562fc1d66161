from django.db import migrations

from agreements.touched import make_table, watch, watch_names

OF_AGENDA = "agenda.agreement_id", "LEFT JOIN agreements_agenda agenda ON agenda.id = written.agenda_id"
OF_THEME = "theme.agreement_id", "LEFT JOIN agreements_theme theme ON theme.id = written.theme_id"
OF_GOAL = (
    "theme.agreement_id",
    "LEFT JOIN agreements_goal goal ON goal.id = written.goal_id LEFT JOIN agreements_theme theme ON theme.id = goal.theme_id",
)
OF_PROPOSAL = "proposal.agreement_id", "LEFT JOIN agreements_proposal proposal ON proposal.id = written.proposal_id"
OF_BOTH_YEARS = (
    "agenda.agreement_id",
    "LEFT JOIN agreements_action action ON action.id IN (written.earlier_id, written.later_id)"
    " LEFT JOIN agreements_agenda agenda ON agenda.id = action.agenda_id",
)
ITS_OWN = ("written.agreement_id",)


def note_what_is_touched(apps, schema_editor):
    """What is said of lights and questions follows from these, and from what monitoring has."""
    database = schema_editor.connection
    make_table(database)
    watch(database, "agreements_agreement", "written.id")
    watch(database, "agreements_agenda", *ITS_OWN)
    watch(database, "agreements_theme", *ITS_OWN)
    watch(database, "agreements_themetext", *OF_THEME)
    watch(database, "agreements_goal", *OF_THEME)
    watch(database, "agreements_goaltext", *OF_GOAL)
    watch(database, "agreements_project", *ITS_OWN)
    watch(database, "agreements_action", *OF_AGENDA)
    watch(database, "agreements_lead", *OF_AGENDA)
    watch(database, "agreements_actionlink", *OF_BOTH_YEARS)
    watch(database, "agreements_proposal", *ITS_OWN)
    watch(database, "agreements_change", *OF_PROPOSAL)
    watch(database, "agreements_withholding", *ITS_OWN)
    watch_names(database, "parties_party", "name", "short_name")


class Migration(migrations.Migration):
    atomic = False  # watch() says why
    dependencies = [("agreements", "0044_goals_added_later"), ("parties", "0010_last_record_of_a_row")]

    operations = [migrations.RunPython(note_what_is_touched, migrations.RunPython.noop)]
