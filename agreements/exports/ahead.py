"""Documents made behind the page that made a text be in force; `manage.py make_documents` makes each hour what was missed."""

from django_tasks import task

from agreements.exports.versions import make_missing_documents
from agreements.models import Agenda, Agreement
from agreements.models.adoptable import Adoptable


def make_documents_soon(text: Adoptable | None = None) -> None:
    """The documents that versions (of this text) miss, and the mail that waits for them: by the worker, or now without one."""
    if text is None:
        make_documents_of.enqueue()
    else:
        make_documents_of.enqueue(agreement=text.whole.pk, year=text.year)


@task()
def make_documents_of(agreement: int | None = None, year: int | None = None) -> int:
    """How many were made: of the year, of the agreement as a whole without a year, of all texts without an agreement."""
    return len(make_missing_documents(None if agreement is None else _text(agreement, year)))


def _text(agreement: int, year: int | None) -> Adoptable:
    if year is None:
        return Agreement.objects.get(pk=agreement)
    return Agenda.objects.select_related("agreement").get(agreement=agreement, year=year)
