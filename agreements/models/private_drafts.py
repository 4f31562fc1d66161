"""Who sees a proposal: what was put to the parties everyone who reads the text, a draft its own party alone."""

from typing import Self

from django.db.models import Q

from parties.models.party import OWN_PARTIES

from .agreement import InAgreementQuerySet


class PrivateDraftsQuerySet(InAgreementQuerySet):
    def visible_to(self, user) -> Self:
        """Those of the texts that the person reads, and those that wait for an answer of a party that is to join.

        What was never put to the parties only the party sees that wrote it, whoever else may read everything.
        """
        own = OWN_PARTIES.keys(user.pk)
        was_put = ~Q(content_sha256="")
        read = Q(pk__in=super().visible_to(user).values("pk"))
        asked = Q(pk__in=self.model._base_manager.filter(needed__party__in=own).values("pk"))
        return self.filter(read & (was_put | Q(party__in=own)) | asked & was_put)
