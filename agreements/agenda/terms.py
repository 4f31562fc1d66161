"""What the agreement as a whole says beside its themes and goals, in words: who takes part how, what is counted, and meetings."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.agenda.rows import (
    AppendixHash,
    AppendixRow,
    GoalRow,
    IndicatorRow,
    MeetingRuleRow,
    ParticipationRow,
    TargetRow,
    TermsRow,
)
from agreements.models import Indicator, MeetingRule, Participation, Target
from agreements.models.indicator import plain_number, with_unit
from agreements.models.meeting_rule import quorum_phrase


@dataclass(frozen=True, slots=True)
class PrintedTerm:
    """A line of a list: its name, what was agreed, and in smaller letters what belongs to it. goal is a number, or empty.

    more is what was agreed too and is not printed: it is told when it changes.
    """

    id: int
    name: str
    words: str
    notes: tuple[str, ...] = ()
    goal: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    parties: tuple[PrintedTerm, ...]
    figures: tuple[PrintedTerm, ...]
    rules: tuple[PrintedTerm, ...]
    appendices: tuple[PrintedTerm, ...] = ()  # which the text lists itself; here with the hash of the file


def terms_of(
    parties: Iterable[ParticipationRow],
    terms: Iterable[TermsRow],
    indicators: Iterable[IndicatorRow],
    rules: Iterable[MeetingRuleRow],
    goals: Iterable[GoalRow],
) -> Terms:
    """In the language that is active, in the order of the document; asks the database nothing."""
    terms_by_party = {row.id: row for row in terms}
    numbers = {goal.id: (place, goal.number) for place, goal in enumerate(goals)}
    in_order = sorted(indicators, key=lambda row: numbers[row.goal_id][0])
    return Terms(
        parties=tuple(_party(row, terms_by_party[row.id]) for row in parties),
        figures=tuple(_figure(row, numbers[row.goal_id][1]) for row in in_order),
        rules=tuple(_rule(row, numbers[row.goal_id][1] if row.goal_id in numbers else "") for row in rules),
    )


def appendix_terms(appendices: Iterable[AppendixRow], hashes: Iterable[AppendixHash]) -> tuple[PrintedTerm, ...]:
    """Each with its file, which is another one when its hash is."""
    by_id = {row.id: row.sha256[:16] for row in hashes}
    return tuple(
        PrintedTerm(
            row.id,
            str(row),
            " · ".join(filter(None, [row.file_name, by_id.get(row.id, "")])),
            (date_format(row.document_date, "j F Y"),) if row.document_date else (),
        )
        for row in appendices
    )


def _party(row: ParticipationRow, terms: TermsRow) -> PrintedTerm:
    years = Indicator(start_year=terms.from_year, end_year=terms.to_year).years_phrase
    advice = str(Participation.Advice(terms.right_of_advice).label) if terms.right_of_advice else ""
    on_subject = ": ".join(filter(None, [advice, terms.advice_subject]))
    notes = (years, on_subject, terms.advice_adds)
    return PrintedTerm(row.id, row.name, str(Participation.Role(row.role).label), tuple(filter(None, notes)))


def _figure(row: IndicatorRow, goal: str) -> PrintedTerm:
    names = {field.name for field in fields(row)} - {"id", "goal_id", "delivered_by", "delivered_by_id", "targets"}
    indicator = Indicator(**{name: getattr(row, name) for name in names})
    phrases = (target_of(target, indicator).phrase for target in row.targets)
    words = "; ".join(phrases) or (str(indicator.get_kind_display()) if row.kind == Indicator.Kind.NO_DECREASE else "")
    counted = (indicator.get_per_display(), indicator.years_phrase, row.scope, _price(row))
    notes = (*counted, _baseline(row), _delivery(row))
    more = (row.source, *(_standing_of(target) for target in row.targets))
    return PrintedTerm(row.id, row.name, words, tuple(str(note) for note in notes if note), goal, tuple(filter(None, more)))


def _standing_of(row: TargetRow) -> str:
    """For how long the target is, and how firm."""
    period = _("target of the year") if row.year else _("target over the period")
    return f"{period} ({Target._meta.get_field('provisional').verbose_name})" if row.provisional else period


def target_of(row: TargetRow, indicator: Indicator) -> Target:
    """The target in memory, for its words."""
    return Target(indicator=indicator, **{field.name: getattr(row, field.name) for field in fields(row)})


def _price(row: IndicatorRow) -> str:
    return _("price level %(year)s") % {"year": row.price_level} if row.price_level else ""


def _baseline(row: IndicatorRow) -> str:
    if row.baseline is None:
        return ""
    words = _("baseline %(value)s") % {"value": with_unit(plain_number(row.baseline), row.unit)}
    return (
        _("%(words)s on %(date)s") % {"words": words, "date": date_format(row.baseline_on, "j F Y")} if row.baseline_on else words
    )


def _delivery(row: IndicatorRow) -> str:
    if not row.delivered_by:
        return ""
    to = _("%(party)s delivers it to %(to)s") if row.delivered_to else _("%(party)s delivers it")
    return ", ".join(filter(None, [to % {"party": row.delivered_by, "to": row.delivered_to}, row.delivered_when]))


def _rule(row: MeetingRuleRow, goal: str) -> PrintedTerm:
    by = (
        _("Planned by %(party)s.") % {"party": row.planned_by} if row.planned_by else "",
        _("Prepared by %(party)s.") % {"party": row.prepared_by} if row.prepared_by else "",
        _("Minuted by %(party)s.") % {"party": row.minuted_by} if row.minuted_by else "",
    )
    notes = tuple(filter(None, [row.participants, " ".join(filter(None, by)), quorum_phrase(row.quorum, row.quorum_number)]))
    return PrintedTerm(row.id, str(MeetingRule(kind=row.kind, subject=row.subject)), row.frequency, notes, goal)


def meeting_decides_term() -> PrintedTerm:
    """That the meeting of executives decides, among the rules on meetings."""
    words = _("What people who may sign agree to in this meeting counts as the answer of their party, once the minutes are sent.")
    return PrintedTerm(0, _("Decisions of the meeting of executives"), words)
