"""After a new SECRET_KEY: encrypt the secrets of second factors with it, so that the old key can go."""

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand

from parties.accounts.secrets import encrypt_anew


class Command(BaseCommand):
    help = "Encrypt the secrets of second factors with SECRET_KEY, where SECRET_KEY_FALLBACKS still has to open them."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"Encrypted anew: {encrypt_anew(Authenticator.objects.all())}.")
