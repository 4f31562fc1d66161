"""What libraries say on a page or in a mail is Dutch too."""

import re
from pathlib import Path

import allauth
import django
import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext

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


def sentences(catalogue: Path) -> list[tuple[str, str]]:
    """The context and the words of each entry."""
    found = []
    for entry in catalogue.read_text().split("\n\n")[1:]:
        joined = re.sub(r'"\n"', "", entry)
        words, context = (re.search(rf'^{name} "(.*)"$', joined, re.MULTILINE) for name in ("msgid", "msgctxt"))
        if words and words[1] and "#~" not in entry:
            text = words[1].replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t")
            found.append((context[1] if context else "", text))
    return found


@pytest.mark.parametrize("name", sorted(LIBRARIES))
def test_every_sentence_of_a_library_has_dutch(name):
    found = sentences(LIBRARIES[name] / "locale/en/LC_MESSAGES/django.po")
    assert len(found) > 50
    with translation.override("nl"):
        english = {words for context, words in found if (pgettext(context, words) if context else gettext(words)) == words}
    # A unit, a name of a language or a month in short says the same in both.
    assert {words for words in english - SAME if len(words.split()) > 1 and not re.match(r"%[\w()]+ \w+$", words)} == set()
