"""The draft of the next year, made of what was chosen; made again it adds what is new. rollover/taking_back.py takes it back.

Each function is one transaction that begins by locking the year from which it goes: two people at one moment come one after the
other, and the second finds what the first did. design.md, "The text in force", 5 and 8.
"""

import re
from copy import copy
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.agenda.words import printed_order, words_of
from agreements.consent.answerers import locked
from agreements.models import Action, ActionLink, Agenda, Condition, Labelling, Lead, RollChoice
from agreements.models.agreement import in_year
from agreements.rollover.moments import Dates, dates_in
from agreements.rollover.permissions import following_of, why_no_next_year, why_not_write
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import Party, User
from parties.refusals import NotAllowedNowError

Choice, Kind = RollChoice.Choice, ActionLink.Kind


@dataclass(frozen=True, slots=True)
class NotMade:
    """An action that did not go along, or a lead of it, and why."""

    action: Action
    reason: str

    @property
    def name(self) -> str:
        return str(words_of(self.action)).rstrip(".")


@dataclass(frozen=True, slots=True)
class Made:
    """The agenda of the next year, how many actions were added to it, and what did not go along."""

    agenda: Agenda
    added: int
    left: tuple[NotMade, ...]


@transaction.atomic
@act(Act.ROLL_FORWARD)
def make_next_year(*, agenda: Agenda, by: User) -> Made:
    """Add to the draft of the next year what was chosen and is not in it yet; begin that draft where it is not there."""
    current = lock_for_writer(agenda, by)
    with change_set(reason=_("Rolled forward from %(year)s") % {"year": current.year}, user=by) as together:
        following = locked_following(current) or _begin(current)
        making = Making(current, following, together.id)
        making.run()
    return Made(following, making.added, tuple(making.left))


def lock_for_writer(agenda: Agenda, by: User) -> Agenda:
    current = locked(agenda)
    if why := why_not_write(by, current):
        raise PermissionDenied(why)
    if why := why_no_next_year(current, following_of(current)):
        raise NotAllowedNowError(why)
    return current


def locked_following(agenda: Agenda) -> Agenda | None:
    following = following_of(agenda)
    return locked(following) if following else None


def _begin(agenda: Agenda) -> Agenda:
    """The empty draft of the next year; the last year of a rolling agreement moves up with it."""
    year, agreement = agenda.year + 1, agenda.agreement
    if agreement.rolling_years:
        agreement.end_year = max(agreement.end_year, agreement.window_in(year)[1])
        agreement.save()
    following = Agenda(
        agreement=agreement,
        year=year,
        title=title_in(year, agenda),
        introduction_title=agenda.introduction_title,
        introduction=agenda.introduction,
        when_printed=agenda.when_printed,
        lists_references=agenda.lists_references,
        prints_contributions=agenda.prints_contributions,
    )
    following.save()
    return following


def title_in(year: int, agenda: Agenda) -> str:
    """The title of the agenda with that year, and the window of it; a year that begins another span stays."""
    moved = agenda.agreement.moved(agenda.title, agenda.year, year)
    return re.sub(rf"(?<![-–\d] )\b{agenda.year}\b(?!\s*[-–]\s*\d{{4}})", str(year), moved)


