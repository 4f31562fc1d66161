"""A backup of database and files."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management.base import BaseCommand, CommandError

from operations.backup.making import make_backup
from operations.backup.manifest import BackupError
from parties.heartbeat import beat


class Command(BaseCommand):
    help = "Maakt een back-up van database en bestanden in een map. Draai dit elke nacht."

    def add_arguments(self, parser) -> None:
        parser.add_argument("target", type=Path, help="de map waarin de back-ups staan, buiten DATA_DIR")
        parser.add_argument("--keep", type=int, default=30, help="zoveel back-ups blijven bewaard, de nieuwste (30)")
        parser.add_argument("--without-files", action="store_true", help="alleen de database: de opslag heeft een eigen back-up")

    def handle(self, target: Path, keep: int, without_files: bool, **options) -> None:
        target = target.resolve()
        if keep < 1:
            raise CommandError("Bewaar er ten minste een: --keep 1.")
        if target.is_relative_to(settings.DATA_DIR.resolve()):
            raise CommandError("Een back-up in DATA_DIR gaat met DATA_DIR verloren: kies een map erbuiten, op een andere schijf.")
        try:
            made = make_backup(target, with_files=not without_files, most_kept=keep)
        except (BackupError, OSError) as error:
            raise CommandError(f"Er is geen back-up gemaakt. {error}") from error
        beat("backup")
        rows, files = sum(made.manifest.rows.values()), len(made.manifest.sha256) - 1
        self.stdout.write(f"{made.folder}: {rows} rijen en {files} bestanden.")
        if without_files:
            self.stdout.write("Zonder bestanden: die moeten een eigen back-up hebben.")
        elif not isinstance(default_storage._wrapped, FileSystemStorage):
            self.stdout.write("De bestanden zijn uit de opslag op afstand gehaald, elk in zijn geheel.")
        for name in made.manifest.missing:
            self.stderr.write(f"Het bestand {name}, dat in de database staat, was er niet.")
        if made.manifest.missing:
            raise CommandError(f"De back-up is gemaakt, maar er ontbreken bestanden: {len(made.manifest.missing)}.")
