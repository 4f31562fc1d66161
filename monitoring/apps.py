from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = _("Progress")

    def ready(self):
        from agreements.consent.keeping import when_it_carries
        from monitoring.carrying import what_it_carries
        from monitoring.owners import owners, refuse_another_lead_during_a_round
        from parties.history.write_rules import register

        register(owners)
        register(refuse_another_lead_during_a_round)
        when_it_carries(what_it_carries)
