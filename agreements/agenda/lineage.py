"""Where actions come from and where they went, for pages that tell it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Action, ActionLink
from agreements.models.of_person import keys_visible_to
from parties.models import User
from parties.prepared import Prepared

Kind = ActionLink.Kind


@dataclass(frozen=True, slots=True)
class Origin:
    """earlier are the actions from which this one comes, later those that came from it, each with how.

    years counts the years in which it stands in a row, this one included.
    """

    earlier: tuple[ActionLink, ...] = ()
    later: tuple[ActionLink, ...] = ()
    years: int = 1

    @property
    def words(self) -> str:
        """How it came, without from where: "Doorgeschoven, 2e jaar"; empty for an action that is new."""
        if not self.earlier:
            return ""
        if self.earlier[0].kind == Kind.CARRIED:
            return _("Carried over, year %(number)s, from") % {"number": self.years}
        return _("Split off from") if self.earlier[0].kind == Kind.SPLIT else _("Merged from")

    @property
    def later_words(self) -> str:
        """What became of it, without where that stands."""
        if not self.later:
            return ""
        count = len(self.later)
        kind = self.later[0].kind
        if kind == Kind.SPLIT:
            return ngettext("Split, into", "Split, into %(count)s", count) % {"count": count}
        return _("Carried over to") if kind == Kind.CARRIED else _("Merged into")


@dataclass(frozen=True, slots=True)
class Lineage:
    """The origin of each action that was asked for, by its key."""

    origins: dict[int, Origin] = field(default_factory=dict)

    def of(self, action: Action) -> Origin:
        return self.origins.get(action.pk, Origin())


def lineage_of(actions: Iterable[Action], *, seen_by: User) -> Lineage:
    """Of actions that came with_lineage(). One query; what this person may not see is not told."""
    asked = list(actions)
    known = tuple(sorted({pk for action in asked for pk in action.lineage}))
    keys, is_superuser = tuple(action.pk for action in asked), seen_by.is_superuser
    back: dict[int, list[ActionLink]] = {}
    on: dict[int, list[ActionLink]] = {}
    for link in _links_of.models(known, keys, seen_by.pk, is_superuser=is_superuser) if keys else ():
        back.setdefault(link.later_id, []).append(link)
        on.setdefault(link.earlier_id, []).append(link)
    return Lineage(
        {row.pk: Origin(tuple(back.get(row.pk, ())), tuple(on.get(row.pk, ())), _years(row.pk, back)) for row in asked}
    )


@Prepared.in_order
def _links_of(later: Collection[int], earlier: Collection[int], user: int, *, is_superuser: bool) -> QuerySet[ActionLink]:
    agreements = keys_visible_to(User(pk=user, is_superuser=is_superuser))
    links = ActionLink.objects.filter(
        Q(later__in=later) | Q(earlier__in=earlier),
        earlier__agenda__agreement__in=agreements,
        later__agenda__agreement__in=agreements,
    )
    names = [f"{side}__{name}" for side in ("earlier", "later") for name in ("agenda__agreement", "project")]
    return links.select_related(*names).order_by("later__agenda__year", "earlier__agenda__year", "pk")


def _years(pk: int, back: dict[int, list[ActionLink]]) -> int:
    years = 1
    while (links := back.get(pk)) and links[0].kind == Kind.CARRIED:
        pk, years = links[0].earlier_id, years + 1
    return years
