"""Second factors are stored encrypted, with a key from SECRET_KEY: a copy of the database is no key."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import QuerySet

PREFIX = "fernet:"  # what does not begin so was stored before secrets were encrypted
PURPOSE = b"driehoek: secrets of second factors"


def encrypt(text: str) -> str:
    return PREFIX + _newest().encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """The secret, also one stored plain or with an older key; never a guess without the key."""
    if not stored.startswith(PREFIX):
        return stored
    try:
        return _all_keys().decrypt(stored.removeprefix(PREFIX)).decode()
    except InvalidToken as error:
        sentence = "A second factor was encrypted with another SECRET_KEY: put that key into SECRET_KEY_FALLBACKS."
        raise ImproperlyConfigured(sentence) from error


def encrypt_anew(authenticators: QuerySet) -> int:
    """Encrypt with the newest key what is plain or has an older key; returns how many changed."""
    with_secret = authenticators.filter(type__in=["totp", "recovery_codes"])  # of a passkey only the public half is here
    changed = 0
    for key in list(with_secret.values_list("pk", flat=True)):
        with transaction.atomic():
            row = with_secret.select_for_update().filter(pk=key).first()
            renewed = {name: _renew(value) for name, value in row.data.items()} if row else {}
            if row and renewed != row.data:
                row.data = renewed
                row.save(update_fields=["data"])
                changed += 1
    return changed


def _renew(value):
    """A part of what allauth stores of a second factor: a secret, a list of secrets, or something else."""
    match value:
        case str():
            return value if _has_newest_key(value) else encrypt(decrypt(value))
        case list():
            return [_renew(part) for part in value]
    return value


def _has_newest_key(stored: str) -> bool:
    if not stored.startswith(PREFIX):
        return False
    try:
        _newest().decrypt(stored.removeprefix(PREFIX))
    except InvalidToken:
        return False
    return True


def _newest() -> Fernet:
    return _fernet(settings.SECRET_KEY)


def _all_keys() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
