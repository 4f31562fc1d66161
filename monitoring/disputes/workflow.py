"""A written notice is given, opened, confirmed, and ended. What was recorded of it never changes.

docs/decisions/0049-dispute-file.md tells from which day the four weeks run, and when a party counts as having got it.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Action, Agreement, Goal
from monitoring.disputes.people import (
    addressed_by,
    addressed_parties_of,
    giving_parties,
    signing_parties,
    speakers_of,
    spoken_for,
)
from monitoring.models import DisputeNotice, NoticeEnd, NoticeReceipt, NoticeSubject
from monitoring.writes import keep
from parties.history.records import change_set
from parties.mail import post
from parties.models import Party, User
from parties.refusals import NotAllowedNowError

Kind = NoticeReceipt.Kind
WHY = gettext_lazy("You get this mail because you coordinate or sign for a party to which this notice was given.")
WHO_GIVES = gettext_lazy(
    "Only a coordinator, or someone who may sign, of a municipality, housing association or tenants' organisation that signs "
    "the agreement does this."
)


def why_not_give(user: User, agreement: Agreement) -> str:
    return "" if giving_parties(agreement, user).exists() else str(WHO_GIVES)


@transaction.atomic
def give_notice(
    *,
    agreement: Agreement,
    party: Party,
    parties: Iterable[Party],
    text: str,
    by: User,
    goals: Iterable[int] = (),
    actions: Iterable[int] = (),
) -> DisputeNotice:
    """Keep the notice, and mail it to everyone who coordinates or signs for the parties to which it is given."""
    if not giving_parties(agreement, by).filter(pk=party.pk).exists():
        raise PermissionDenied(str(WHO_GIVES))
    addressed = _addressed(agreement, party, parties)
    people = _reached(addressed)
    with change_set(reason=_("Written notice of %(party)s") % {"party": party}, user=by):
        notice = keep(DisputeNotice(agreement=agreement, party=party, text=text, by=by), by=by)
        for goal in Goal.objects.filter(pk__in=list(goals)).select_related("theme").order_by("pk"):
            keep(NoticeSubject(notice=notice, goal=goal), by=by)
        for action in Action.objects.filter(pk__in=list(actions)).select_related("agenda").order_by("pk"):
            keep(NoticeSubject(notice=notice, action=action), by=by)
        for other in addressed:
            for person in people[other.pk]:
                keep(NoticeReceipt(notice=notice, party=other, person=person, kind=Kind.MAILED, at=notice.at), by=by)
    _tell("notice", notice, (person for other in addressed for person in people[other.pk]), by=by, parties=addressed)
    return notice


def _addressed(agreement: Agreement, party: Party, parties: Iterable[Party]) -> list[Party]:
    chosen = {row.pk for row in parties} - {party.pk}
    found = [row for row in signing_parties(agreement) if row.pk in chosen]
    if not found or len(found) < len(chosen):
        raise NotAllowedNowError(_("Choose at least one other party that signs the agreement."))
    return found


def _reached(parties: list[Party]) -> dict[int, list[User]]:
    people = speakers_of(row.pk for row in parties)
    nobody = [row.name for row in parties if not people.get(row.pk)]
    if nobody:
        sentence = _("Nobody coordinates or signs for %(parties)s, so this notice would reach nobody there.")
        raise NotAllowedNowError(sentence % {"parties": ", ".join(nobody)})
    return people


@transaction.atomic
def record_opened(*, notice: DisputeNotice, by: User) -> None:
    """That somebody who speaks for a party to which it was given has it in front of them; once for each person and party."""
    own = addressed_parties_of(notice, by)
    if own and set(own) - _opened_for(notice, by):
        _locked(notice)
        for party in sorted(set(own) - _opened_for(notice, by)):
            keep(NoticeReceipt(notice=notice, party_id=party, person=by, kind=Kind.OPENED), by=by)


def _opened_for(notice: DisputeNotice, by: User) -> set[int]:
    return set(notice.receipts.filter(person=by, kind=Kind.OPENED).values_list("party", flat=True))


@transaction.atomic
def confirm_receipt(*, notice: DisputeNotice, by: User) -> list[NoticeReceipt]:
    """Confirm for the parties for which the person speaks that they got it."""
    own = addressed_parties_of(notice, by)
    if not own:
        raise PermissionDenied(_("Only someone who coordinates or signs for a party to which it was given confirms it."))
    _locked(notice)
    had = set(notice.receipts.filter(kind=Kind.CONFIRMED).values_list("party", flat=True))
    waiting = [party for party in own if party not in had]
    if not waiting:
        raise NotAllowedNowError(_("Your party confirmed this already."))
    return [keep(NoticeReceipt(notice=notice, party_id=party, person=by, kind=Kind.CONFIRMED), by=by) for party in waiting]


@transaction.atomic
def end_notice(*, notice: DisputeNotice, kind: str, text: str, by: User) -> NoticeEnd:
    """Say what became of it, for the party that gave it; everyone who got it hears."""
    if not spoken_for(by).filter(pk=notice.party_id).exists():
        raise PermissionDenied(_("Only the party that gave the notice says what became of it."))
    _locked(notice)
    if NoticeEnd.objects.filter(notice=notice).exists():
        raise NotAllowedNowError(str(NoticeEnd.kept_sentence))
    end = keep(NoticeEnd(notice=notice, kind=kind, text=text, by=by), by=by)
    people = speakers_of(addressed_by(notice))
    _tell("notice_ended", notice, (person for rows in people.values() for person in rows), by=by, end=end)
    return end


def _locked(notice: DisputeNotice) -> DisputeNotice:
    """Nobody else's until this transaction ends, so that nothing is recorded twice."""
    return DisputeNotice.objects.select_for_update(of=("self",), no_key=True).get(pk=notice.pk)


def _tell(template: str, notice: DisputeNotice, people: Iterable[User], *, by: User, **context: Any) -> None:
    """Each person once."""
    with translation.override(settings.LANGUAGE_CODE):
        for person in {person.pk: person for person in people}.values():
            post(template, to=person, context={"notice": notice, **context}, why=WHY, by=by)
