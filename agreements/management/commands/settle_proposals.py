"""What follows from proposals by itself: those of which the day is over expire, and versions get the document they miss."""

from django.core.management.base import BaseCommand

from agreements.consent.adoption import expire_overdue
from agreements.exports.health import tell_administrators
from agreements.exports.versions import make_missing_documents


class Command(BaseCommand):
    help = "Laat voorstellen vervallen waarvan de termijn voorbij is en maakt documenten van versies die er nog geen hebben."

    def handle(self, **options) -> None:
        expired, made = expire_overdue(), make_missing_documents()
        tell_administrators()
        self.stdout.write(f"Vervallen voorstellen: {len(expired)}. Gemaakte documenten: {len(made)}.")
