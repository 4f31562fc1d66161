"""A published text: found by its address, read from its version, without the people in it. All pages read texts here."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone

from agreements.agenda.content import AgendaContent, PrintedAction, PrintedGoal
from agreements.agenda.stored import StoredText, content_of_version, read_content, version_in_force
from agreements.agenda.withheld import passages_in
from agreements.models import Agenda, Agreement, Participation, Publication, PublicConsent, Version
from agreements.models.adoptable import Adoptable
from agreements.models.publication import texts_that_show
from monitoring.models import DwellingCount, Measurement, ProgressUpdate
from parties.models import Party
from parties.prepared import Prepared, Word, Year

HOUSE = ("id", "name", "short_name", "colour", "logo")


class TakenBackError(Exception):
    """Everyone could read this text, until its publication was taken back."""

    def __init__(self, publication: Publication):
        super().__init__(str(publication))
        self.publication = publication


@dataclass(frozen=True)
class PublicText:
    """A text of which everyone may read the versions: the newest first, each without its content.

    publications are those by which it is public, taken_back those that ended. shows_progress and shows_signers say whether all
    parties agreed that progress is shown, and that the people who signed are named.
    """

    versions: tuple[Version, ...]
    publications: tuple[Publication, ...]
    taken_back: tuple[Publication, ...]
    shows_progress: bool = False
    shows_signers: bool = False

    @property
    def house(self) -> Party | None:
        """The municipality in whose colour and with whose logo its pages are; None where it is not of one municipality alone."""
        found = [party for party in self.content.signatories if party.kind == Party.Kind.MUNICIPALITY]
        style = getattr(self.newest, "house", None) or {"id": None}
        return Party(**style) if [party.id for party in found] == [style["id"]] else None

    @property
    def newest(self) -> Version:
        return self.versions[0]

    @property
    def text(self) -> Agenda | Agreement:
        return self.newest.text

    @property
    def agreement(self) -> Agreement:
        return self.newest.agreement

    @cached_property
    def content(self) -> AgendaContent:
        return self.content_of(self.newest)

    @cached_property
    def stored(self) -> StoredText:
        """What the newest version holds beside what is printed."""
        return read_content(self.newest.content)

    def numbered(self, number: int) -> Version:
        """The version with this number; there is no such page where it is not public."""
        found = next((row for row in self.versions if row.number == number), None)
        if found is None:
            raise Http404
        return found

    def before(self, version: Version) -> Version | None:
        """The public version that this one took the place of."""
        return next((row for row in self.versions if row.place < version.place), None)

    def content_of(self, version: Version) -> AgendaContent:
        content = content_of_version(version)
        return content if self.shows_signers else without_people(content)

    def goal(self, pk: int) -> PrintedGoal:
        found = next((goal for goal in self.content.goals if goal.id == pk), None)
        if found is None:
            raise Http404
        return found

    def action(self, pk: int) -> tuple[PrintedGoal, PrintedAction]:
        """The action with the goal that it is for."""
        found = next(((goal, row) for goal in self.content.goals for row in goal.actions if row.id == pk), None)
        if found is None:
            raise Http404
        return found

    @property
    def stamp(self) -> tuple:
        """By what it is known what stands on its pages; with progress three queries."""
        text, passages = self.text, passages_in(self.agreement)
        publications = [(row.pk, row.withdrawn_at) for row in (*self.publications, *self.taken_back)]
        names = (text.title, text.state, self.agreement.title, str(self.newest.house))
        shown = (self.shows_signers, *(_progress_stamp(text) if self.shows_progress else ()))
        return (*(row.sha256 for row in self.versions), *publications, names, passages, shown, timezone.localdate())


def _progress_stamp(agenda: Agenda) -> tuple:
    return (
        *_REPORTED.rows(agenda.pk, timezone.localdate()),
        *_MEASURED.rows(agenda.agreement_id, timezone.localdate()),
        *_COUNTED.rows(agenda.agreement_id, timezone.localdate()),
    )


def _counted(rows: QuerySet, **more: Max) -> QuerySet:
    """How many rows there are and which is the last, as one row."""
    counted = {"count": Count("pk", distinct=True), "last": Max("pk"), **more}
    return rows.order_by().annotate(all=Value(1)).values("all").annotate(**counted).values_list(*counted)


# Each is asked for every page that anyone opens, so its SQL is written once.
_REPORTED = Prepared(
    lambda agenda, day: _counted(ProgressUpdate.objects.published(day).filter(action__agenda=agenda), review=Max("reviews__pk"))
)
_MEASURED = Prepared(
    lambda agreement, day: _counted(Measurement.objects.published(day).filter(indicator__goal__theme__agreement=agreement))
)
_COUNTED = Prepared(lambda agreement, day: _counted(DwellingCount.objects.published(day).filter(project__agreement=agreement)))


def without_people(content: AgendaContent) -> AgendaContent:
    """The tree without the names and functions of who signed; when a party signed stays."""
    return replace(content, parties=tuple(replace(party, signed_by="", mandate="") for party in content.parties))


def public_text(slug: str, year: int | None) -> PublicText:
    """What is published at this address. Three queries.

    Http404 where nothing ever was; TakenBackError where it was taken back, with the reason for who asks.
    """
    at = (Word(slug),) if year is None else (Word(slug), Year(year))
    publications = tuple(_PUBLISHED.models(timezone.localdate(), *at))
    taken_back = tuple(_TAKEN_BACK.models(*at))
    if not publications:
        if taken_back:
            raise TakenBackError(taken_back[0])
        raise Http404
    rows = tuple(_VERSIONS.models(timezone.localdate(), *at))
    return PublicText(
        rows,
        publications,
        taken_back,
        shows_progress=year is not None and bool(rows[0].shows_progress),
        shows_signers=bool(rows[0].shows_signers),
    )


def _at(rows: QuerySet, slug: str, year: int | None = None) -> QuerySet:
    rows = rows.filter(agreement__slug=slug)
    return rows.filter(agenda=None) if year is None else rows.filter(agenda__year=year)


def _versions(day: date, *at: Word | int) -> QuerySet:
    """The newest first, each with what the parties agreed to show and the look of the municipality."""
    houses = Participation.objects.published(day).signing().filter(agreement=OuterRef("agreement"))
    municipality = houses.filter(party__kind=Party.Kind.MUNICIPALITY).order_by("pk")
    house = Subquery(municipality.values(style=JSONObject(**{name: f"party__{name}" for name in HOUSE}))[:1])
    shown = {f"shows_{kind}": ExpressionWrapper(texts_that_show(kind), BooleanField()) for kind in PublicConsent.Kind}
    versions = _at(Version.objects.published(day), *at).select_related("agreement", "agenda__agreement")
    return versions.annotate(**shown, house=house).defer("content").order_by("-place")


_PUBLISHED = Prepared.in_order(lambda day, *at: _at(Publication.objects.published(day), *at).select_related("party"))
_TAKEN_BACK = Prepared.in_order(
    lambda *at: _at(Publication.objects.ended(), *at).select_related("party", "agreement", "agenda__agreement")
)
_VERSIONS = Prepared.in_order(_versions)


def as_if_published(text: Adoptable) -> PublicText:
    """The text in force as everyone would read it, for who may see it; there is no such page where none is in force."""
    version = version_in_force(text)
    if version is None:
        raise Http404
    return PublicText((version,), (), ())
