"""What was written about actions, with everything that light, state and line of history show of it."""

from collections.abc import Collection
from datetime import date

from django.db import models
from django.db.models import Prefetch

from monitoring.models import Dissent, ProgressUpdate, Review, Round
from parties.models import Membership
from parties.prepared import Prepared, attach


def party_of(person: str, agreement: str) -> models.Subquery:
    """For rows that name a person and an agreement by these fields: the party for which the person takes part in it."""
    own = Membership.objects.filter(user=models.OuterRef(person), party__participations__agreement=models.OuterRef(agreement))
    return models.Subquery(own.order_by("party__short_name").values("party__short_name")[:1])


def with_story(updates: models.QuerySet) -> models.QuerySet:
    """Updates with everything that their light, state and line of history show: two queries more."""
    return _with_names(updates).prefetch_related(Prefetch("reviews", _reviews()), Prefetch("dissents", _dissents()))


def story_in(round: Round, actions: Collection[int]) -> list[ProgressUpdate]:
    """All that was written on these actions in the round, and what was submitted in those before it, oldest first: with_story().

    Three queries.
    """
    return _with_what_was_said(_written_through.models(round.pk, round.reference_date, tuple(actions)) if actions else [])


def written_in(rounds: Collection[int], actions: Collection[int]) -> list[ProgressUpdate]:
    """As story_in(), of these rounds and without what came before them. Three queries."""
    return _with_what_was_said(_written_in.models(tuple(rounds), tuple(actions)) if actions else [])


def submitted_on(actions: Collection[int]) -> list[ProgressUpdate]:
    """All that was submitted on these actions, the newest first: with_story() and the agenda of its round. Three queries."""
    return _with_what_was_said(_submitted_on.models(tuple(actions)))


def _with_what_was_said(updates: list[ProgressUpdate]) -> list[ProgressUpdate]:
    """Each with its reviews and views. Two queries."""
    if updates:
        keys = tuple(update.pk for update in updates)
        attach(updates, "reviews", _reviews_of.models(keys), "update")
        attach(updates, "dissents", _dissents_of.models(keys), "update")
    return updates


@Prepared.in_order
def _written_through(round: int, day: date, actions: Collection[int]) -> models.QuerySet:
    past = models.Q(round__reference_date__lt=day, submitted_at__isnull=False)
    updates = ProgressUpdate.objects.filter(models.Q(round=round) | past, action__in=actions)
    return _with_names(updates).order_by("round__reference_date", "submitted_at", "pk")


@Prepared.in_order
def _submitted_on(actions: Collection[int]) -> models.QuerySet:
    updates = _with_names(ProgressUpdate.objects.counted().filter(action__in=actions)).select_related("round__agenda")
    return updates.order_by("-round__reference_date", "-submitted_at", "-pk")


@Prepared.in_order
def _written_in(rounds: Collection[int], actions: Collection[int]) -> models.QuerySet:
    updates = ProgressUpdate.objects.filter(round__in=rounds, action__in=actions)
    return _with_names(updates).order_by("submitted_at", "pk")


@Prepared.in_order
def _reviews_of(updates: Collection[int]) -> models.QuerySet:
    return _reviews().filter(update__in=updates)


@Prepared.in_order
def _dissents_of(updates: Collection[int]) -> models.QuerySet:
    return _dissents().filter(pk__in=_keys_of_dissents.keys(updates))  # of many updates it would read all meetings


@Prepared
def _keys_of_dissents(updates: Collection[int]) -> models.QuerySet:
    return Dissent.objects.filter(update__in=updates).values("pk")


def _reviews() -> models.QuerySet:
    return Review.objects.select_related("by").annotate(by_party=party_of("by", "update__action__agenda__agreement"))


def _dissents() -> models.QuerySet:
    return Dissent.objects.select_related("party", "by", "discussed_in")


def _with_names(updates: models.QuerySet) -> models.QuerySet:
    with_version = updates.annotate(version_number=models.F("version__number"))  # its content is large and stays where it is
    return with_version.select_related("party", "reported_by", "on_behalf_by", "round")
