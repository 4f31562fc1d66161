"""Whether all adopted minutes are what was adopted: content, hash and history."""

from django.core.management.base import CommandError

from monitoring.models import AdoptedMinutes, MinutesTamperedError
from parties.heartbeat import beat
from parties.once import OnceCommand


class Command(OnceCommand):
    help = "Controleert of elk vastgesteld verslag nog is wat werd vastgesteld. Draai dit elke nacht."

    def handle(self, **options) -> None:
        count = 0
        rows = AdoptedMinutes.objects.with_witnesses().select_related("meeting__agreement").order_by("pk")
        for row in rows.iterator(chunk_size=100):
            try:
                row.verified_content()
            except MinutesTamperedError as error:
                count += 1
                self.stderr.write(f"{row.meeting.agreement.slug}: {row.meeting}: {error}")
        beat("check_minutes", is_well=not count)
        if count:
            raise CommandError(f"Niet in orde: {count}.", returncode=1)
        self.stdout.write("Alle vastgestelde verslagen kloppen.")
