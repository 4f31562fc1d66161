from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = _("Agreements")

    def ready(self):
        from agreements.owners import owners
        from agreements.taking_part.workflow import answer_as_first, in_words
        from parties.history.write_rules import register
        from parties.people.first_coordinator import when_first_coordinator_comes

        register(owners)
        when_first_coordinator_comes(waiting=in_words, welcome=answer_as_first)