class Making:
    """One run: what it added, and what did not go along."""

    def __init__(self, agenda: Agenda, following: Agenda, change_set: UUID):
        self.agenda, self.following, self.change_set = agenda, following, change_set
        self.added = 0
        self.left: list[NotMade] = []
        taking_part = agenda.agreement.participations.accepted().filter(in_year(following.year, "from_year", "to_year"))
        self.parties = set(taking_part.values_list("party", flat=True))

    def run(self) -> None:
        in_order = (*printed_order("action__goal", self.agenda.year), "action__position", "action__pk")
        names = ("action__goal__theme__agreement", "action__project", "action__agenda")
        chosen = RollChoice.objects.filter(action__agenda=self.agenda, made_in=None).select_for_update(of=("self",))
        choices = list(chosen.select_related(*names).order_by(*in_order))
        for choice in choices:
            if choice.choice != Choice.MERGED:
                self.make(choice)
        for choice in choices:  # they go into what was made above, or earlier
            if choice.choice == Choice.MERGED:
                self._merge(choice)

    def make(self, choice: RollChoice) -> None:
        if not choice.goes_along or self._is_there(choice) or self._is_without_goal(choice):
            return
        if choice.choice == Choice.SPLIT:
            for place, text in enumerate(choice.parts):
                self._add(choice, kind=Kind.SPLIT, text=text, is_rest=place > 0)
        else:
            self._add(choice, kind=Kind.CARRIED, text=choice.text)
        self._keep(choice)

    def _merge(self, choice: RollChoice) -> None:
        """Into the one action that the other became."""
        into = ActionLink.objects.filter(earlier=choice.into_id, later__agenda=self.following).exclude(kind=Kind.SPLIT)
        link = into.select_related("earlier__agenda", "later__agenda").first()
        if self._is_there(choice):
            return
        if link is None:
            self._leave(choice, _("the action with which it is merged does not go on as one action"))
            return
        if link.kind != Kind.MERGED:
            link.kind = Kind.MERGED
            link.save()
        ActionLink(earlier=choice.action, later=link.later, kind=Kind.MERGED).save()
        _say_together(choice, link.later)
        self._keep(choice)

    def _is_there(self, choice: RollChoice) -> bool:
        """Whether the action goes on in that year already, by a link that somebody laid by hand."""
        return ActionLink.objects.filter(earlier=choice.action_id, later__agenda=self.following).exists()

    def _is_without_goal(self, choice: RollChoice) -> bool:
        goal = choice.action.goal
        if goal.dropped_from and goal.dropped_from <= self.following.year:
            self._leave(choice, _("its goal is dropped from %(year)s") % {"year": goal.dropped_from})
            return True
        return False

    def _leave(self, choice: RollChoice, reason: str) -> None:
        self.left.append(NotMade(choice.action, reason))

    def _keep(self, choice: RollChoice) -> None:
        choice.made_in = self.change_set
        choice.save()

    def _add(self, choice: RollChoice, *, kind: str, text: str, is_rest: bool = False) -> None:
        """is_rest says that it is a part after the first, with which the amounts stay, or they would count twice."""
        before = choice.action
        action = copy(before)
        action.pk, action._state.adding, action._read = None, True, None
        action.__dict__.pop("line", None)
        action.agenda = self.following
        if is_rest:
            action.contributions = ""
        if text:
            action.text = text
        action.dropped_on, action.drop_reason, action.goes_on_in = None, "", None
        dates = dates_of(choice, self.following.year)
        for name in Dates.__dataclass_fields__:
            setattr(action, name, getattr(dates, name))
        action.position = self._place(before)
        action.save()
        ActionLink(earlier=before, later=action, kind=kind).save()
        for lead in before.leads.select_related("party", "contact").order_by("position", "pk"):
            self._lead(lead, action)
        for waiting in Condition.objects.waiting().filter(action=before):
            Condition(action=action, **{name: getattr(waiting, name) for name in ("words", "party", "waits_for", "until")}).save()
        for labelling in before.labellings.select_related("label"):
            Labelling(label=labelling.label, action=action).save()
        self.added += 1

    def _place(self, before: Action) -> int:
        """Where the action stood, or after the others of its goal where another one stands there."""
        taken = set(self.following.actions.filter(goal=before.goal_id).values_list("position", flat=True))
        return before.position if before.position not in taken else max(taken) + 1

    def _lead(self, before: Lead, action: Action) -> None:
        if before.party_id not in self.parties:
            sentence = _("%(party)s does not take part in %(year)s, so it leads this no more")
            self.left.append(NotMade(action, sentence % {"party": before.party, "year": self.following.year}))
            return
        lead = Lead(action=action, party=before.party, task=before.task, position=before.position)
        contact = before.contact
        if contact and contact.is_active and Party.objects.reported_by(contact).filter(pk=before.party_id).exists():
            lead.contact = contact
        lead.save()


def words_alone(into: Action) -> str:
    """What the action with which others are merged says in the next year by itself."""
    chosen = RollChoice.objects.filter(action=into).values_list("text", flat=True).first()
    return chosen or words_of(into).text


def _say_together(choice: RollChoice, later: Action) -> None:
    """The words that were chosen for both; where they read otherwise by then, those of the one that joins come behind."""
    if not choice.text or choice.into is None:
        return
    own = words_of(choice.action).text
    if later.text == words_alone(choice.into):
        later.text = choice.text
    elif own not in later.text:
        later.text = f"{later.text}\n\n{own}"
    later.save()


def dates_of(choice: RollChoice, year: int) -> Dates:
    """The dates in that year: those that were chosen, or the same moment of the year."""
    action = choice.action
    agreed = Dates(action.starts_on, action.starts_precision, action.due_on, action.due_precision)
    proposed = dates_in(year, agreed)
    if choice.choice != Choice.CHANGED or choice.due_on is None:
        return proposed
    starts_on = proposed.starts_on if proposed.starts_on and proposed.starts_on <= choice.due_on else None
    return Dates(starts_on, proposed.starts_precision if starts_on else "", choice.due_on, choice.due_precision)
