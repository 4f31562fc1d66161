"""One agenda as a document in a file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from agreements.exports.files import NotWritableError, agenda_file_name, write_whole
from agreements.exports.formats import FORMATS
from agreements.exports.versions import agenda_document
from agreements.models import Agenda, Agreement
from parties.files.making import NotMadeError

STANDARD_OUTPUT = "-"


class Command(BaseCommand):
    help = "Schrijft een uitvoeringsagenda als document naar een bestand."

    def add_arguments(self, parser):
        parser.add_argument("agreement", metavar="afspraken", help="de naam in het adres, zoals heumen-2023-2026")
        parser.add_argument("year", metavar="jaar", help="zoals 2024")
        parser.add_argument("--format", choices=sorted(FORMATS), default="pdf", help="het soort document (standaard: pdf)")
        parser.add_argument("--output", help="het bestand, of - voor de standaarduitvoer (standaard: de eigen naam, hier)")
        parser.add_argument("--signatures", action="store_true", help="met ruimte voor de ondertekening (alleen pdf)")

    def handle(self, *, agreement: str, year: str, output: str | None, signatures: bool, **options):
        agenda = _find_agenda(agreement, year)
        document = _document(agenda, options["format"], with_signatures=signatures)
        if output == STANDARD_OUTPUT:
            self.stdout.buffer.write(document)
            return
        path = Path(output or agenda_file_name(agenda, options["format"]))
        try:
            write_whole(path, document)
        except NotWritableError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Written: %(path)s") % {"path": path})


def _document(agenda: Agenda, extension: str, *, with_signatures: bool) -> bytes:
    if with_signatures and extension != "pdf":
        raise CommandError(_("Only a PDF can have a signature block."))
    try:
        return agenda_document(agenda, with_signatures=True) if with_signatures else FORMATS[extension].write(agenda)
    except NotMadeError as error:
        raise CommandError(str(error)) from error


def _find_agenda(slug: str, year: str) -> Agenda:
    agreement = Agreement.objects.filter(slug=slug).first()
    if agreement is None:
        raise CommandError(
            _("There is no agreement called «%(slug)s»; there are: %(slugs)s.")
            % {"slug": slug, "slugs": _list(Agreement.objects.order_by("slug").values_list("slug", flat=True))}
        )
    agenda = agreement.agendas.select_related("agreement").filter(year=int(year) if year.isdecimal() else None).first()
    if agenda is None:
        raise CommandError(
            _("%(agreement)s has no agenda for %(year)s; there are agendas for: %(years)s.")
            % {"agreement": slug, "year": year, "years": _list(agreement.agendas.order_by("year").values_list("year", flat=True))}
        )
    return agenda


def _list(names) -> str:
    return ", ".join(str(name) for name in names) or _("none")
