"""Writes on comments. Each asks who may and when; PermissionDenied, NotAllowedNowError or ValidationError has the sentence."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.models import HistoricalChanges

from agreements.comments.readers import named_in, readers_of
from agreements.models import Agenda, Comment, Mention
from agreements.models.comment import Subject, commenting_parties
from parties.history.put_back import put_back
from parties.models import Party, User
from parties.refusals import NotAllowedNowError


@transaction.atomic
def comment(subject: Subject, *, agenda: Agenda | None, by: User, party: Party, text: str, own_only: bool = False) -> Comment:
    """Say something about an introduction (its agenda), a theme, a goal or an action: to all parties, or to the own only.

    agenda is the year of which the text was read; None where the agreement has no agenda yet. party is the person's own. People
    who read along and are named in the text, as «@Tess Huurder», are mentioned.
    """
    row = Comment.about(subject, year=0, party=party, by=by, text=text, is_own=own_only)
    row.year = agenda.year if agenda else row.agreement.year_in_front
    return _said(row, by=by)


@transaction.atomic
def answer(*, to: Comment, by: User, party: Party, text: str) -> Comment:
    """Answer in a thread that is open, for the same people; what it asked of the person counts as seen."""
    first = _held(to.thread, by)
    if first.is_resolved:
        raise NotAllowedNowError(_("This was resolved. Open it again first."))
    fields = {"is_own": first.is_own, "answers_to": first, "party": party, "by": by, "text": text}
    row = _said(Comment.about(first.subject, year=first.year, **fields), by=by)
    for mention in Mention.objects.of(by).waiting().filter(comment__in=[first, *first.answers.all()]):
        see(mention=mention, by=by)
    return row


@transaction.atomic
def reword(*, row: Comment, by: User) -> Comment:
    """Keep the changed text of a comment that nobody answered yet, and who is mentioned in it now."""
    _demand(Comment.objects.editable_by(by).filter(pk=row.pk).exists(), _("Only who said it changes this."))
    _held(row.thread, by)
    row._history_user = by
    row.save()
    _mention(row, by=by)
    return row


@transaction.atomic
def take_away(*, row: Comment, by: User) -> None:
    """Delete a comment that nobody answered yet; it can be put back."""
    _demand(Comment.objects.editable_by(by).filter(pk=row.pk).exists(), _("Only who said it takes this away."))
    _held(row.thread, by)
    if why := row.why_it_stays():
        raise NotAllowedNowError(why)
    row._history_user = by
    row.delete()


@transaction.atomic
def bring_back(*, record: HistoricalChanges, by: User) -> Comment:
    """Put back a comment that was deleted, with who was mentioned in it."""
    rows = put_back(record, by=by)
    return rows[0]


@transaction.atomic
def resolve(*, row: Comment, by: User) -> Comment:
    """Mark the thread as resolved: it folds, and nothing in it waits for anyone."""
    first = _held(row.thread, by)
    _demand_resolving(first, by)
    if first.is_resolved:
        raise NotAllowedNowError(_("This was resolved already."))
    first.resolved_at, first.resolved_by, first._history_user = timezone.now(), by, by
    first.save()
    return first


@transaction.atomic
def reopen(*, row: Comment, by: User) -> Comment:
    """Open a resolved thread again."""
    first = _held(row.thread, by)
    _demand_resolving(first, by)
    if not first.is_resolved:
        raise NotAllowedNowError(_("This is open already."))
    first.resolved_at, first.resolved_by, first._history_user = None, None, by
    first.save()
    return first


@transaction.atomic
def see(*, mention: Mention, by: User) -> None:
    """The person has read that comment: it waits no longer."""
    mention.seen_at, mention._history_user = timezone.now(), by
    mention.save()


def _said(row: Comment, *, by: User) -> Comment:
    sentence = _("A comment is of a party that takes part, and you belong to none.")
    _demand(commenting_parties(by, row.agreement).filter(pk=row.party_id).exists(), sentence)
    row._history_user = by
    row.save()
    _mention(row, by=by)
    return row


def _mention(row: Comment, *, by: User) -> None:
    """The people who are named and read it are mentioned, and no others; who was already is not told again."""
    found, _left = named_in(row.text, readers_of(row.agreement))
    named = {reader.person for reader in found if reader.reads(own_only=row.is_own, party=row.party)} - {row.by}
    for mention in row.mentions.select_related("person"):
        if mention.person not in named:
            mention._history_user = by
            mention.delete()
        named.discard(mention.person)
    for person in sorted(named, key=lambda person: person.pk):
        mention = Mention(comment=row, person=person)
        mention._history_user = by
        mention.save()


def _held(first: Comment, by: User) -> Comment:
    """The thread as it is now, and nobody else's until this transaction ends; DoesNotExist for who may not read it."""
    return Comment.objects.visible_to(by).select_related("agreement").select_for_update(of=("self",)).get(pk=first.pk)


def _demand_resolving(first: Comment, by: User) -> None:
    may = Comment.objects.resolvable_by(by).filter(pk=first.pk).exists()
    _demand(may, _("The party that said this resolves it, or an editor or coordinator of a party that signs."))


def _demand(may: bool, sentence: str) -> None:
    if not may:
        raise PermissionDenied(sentence)
