"""Who reads a meeting and what hangs on it: all parties; a bilateral one its own parties alone until they share it."""

from typing import Self

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from agreements.models import MeetingRule, Participation
from agreements.models.agreement import InAgreementQuerySet, in_year
from parties.models.party import COORDINATED_PARTIES, PARTIES_OF, WRITING_PARTIES


class OfMeetingQuerySet(InAgreementQuerySet):
    """Rows that hang on a meeting; `meeting_path` of the model is the look-up to it, and empty on the meeting itself."""

    def shared(self) -> Self:
        """Those that all parties of the agreement read, so that what is made for all of them may tell of them."""
        return self.exclude(self._closed())

    def visible_to(self, user) -> Self:
        rows = super().visible_to(user)
        return rows if user.is_superuser else rows.filter(self._read_by(PARTIES_OF.keys(user.pk)))

    def editable_by(self, user) -> Self:
        rows = super().editable_by(user)
        return rows if user.is_superuser else rows.filter(self._read_by(PARTIES_OF.keys(user.pk)))

    def coordinated_by(self, user) -> Self:
        """Of a bilateral meeting that is not shared: for a coordinator of one of its own parties."""
        return super().coordinated_by(user).filter(self._read_by(COORDINATED_PARTIES.keys(user.pk)))

    def _closed(self) -> Q:
        path = self._path()
        return Q(**{f"{path}kind": MeetingRule.Kind.BILATERAL, f"{path}shared_on__isnull": True})

    def _read_by(self, parties: RawSQL) -> Q:
        from monitoring.models.attendance import MeetingParty  # it stands on this module

        own = MeetingParty.objects.filter(party__in=parties).values("meeting")
        return ~self._closed() | Q(**{f"{self._path()}pk__in": own})

    def _path(self) -> str:
        name = getattr(self.model, "meeting_path", "")
        return f"{name}__" if name else ""


class MeetingQuerySet(OfMeetingQuerySet):
    def taking_place(self) -> Self:
        """Without those that were cancelled."""
        return self.filter(cancelled_on=None)

    def minuted_by(self, user) -> Self:
        """Those that the person minutes: as editor or coordinator of the party that does; where none is named, or it left, as
        coordinator of one that signs."""
        own = Q(minuted_by__in=WRITING_PARTIES.keys(user.pk)) & _takes_part()
        by_coordinator = self.coordinated_by(user).filter(Q(minuted_by=None) | ~_takes_part())
        return self.visible_to(user).filter(own | Q(pk__in=by_coordinator.order_by().values("pk")))

    def with_may_minute(self, user) -> Self:
        """Each with may_minute: whether this person minutes it."""
        return self.annotate(may_minute=Exists(self.model.objects.minuted_by(user).filter(pk=OuterRef("pk"))))


class DecisionQuerySet(OfMeetingQuerySet):
    def standing(self) -> Self:
        """Without those that were withdrawn."""
        return self.filter(withdrawn_at=None)


def _takes_part() -> Q:
    """Whether the party that minutes still takes part in the agreement, in the year of the meeting."""
    rows = Participation.objects.accepted().going_on().filter(in_year(OuterRef("held_on__year"), "from_year", "to_year"))
    return Q(Exists(rows.filter(agreement=OuterRef("agreement"), party=OuterRef("minuted_by"))))
