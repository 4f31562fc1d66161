"""Both real documents, the people of the demonstration, and invented progress on one of the documents."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements import demo
from monitoring.calendar import day_of
from monitoring.demo import PROGRESS, load_progress
from parties.models import User


class Command(BaseCommand):
    help = "Laadt de prestatieafspraken van Heumen en Heeze-Leende, en mensen en voortgang die verzonnen zijn."

    def add_arguments(self, parser):
        parser.add_argument("--without-people", action="store_true", help="alleen de documenten, geen mensen en geen voortgang")

    def handle(self, *, without_people: bool, **options):
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
            demo.load_people(demo.FIXTURES / demo.PEOPLE)
            if load_progress(demo.FIXTURES / PROGRESS, today=day_of(timezone.now())):
                self.stdout.write(_("Loaded: invented rounds and progress, to show how it works; each says «fictief»."))
            self._print_logins()

    def _print_logins(self):
        people = User.objects.filter(is_fictitious=True).prefetch_related("memberships__party").order_by("pk")
        self.stdout.write("")
        self.stdout.write(
            _("Sign in at %(site)s with one of these fictitious people, password %(password)s:")
            % {"site": settings.SITE_URL, "password": demo.DEMO_PASSWORD}
        )
        for user in people:
            roles = ", ".join(f"{row.party} ({row.get_role_display()})" for row in user.memberships.all()) or _("superuser")
            self.stdout.write(f"  {user.email:<34} {user.name}, {roles}")
