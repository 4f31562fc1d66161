"""Links in what people type and mails carry: a mail of this site must not lead elsewhere."""

import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

ELSEWHERE = _("«%(link)s» reads as a link to another site. Leave it out, or put a space after the full stop.")

_BETWEEN = re.compile(r"[\s()\[\]<>{}\"'`«»“”„‘’,;|*]+")  # what ends an address in a text
_MAILBOX = re.compile(r"(?:mailto:)?[\w.+-]+@[\w.-]+")
_SCHEME = re.compile(r"https?:[/\\]*|://[/\\]*|^[/\\]{2,}", re.IGNORECASE)
_BEYOND_HOST = re.compile(r"[/?#\\]")
_LABEL = re.compile(r"[^\W_][\w-]*")
_DOTS = str.maketrans(dict.fromkeys("。｡", "."))  # browsers read these as a dot
FILES = {
    "pdf",
    "docx",
    "xlsx",
    "pptx",
    "odt",
    "ods",
    "odp",
    "txt",
    "csv",
    "png",
    "jpg",
    "jpeg",
}  # nobody owns these


def refuse_link_elsewhere(text: str) -> None:
    """Raise a ValidationError that names the first thing that a mail program would link elsewhere."""
    if found := link_elsewhere(text):
        raise ValidationError(ELSEWHERE, code="link", params={"link": found})


def refuse_new_link(row: models.Model, name: str) -> None:
    """The same for one field of a row, at that field; what is stored already is left as it is."""
    found = link_elsewhere(getattr(row, name))
    if found and not type(row)._base_manager.filter(pk=row.pk, **{name: getattr(row, name)}).exists():
        raise ValidationError({name: ValidationError(ELSEWHERE, code="link", params={"link": found})})


def link_elsewhere(text: str) -> str:
    """The first address in the text that leads to another host, or nothing; an e-mail address does not."""
    # Signs that nobody sees do not hide one.
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf").translate(_DOTS)
    return next((piece for piece in _BETWEEN.split(seen) if _is_elsewhere(piece)), "")


def leads_elsewhere(address: str) -> bool:
    """Whether a link leaves the site; programs differ on backslashes, so any such link does."""
    hosts = [_host_of(address[scheme.end() :]) for scheme in _SCHEME.finditer(address)]
    return any(host not in {"", settings.SITE_HOST} for host in hosts) or (bool(hosts) and "\\" in address)


def _host_of(address: str) -> str:
    """The host in what follows the scheme: without the name of a user before it, or a port after it."""
    return _BEYOND_HOST.split(address, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].lower()


def _is_elsewhere(piece: str) -> bool:
    scheme = _SCHEME.search(piece)
    if scheme and leads_elsewhere(piece):
        return True
    if _MAILBOX.fullmatch(piece):
        return False
    address = piece[: scheme.start()] if scheme else piece.rpartition("@")[2]
    host = _host_of(address).rstrip(".!?")
    has_path = len(address.rstrip(".!?:")) > len(host)
    return _is_host(host, has_path) and host != settings.SITE_HOST


def _is_host(text: str, has_path: bool) -> bool:
    """Whether a mail program would take it for the name of a host; initials ("J.de Vries") are none."""
    *labels, last = text.split(".")
    if not labels or not all(map(_LABEL.fullmatch, labels)) or last in FILES:
        return False
    return (last.isalpha() or last.startswith("xn--")) and len(last) > 1 and (has_path or len(labels[-1]) > 1)
