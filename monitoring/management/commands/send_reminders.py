"""Mail everyone what waits: once a day, on working days."""

from django.utils import timezone

from monitoring.calendar import day_of
from monitoring.reminders.sending import send_reminders
from parties.history.records import change_set
from parties.once import OnceCommand


class Command(OnceCommand):
    help = "Mail everyone what waits for them. Run it as often as you like: nobody is told the same thing twice."

    def handle(self, *args, **options) -> None:
        with change_set(reason="send_reminders"):
            people = send_reminders(day_of(timezone.now()))
        self.stdout.write(f"Mails stored: {len(people)}.")
