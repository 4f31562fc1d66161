"""Whether every version is what was agreed, and every year in force says what its version says."""

from django.core.management.base import CommandError

from agreements.exports.health import seal_faults, troubles
from agreements.models import Agreement
from agreements.versions.checking import faults, faults_of_all
from parties.heartbeat import beat
from parties.once import OnceCommand


class Command(OnceCommand):
    help = "Controleert van alle afspraken of versies, hashes, bestanden en de geldende tekst kloppen. Draai dit elke nacht."

    def handle(self, **options) -> None:
        count = 0
        for agreement in Agreement.objects.order_by("slug"):
            for sentence in faults(agreement):
                count += 1
                self.stderr.write(f"{agreement.slug}: {sentence}")
        for sentence in (*faults_of_all(), *troubles(), *seal_faults()):
            count += 1
            self.stderr.write(sentence)
        beat("check_versions", is_well=not count)
        if count:
            raise CommandError(f"Niet in orde: {count}.", returncode=1)
        self.stdout.write("Alle versies en hun geschiedenis kloppen.")
