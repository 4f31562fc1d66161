from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from simple_history.signals import post_create_historical_record


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = _("Progress")

    def ready(self):
        from agreements.consent.effects import when_put
        from agreements.consent.keeping import when_it_carries
        from agreements.consent.prepared_answers import when_prepared
        from agreements.models.in_front import ask_about_rounds
        from agreements.versions.checking import when_all_checked, when_checked
        from monitoring.carrying import what_it_carries
        from monitoring.history.checking import faults_of_lines, faults_of_positions
        from monitoring.history.lines import write_line
        from monitoring.leads_during_rounds import refuse_another_lead_during_a_round
        from monitoring.meetings.deciding import count_what_was_decided, prepared_answers_to
        from monitoring.models import Round
        from monitoring.owners import owners
        from parties.history.write_rules import register

        ask_about_rounds(Round.objects.all)
        register(owners)
        register(refuse_another_lead_during_a_round)
        when_it_carries(what_it_carries)
        when_put(count_what_was_decided)
        when_prepared(prepared_answers_to)
        when_checked(faults_of_positions)
        when_all_checked(faults_of_lines)
        post_create_historical_record.connect(write_line)
        post_migrate.connect(make_lines_of_before, sender=self)


def make_lines_of_before(**kwargs) -> None:
    """What was written before there were lines gets its own, once the tables are there.

    Where nothing was migrated nothing is missing, and on the way back the tables may be gone.
    """
    from monitoring.history.lines import make_missing_lines

    plan = kwargs.get("plan", [])
    if plan and not any(is_backwards for _migration, is_backwards in plan):
        make_missing_lines()
