"""What counts for somebody is dropped, never deleted: a rule of writing, which every path asks.

That is what stands in a version, and what carries something that others gave: a comment of another party here; reports, figures
and decisions are those of apps above, which say so through when_it_carries(). design.md, "The text in force", 6.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Action, Agenda, Agreement, Comment, Goal, Indicator, Theme, Version
from parties.history.write_rules import Act, Write, WriteKind, is_within
from parties.models import User
from parties.models.party import OWN_PARTIES


@dataclass(frozen=True, slots=True)
class Below:
    """The rows that would go along, the row itself included."""

    themes: QuerySet[Theme]
    goals: QuerySet[Goal]
    actions: QuerySet[Action]
    indicators: QuerySet[Indicator]


Carrier = Callable[[Below], Iterator[str]]
_carriers: list[Carrier] = []

# What one does instead, by the model of the row.
INSTEAD: dict[type[Model], str | Promise] = {
    Agreement: gettext_lazy("It stays."),
    Agenda: gettext_lazy("It stays."),
    Theme: gettext_lazy("Drop its goals from a year on instead; a theme without goals is no longer printed."),
    Goal: gettext_lazy("Drop it from a year on instead, with a reason."),
    Action: gettext_lazy("Drop it instead, with a reason: it then stays to be read as dropped."),
    Indicator: gettext_lazy("Give it a last year instead."),
}


def when_it_carries(carrier: Carrier) -> None:
    """Let an app above say what these rows carry, in a few words for each kind of thing."""
    if carrier not in _carriers:
        _carriers.append(carrier)


def refuse_deleting_what_counts(write: Write) -> dict[str, str]:
    """The rule, for what a person deletes."""
    if write.kind != WriteKind.DELETE or write.by is None or type(write.row) not in INSTEAD:
        return {}
    reasons = list(_reasons(write.row, write.by))
    if not reasons:
        return {}
    sentence = _("This cannot be deleted: %(reasons)s. %(instead)s")
    return {NON_FIELD_ERRORS: sentence % {"reasons": "; ".join(reasons), "instead": INSTEAD[type(write.row)]}}


def _reasons(row: Model, by: User) -> Iterator[str]:
    below = _below(row)
    if not is_within(Act.SET_BACK) and _stands_in_a_version(row, below):
        yield _("it stands in a text that was adopted")
    if _comments(below).exclude(party__in=OWN_PARTIES.keys(by.pk)).exists():
        yield _("another party said something about it")
    for carrier in _carriers:
        yield from carrier(below)


def _below(row: Model) -> Below:
    themes, goals = Theme.objects.none(), Goal.objects.none()
    actions, indicators = Action.objects.none(), Indicator.objects.none()
    match row:
        case Agreement():
            themes = Theme.objects.filter(agreement=row.pk)
        case Theme():
            themes = Theme.objects.filter(Q(pk=row.pk) | Q(parent=row.pk))
        case Goal():
            goals = Goal.objects.filter(pk=row.pk)
        case Agenda():
            actions = Action.objects.filter(agenda=row.pk)
        case Action():
            actions = Action.objects.filter(pk=row.pk)
        case Indicator():
            indicators = Indicator.objects.filter(pk=row.pk)
    if isinstance(row, Agreement | Theme):
        goals = Goal.objects.filter(theme__in=themes.values("pk"))
    if isinstance(row, Agreement | Theme | Goal):
        actions = Action.objects.filter(goal__in=goals.values("pk"))
        indicators = Indicator.objects.filter(goal__in=goals.values("pk"))
    return Below(themes, goals, actions, indicators)


def _comments(below: Below) -> QuerySet[Comment]:
    """To all parties; those of one party are told of to nobody."""
    about = Q(theme__in=below.themes) | Q(goal__in=below.goals) | Q(action__in=below.actions)
    return Comment.objects.filter(about, is_own=False)


def _stands_in_a_version(row: Model, below: Below) -> bool:
    if isinstance(row, Agreement | Agenda):
        return row.versions.exists()
    agreement = row.agenda.agreement_id if isinstance(row, Action) else _agreement_of(row)
    versions = Version.objects.filter(agreement=agreement)
    if not versions.exists():
        return False
    ids = {
        "themes": set(below.themes.values_list("pk", flat=True)),
        "goals": set(below.goals.values_list("pk", flat=True)),
        "actions": set(below.actions.values_list("pk", flat=True)),
        "indicators": set(below.indicators.values_list("pk", flat=True)),
    }
    return any(_has_one_of(json.loads(content), ids) for content in versions.values_list("content", flat=True).iterator())


def _agreement_of(row: Theme | Goal | Indicator) -> int:
    match row:
        case Theme():
            return row.agreement_id
        case Goal():
            return row.theme.agreement_id
    return row.goal.theme.agreement_id


def _has_one_of(content: dict, ids: dict[str, set[int]]) -> bool:
    rows = {**content["text"], "indicators": content["indicators"]}
    return any(row["id"] in wanted for name, wanted in ids.items() for row in rows[name])
