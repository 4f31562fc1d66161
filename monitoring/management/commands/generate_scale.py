"""Invented agreements of as many municipalities and years as asked, to measure with."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Agreement
from monitoring.calendar import day_of
from monitoring.scale.country import MUNICIPALITIES, Country
from monitoring.scale.generate import generate
from monitoring.scale.people import DOMAIN
from parties.models import User


class Command(BaseCommand):
    help = (
        "Vult een lege database met verzonnen prestatieafspraken van zoveel gemeenten en jaren, om te meten: teksten, versies,"
        " rondes, rapportages, overleggen en geschiedenis. Met dezelfde getallen en dag komt er hetzelfde uit."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--municipalities", type=int, default=MUNICIPALITIES, metavar="N", help="zoveel gemeenten")
        parser.add_argument("--years", type=int, default=10, metavar="Y", help="zoveel jaren, tot en met dit jaar")
        parser.add_argument("--today", type=date.fromisoformat, metavar="DATUM", help="de dag van vandaag, zoals 2026-05-19")
        parser.add_argument(
            "--beside-real-data", action="store_true", help="ook in een database waarin al afspraken of mensen staan"
        )

    def handle(self, *, municipalities: int, years: int, today: date | None, beside_real_data: bool, **options) -> None:
        if municipalities < 1 or years < 1:
            raise CommandError(_("At least one municipality and one year."))
        if User.objects.filter(email__endswith=f"@{DOMAIN}").exists():
            raise CommandError(_("This was generated here already. Begin with an empty database."))
        if not beside_real_data and (Agreement.objects.exists() or User.objects.filter(is_fictitious=False).exists()):
            raise CommandError(
                _("There are agreements or people in this database. To put invented ones beside them, say --beside-real-data.")
            )
        generate(Country(municipalities, years, today or day_of(timezone.now())), say=self.stdout.write)
