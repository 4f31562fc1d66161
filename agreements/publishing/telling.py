"""The mails about what everyone may read: to whom coordinates or signs for a party that takes part."""

from contextlib import suppress

from django.utils.translation import gettext_lazy as _

from agreements.contacts.concerned import concerned_in
from agreements.models import PublicConsent, Version
from agreements.models.adoptable import Adoptable
from agreements.models.publication import texts_that_show
from parties.mail import post
from parties.mail_budget import ReceiverFullError
from parties.models import Party, User

WHY = _("You get this mail because your party takes part in these agreements.")


def is_shown(text: Adoptable, kind: str) -> bool:
    """Whether all parties that sign agreed to show this. One query."""
    return Version.objects.of(text).filter(texts_that_show(kind)).exists()


def tell(template: str, *, text: Adoptable, party: Party, by: User, consent: PublicConsent | None = None, **more) -> None:
    """Everyone concerned but the person who does it; in the mail of the day reads who got too many."""
    context = {"text": text, "party": party, "person": by, "page": text.address("publishing"), **more}
    if consent is not None:
        context |= {"consent": consent, "is_shown": is_shown(text, consent.kind)}
    for person in concerned_in(text.whole).exclude(pk=by.pk):
        with suppress(ReceiverFullError):
            post(template, to=person, context=context, why=WHY, by=by)
