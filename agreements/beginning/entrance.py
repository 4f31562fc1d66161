"""The way in to a new agreement, for the start page and the list: what one left, what was handed over, or the beginning."""

from functools import cached_property

from django.db.models import QuerySet

from agreements.beginning.handing_over import HandedOver, prepared_for
from agreements.beginning.permissions import may_begin
from agreements.models import AgreementDraft
from parties.models import User
from parties.prepared import Prepared


class Entrance:
    """What a page shows of it; each asks one query of a coordinator, and nothing of anyone else."""

    def __init__(self, user: User):
        self._user = user

    @cached_property
    def may_begin(self) -> bool:
        return may_begin(self._user)

    @cached_property
    def _drafts(self) -> list[AgreementDraft]:
        return _offered_to.models(self._user.pk) if self._user.is_staff else []

    @property
    def own(self) -> AgreementDraft | None:
        """What the person left; nothing for someone who coordinates no party any more."""
        return next((draft for draft in self._drafts if draft.person_id), None)

    @property
    def handed_over(self) -> list[HandedOver]:
        """What waits for a coordinator of the person's party."""
        return prepared_for(draft for draft in self._drafts if not draft.person_id)

    @property
    def has_handed_over(self) -> bool:
        """Whether a superuser finds something in the list of what was handed over."""
        return self._user.is_superuser and AgreementDraft.objects.handed_over_to_parties_of(self._user).exists()


@Prepared.in_order
def _offered_to(user: int) -> QuerySet[AgreementDraft]:
    return AgreementDraft.objects.offered_to(User(pk=user))
