"""What the settings read from the environment and refuse with a sentence that says what to set."""

from pathlib import Path

import environ
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


def budget_in(env: environ.Env, name: str, usual: str) -> tuple[int, int]:
    """How many mails in an hour and in a day, from "30/100"."""
    text = env.str(name, default=usual)
    in_hour, _slash, in_day = text.partition("/")
    if not (in_hour.isdecimal() and in_day.isdecimal()):
        raise ImproperlyConfigured(f"{name} is {text}: write how many mails go in an hour and in a day, such as {usual}.")
    return int(in_hour), int(in_day)
