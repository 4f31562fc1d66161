"""The way in to a new agreement, for the start page and the list: what one left, what was handed over, or the beginning."""

from functools import cached_property

from agreements.beginning.permissions import may_begin
from agreements.models import AgreementDraft
from parties.models import User


class Entrance:
    """What a page shows of it; each asks one query of a coordinator, and nothing of anyone else."""

    def __init__(self, user: User):
        self._user = user

    @cached_property
    def may_begin(self) -> bool:
        return may_begin(self._user)

    @cached_property
    def _drafts(self) -> list[AgreementDraft]:
        return list(AgreementDraft.objects.offered_to(self._user)) if self._user.is_staff else []

    @property
    def own(self) -> AgreementDraft | None:
        """What the person left; nothing for someone who coordinates no party any more."""
        return next((draft for draft in self._drafts if draft.person_id), None)

    @property
    def handed_over(self) -> list[AgreementDraft]:
        """What waits for a coordinator of the person's party."""
        return [draft for draft in self._drafts if not draft.person_id]
