"""A backup put back, and looked at."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from operations.backup.manifest import BackupError
from operations.backup.restoring import read_whole, restore


class Command(BaseCommand):
    help = "Zet een back-up terug en controleert of alles er is. Stop eerst de site."

    def add_arguments(self, parser) -> None:
        parser.add_argument("source", type=Path, help="de map van een back-up")
        parser.add_argument("--replace", action="store_true", help="vervang wat er nu in de database staat")
        parser.add_argument("--check", action="store_true", help="kijk alleen of de back-up heel is; er verandert niets")

    def handle(self, source: Path, replace: bool, check: bool, **options) -> None:
        try:
            manifest = read_whole(source)
            if check:
                self.stdout.write(f"De back-up van {manifest.made_at} is heel: {len(manifest.sha256)} bestanden.")
                return
            found = restore(source, replace=replace, tell=self.stdout.write)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        if not manifest.fits_secret_key:
            self.stderr.write(
                "SECRET_KEY is een andere dan toen. Zet de oude in SECRET_KEY_FALLBACKS: anders werkt geen tweede factor."
            )
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            raise CommandError(f"Teruggezet, maar niet in orde: {len(found)}.")
        self.stdout.write("Teruggezet en heel: rijen, bestanden, versies, standen en verslagen kloppen.")
