"""One field, or one deleted row, as history has it: put back as a new change, with a reason, under the rules of every change.

In a draft it is a step of writing, which can be undone; of a text in force it is a draft of a proposal, which all parties answer.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.changes.asking import texts_in_force
from agreements.changes.fields import ADJUSTED, plain
from agreements.changes.workflow import start, why_not_write, write_change
from agreements.consent.lock import why_not_change
from agreements.models import Agenda, Agreement, Change, Goal, Theme
from agreements.models.adoptable import Adoptable
from agreements.models.words import WordsPerYear
from agreements.writing.places import KINDS, row_at
from agreements.writing.steps import step
from monitoring.history.telling import ToldLine, tell
from monitoring.models import HistoryLine
from parties.history.changes import FieldChange
from parties.history.put_back import last_of, put_back
from parties.models import User
from parties.refusals import NotAllowedNowError

SAID_STAYS = {
    HistoryLine.Kind.CONSENT: gettext_lazy(
        "What parties proposed, answered and agreed stays. A new proposal changes what holds."
    ),
    HistoryLine.Kind.PROGRESS: gettext_lazy("What was reported stays as it was said. Report anew to say something else."),
    HistoryLine.Kind.FIGURES: gettext_lazy("A figure stays as it was recorded. Correct it on the page of the indicator."),
    HistoryLine.Kind.MEETINGS: gettext_lazy("What a meeting said and decided stays. A new decision corrects it."),
    HistoryLine.Kind.TALK: gettext_lazy("What somebody said stays theirs. They can say it again."),
    HistoryLine.Kind.FILES: gettext_lazy("A file that is gone is not kept for history. Add it again."),
    HistoryLine.Kind.PARTIES: gettext_lazy("Who takes part follows from what the parties answer. Ask the party again."),
    HistoryLine.Kind.OTHER: gettext_lazy("This can be set again on its own page."),
}


@dataclass(frozen=True, slots=True)
class LookBack:
    """What one row of history offers. why_not says why nothing of it can come back; then nothing else is filled in.

    draft is the year in which it is written, text the one in force in which it is proposed.
    """

    line: HistoryLine
    told: ToldLine | None
    before: Any = None
    record: Any = None
    row: Any = None
    fields: tuple[FieldChange, ...] = ()
    draft: Agenda | None = None
    text: Adoptable | None = None
    why_not: str = ""

    @property
    def is_deletion(self) -> bool:
        return self.line.change == "-"


def look_back(line: HistoryLine, *, by: User, year: int) -> LookBack:
    """What of this row of history the person can put back, and how."""
    told = next((row for moment in tell([line], user=by, year=year) for row in moment.lines), None)
    if line.kind != HistoryLine.Kind.TEXT:
        return LookBack(line, told, why_not=str(SAID_STAYS[HistoryLine.Kind(line.kind)]))
    if told is None or line.change == "+":
        return LookBack(line, told, why_not=_("This was added here: there is nothing before it. Delete it where it is written."))
    record = apps.get_model(line.model).history.get(history_id=line.record)
    return _deleted(line, told, record) if line.change == "-" else _changed(line, told, record, by)


def _deleted(line: HistoryLine, told: ToldLine, record: Any) -> LookBack:
    if last_of(record.instance_type, line.row) != record:
        return LookBack(line, told, why_not=_("This is there again already."))
    draft = _draft(line)
    if draft is None:
        return LookBack(line, told, why_not=_("No year is being written now in which it could stand."))
    return LookBack(line, told, record=record, draft=draft)


def _changed(line: HistoryLine, told: ToldLine, record: Any, by: User) -> LookBack:
    model = record.instance_type
    before = model.history.filter(id=line.row, history_id__lt=line.record).order_by("-history_id").first()
    row = model._base_manager.filter(pk=line.row).first()
    if row is None:
        return LookBack(line, told, why_not=_("It was deleted since. Put the whole of it back first, from its deletion."))
    draft = _draft(line)
    if draft and isinstance(row, WordsPerYear):
        row = row_at(draft, KINDS[model], row.pk) or row
        row.written_for = draft.year
    if draft and why_not_change(row, fields=[change.column for change in told.changes]):
        draft = None
    text = None if draft else _text(line, row)
    fields = tuple(change for change in told.changes if _can_come_back(change.column, row, before, text))
    if not fields:
        return LookBack(
            line, told, why_not=_("It says already what it said before, or what changed follows from something else.")
        )
    if not draft:
        why = why_not_write(text, by) if text else _("The text in which this stands was not adopted, and no year is written.")
        if why:
            return LookBack(line, told, why_not=why)
    return LookBack(line, told, before, record, row, fields, draft, text)


def _can_come_back(name: str, row: Any, before: Any, text: Adoptable | None) -> bool:
    column = row._meta.get_field(name)
    proposed = ADJUSTED.get(row._meta.model_name, ())
    by_consent = isinstance(row, Agenda | Agreement) or text is not None
    if (by_consent and name not in proposed) or (text is not None and column.remote_field):
        return False
    return getattr(row, column.attname) != getattr(before, column.attname)


def _draft(line: HistoryLine) -> Agenda | None:
    """The year that is written in which the row stands, or may stand."""
    written = [year for year, stands_still in Agenda.years_of(line.agreement or 0).items() if not stands_still]
    is_of_year = line.action is not None or line.model == Agenda._meta.label
    year = line.year if line.year in written else None if is_of_year else min(written, default=None)
    rows = Agenda.objects.filter(agreement=line.agreement, year=year).select_related("agreement")
    return rows.first() if year is not None else None


def _text(line: HistoryLine, row: Any) -> Adoptable | None:
    """The text in force in which the row stands: its year, else the newest year that is in force, else the whole."""
    in_force = texts_in_force(Agreement.objects.get(pk=line.agreement))
    if line.action is not None or isinstance(row, Agenda):
        return next((text for text in in_force if text.year == line.year), None)
    if not isinstance(row, Theme | Goal | Agreement):
        return None
    years = [text for text in in_force if text.year is not None]
    whole = next((text for text in in_force if text.year is None), None)
    return whole if isinstance(row, Agreement) or not years else years[-1]


def restore(*, found: LookBack, by: User, reason: str, field: str = "") -> str:
    """Put the field or the row back; gives where it stands now. NotAllowedNowError or ValidationError says what is in the way."""
    if found.why_not:
        raise NotAllowedNowError(found.why_not)
    if found.draft is None:
        return _propose_field(found, by, reason, field, found.text)
    if found.is_deletion:
        return _restore_row(found, by, reason, found.draft)
    return _restore_field(found, by, reason, field, found.draft)


def _restore_row(found: LookBack, by: User, reason: str, draft: Agenda) -> str:
    with step(draft, by=by, what=_("Put back: %(reason)s") % {"reason": reason}) as writer:
        put_back(found.record, by=by, why_not_change=writer.why_not_change, is_part_of_step=True)
        writer.wrote = True
    return reverse("writing", args=[draft.agreement.slug, draft.year])


def _restore_field(found: LookBack, by: User, reason: str, name: str, draft: Agenda) -> str:
    with step(draft, by=by, what=_("Put back: %(reason)s") % {"reason": reason}) as writer:
        model = type(found.row)
        row = (
            row_at(writer.agenda, KINDS[model], found.row.pk) if model in KINDS else model.objects.filter(pk=found.row.pk).first()
        )
        if row is None:
            raise NotAllowedNowError(_("It was deleted since. Put the whole of it back first, from its deletion."))
        column = row._meta.get_field(name)
        setattr(row, column.attname, getattr(found.before, column.attname))
        writer.save(row, fields=[name])
    return reverse("writing", args=[draft.agreement.slug, draft.year])


def _propose_field(found: LookBack, by: User, reason: str, name: str, text: Adoptable) -> str:
    about = found.row._meta.model_name
    is_text = isinstance(found.row, Agenda | Agreement)
    change = write_change(
        text=text,
        by=by,
        draft=start(text=text, by=by, reason=reason),
        kind=Change.Kind.ADJUST,
        about=about,
        becomes={name: plain(getattr(found.before, name))},
        row=None if is_text else found.row,
    )
    return change.proposal.get_absolute_url()
