"""The file of an import, from its preview until someone confirms it: on the server, never in the page."""

import secrets
from dataclasses import dataclass, replace

from django.core.cache import caches

CACHE = "imports"


@dataclass(frozen=True)
class KeptFile:
    """What was uploaded, by whom and for which table, and the digest of what was shown of it."""

    data: bytes
    name: str
    table: str
    user_id: int
    session: str
    digest: str = ""


def keep(request, *, data: bytes, name: str, table: str) -> str:
    """Store the file for this session alone; the token that finds it says nothing about where it is."""
    if not request.session.session_key:
        request.session.save()
    token = secrets.token_urlsafe(24)
    kept = KeptFile(data, name, table, request.user.pk, request.session.session_key)
    caches[CACHE].set(_key(token), kept)
    return token


def kept_file(request, token: str, *, table: str) -> KeptFile | None:
    """The file, for the one who uploaded it, in the same session and for the same table; else None."""
    kept = caches[CACHE].get(_key(token)) if len(token) < 100 else None
    mine = (table, request.user.pk, request.session.session_key)
    return kept if kept and (kept.table, kept.user_id, kept.session) == mine else None


def remember_shown(token: str, kept: KeptFile, *, digest: str) -> None:
    caches[CACHE].set(_key(token), replace(kept, digest=digest))


def forget(token: str) -> None:
    caches[CACHE].delete(_key(token))


def _key(token: str) -> str:
    return f"import-{token}"
