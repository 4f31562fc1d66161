"""The draft of the next year taken back, whole or one action of it, as long as nobody did anything with it.

Each function is one transaction that begins by locking the year from which it went. design.md, "The text in force", 5 and 8.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from agreements.agenda.words import words_of
from agreements.models import Action, ActionLink, Agenda, Comment, Goal, Lead, RollChoice, Target, Theme
from agreements.rollover.making import Choice, Kind, lock_for_writer, locked_following, words_alone
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.models import User
from parties.refusals import NotAllowedNowError


@transaction.atomic
@act(Act.ROLL_FORWARD)
def take_back(*, agenda: Agenda, by: User) -> Agenda | None:
    """Undo all that was made of this year, as long as nobody did anything with it; gives the draft where that stays."""
    current = lock_for_writer(agenda, by)
    following = locked_following(current)
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
    current = lock_for_writer(choice.action.agenda, by)
    following = locked_following(current)
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
            _say_alone_again(choice, later)
            _alone_again(later)
        else:
            link.later.delete()
    choice.made_in = None
    choice.save()


def _say_alone_again(choice: RollChoice, later: Action) -> None:
    """What one said without the other, as long as nobody wrote it anew."""
    if choice.choice == Choice.MERGED and choice.into is not None and choice.text and later.text == choice.text:
        later.text = words_alone(choice.into)
        later.save()


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
