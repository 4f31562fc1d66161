"""What libraries say on a page or in a mail is Dutch too."""

import re
from pathlib import Path

import allauth
import django
import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

LIBRARIES = {
    "admin": Path(django.__file__).parent / "contrib/admin",
    "auth": Path(django.__file__).parent / "contrib/auth",
    "django": Path(django.__file__).parent / "conf",
    "allauth": Path(allauth.__file__).parent,
}
# Not said anywhere here, or the same word in Dutch.
SAME = {
    "%(class_name)s %(instance)s",
    "Filter",
    "salt",
    "hash",
    "checksum",
    "URL",
    "IPv4",
    "IPv6",
    "Code",
    "Browser",
    "Accounts",
    "Login",
    "Headless",
    "client",
    "clients",
    "MFA",
    "TOTP Authenticator",
    "WebAuthn",
    "Authenticator code",
    "provider",
    "provider ID",
    "client id",
    "social application",
    "social applications",
    "uid",
    "extra data",
    "social account",
    "social accounts",
    "Menu:",
    "Passkey",
}


def sentences(catalogue: Path) -> list[tuple[str, str, str]]:
    """The context, the words of each entry, and those for more than one."""
    found = []
    for entry in catalogue.read_text().split("\n\n")[1:]:
        joined = re.sub(r'"\n"', "", entry)
        names = ("msgctxt", "msgid", "msgid_plural")
        context, words, plural = (re.search(rf'^{name} "(.*)"$', joined, re.MULTILINE) for name in names)
        if words and words[1] and "#~" not in entry:
            found.append(tuple(_as_said(each[1]) if each else "" for each in (context, words, plural)))
    return found


def _as_said(written: str) -> str:
    return written.replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t")


def in_dutch(context: str, words: str, plural: str) -> str:
    if plural:
        return ngettext(words, plural, 1)
    return pgettext(context, words) if context else gettext(words)


@pytest.mark.parametrize("name", sorted(LIBRARIES))
def test_every_sentence_of_a_library_has_dutch(name):
    found = sentences(LIBRARIES[name] / "locale/en/LC_MESSAGES/django.po")
    assert len(found) > 50
    with translation.override("nl"):
        english = {words for context, words, plural in found if in_dutch(context, words, plural) == words}
    # A unit, a name of a language or a month in short says the same in both.
    assert {words for words in english - SAME if len(words.split()) > 1 and not re.match(r"%[\w()]+ \w+$", words)} == set()
