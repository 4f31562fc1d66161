"""What the settings read from the environment and refuse with a sentence that says what to set."""

from pathlib import Path

import environ
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from django.core.exceptions import ImproperlyConfigured
from django.core.validators import DomainNameValidator


def make_private(folder: Path) -> None:
    """Make the folder where it is missing, and keep every other account of the machine out of it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        try:
            folder.chmod(0o700)
        except PermissionError as error:
            sentence = (
                f"DATA_DIR is {folder}, which others on this machine can read: let it belong to the user that runs the site."
            )
            raise ImproperlyConfigured(sentence) from error


def domains_in(env: environ.Env, name: str) -> list[str]:
    """The domains of addresses, in lower case."""
    domains = [domain.strip().lower() for domain in env.list(name)]
    if wrong := [domain for domain in domains if not DomainNameValidator().regex.search(domain)]:
        raise ImproperlyConfigured(f"{name} names {wrong[0]}: write what stands after the @ of an address.")
    return domains


def seal_in(env: environ.Env) -> tuple[str, str, str, str]:
    """The files of the seal (certificate with key, passphrase, roots) and the server for timestamps; empty without a certificate.

    A wrong passphrase is found at the start, not at the first text. The roots may stay set to check seals of before.
    """
    names = ("SEAL_CERTIFICATE", "SEAL_PASSPHRASE_FILE", "SEAL_ROOTS", "SEAL_TIMESTAMP_URL")
    certificate, passphrase_file, roots, timestamps = (env.str(name, default="") for name in names)
    if certificate:
        _check_seal(certificate, passphrase_file, roots)
    return certificate, passphrase_file, roots, timestamps


def _check_seal(certificate: str, passphrase_file: str, roots: str) -> None:
    for name, path in {"SEAL_CERTIFICATE": certificate, "SEAL_PASSPHRASE_FILE": passphrase_file, "SEAL_ROOTS": roots}.items():
        if not path:
            raise ImproperlyConfigured(
                f"{name} is missing: a seal needs a certificate, its passphrase and the roots to check it."
            )
        try:
            Path(path).read_bytes()
        except OSError as error:
            raise ImproperlyConfigured(f"{name} is {path}, which cannot be read: {error.strerror}.") from error
    try:
        passphrase = Path(passphrase_file).read_bytes().rstrip(b"\r\n")
        key, _certificate, _others = load_key_and_certificates(Path(certificate).read_bytes(), passphrase)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"SEAL_CERTIFICATE is {certificate}: SEAL_PASSPHRASE_FILE does not open it as PKCS#12."
        ) from error
    if key is None:
        raise ImproperlyConfigured(f"SEAL_CERTIFICATE is {certificate}, which has no key to seal with.")


def budget_in(env: environ.Env, name: str, usual: str) -> tuple[int, int]:
    """How many mails in an hour and in a day, from "30/100"."""
    text = env.str(name, default=usual)
    in_hour, _slash, in_day = text.partition("/")
    if not (in_hour.isdecimal() and in_day.isdecimal()):
        raise ImproperlyConfigured(f"{name} is {text}: write how many mails go in an hour and in a day, such as {usual}.")
    return int(in_hour), int(in_day)
