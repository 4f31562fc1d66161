from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = _("Agreements")

    def ready(self):
        from agreements.consent.lock import refuse_deleting
        from agreements.owners import owners
        from parties.history.write_rules import register

        register(owners)
        register(refuse_deleting)
