"""Take an import over: every row by its own model, all or nothing, with the import as the reason."""

from collections.abc import Iterable
from typing import cast

from django.contrib.messages import constants
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agreements.consent.lock import why_not_change
from agreements.imports.formats.source import UnreadableError
from agreements.imports.planning.obstacles import obstacles_of
from agreements.imports.planning.plan import Plan, Planned, Status
from agreements.imports.previewing import Preview, preview
from agreements.imports.showing import left_columns, left_in_words
from agreements.imports.words.leads import LeadFound
from agreements.models import Action, Agenda, AgendaImport, Goal, Lead, Project, Theme
from agreements.models.agreement import InAgreement
from agreements.models.words import WordsPerYear
from agreements.ordering import place_last
from parties.history.records import change_set
from parties.models import User
from parties.refusals import NotAllowedNowError


class NotAppliedError(NotAllowedNowError):
    """Nothing was taken over; the message says why."""


class ChangedMeanwhileError(NotAppliedError):
    """What the person saw is not what would happen now."""

    level = constants.WARNING


def locked(agenda_import: AgendaImport) -> AgendaImport:
    """The import, locked against others. Raises NotAppliedError when somebody threw it away."""
    found = AgendaImport.objects.select_for_update().filter(pk=agenda_import.pk).first()
    if found is None:
        raise NotAppliedError(_("Somebody threw this file away in the meantime. The agenda stays as it is."))
    return found


@transaction.atomic
def apply_import(agenda_import: AgendaImport, *, by: User | None, seen: str | None = None) -> Plan:
    """Do what the preview shows; seen is the digest of the plan that the person saw, None for any plan.

    Raises NotAppliedError and writes nothing when something stands in the way.
    """
    agenda = Agenda.objects.select_for_update().select_related("agreement").get(pk=agenda_import.agenda_id)
    agenda_import = locked(agenda_import)
    agenda_import.agenda = agenda
    if not agenda_import.is_waiting:
        raise NotAppliedError(_("This import has been taken over already."))
    if why := why_not_change(agenda):
        raise NotAppliedError(why)
    try:
        shown: Preview = preview(agenda_import)
    except UnreadableError as error:
        raise NotAppliedError(str(error)) from error
    if seen is not None and seen != shown.plan.digest:
        raise ChangedMeanwhileError(_("Somebody changed the agenda after you looked. Below is what the import does now."))
    if shown.plan.open_questions:
        raise NotAppliedError(_("First answer the questions: %(count)s are open.") % {"count": len(shown.plan.open_questions)})
    if obstacles := obstacles_of(shown.plan):
        raise NotAppliedError(_("Nothing was taken over. %(reason)s") % {"reason": obstacles[0]})
    if not shown.plan.has_changes:
        left = left_in_words(left_columns(shown.columns))
        raise NotAppliedError(left or _("There is nothing to take over: the agenda says the same as the file."))
    with change_set(reason=_("Import of %(file)s") % {"file": agenda_import.file_name}, user=by) as changed:
        _Writer(agenda).write(shown.plan)
        agenda_import.state = AgendaImport.State.APPLIED
        agenda_import.change_set = changed.id
        agenda_import.counts = shown.plan.counts
        agenda_import.save()
    return shown.plan


class _Writer:
    def __init__(self, agenda: Agenda):
        self._agenda = agenda
        self._saved: dict[int, InAgreement] = {}  # by the identity of the planned row

    def write(self, plan: Plan) -> None:
        used = {id(goal.above) for goal in plan.goals if not goal.is_left_out}
        used |= {id(theme.above) for theme in plan.themes if theme.above and id(theme) in used}
        for row in plan.introductions:
            self._row(row, {})
        for theme in plan.themes:
            if theme.pk is not None or theme.is_sure or id(theme) in used:
                self._row(theme, self._theme_below(theme))
        for goal in plan.goals:
            if goal.is_left_out:
                continue
            self._row(goal, {"theme": self._above(goal)} if goal.pk is None else {})
            for action in goal.children:
                self._action(action)

    def _theme_below(self, theme: Planned) -> dict:
        return {"agreement": self._agenda.agreement, "parent": self._above(theme)} if theme.pk is None else {}

    def _action(self, row: Planned) -> None:
        if isinstance(row.values.get("project"), Planned):
            planned = row.values["project"]
            row.values["project"] = self._row(planned, {"agreement": self._agenda.agreement, "name": planned.words})
        below = {"agenda": self._agenda, "goal": self._above(row)} if row.pk is None else {}
        action = cast(Action, self._row(row, below))
        if row.leads is not None:
            self._leads(row, row.leads, action)

    def _above(self, row: Planned) -> InAgreement | None:
        return self._instance(row.above) if row.above else None

    def _instance(self, row: Planned) -> InAgreement:
        """The saved row; one that only names a row of the agenda is looked up."""
        if id(row) not in self._saved:
            self._saved[id(row)] = row.model.objects.get(pk=row.pk)
        return self._saved[id(row)]

    def _row(self, row: Planned, below: dict) -> InAgreement:
        """Save the row when it is new or changes."""
        if id(row) in self._saved:
            return self._saved[id(row)]
        if row.pk is None:
            instance = row.model(**row.values, **below)
            if isinstance(instance, WordsPerYear):
                instance.written_for = self._agenda.year
            if row.model is not Project:
                place_last(instance)
        else:
            if row.status != Status.CHANGED and not row.values:
                return row.model(pk=row.pk) if row.model is Action else self._instance(row)
            instance = row.model.objects.select_related(*_POINTERS.get(row.model, ())).get(pk=row.pk)
            if isinstance(instance, WordsPerYear):
                instance.write_for(self._agenda.year)
            for name, value in row.values.items():
                setattr(instance, name, value)
        if row.pk is None or row.values:
            self._save(instance, row)
        self._saved[id(row)] = instance
        return instance

    def _leads(self, row: Planned, leads: Iterable[LeadFound], action: Action) -> None:
        there = {lead.party_id: lead for lead in Lead.objects.filter(action=action.pk)} if row.pk is not None else {}
        wanted = {lead.party_id: lead for lead in leads}
        for party_id, former in there.items():
            if party_id not in wanted:
                former.delete()
        for position, (party_id, found) in enumerate(wanted.items(), start=1):
            lead = there.get(party_id)
            if lead is None:
                lead = Lead(action=action if row.pk is None else Action.objects.get(pk=row.pk), party_id=party_id)
            elif (lead.task, lead.position) == (found.task, position):
                continue
            lead.task, lead.position = found.task, position
            self._save(lead, row)

    def _save(self, instance: InAgreement, row: Planned) -> None:
        try:
            instance.save()
        except ValidationError as error:
            sentence = _("Nothing was taken over. %(place)s: %(reasons)s")
            raise NotAppliedError(sentence % {"place": capfirst(str(row.place)), "reasons": " ".join(error.messages)}) from error


_POINTERS: dict[type[InAgreement], Iterable[str]] = {
    Theme: ("agreement",),
    Goal: ("theme__agreement",),
    Action: ("agenda__agreement", "goal__theme", "project"),
}
