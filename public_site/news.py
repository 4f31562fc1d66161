"""What changed in what everyone may read: versions that came, and texts that were taken back. As an Atom feed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Publication, Version
from agreements.models.adoptable import Adoptable
from public_site.texts import PublicText

MOST = 50


@dataclass(frozen=True, slots=True)
class PublicNews:
    """key makes the id of the entry, which stays the same whatever the title becomes."""

    key: str
    title: str
    words: str
    address: str
    at: datetime


def news_of(found: PublicText) -> list[PublicNews]:
    """Of one text."""
    first = min(row.public_from for row in found.publications)
    rows = [_version(row, first) for row in found.versions]
    return _latest([*rows, *map(_taken_back, found.taken_back)])


def all_news() -> list[PublicNews]:
    """Of all texts. Three queries."""
    first: dict[tuple, date] = {}
    for row in Publication.objects.published():
        key = row.agreement_id, row.agenda_id
        first[key] = min(row.public_from, first.get(key, row.public_from))
    versions = Version.objects.published().select_related("agreement", "agenda__agreement").defer("content", "ground")
    newest = versions.order_by("-recorded_at", "-pk")[:MOST]
    ended = Publication.objects.ended().select_related("party", "agreement", "agenda__agreement")[:MOST]
    rows = [_version(row, first[row.agreement_id, row.agenda_id]) for row in newest]
    return _latest([*rows, *map(_taken_back, ended)])


def _latest(rows: Iterable[PublicNews]) -> list[PublicNews]:
    return sorted(rows, key=lambda row: (row.at, row.key), reverse=True)[:MOST]


def _version(version: Version, first: date) -> PublicNews:
    """It is news from the moment on that everyone could read it."""
    text = version.text
    begun = timezone.make_aware(datetime.combine(first, time.min))
    return PublicNews(
        key=f"versie/{version.sha256}",
        title=f"{text.title}: {version.name}",
        words=_("In force from %(day)s.") % {"day": _in_words(version.in_force_from)},
        address=text.address("public_version", version.number),
        at=max(begun, version.recorded_at),
    )


def _taken_back(row: Publication) -> PublicNews:
    text: Adoptable = row.agenda or row.agreement
    words = {"party": row.party, "day": _in_words(row.withdrawn_on), "reason": row.withdraw_reason}
    return PublicNews(
        key=f"ingetrokken/{row.pk}",
        title=_("%(text)s: no longer published by %(party)s") % {"text": text.title, "party": row.party},
        words=_("%(party)s took this back on %(day)s: %(reason)s") % words,
        address=text.address("public_text"),
        at=row.withdrawn_at,
    )


def _in_words(day: date) -> str:
    return date_format(day, "j F Y")


def as_atom(title: str, page: str, feed: str, rows: Iterable[PublicNews]) -> str:
    """page is the address that it tells of, feed its own."""
    atom = Atom1Feed(title, settings.SITE_URL + page, "", language="nl", feed_url=settings.SITE_URL + feed)
    for row in _entries(rows):
        atom.add_item(**row)
    return atom.writeString("utf-8")


def _entries(rows: Iterable[PublicNews]) -> Iterator[dict]:
    for row in rows:
        yield {
            "title": row.title,
            "link": settings.SITE_URL + row.address,
            "description": row.words,
            "unique_id": f"{settings.SITE_URL}{row.address}#{row.key}",
            "updateddate": row.at,
            "pubdate": row.at,
        }
