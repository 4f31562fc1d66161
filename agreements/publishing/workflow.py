"""A party publishes a text in force, or takes that back; it agrees to show progress or signatures, or does so no longer.

The other parties are told each time. They cannot prevent that a text is published: the law asks it of an association.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.consent.answerers import locked
from agreements.models import Agenda, Publication, PublicConsent, Version
from agreements.models.adoptable import Adoptable
from agreements.publishing.permissions import demand_party, why_not_publish
from agreements.publishing.telling import tell
from parties.history.records import change_set, refuse
from parties.history.write_rules import Act, act
from parties.models import Party, User
from parties.refusals import NotAllowedNowError


@transaction.atomic
@act(Act.PUBLISH)
def publish(
    *, text: Adoptable, party: Party, by: User, embargo_until: date | None = None, with_earlier: bool = False
) -> Publication:
    """Show everyone the text in force, at once or from a day on; with the versions that were in force before, if so chosen."""
    now = locked(text)
    demand_party(now, party, by)
    if why := why_not_publish(now, party):
        raise NotAllowedNowError(why)
    if embargo_until and embargo_until <= timezone.localdate():
        refuse(embargo_until=_("Choose a day after today, or leave it empty to publish at once."))
    versions = Version.objects.of(now).order_by("place" if with_earlier else "-place")
    row = Publication(
        agreement=now.whole,
        agenda=now if isinstance(now, Agenda) else None,
        version=versions.select_related("agreement", "agenda").first(),
        party=party,
        by=by,
        embargo_until=embargo_until,
    )
    with change_set(reason=_("Published for everyone"), user=by):
        row.save()
    tell("published", text=now, party=party, by=by, publication=row)
    return row


@transaction.atomic
@act(Act.PUBLISH)
def withdraw(*, publication: Publication, by: User, reason: str) -> Publication:
    """Take back what the own party published, at once. The reason stays for everyone to read."""
    text = locked(publication.agenda or publication.agreement)
    row = Publication.objects.select_related("party").get(pk=publication.pk)
    demand_party(text, row.party, by)
    if not row.is_active:
        raise NotAllowedNowError(_("This publication was taken back already."))
    row.withdrawn_at, row.withdrawn_on, row.withdrawn_by = timezone.now(), timezone.localdate(), by
    row.withdraw_reason = reason
    with change_set(reason=_("Publication taken back: %(reason)s") % {"reason": reason}, user=by):
        row.save()
    tell("publication_withdrawn", text=text, party=row.party, by=by, publication=row)
    return row


@transaction.atomic
@act(Act.PUBLISH)
def agree(*, text: Adoptable, party: Party, kind: str, by: User) -> PublicConsent:
    """The party agrees that everyone sees this; it is shown once all parties that sign do."""
    now = locked(text)
    demand_party(now, party, by)
    if kind == PublicConsent.Kind.PROGRESS and now.year is None:
        raise NotAllowedNowError(_("Progress is that of a year."))
    if found := PublicConsent.objects.of(now).active().filter(kind=kind, party=party).first():
        return found
    row = PublicConsent(agreement=now.whole, agenda=now if isinstance(now, Agenda) else None, kind=kind, party=party, by=by)
    with change_set(reason=_("Agreed to show everyone: %(what)s") % {"what": row.get_kind_display()}, user=by):
        row.save()
    tell("public_consent", text=now, party=party, by=by, consent=row)
    return row


@transaction.atomic
@act(Act.PUBLISH)
def disagree(*, text: Adoptable, party: Party, kind: str, by: User) -> PublicConsent:
    """The party no longer agrees: nobody outside sees it any more, from now."""
    now = locked(text)
    demand_party(now, party, by)
    row = PublicConsent.objects.of(now).active().filter(kind=kind, party=party).first()
    if row is None:
        raise NotAllowedNowError(_("%(party)s does not agree to this now.") % {"party": party})
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    with change_set(reason=_("No longer shown to everyone: %(what)s") % {"what": row.get_kind_display()}, user=by):
        row.save()
    tell("public_consent", text=now, party=party, by=by, consent=row)
    return row
