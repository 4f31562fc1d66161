"""The draft of the next year, made of what was chosen; made again it adds what is new, and it can be taken back.

Each function is one transaction that begins by locking the year from which it goes: two people at one moment come one after the
other, and the second finds what the first did. design.md, "The text in force", 5 and 8.
"""

import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from agreements.agenda.words import printed_order, words_of
from agreements.consent.answerers import locked
from agreements.models import Action, ActionLink, Agenda, Comment, Condition, Goal, Lead, RollChoice, Target, Theme
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


# -- Making


@transaction.atomic
@act(Act.ROLL_FORWARD)
def make_next_year(*, agenda: Agenda, by: User) -> Made:
    """Add to the draft of the next year what was chosen and is not in it yet; begin that draft where it is not there."""
    current = _for_writer(agenda, by)
    with change_set(reason=_("Rolled forward from %(year)s") % {"year": current.year}, user=by) as together:
        following = _locked_following(current) or _begin(current)
        making = Making(current, following, together.id)
        making.run()
    return Made(following, making.added, tuple(making.left))


def _for_writer(agenda: Agenda, by: User) -> Agenda:
    current = locked(agenda)
    if why := why_not_write(by, current):
        raise PermissionDenied(why)
    if why := why_no_next_year(current, following_of(current)):
        raise NotAllowedNowError(why)
    return current


def _locked_following(agenda: Agenda) -> Agenda | None:
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
            for text in choice.parts:
                self._add(choice, kind=Kind.SPLIT, text=text)
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

    def _add(self, choice: RollChoice, *, kind: str, text: str) -> None:
        before = choice.action
        action = copy(before)
        action.pk, action._state.adding, action._read = None, True, None
        action.__dict__.pop("line", None)
        action.agenda = self.following
        if text:
            action.text = text
        action.dropped_on, action.drop_reason = None, ""
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


def dates_of(choice: RollChoice, year: int) -> Dates:
    """The dates in that year: those that were chosen, or the same moment of the year."""
    action = choice.action
    agreed = Dates(action.starts_on, action.starts_precision, action.due_on, action.due_precision)
    proposed = dates_in(year, agreed)
    if choice.choice != Choice.CHANGED or choice.due_on is None:
        return proposed
    starts_on = proposed.starts_on if proposed.starts_on and proposed.starts_on <= choice.due_on else None
    return Dates(starts_on, proposed.starts_precision if starts_on else "", choice.due_on, choice.due_precision)


# -- Taking back


@transaction.atomic
@act(Act.ROLL_FORWARD)
def take_back(*, agenda: Agenda, by: User) -> Agenda | None:
    """Undo all that was made of this year, as long as nobody did anything with it; gives the draft where that stays."""
    current = _for_writer(agenda, by)
    following = _locked_following(current)
    if why := why_not_take_back(current, following):
        raise NotAllowedNowError(why)
    with change_set(reason=_("Rolling forward from %(year)s taken back") % {"year": current.year}, user=by):
        begun = _is_begun_by(following, current)
        for choice in _made(current):
            _undo(choice, following)
        return _end(following) if begun and not following.actions.exists() else following


@transaction.atomic
@act(Act.ROLL_FORWARD)
def take_back_row(*, choice: RollChoice, by: User) -> None:
    """Undo what was made of one action, as long as nobody changed it or said something about it; the choice stays."""
    current = _for_writer(choice.action.agenda, by)
    following = _locked_following(current)
    found = _made(current).filter(pk=choice.pk).first()
    if found is None or following is None:
        raise NotAllowedNowError(_("This does not stand in the next year."))
    if why := next(_reasons_to_stay([found], following), ""):
        raise NotAllowedNowError(why)
    with change_set(reason=_("Rolling forward from %(year)s taken back") % {"year": current.year}, user=by):
        _undo(found, following)


def _made(agenda: Agenda) -> models.QuerySet[RollChoice]:
    rows = RollChoice.objects.filter(action__agenda=agenda, made_in__isnull=False).select_for_update(of=("self",))
    return rows.select_related("action__project").order_by("pk")


