"""A person's name and address out of what is kept about people."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from parties.models import User
from parties.people.pseudonymising import pseudonymise


class Command(BaseCommand):
    help = (
        "Vervangt naam en adres van een persoon in account, uitnodigingen en geschiedenis door een pseudoniem. Draai dit als"
        " eigenaar van de tabellen. Teksten, antwoorden en versies blijven zoals ze zijn."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("email", metavar="adres", help="het e-mailadres van de persoon")
        parser.add_argument("--name", default="", metavar="naam", help="het pseudoniem; anders een nummer")

    def handle(self, *, email: str, name: str, **options) -> None:
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Er is niemand met het adres {email}.")
        try:
            done = pseudonymise(person=person, name=name)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(f"Heet nu: {done.name}. Regels van de geschiedenis aangepast: {done.records}.")
