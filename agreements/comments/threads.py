"""What was said, with its answers and with what this person may do about it: a fixed number of queries for any number."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from agreements.comments.forms import AnswerForm
from agreements.models import Comment, Mention
from parties.models import Party, User
from parties.people.names import show_parties
from parties.prepared import Prepared, Year, attach


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
    return _threads(list(_first_said(comments, seen_by)), seen_by, tuple(parties))


def threads_about(kind: str, pk: int, *, seen_by: User, parties: Iterable[Party]) -> tuple[Thread, ...]:
    """As threads_of(), of all that was said about the goal or action with this key."""
    return _threads(_said_about.models(seen_by.pk, pk, kind=kind, is_superuser=seen_by.is_superuser), seen_by, tuple(parties))


def _first_said(comments: QuerySet[Comment], seen_by: User) -> QuerySet[Comment]:
    return comments.visible_to(seen_by).threads().select_related("party", "by", "resolved_by", "agreement")


@Prepared.in_order
def _said_about(user: int, pk: int, *, kind: str, is_superuser: bool) -> QuerySet[Comment]:
    return _first_said(Comment.objects.filter(**{kind: pk}), User(pk=user, is_superuser=is_superuser))


def _threads(rows: list[Comment], seen_by: User, own: tuple[Party, ...]) -> tuple[Thread, ...]:
    if not rows:
        return ()
    keys = tuple(row.pk for row in rows)
    answers = _answers_to.models(keys)
    attach(rows, "answers", answers, "answers_to")
    said = [*rows, *answers]
    attach(said, "mentions", _mentions_in.models(tuple(part.pk for part in said)), "comment")
    may_resolve = {pk for (pk,) in _resolvable.rows(seen_by.pk, keys, is_superuser=seen_by.is_superuser)}
    show_parties((row.resolved_by for row in rows), seen_by=seen_by)
    threads = [_thread(row, seen_by, own, may_resolve=row.pk in may_resolve) for row in rows]
    return tuple(sorted(threads, key=lambda thread: thread.is_resolved))


@Prepared.in_order
def _answers_to(comments: Collection[int]) -> QuerySet[Comment]:
    return Comment.objects.filter(answers_to__in=comments).select_related("party", "by")


@Prepared.in_order
def _mentions_in(comments: Collection[int]) -> QuerySet[Mention]:
    return Mention.objects.filter(comment__in=comments).select_related("person")


@Prepared
def _resolvable(user: int, comments: Collection[int], *, is_superuser: bool) -> QuerySet[Comment]:
    person = User(pk=user, is_superuser=is_superuser)
    return Comment.objects.resolvable_by(person).filter(pk__in=comments).values_list("pk")


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
    """The rows of history of what was deleted and the person may put back; comments are look-ups. At most one query."""
    own = {party.pk for party in parties}
    if not own:
        return ()
    known = {name: value for name, value in comments.items() if value is not None}
    empty = tuple(name for name in comments if name not in known)
    gone = _deleted.models(tuple(sorted(own)), *known.values(), known=tuple(known), empty=empty)
    rows = {record.id: record for record in gone if may_bring_back(record, seen_by, own)}
    return tuple(rows.values())


@Prepared.in_order
def _deleted(parties: Collection[int], *values: int | Year, known: tuple[str, ...], empty: tuple[str, ...]) -> QuerySet:
    which = {**dict(zip(known, values, strict=True)), **dict.fromkeys(empty)}
    gone = Comment.history.filter(history_type="-", party__in=parties, **which)
    return gone.exclude(id__in=Comment.objects.values("pk")).order_by("history_date", "history_id")


def may_bring_back(record, person: User, own: set[int]) -> bool:
    return record.party_id in own and (record.is_own or record.by_id == person.pk)
