"""Take away what nobody needs any more: sessions that ended, the log of mails, work that was done, tables nobody confirmed."""

from datetime import timedelta

from django.core.cache import caches
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from parties.cleaning import clean
from parties.once import OnceCommand

DAYS = 30  # for which it stays known that a mail was sent, and that work was done or failed


class Command(OnceCommand):
    help = (
        "Ruimt op: sessies, het maillogboek en gedaan werk van meer dan 30 dagen, en kopieën die niemand meer vindt."
        " Draai dit elke nacht."
    )

    def handle(self, **options) -> None:
        call_command("clearsessions")
        call_command("purge_mail_log", DAYS, verbosity=0)
        DBTaskResult.objects.finished().filter(finished_at__lte=timezone.now() - timedelta(days=DAYS)).delete()
        for name in ("documents", "imports", "public", "compared"):
            if clear := getattr(caches[name], "clear_expired", None):
                clear()
        clean()
        self.stdout.write("Opgeruimd.")
