"""The meetings of each year: what was on their agendas, what was said, decided and promised."""

from datetime import UTC, date, datetime, time, timedelta

from monitoring.models import ActionPoint, Decision, Item, Meeting
from monitoring.scale.rows import Pile
from monitoring.scale.texts import AgreementMade, YearMade
from monitoring.scale.words import DECIDED, MINUTES, number_for, one_of

DAYS = (("ambtelijk", 3, 12), ("bestuurlijk", 4, 9), ("ambtelijk", 9, 17), ("bestuurlijk", 11, 26))
ITEMS = 4


def make_meetings(pile: Pile, made: AgreementMade, year: YearMade, *, today: date) -> None:
    for kind, month, day in DAYS:
        held = date(year.agenda.year, month, day + made.place % 3)
        meeting = pile.add(
            Meeting(
                agreement=made.agreement,
                kind=kind,
                held_on=held,
                starts_at=time(14),
                ends_at=time(16),
                place="Gemeentehuis",
                changed_at=_at(held - timedelta(days=60)),
            )
        )
        if held < today:
            meeting.minutes, meeting.minutes_sent_at = MINUTES, _at(held + timedelta(days=7))
        _add_items(pile, made, year, meeting, today)


def _add_items(pile: Pile, made: AgreementMade, year: YearMade, meeting: Meeting, today: date) -> None:
    is_over = meeting.held_on < today
    for at in range(ITEMS):
        key = (made.place, meeting.held_on, at)
        action = year.actions[number_for("item", *key, below=len(year.actions))]
        item = Item(meeting=meeting, position=at, source=Item.Source.ADDED, title=f"Stand van afspraak {at + 1}", action=action)
        item.discussed = "De trekker licht toe hoe het ervoor staat." if is_over else ""
        if is_over and meeting.kind == "bestuurlijk" and at < 2:
            item.settled_at = _at(meeting.held_on)
        pile.add(item)
        if item.settled_at:
            pile.add(Decision(meeting=meeting, action=action, item=item, kind="discuss", text=one_of(DECIDED, *key)))
        if is_over and at == 1:
            who = made.parties[number_for("does", *key, below=len(made.parties))]
            due = meeting.held_on + timedelta(days=45)
            point = ActionPoint(meeting=meeting, item=item, text="De netbeheerder bellen en de uitkomst rondsturen.")
            point.party, point.person, point.due_on = who.party, who.editor, due
            if due < today - timedelta(days=30):
                point.done_on, point.done_note = due, "Gedaan."
            pile.add(point)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(15), UTC)
