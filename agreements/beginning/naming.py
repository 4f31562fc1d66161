"""Which party somebody means by a name: one that the person may see, or by its exact name any other. So none is made twice."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agreements.imports.words.leads import TITLES, name_key
from agreements.imports.words.spelling import same_length
from agreements.taking_part.page import parties_to_ask
from parties.models import Party, PartyAlias, User

Kind = Party.Kind
# What a name says of the kind; the first that is in it counts, so that «Huurdersvereniging Wonen» is one of tenants.
KINDS_BY_NAME = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.MUNICIPALITY, r"^gemeente\b"),
        (Kind.PROVINCE, r"^provincie\b"),
        (Kind.TENANTS_ORGANISATION, r"huurder|\b(?:hbv|hv|hbo)\b|bewoners(?:raad|vereniging|platform|organisatie)"),
        (Kind.CARE_PROVIDER, r"\b(?:zorg|ggz|ggd|welzijn)|(?:zorg|opvang|welzijn)(?:groep|organisatie|instelling)?\b"),
        (Kind.HOUSING_ASSOCIATION, r"woon|\bwonen\b|woning|corporatie|^stichting\b"),
    )
)


@dataclass(frozen=True, slots=True)
class KnownParty:
    id: int
    name: str
    short_name: str
    kind: str
    is_gone: bool


class KnownParties:
    """Every party by its names; three queries, however many there are."""

    def __init__(self, user: User):
        self.user = user

    @cached_property
    def _all(self) -> dict[int, KnownParty]:
        rows = Party.objects.order_by("name").values_list("pk", "name", "short_name", "kind", "active_until")
        return {pk: KnownParty(pk, name, short, kind, until is not None) for pk, name, short, kind, until in rows}

    @cached_property
    def _seen(self) -> set[int]:
        return set(parties_to_ask(self.user).order_by().values_list("pk", flat=True))

    @cached_property
    def _exact(self) -> dict[str, set[int]]:
        """By the name as names are compared: «Dam & Wonen» is «Dam en Wonen». Of what one sees also by the other names."""
        found = defaultdict(set)
        for party in self._all.values():
            found[name_key(party.name)].add(party.id)
            if party.id in self._seen:
                found[name_key(party.short_name)].add(party.id)
        for pk, alias in PartyAlias.objects.filter(party__in=self._seen).values_list("party", "alias"):
            found[name_key(alias)].add(pk)
        return found

    @cached_property
    def _without_title(self) -> dict[str, set[int]]:
        """Of what one sees, without «gemeente» or «stichting»."""
        found = defaultdict(set)
        for pk in self._seen & self._all.keys():
            for name in (self._all[pk].name, self._all[pk].short_name):
                found[_bare(name)].add(pk)
        return found

    def meant_by(self, name: str, kind: str = "") -> list[KnownParty]:
        """The party of this name; several where it says too little, none where it is new.

        A name without title («Waterhoek») may be that of each kind: with a kind only that one.
        """
        keys = self._exact.get(name_key(name), set())
        if not keys:
            keys = {key for key in self._without_title.get(name_key(name), set()) if kind in {"", self._all[key].kind}}
        going_on = [self._all[pk] for pk in sorted(keys) if not self._all[pk].is_gone]
        return going_on or [self._all[pk] for pk in sorted(keys)]

    @property
    def names(self) -> list[str]:
        """Those that one sees, to choose from while typing."""
        return [party.name for party in self._all.values() if party.id in self._seen and not party.is_gone]

    def kind_words(self, party: KnownParty) -> str:
        return str(Party.Kind(party.kind).label)

    def why_not(self, found: list[KnownParty], kind: str) -> str:
        """The sentence that says why this name does not do; empty when it is one party that goes on, and of that kind."""
        if len(found) > 1:
            names = ", ".join(f"«{party.name}»" for party in found)
            return _("More parties are called so: %(names)s. Write the whole name.") % {"names": names}
        if found[0].is_gone:
            return _("%(party)s no longer exists: it merged or ended.") % {"party": found[0].name}
        if kind and kind != found[0].kind:
            words = {"party": found[0].name, "kind": self.kind_words(found[0])}
            return _("%(party)s stands in Driehoek already, as %(kind)s. Leave the kind empty, or write another name.") % words
        return ""


def _bare(name: str) -> str:
    return name_key(TITLES.sub("", same_length(" ".join(name.split()))))


def kind_in(name: str) -> str:
    """The kind of party that a name says, as «Gemeente» does; empty where it says none."""
    return next((kind.value for kind, pattern in KINDS_BY_NAME if pattern.search(name)), "")
