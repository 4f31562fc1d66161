"""Who is named in a comment and has not seen to it yet."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.agenda.words import words_of
from agreements.models import Comment, Mention
from parties.models import User

PLACE = ("agreement", "agenda", "theme__agreement", "goal", "action__project")


def waiting_for(person: User) -> QuerySet[Mention]:
    """What waits for this person, the newest first, with what its comment is about. One query."""
    return _with_place(Mention.objects.of(person).waiting()).order_by("-comment__written_at", "-pk")


def to_tell(*, since: datetime) -> dict[User, list[Mention]]:
    """What nobody was told of yet, of comments since then, by person; only what each may still read.

    One query, and one for each person who is named.
    """
    untold = Mention.objects.waiting().filter(told_at=None, comment__written_at__gte=since, person__is_active=True)
    people = User.objects.filter(pk__in=untold.values("person")).order_by("name", "pk")
    found = {person: list(_with_place(untold & Mention.objects.of(person)).order_by("pk")) for person in people}
    return {person: mentions for person, mentions in found.items() if mentions}


def _with_place(mentions: QuerySet[Mention]) -> QuerySet[Mention]:
    return mentions.select_related("comment__by", "comment__party", *(f"comment__{name}" for name in PLACE))


def place_of(comment: Comment) -> str:
    """What the comment is about, in the words of its year."""
    if comment.agenda:
        return comment.agenda.introduction_title or _("the introduction")
    if comment.action:
        return str(words_of(comment.action))
    if comment.goal:
        return _("goal %(number)s") % {"number": words_of(comment.goal, comment.year)}
    return words_of(comment.theme, comment.year).heading
