"""Make the documents that versions miss: the server for timestamps was down, say, or the certificate ran out."""

from agreements.exports.health import tell_administrators
from agreements.exports.versions import make_missing_documents
from parties.once import OnceCommand


class Command(OnceCommand):
    help = "Maakt de documenten van versies die er nog geen hebben, en mailt beheerders wat niet lukt. Draai dit elk uur."

    def handle(self, **options) -> None:
        made, told = make_missing_documents(), tell_administrators()
        self.stdout.write(f"Gemaakte documenten: {len(made)}. Gemailde beheerders: {len(told)}.")
