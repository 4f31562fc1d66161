from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "parties"
    verbose_name = _("Parties and people")

    def ready(self):
        from parties.accounts import session_end  # noqa: F401  (stamps a session when someone signs in)
        from parties.history.write_rules import register
        from parties.owners import owners

        register(owners)
