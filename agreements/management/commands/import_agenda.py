"""A Word, Excel, OpenDocument or CSV file as the agenda of a year."""

from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from agreements.consent.lock import why_not_change
from agreements.imports.applying import NotAppliedError, apply_import
from agreements.imports.as_lines import lines_of
from agreements.imports.formats.source import UnreadableError
from agreements.imports.planning.actions import AS_PRINTED
from agreements.imports.planning.goalless import KEY, OWN
from agreements.imports.planning.plan import ADD
from agreements.imports.previewing import Preview, preview_of, refuse_without_agenda
from agreements.imports.recognising.columns import Role
from agreements.imports.showing import sentence_of
from agreements.imports.uploading import keep_upload
from agreements.imports.words.spelling import bare
from agreements.models import Agenda, Agreement

UNCLEAR = 3  # the exit status when people have to choose first
AS_TEXT = {"lead": AS_PRINTED, "due": ADD, "starts": ADD, "recurrence": ADD, "budget": ADD, KEY: OWN}


class Command(BaseCommand):
    help = "Leest een agenda in uit Word, Excel, OpenDocument of CSV: alles of niets. Toont eerst wat er verandert."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="bestand", type=Path, help="een .docx, .xlsx, .ods of .csv")
        parser.add_argument(
            "--agreement", required=True, metavar="afspraken", help="de naam in het adres, zoals heumen-2023-2026"
        )
        parser.add_argument("--year", required=True, type=int, metavar="jaar", help="zoals 2024")
        parser.add_argument("--dry-run", action="store_true", help="alleen tonen wat er zou veranderen")
        parser.add_argument(
            "--column", action="append", default=[], metavar="KOP=ROL", help=f"wat een kolom is: {', '.join(Role.values)}"
        )
        parser.add_argument(
            "--unclear-as-text", action="store_true", help="namen en datums die niet herkend worden, blijven staan als tekst"
        )

    def handle(
        self, *, file: Path, agreement: str, year: int, dry_run: bool, column: list[str], unclear_as_text: bool, **options
    ):
        agenda = _find_agenda(agreement, year)
        columns = dict(_column(choice) for choice in column)
        try:
            found = preview_of(file, file.name, agenda, columns=columns, answers={})
            answers = _answers(found) if unclear_as_text else {}
            if answers:
                found = preview_of(file, file.name, agenda, columns=columns, answers=answers)
            refuse_without_agenda(found.plan.goals, found.columns)
        except UnreadableError as error:
            raise CommandError(f"{file.name}: {error}") from error
        except OSError as error:
            raise CommandError(_("%(path)s cannot be read: %(reason)s.") % {"path": file, "reason": error.strerror}) from error
        if found.year:
            words = {"other": found.year, "year": agenda.year}
            self.stdout.write(_("This is a file of %(other)s, and you read it in for %(year)s.") % words)
        self.stdout.write(sentence_of(found.plan, found.columns))
        if not found.plan.goals:
            raise CommandError(_("Nothing was found in this file to take over."))
        for line in lines_of(found.plan):
            self.stdout.write(line)
        if found.plan.open_questions:
            sentence = _("Nothing was taken over: first choose what is unclear, on the site or with --unclear-as-text.")
            raise CommandError(sentence, returncode=UNCLEAR)
        if dry_run or not found.plan.has_changes:
            self.stdout.write(_("Nothing was written."))
            return
        self._apply(file, agenda, columns, answers, found.plan.digest)

    def _apply(self, file: Path, agenda: Agenda, columns: dict[str, str], answers: dict[str, str], seen: str) -> None:
        with file.open("rb") as content:
            agenda_import = keep_upload(File(content, name=file.name), agenda=agenda, by=None)
        agenda_import.columns, agenda_import.answers = columns, answers
        agenda_import.save()
        try:
            plan = apply_import(agenda_import, by=None, seen=seen)
        except NotAppliedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Taken over: %(new)s new, %(changed)s changed.") % plan.counts)


def _answers(found: Preview) -> dict[str, str]:
    kinds = {key: key.partition(":")[0] for key in found.plan.questions}
    return {key: AS_TEXT[kind] for key, kind in kinds.items() if kind in AS_TEXT}


def _column(choice: str) -> tuple[str, str]:
    heading, equals, role = choice.rpartition("=")
    if not equals or role not in Role.values:
        raise CommandError(_("«%(choice)s» is no heading with a role, such as Wie=lead.") % {"choice": choice})
    return bare(heading), role


def _find_agenda(slug: str, year: int) -> Agenda:
    if not Agreement.objects.filter(slug=slug).exists():
        raise CommandError(_("There is no agreement called «%(slug)s».") % {"slug": slug})
    agenda = Agenda.objects.select_related("agreement").filter(agreement__slug=slug, year=year).first()
    if agenda is None:
        raise CommandError(_("%(agreement)s has no agenda for %(year)s yet; add it first.") % {"agreement": slug, "year": year})
    if why := why_not_change(agenda):
        raise CommandError(why)
    return agenda
