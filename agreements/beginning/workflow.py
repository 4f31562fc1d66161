"""A draft is kept, handed over, taken up or thrown away; and an agreement begins: all or nothing, with the person who does it.

The views decide who may (permissions.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.agenda.words import chapter_rows
from agreements.beginning.forms import LEGAL_THEMES, MEETINGS, Wanted
from agreements.beginning.people import person_for
from agreements.beginning.sitting import LONGEST, PARTIES, TEXT, WORDS, Sitting
from agreements.beginning.text_forms import TextForm
from agreements.imports.words.leads import TITLES
from agreements.models import Agenda, Agreement, AgreementDraft, MeetingRule, Participation, Theme
from agreements.taking_part.workflow import ask_party, invite_first_coordinator
from parties.history.records import change_set
from parties.mail import post
from parties.models import Invitation, Membership, Party, User
from parties.people.workflow import invite
from parties.refusals import NotAllowedNowError

BEGUN_ALREADY = gettext_lazy("These agreements have begun already, or somebody threw them away.")
OWN_FIRST = gettext_lazy("You are working on other agreements already. Begin those first, or throw them away.")


# -- The draft


@transaction.atomic
def keep(*, step: str, sent: dict[str, str], goes_to: str, by: User) -> AgreementDraft:
    """Keep what was sent of one step, right or not; what another window sent of other steps stays."""
    draft, _is_new = AgreementDraft.objects.select_for_update().get_or_create(person=by)
    draft.content = {**draft.content, step: {name: value[:LONGEST] for name, value in sent.items()}}
    draft.step, draft.changed_at = goes_to, timezone.now()
    draft.save()
    return draft


def throw_away(*, by: User) -> None:
    AgreementDraft.objects.filter(person=by).delete()


@transaction.atomic
def take_up(draft: AgreementDraft, *, by: User) -> AgreementDraft:
    """Go on with what was handed over to the person's party; from then on it is the person's own."""
    if AgreementDraft.objects.filter(person=by).exists():
        raise NotAllowedNowError(str(OWN_FIRST))
    row = AgreementDraft.objects.select_for_update().filter(pk=draft.pk, person=None).first()
    if row is None:
        raise NotAllowedNowError(_("A colleague goes on with this already."))
    row.person = by
    row.save()
    return row


def _locked(by: User) -> AgreementDraft:
    """The draft of the person; a second press of the button waits here, and finds it gone."""
    draft = AgreementDraft.objects.select_for_update().filter(person=by).first()
    if draft is None:
        raise NotAllowedNowError(str(BEGUN_ALREADY))
    return draft


# -- Handing over


@transaction.atomic
def hand_over(*, sitting: Sitting, by: User, **people: str) -> Party:
    """Give the draft to the municipality, and have it out of hand: its coordinators are told, or its first one is invited.

    people is what PeopleForm asks.
    ValidationError at the address when the municipality has no coordinator and nobody is named.
    """
    draft = _locked(by)
    wanted = sitting.municipality
    if wanted is None:
        raise NotAllowedNowError(_("Write at least one municipality: the agreements are those of its residents."))
    with change_set(reason=_("New agreements prepared and handed over"), user=by):
        party = _party_of(wanted)
        _put_before(party, draft, sitting)
        coordinators = list(party.memberships.coordinating().select_related("user").order_by("pk"))
        if not coordinators:
            email, name = person_for(wanted, people)
            if not email:
                sentence = _("Write who goes on with this for %(party)s: it has no coordinator in Driehoek yet.")
                raise ValidationError({f"email_{wanted.key}": sentence % {"party": party}})
            _refused_at(f"email_{wanted.key}", invite, party=party, email=email, name=name, role="coordinator", by=by)
    why = format_lazy(gettext_lazy("You get this mail because you are coordinator of {party}."), party=party)
    link = settings.SITE_URL + reverse("new_agreement")
    for member in coordinators:
        post("handed_over", to=member.user, context={"party": party, "by": by, "link": link}, why=why, by=by)
    return party


def _put_before(party: Party, draft: AgreementDraft, sitting: Sitting) -> None:
    """Let the draft wait for the party, with the years as they stand now and whole names, which anyone may use."""
    names = {f"name_{each.row}": each.name for each in sitting.parties}
    first, last = sitting.years
    words = (draft.content.get(WORDS) or sitting.proposed(WORDS)) | {"start_year": str(first), "end_year": str(last)}
    draft.content = {**draft.content, WORDS: words, PARTIES: {**draft.content.get(PARTIES, {}), **names}}
    draft.person, draft.party, draft.step, draft.handed_over_at = None, party, PARTIES, timezone.now()
    draft.save()


def _refused_at(field: str, action: Callable[..., Invitation], **given: Any) -> Invitation:
    """What the action gives; what it refuses stands at this field."""
    try:
        return action(**given)
    except NotAllowedNowError as refused:
        raise ValidationError({field: str(refused)}) from refused
    except ValidationError as refused:
        raise ValidationError({field: refused.messages}) from refused


# -- Beginning


@dataclass(frozen=True, slots=True)
class Begun:
    """The first agenda, how its text comes in, and the parties that nobody answers for yet."""

    agenda: Agenda
    how: str
    silent: tuple[Participation, ...]


@transaction.atomic
def begin(*, sitting: Sitting, by: User, **people: str) -> Begun:
    """Make the agreement with its parties, themes and first agenda; ask each party, and invite the people whom PeopleForm names.

    The steps before the last are right (Sitting.problems). ValidationError at the address of an invitation that cannot be sent.
    """
    draft = _locked(by)
    words, text = sitting.checked(WORDS).cleaned_data, sitting.checked(TEXT).cleaned_data
    with change_set(reason=_("New agreements begun"), user=by):
        agreement = _make_agreement(sitting, words)
        rows = [(each, _ask(each, agreement, by=by)) for each in sitting.parties]
        _add_meeting_rules(agreement, words)
    with change_set(reason=_("New agreements begun"), user=by):  # what the person may write was looked up before the parties
        agenda = _make_agenda(agreement, text["year"], text["title"])
        _add_themes(agreement, text)
    silent = tuple(row for each, row in rows if not _is_reached(each, row, people, by=by))
    draft.delete()
    return Begun(agenda, text["how"], silent)


@transaction.atomic
def begin_first_agenda(*, agreement: Agreement, year: int, title: str, how: str, by: User) -> Agenda:
    """The agenda of the first year of an agreement that has none; how its text comes in is for the page that follows."""
    with change_set(reason=_("First agenda begun"), user=by):
        return _make_agenda(agreement, year, title)


def _make_agenda(agreement: Agreement, year: int, title: str) -> Agenda:
    agenda = Agenda(agreement=agreement, year=year, title=title or f"Uitvoeringsagenda {year}")
    agenda.save()
    return agenda


def _make_agreement(sitting: Sitting, words: dict) -> Agreement:
    first, last = words["start_year"], words["end_year"]
    label = words["theme_label"].strip()
    agreement = Agreement(
        title=words["title"] or sitting.usual_title(first, last),
        slug=_free_address(sitting, first, last),
        start_year=first,
        end_year=last,
        rolling_years=last - first + 1 if words["is_rolling"] else None,
        layout=words["layout"],
        theme_label=label,
        theme_separator=":" if label.lower() == "hoofdstuk" else ".",
        goal_label=words["goal_label"],
        action_label=words["action_label"],
        predecessor=words.get("predecessor"),
    )
    agreement.save()
    return agreement


def _free_address(sitting: Sitting, first: int, last: int) -> str:
    """Such as heumen-2023-2026; with a number behind it where that is taken."""
    place = slugify(TITLES.sub("", sitting.municipality.name))[:60] if sitting.municipality else ""
    address = f"{place or 'afspraken'}-{first}-{last}"
    taken = set(Agreement.objects.filter(slug__startswith=address).values_list("slug", flat=True))
    free = (f"{address}-{number}" for number in range(2, len(taken) + 3))
    return address if address not in taken else next(each for each in free if each not in taken)


def _ask(wanted: Wanted, agreement: Agreement, *, by: User) -> Participation:
    """Ask the party, on the terms that were given."""
    row = ask_party(agreement=agreement, party=_party_of(wanted), role=wanted.role, by=by)
    if wanted.right_of_advice or wanted.from_year or wanted.to_year:
        row.right_of_advice, row.from_year, row.to_year = wanted.right_of_advice, wanted.from_year, wanted.to_year
        row.save()
    return row


def _add_meeting_rules(agreement: Agreement, words: dict) -> None:
    given = [(kind, said) for name, kind in MEETINGS.items() if (said := " ".join(words[name].split()))]
    for position, (kind, frequency) in enumerate(given, start=1):
        MeetingRule(agreement=agreement, kind=kind, frequency=frequency, position=position).save()


def _party_of(wanted: Wanted) -> Party:
    """The party, added when it is new."""
    if wanted.known:
        return Party.objects.get(pk=wanted.known)
    short = wanted.name if len(wanted.name) <= 60 else wanted.name[:60].rpartition(" ")[0] or wanted.name[:60]
    party = Party(name=wanted.name, short_name=short, kind=wanted.kind)
    party.save()
    return party


def _add_themes(agreement: Agreement, text: dict) -> None:
    if text["themes"] == TextForm.LEGAL:
        for number, title in enumerate(LEGAL_THEMES, start=1):
            Theme(agreement=agreement, number=str(number), title=title, position=number).save()
    elif text["themes"] == TextForm.EARLIER:
        _copy_headings(text["earlier"], agreement)


def _copy_headings(earlier: Agreement, agreement: Agreement) -> None:
    """The headings of the year in front, with their numbers; a theme before its paragraphs."""
    themes, _goals = chapter_rows(earlier, earlier.year_in_front)
    made: dict[int, Theme] = {}
    for row in sorted(themes, key=lambda theme: theme.parent_id is not None):
        parent = made.get(row.parent_id) if row.parent_id else None
        theme = Theme(agreement=agreement, parent=parent, number=row.number, title=row.title, position=len(made) + 1)
        theme.save()
        made[row.id] = theme


def _is_reached(wanted: Wanted, row: Participation, people: dict[str, str], *, by: User) -> bool:
    """Whether somebody answers for the party: it said yes, has a coordinator, or its first one is invited now."""
    email, name = person_for(wanted, people)
    if row.is_accepted or Membership.objects.coordinating().filter(party=row.party_id).exists():
        return True
    if not email:
        return False
    _refused_at(f"email_{wanted.key}", invite_first_coordinator, participation=row, email=email, name=name, by=by)
    return True
