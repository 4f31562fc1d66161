"""What was said, with its answers and with what this person may do about it: a fixed number of queries for any number."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from agreements.comments.forms import AnswerForm
from agreements.models import Comment, Mention
from parties.models import Party, User
from parties.people.names import show_parties

MENTIONS = Prefetch("mentions", Mention.objects.select_related("person"))


@dataclass(frozen=True, slots=True)
class Said:
    """One comment or answer. mention is that of the person who looks, as long as it waits."""

    comment: Comment
    mentioned: tuple[User, ...]
    mention: Mention | None
    may_change: bool


@dataclass(frozen=True, slots=True)
class Thread:
    first: Said
    answers: tuple[Said, ...]
    may_resolve: bool
    form: AnswerForm | None  # of an answer, where the person may give one

    @property
    def comment(self) -> Comment:
        return self.first.comment

    @property
    def is_resolved(self) -> bool:
        return self.comment.is_resolved


def threads_of(comments: QuerySet[Comment], *, seen_by: User, parties: Iterable[Party]) -> tuple[Thread, ...]:
    """The threads among these comments that the person may see: open ones first. A fixed number of queries.

    parties are the person's own in this agreement: those for which an answer can be given.
    """
    answers = Comment.objects.select_related("party", "by").prefetch_related(MENTIONS)
    rows = comments.visible_to(seen_by).threads().select_related("party", "by", "resolved_by", "agreement")
    rows = rows.prefetch_related(MENTIONS, Prefetch("answers", answers))
    if not rows:
        return ()
    resolvable = Comment.objects.resolvable_by(seen_by).filter(pk__in=[row.pk for row in rows])
    may_resolve, own = set(resolvable.values_list("pk", flat=True)), tuple(parties)
    show_parties((row.resolved_by for row in rows), among=Party.objects.visible_to(seen_by))
    threads = [_thread(row, seen_by, own, may_resolve=row.pk in may_resolve) for row in rows]
    return tuple(sorted(threads, key=lambda thread: thread.is_resolved))


def _thread(row: Comment, person: User, own: tuple[Party, ...], *, may_resolve: bool) -> Thread:
    said = [row, *row.answers.all()]
    parts = [_said(part, row, person, own, is_last=part is said[-1]) for part in said]
    answering = [party for party in own if not row.is_own or party.pk == row.party_id]
    form = (
        AnswerForm(to=row, parties=answering, auto_id=f"id_antwoord_{row.pk}_%s") if answering and not row.is_resolved else None
    )
    return Thread(parts[0], tuple(parts[1:]), may_resolve, form)


def _said(part: Comment, first: Comment, person: User, own: tuple[Party, ...], *, is_last: bool) -> Said:
    mentions = list(part.mentions.all())
    mine = [mention for mention in mentions if mention.person_id == person.pk and not mention.seen_at and not first.is_resolved]
    is_mine = part.party_id in {party.pk for party in own} and (part.is_own or part.by_id == person.pk)
    return Said(
        comment=part,
        mentioned=tuple(mention.person for mention in mentions),
        mention=mine[0] if mine else None,
        may_change=is_mine and is_last and not first.is_resolved,
    )


def deleted_of(comments: dict, *, seen_by: User, parties: Iterable[Party]) -> tuple:
    """The rows of history of what was deleted and the person may put back; comments are look-ups. One query."""
    own = {party.pk for party in parties}
    gone = Comment.history.filter(history_type="-", party__in=own, **comments).exclude(id__in=Comment.objects.values("pk"))
    rows = {record.id: record for record in gone.order_by("history_date", "history_id") if may_bring_back(record, seen_by, own)}
    return tuple(rows.values())


def may_bring_back(record, person: User, own: set[int]) -> bool:
    return record.party_id in own and (record.is_own or record.by_id == person.pk)
