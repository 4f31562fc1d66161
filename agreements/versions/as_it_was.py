"""A text, and all that was said of it, as it was at a moment: deleted rows, leads, targets, lights and names as they were then.

Who may read decides as of now, and what is withheld now stays withheld. docs/decisions/0044-as-it-was-and-compare.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.models import Agenda, Agreement, Withholding, agreement, words
from agreements.models.adoptable import Adoptable
from agreements.models.agreement import InAgreement
from parties.history.past import TrackedTable, reading_past
from parties.models import Party

DAY = "%Y-%m-%d"
MINUTE = "%Y-%m-%dT%H:%M"


@contextmanager
def as_it_was(moment: datetime) -> Iterator[None]:
    """Read as of then within the block, by whatever code; take only plain values out of it. Nothing is written within.

    Find the text for the person before, and text_then() within.
    """
    with _apart_from_memory(), reading_past(_tables(), moment):
        yield


@contextmanager
def _apart_from_memory() -> Iterator[None]:
    """Rows of now and of then answer no question for each other: those in memory are asked together otherwise."""
    kept = [(holder, dict(holder.__dict__)) for holder in (agreement._loaded, words._loaded)]
    for holder, _rows in kept:
        holder.__dict__.clear()
    try:
        yield
    finally:
        for holder, rows in kept:
            holder.__dict__.clear()
            for name, value in rows.items():
                setattr(holder, name, value)


def text_then(text: Adoptable) -> Adoptable | None:
    """The text as it was, within as_it_was(); None where there was none yet."""
    if text.year is None:
        return Agreement.objects.filter(pk=text.pk).first()
    return Agenda.objects.select_related("agreement").filter(pk=text.pk).first()


@cache
def _tables() -> tuple[TrackedTable, ...]:
    """Every table with a history of which the rows belong to an agreement, and the parties. People are called as they are now."""
    models = [model for model in _below(InAgreement) if hasattr(model, "history") and model is not Withholding]
    rows = [TrackedTable(model, only_added=model.only_added, as_now=model.read_as_now) for model in models]
    return (*rows, TrackedTable(Party))


def _below(model: type) -> Iterator[type[InAgreement]]:
    for found in model.__subclasses__():
        if not found._meta.abstract:
            yield found
        yield from _below(found)


# -- Moments, as they stand in an address and as people read them


def moment_of(words: str) -> datetime | None:
    """The end of a day ("2024-12-01"), or that minute ("2024-12-01T14:30"); None for anything else and for what is to come."""
    found = _parsed(words)
    now = timezone.now()
    if found is None or found.date() > timezone.localdate():
        return None
    return min(found, now)


def _parsed(words: str) -> datetime | None:
    for form, length in ((DAY, timedelta(days=1)), (MINUTE, timedelta(minutes=1))):
        try:
            naive = datetime.strptime(words, form)
        except ValueError:
            continue
        if naive.year < EARLIEST.year:
            return None
        return timezone.make_aware(naive + length) - timedelta(microseconds=1)
    return None


EARLIEST = date(2000, 1, 1)


def moment_in_words(moment: datetime) -> str:
    """The day, and the time where it is not the end of it."""
    found = timezone.localtime(moment)
    is_whole_day = found.time() >= time(23, 59, 59)
    return (
        date_format(found, "j F Y")
        if is_whole_day
        else _("%(day)s, %(time)s")
        % {
            "day": date_format(found, "j F Y"),
            "time": date_format(found, "H:i"),
        }
    )
