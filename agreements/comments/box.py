"""The box with what was said about a goal or an action."""

from dataclasses import dataclass

from django.urls import reverse

from agreements.comments.forms import CommentForm
from agreements.comments.readers import CommentReader, readers_of
from agreements.comments.threads import Thread, deleted_of, threads_about
from agreements.models import Action, Agenda, Agreement, Goal
from agreements.models.comment import own_parties_in
from parties.models import User


@dataclass(frozen=True, slots=True)
class CommentBox:
    """shared is said to all parties, own to the own party only; deleted are the rows of history of what can be put back.

    form and address are for a new comment; without a form the person may only read.
    """

    shared: tuple[Thread, ...]
    own: tuple[Thread, ...]
    deleted: tuple
    form: CommentForm | None
    address: str
    readers: tuple[CommentReader, ...]
    year: int

    @property
    def number_open(self) -> int:
        return sum(not thread.is_resolved for thread in (*self.shared, *self.own))


def comment_box(about: Action | Goal, *, agenda: Agenda | None, seen_by: User) -> CommentBox:
    """What this person may read of what was said about it, in every year; agenda is the year of a new comment."""
    kind = about._meta.model_name
    agreement = agreement_of(about)
    parties = own_parties_in(seen_by, agreement.pk)
    threads = threads_about(kind, about.pk, seen_by=seen_by, parties=parties)
    year = agenda.year if agenda else agreement.year_in_front
    return CommentBox(
        shared=tuple(thread for thread in threads if not thread.comment.is_own),
        own=tuple(thread for thread in threads if thread.comment.is_own),
        deleted=deleted_of({kind: about.pk}, seen_by=seen_by, parties=parties),
        form=CommentForm(parties=parties, auto_id="id_opmerking_%s") if parties else None,
        address=f"{reverse(f'comment_on_{kind}', args=[about.pk])}{f'?jaar={year}' if kind == 'goal' else ''}",
        readers=readers_of(agreement) if parties else (),
        year=year,
    )


def agreement_of(about: Action | Goal) -> Agreement:
    return about.agenda.agreement if isinstance(about, Action) else about.theme.agreement


def agenda_to_comment(agreement: Agreement, asked: str = "") -> Agenda | None:
    """The year to which a comment on a goal belongs: the one asked for, else the year in front, else the last. One query, or
    none where the agendas of the agreement were prefetched.
    """
    agendas = sorted(agreement.agendas.all(), key=lambda agenda: agenda.year)
    by_year = {str(agenda.year): agenda for agenda in agendas}
    found = by_year.get(asked) or by_year.get(str(agreement.year_in_front))
    return found or next(reversed(by_year.values()), None)
