"""The stamp of a text: which state of it this is; and since when its document reads as it does."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache

from django.db.models import Count, Exists, Manager, Max, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import GreaterThan, IsNull
from simple_history.utils import get_history_model_for_model

from agreements.models import (
    Action,
    Agenda,
    Agreement,
    Appendix,
    Goal,
    GoalText,
    Indicator,
    Lead,
    MeetingRule,
    Participation,
    Project,
    Target,
    Theme,
    ThemeText,
)
from agreements.models.adoptable import Adoptable
from agreements.models.agreement import in_year
from parties.models import Party
from parties.prepared import Prepared


def stamp_of(text: Adoptable, *, with_figures: bool = False) -> str:
    """The stamp of all that the year, or the agreement as a whole, prints; in one query over the history: every write is there.

    with_figures also takes the figures of its goals, which a year does not print.

    Another one whenever anything that is printed differs. The count notices a row that got a lower number but was committed
    later. The moment of the last row notices that another history went before it: when a database was restored the numbers
    come again, and that moment does not.
    """
    found = sorted(_stamps.rows(*_keys(text), with_figures=with_figures))
    return hashlib.sha256(repr((text.pk, text.year, found)).encode()).hexdigest()


def changed_at(text: Adoptable) -> datetime:
    """The moment of the last change of what the text prints or once printed, in one query.

    A goal, theme, party, project or appendix that was never of this year does not change the day that stands on its document.
    """
    found = _changes.rows(*_keys(text), year=text.year_read, stands_still=text.stands_still)
    return max(changed for _table, changed in found if changed)


def _keys(text: Adoptable) -> tuple[int, ...]:
    """Those of its agreement and, where it is of a year, its agenda: so is a text known in what follows."""
    return (text.whole.pk,) if text.year is None else (text.whole.pk, text.pk)


def _summary(histories: Iterable[QuerySet], **columns) -> QuerySet:
    """A line for each of these histories, in one query: its place, and these columns."""
    first, *others = [rows.order_by().values(table=Value(place)).annotate(**columns) for place, rows in enumerate(histories)]
    return first.union(*others, all=True).values_list("table", *columns)


def _histories(agreement: int, agenda: int | None = None, *, with_figures: bool = False) -> list[QuerySet]:
    """The history of every row that texts of the agreement print or once printed, deleted and moved rows included.

    Of actions and their leads only what ever was of this year; figures and rules on meetings only for the agreement as a whole.
    """
    themes = _history(Theme).filter(agreement=agreement)
    goals = _history(Goal).filter(theme__in=themes.values("id"))
    actions = _history(Action).filter(agenda=agenda).values("id")
    participations = _history(Participation).filter(agreement=agreement)
    return [
        _history(Agreement).filter(id=agreement),
        _history(Agenda).filter(agreement=agreement),
        participations,
        _history(Party).filter(id__in=participations.values("party")),
        themes,
        goals,
        _history(Action).filter(id__in=actions),
        _printed_leads(actions),
        _history(Project).filter(agreement=agreement),
        _history(Appendix).filter(agreement=agreement),
        _history(ThemeText).filter(theme__in=themes.values("id")),
        _history(GoalText).filter(theme__in=themes.values("id")),
        *(_of_all_years(agreement, goals) if agenda is None else []),
        *(_figures(goals) if with_figures else []),
    ]


def _of_all_years(agreement: int, goals: QuerySet) -> list[QuerySet]:
    """The history of figures and rules on meetings, which only the text of the agreement as a whole prints."""
    indicators, targets = _figures(goals)
    return [
        indicators,
        targets.filter(id__in=targets.filter(year=None).values("id")),
        _history(MeetingRule).filter(agreement=agreement),
    ]


def _figures(goals: QuerySet) -> tuple[QuerySet, QuerySet]:
    """The history of the figures of these goals, and of all their targets."""
    indicators = _history(Indicator).filter(goal__in=goals.values("id"))
    return indicators, _history(Target).filter(indicator__in=indicators.values("id"))


def printed_histories(text: Adoptable) -> dict[type[Model], QuerySet]:
    """By model: the history of every row that ever was of this year, without what changed nothing in it."""
    printed = _printed(*_keys(text), year=text.year_read, stands_still=text.stands_still)
    return {rows.model.instance_type: rows for rows in printed}


def _printed(agreement: int, agenda: int | None = None, *, year: int, stands_still: bool) -> list[QuerySet]:
    (
        agreements,
        agendas,
        participations,
        parties,
        themes,
        goals,
        actions,
        leads,
        projects,
        appendices,
        theme_texts,
        goal_texts,
        *of_all_years,
    ) = _histories(agreement, agenda)
    of_agenda = actions.filter(agenda=agenda)
    taking_part = participations if agenda is None else participations.filter(in_year(year, "from_year", "to_year"))
    taking_part = taking_part.filter(in_year(year, "printed_from", "printed_until"))
    if stands_still:  # only a draft prints who is asked
        taking_part = taking_part.filter(state=Participation.State.ACCEPTED)
    if agenda is not None:
        goal_of_year = in_year(year, "start_year", "end_year") & (Q(added_on=None) | Q(added_on__year__lte=year))
        with_action = Q(id__in=of_agenda.values("goal"))
        ever_of_year = Exists(_history(Goal).filter(goal_of_year, id=OuterRef("id")))
        in_theme = _history(Goal).filter(Q(theme=OuterRef("id")) | Q(theme__parent=OuterRef("id")))
        is_introduction = ~Exists(in_theme) & ~Q(introduction="")
        themes = themes.filter(Exists(in_theme.filter(goal_of_year | with_action)) | is_introduction)
        goals = goals.filter(ever_of_year | with_action)
    of_appendices = appendices.filter(Q(agenda=None) | Q(agenda=agenda))
    return [
        agreements,
        agendas.filter(id=agenda),
        _without_reminders(participations.filter(id__in=taking_part.values("id"))),
        parties.filter(id__in=taking_part.values("party")),
        _of_its_words(themes, year),
        _while_it_stands(_of_its_words(goals, year), year),
        actions,
        leads,
        projects.filter(id__in=of_agenda.exclude(project=None).values("project")),
        appendices.filter(id__in=of_appendices.values("id")),
        _written_later(theme_texts, Theme, year),
        _written_later(goal_texts, Goal, year),
        *of_all_years,
    ]


def _of_its_words(records: QuerySet, year: int) -> QuerySet:
    """The records of goals or themes without those that change nothing in the year.

    Those are the words of a later year, what puts the row back as the year had it before them, and what was saved as it was.
    """
    readable = Q(words_from=None) | Q(words_from__lte=year)
    return _without_repeats(records.filter(readable), readable, _same(records.model.instance_type, year))


def _without_reminders(participations: QuerySet) -> QuerySet:
    """The records of participations without those that only say that a party was reminded to answer."""
    return _without_repeats(participations, Q(), _same(Participation, 0))


def _without_repeats(records: QuerySet, readable: Q, same: Iterable[Q]) -> QuerySet:
    """Without what prints the same as the readable record of the row before it."""
    every = _history(records.model.instance_type)
    earlier = every.filter(readable, id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    is_as_before = Exists(every.filter(*same, history_id=OuterRef("before")))
    return records.alias(before=Subquery(earlier.values("history_id")[:1])).exclude(is_as_before, history_type="~")


def _same(model: type[Model], year: int) -> Iterator[Q]:
    """That a record of this model prints in the year what the outer one does."""
    left_out = {"id", "words_from", "reminded_at", "printed_from", "printed_until"}
    names = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
    dropping = {"dropped_from", "drop_reason"} & set(names)
    for name in names:
        is_same = Q(**{name: OuterRef(name)}) | Q(IsNull(OuterRef(name), True), **{name: None})
        if name in dropping:  # which earlier years do not print
            is_same |= (Q(dropped_from=None) | Q(dropped_from__gt=year)) & (
                Q(IsNull(OuterRef("dropped_from"), True)) | Q(GreaterThan(OuterRef("dropped_from"), Value(year)))
            )
        yield is_same


def _while_it_stands(records: QuerySet, year: int) -> QuerySet:
    """The records of goals without those of a goal that was dropped from an earlier year already."""
    earlier = _history(Goal).filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    return records.alias(was_dropped=Subquery(earlier.values("dropped_from")[:1])).exclude(
        dropped_from__lt=year, was_dropped__lt=year
    )


def _written_later(records: QuerySet, model: type[Model], year: int) -> QuerySet:
    """The records of earlier words that were written for their own year, without those that keep what the row itself had."""
    texts = records.model.instance_type
    own = [name for name in texts.word_fields if not texts._meta.get_field(name.removesuffix("_id")).null]
    before = {"id": OuterRef(f"{model._meta.model_name}_id"), "history_date__lt": OuterRef("history_date")}
    is_kept = Exists(_history(model).filter(**before, **{name: OuterRef(name) for name in own}))
    begun = records.filter(Q(from_year=None) | Q(from_year__lte=year))
    return begun.exclude(history_type="-").exclude(is_kept, history_type="+")


def _printed_leads(actions: QuerySet) -> QuerySet:
    """The history of the leads without the changes that are not printed: another contact leaves the document as it was."""
    leads = _history(Lead)
    before = leads.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id").values("history_id")
    printed = {name: OuterRef(name) for name in ("party", "task", "position")}
    same = Exists(leads.filter(history_id=OuterRef("before"), **printed))
    rows = leads.filter(action__in=actions).alias(before=Subquery(before[:1]))
    return rows.exclude(same, history_type="~")


@cache
def _history(model: type[Model]) -> Manager:
    """The history of the model as a plain manager: Model.history makes a class anew at each use, which a page would feel."""
    return get_history_model_for_model(model).objects


@Prepared
def _stamps(*text: int, with_figures: bool) -> QuerySet:
    return _summary(
        _histories(*text, with_figures=with_figures), last=Max("history_id"), count=Count("history_id"), at=Max("history_date")
    )


@Prepared
def _changes(*text: int, year: int, stands_still: bool) -> QuerySet:
    return _summary(_printed(*text, year=year, stands_still=stands_still), changed=Max("history_date"))
