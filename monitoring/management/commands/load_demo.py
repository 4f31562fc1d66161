"""Both real documents, the people of the demonstration, invented progress on one document, and an invented municipality."""

from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements import demo
from monitoring.calendar import day_of
from monitoring.demo.heumen import PROGRESS, load_progress
from monitoring.demo.lindermeer import lives_on, load_lindermeer
from parties.models import User

TRY_FIRST = {
    "iris@lindermeer.example": gettext_lazy("officer of the municipality: answers to look at, the draft of next year"),
    "ruud@elzenhof.example": gettext_lazy("reports for a housing association: one answer was sent back"),
    "hassan@lindermeer.example": gettext_lazy("alderman: the dashboard, and a text that waits for a yes"),
    "theo@hv-elzenhof.example": gettext_lazy("chair of the tenants: a text that waits for a yes, comments"),
    "noor@heumen.example": gettext_lazy("the real document of Heumen, with invented rounds"),
}


class Command(BaseCommand):
    help = (
        "Laadt de prestatieafspraken van Heumen en Heeze-Leende, met mensen en voortgang die verzonnen zijn, en de verzonnen"
        " gemeente Lindermeer, waarvan de jaren de dag van vandaag volgen."
    )

    def add_arguments(self, parser):
        parser.add_argument("--without-people", action="store_true", help="alleen de documenten, geen mensen en geen voortgang")
        parser.add_argument(
            "--today", type=date.fromisoformat, metavar="DATUM", help="de dag waarop Lindermeer leeft, zoals 2026-05-19"
        )

    def handle(self, *, without_people: bool, today: date | None, **options):
        if not (without_people or settings.IS_LOCAL):
            raise CommandError(
                _("The people of the demonstration have a password that everyone knows; on %(site)s use --without-people.")
                % {"site": settings.SITE_URL}
            )
        for name in demo.DOCUMENTS:
            agreement = demo.load_document(demo.FIXTURES / name)
            if agreement:
                self.stdout.write(_("Loaded: %(agreement)s") % {"agreement": agreement})
            else:
                self.stdout.write(_("%(file)s is there already and stays as it is.") % {"file": name})
        if not without_people:
            self._load_people(today or day_of(timezone.now()))
            self._print_logins()

    def _load_people(self, today: date) -> None:
        demo.load_people(demo.FIXTURES / demo.PEOPLE)
        if load_progress(demo.FIXTURES / PROGRESS, today=today):
            self.stdout.write(_("Loaded: invented rounds and progress, to show how it works; each says «fictief»."))
        for agreement in (loaded := load_lindermeer(today=today)):
            self.stdout.write(_("Loaded: %(agreement)s") % {"agreement": agreement})
        if not loaded:
            self._say_when_it_lives(lives_on(), today)

    def _say_when_it_lives(self, day: date | None, today: date) -> None:
        if day is None or day == today:
            self.stdout.write(_("Lindermeer is there already and stays as it is."))
            return
        words = {"date": date_format(day, "j F Y")}
        self.stdout.write(_("Lindermeer lives on %(date)s, when it was loaded, and stays as people left it.") % words)
        self.stdout.write(_("To see it live today: FRESH=1 make demo. What was done in this demonstration is then kept aside."))

    def _print_logins(self):
        people = User.objects.filter(is_fictitious=True).prefetch_related("memberships__party").order_by("pk")
        self.stdout.write("")
        self.stdout.write(
            _("Sign in at %(site)s with one of these fictitious people, password %(password)s:")
            % {"site": settings.SITE_URL, "password": demo.DEMO_PASSWORD}
        )
        there = {user.email for user in people}
        for email, what in TRY_FIRST.items():
            if email in there:
                self.stdout.write(f"  {email:<36} {what}")
        self.stdout.write(_("Everyone:"))
        for user in people:
            roles = ", ".join(_role_of(row) for row in user.memberships.all()) or _("superuser")
            self.stdout.write(f"  {user.email:<36} {user.name}, {roles}")


def _role_of(row) -> str:
    """What the person is for the party, as in "HV Elzenhof (coördinator, mag tekenen)"."""
    signs = _(", may sign") if row.may_sign else ""
    return f"{row.party} ({row.get_role_display()}{signs})"