def _undo(choice: RollChoice, following: Agenda) -> None:
    """Take away what came from the action; one that others were merged into stays with them."""
    for link in ActionLink.objects.filter(earlier=choice.action_id, later__agenda=following).select_related("later"):
        if link.later.earlier_links.exclude(pk=link.pk).exists():
            later = link.later
            link.delete()
            _alone_again(later)
        else:
            link.later.delete()
    choice.made_in = None
    choice.save()


def _alone_again(later: Action) -> None:
    """What is left of a merger of two was carried over."""
    links = list(later.earlier_links.select_related("earlier__agenda", "later__agenda"))
    if len(links) == 1 and links[0].kind == Kind.MERGED:
        links[0].kind = Kind.CARRIED
        links[0].save()


def _end(following: Agenda) -> None:
    """Take the draft itself away, and the year that a rolling agreement moved up for it."""
    agreement = following.agreement
    following.delete()
    newest = agreement.agendas.order_by("-year").first()
    if agreement.rolling_years and newest:
        agreement.end_year = agreement.window_in(newest.year)[1]
        agreement.save()


def _is_begun_by(following: Agenda, agenda: Agenda) -> bool:
    """Whether the draft was begun by rolling forward."""
    first = following.history.earliest("history_date", "history_id")
    return RollChoice.objects.filter(action__agenda=agenda, made_in=first.change_set).exists()


def why_not_take_back(agenda: Agenda, following: Agenda | None) -> str:
    """Why the draft as a whole stays; empty while nobody did anything with it."""
    made = list(_made(agenda)) if following else []
    if following is None or not made:
        return _("Nothing was made of this year.")
    if why := next(_reasons_to_stay(made, following), ""):
        return why
    if following.history.count() > 1 or _has_more(following, made):
        return _("The draft of %(year)s was worked on since. Take back one action at a time.") % {"year": following.year}
    return ""


def _has_more(following: Agenda, made: Iterable[RollChoice]) -> bool:
    """Whether there is something in the draft, or said about it, that was not made of this year."""
    came = ActionLink.objects.filter(earlier__in=[choice.action_id for choice in made], later__agenda=following)
    own, year = {"agreement": following.agreement_id}, following.year
    return any(
        rows.exists()
        for rows in (
            following.actions.exclude(pk__in=came.values("later")),
            following.comments,
            following.imports,
            following.appendices,
            Theme.objects.filter(**own, words_from=year),
            Goal.objects.filter(theme__agreement=following.agreement_id, words_from=year),
            Goal.objects.filter(theme__agreement=following.agreement_id, dropped_from=year),
            Target.objects.filter(indicator__goal__theme__agreement=following.agreement_id, from_year=year),
        )
    )


def _reasons_to_stay(choices: Iterable[RollChoice], following: Agenda) -> Iterator[str]:
    """Why what was made of these actions is not taken away by the press of a button: somebody changed it, or said something.

    Four queries, however many actions.
    """
    made_in = {choice.action_id: choice.made_in for choice in choices}
    links = ActionLink.objects.filter(earlier__in=made_in, later__agenda=following).select_related("later__project")
    own: dict[int, set[UUID | None]] = {}
    later = {}
    for link in links.order_by("later__position", "pk"):
        own.setdefault(link.later_id, set()).add(made_in[link.earlier_id])
        later[link.later_id] = link.later
    records = [
        *Action.history.filter(id__in=later).values_list("id", "change_set"),
        *Lead.history.filter(action__in=later).values_list("action", "change_set"),
    ]
    changed = {pk for pk, change_set in records if change_set not in own[pk]}
    told = set(Comment.objects.filter(action__in=later).values_list("action", flat=True))
    for pk, action in later.items():
        words = {"action": words_of(action)}
        if pk in changed:
            yield _("«%(action)s» was changed since. Take it out of the draft itself.") % words
        elif pk in told:
            yield _("Something was said about «%(action)s». It stays; drop it in the draft, or take it out there.") % words
