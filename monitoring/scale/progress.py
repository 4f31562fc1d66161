"""How it went: rounds, what the leads reported and the others said of it, figures, comments, and positions."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid5

from agreements.models import Comment, Version
from monitoring.models import Dissent, Measurement, ProgressUpdate, Review, Round
from monitoring.scale.people import PartyWithPeople
from monitoring.scale.rows import SPACE, Pile
from monitoring.scale.texts import AgreementMade, YearMade
from monitoring.scale.words import (
    ASK,
    CAUSE,
    COMMENTS,
    CORRECTION,
    EFFECT,
    NEXT,
    REPORTED,
    number_for,
    one_of,
    said,
)

WINDOW = 21
LIGHTS_OF_TEN = ("on_track",) * 5 + ("done", "done", "at_risk", "off_track", "not_due")
ROUND_DAYS = ((5, 31), (10, 31))


def make_progress(pile: Pile, made: AgreementMade, year: YearMade, version: Version | None, *, today: date) -> list[Round]:
    """Two rounds in the year, and one that is open today; each closed one is answered for every action."""
    rounds = []
    for at, (month, day) in enumerate(ROUND_DAYS):
        reference = date(year.agenda.year, month, day)
        rounds.append(_round(pile, made, year, f"Ronde {at + 1}", reference, today))
    if year.agenda.year == today.year:
        rounds.append(_round(pile, made, year, "Ronde van nu", today - timedelta(days=8), today))
    for found in rounds:
        if found.opened_at:
            _answer_round(pile, made, year, found, version)
    _measure(pile, made, year, today)
    _comment(pile, made, year, today)
    return rounds


def _round(pile: Pile, made: AgreementMade, year: YearMade, name: str, reference: date, today: date) -> Round:
    opens, closes = reference + timedelta(days=1), reference + timedelta(days=WINDOW)
    found = Round(agenda=year.agenda, name=name, reference_date=reference, opens_on=opens, closes_on=closes)
    who = made.officer.coordinator
    if opens <= today:
        found.opened_at, found.opened_by = _at(opens), who
    if closes < today:
        found.closed_at, found.closed_by = _at(closes + timedelta(days=3)), who
    return pile.add(found)


def asked_in(year: YearMade) -> dict[str, list[int]]:
    """What a closed round keeps of whom it asked, once the actions have keys."""
    return {str(action.pk): [year.led_by[at].party.pk] for at, action in enumerate(year.actions)}


def _answer_round(pile: Pile, made: AgreementMade, year: YearMade, found: Round, version: Version | None) -> None:
    for at in range(len(year.actions)):
        key = (made.place, year.agenda.year, found.name, at)
        chance = number_for("answered", *key, below=20)
        if found.closed_at:
            if chance:  # one in twenty was not reported
                _report(pile, made, year, found, version, at=at, key=key, reviewed="accepted")
        elif chance < 11:
            outcome = ("accepted", "accepted", "", "", "returned")[number_for("review", *key, below=5)]
            _report(pile, made, year, found, version, at=at, key=key, reviewed=outcome)
        elif chance < 13:
            _draft(pile, year, found, at=at, key=key)


def _report(
    pile: Pile, made: AgreementMade, year: YearMade, found: Round, version: Version | None, *, at: int, key: tuple, reviewed: str
) -> None:
    who = year.led_by[at]
    judgement = LIGHTS_OF_TEN[number_for("light", *key, below=10)]
    day = found.opens_on + timedelta(days=number_for("day", *key, below=7))
    update = _update(year, found, who, at, key, day)
    update.version, update.submitted_at = version, _at(day)
    update.judgement = judgement
    update.phase = {"done": "finished", "not_due": "not_started"}.get(judgement, "running")
    update.done, update.next = said(REPORTED, *key), NEXT
    if judgement in {"at_risk", "off_track"}:
        update.cause, update.effect, update.correction = CAUSE.format(number=3 + at % 9), EFFECT, CORRECTION
        update.ask, update.needs_no_decision = (ASK, False) if at % 2 else ("", True)
    pile.add(update)
    if reviewed:
        reason = "Noem ook de datum waarop het besluit valt." if reviewed == "returned" else ""
        pile.add(Review(update=update, outcome=reviewed, reason=reason, by=_other(made, who).coordinator, at=_at(day, hour=16)))
    if judgement == "on_track" and number_for("dissent", *key, below=60) == 0:
        other = _other(made, who)
        words = {"judgement": "at_risk", "reason": "Bewoners horen hier niets van.", "by": other.coordinator}
        pile.add(Dissent(update=update, party=other.party, at=_at(day, hour=17), **words))


def _draft(pile: Pile, year: YearMade, found: Round, *, at: int, key: tuple) -> None:
    update = _update(year, found, year.led_by[at], at, key, found.opens_on)
    update.done = said(REPORTED, *key)
    pile.add(update)


def _update(year: YearMade, found: Round, who: PartyWithPeople, at: int, key: tuple, day: date) -> ProgressUpdate:
    return ProgressUpdate(
        action=year.actions[at],
        round=found,
        party=who.party,
        reported_by=who.editor,
        reference_date=found.reference_date,
        token=uuid5(SPACE, f"report/{key}"),
        saved_at=_at(day),
    )


def _other(made: AgreementMade, who: PartyWithPeople) -> PartyWithPeople:
    return made.parties[1] if who is made.officer else made.officer


def _measure(pile: Pile, made: AgreementMade, year: YearMade, today: date) -> None:
    last_day = date(year.agenda.year, 12, 31)
    day = last_day if last_day < today else today.replace(day=1)
    for at, indicator in enumerate(made.indicators):
        key = (made.place, year.agenda.year, at)
        pile.add(
            Measurement(
                indicator=indicator,
                measured_on=day,
                value=Decimal(number_for("figure", *key, below=60)),
                source="Jaarcijfers",
                party=made.parties[1].party,
                recorded_by=made.parties[1].editor,
                recorded_at=_at(day),
                sent_as=uuid5(SPACE, f"figure/{key}"),
            )
        )


def _comment(pile: Pile, made: AgreementMade, year: YearMade, today: date) -> None:
    """Some in every year; where the text is written or in force, a few are open."""
    is_now = year.agenda.year >= today.year
    for at in range(6 if is_now else 2):
        key = (made.place, year.agenda.year, at)
        who = made.parties[number_for("who", *key, below=len(made.parties))]
        written = _at(min(date(year.agenda.year, 2, 1), today) + timedelta(days=-at))
        comment = Comment(agreement=made.agreement, year=year.agenda.year, party=who.party, by=who.editor)
        comment.action, comment.text, comment.written_at = year.actions[at * 3], one_of(COMMENTS, *key), written
        if not is_now or at % 2:
            comment.resolved_at, comment.resolved_by = written + timedelta(days=2), made.officer.editor
        pile.add(comment)
        if at == 0:
            answer = Comment(agreement=made.agreement, year=year.agenda.year, party=made.officer.party, by=made.officer.editor)
            answer.action, answer.text, answer.answers_to = comment.action, "Wij passen het aan.", comment
            answer.written_at = written + timedelta(hours=5)
            pile.add(answer)


def _at(day: date, *, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), UTC)
