"""What follows from proposals by itself: taking effect once nothing is waited for, expiring, and the documents of versions."""

from agreements.consent.answering import expire_overdue, finish_all_due
from agreements.exports.health import tell_administrators
from agreements.exports.versions import make_missing_documents
from parties.once import OnceCommand


class Command(OnceCommand):
    help = (
        "Laat voorstellen ingaan waarop niets meer wacht, laat die vervallen waarvan de termijn voorbij is, en maakt documenten"
        " van versies die er nog geen hebben."
    )

    def handle(self, **options) -> None:
        finished, expired, made = finish_all_due(), expire_overdue(), make_missing_documents()
        tell_administrators()
        self.stdout.write(
            f"Ingegane voorstellen: {len(finished)}. Vervallen voorstellen: {len(expired)}. Gemaakte documenten: {len(made)}."
        )
