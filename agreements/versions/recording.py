"""Recording a version: the only place that makes one. It comes behind the last one of its agreement, under that one's lock.

Called within the transaction that puts the text in force: both are there, or neither. ../docs/decisions/0015-versions.md
"""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Max

from agreements.agenda.collect import undated_rows_of
from agreements.agenda.ground import Ground, GroundAnswer, StandsOn, text_of
from agreements.agenda.stored import StoredText, content_of, text_to_store
from agreements.models import Agenda, Agreement, Version, VersionHead
from agreements.models.adoptable import Adoptable
from parties.canonical import hash_of
from parties.history.write_rules import Act, act


def text_as_it_stands(text: Adoptable) -> StoredText:
    """What would be stored of the text now."""
    return text_to_store(text, undated_rows_of)


def hash_as_it_stands(text: Adoptable) -> str:
    """The hash of what would be stored of the text now: two texts with one hash are the same."""
    return hash_of(content_of(text_as_it_stands(text)))


@transaction.atomic
@act(Act.TAKE_EFFECT)
def record_version(text: Adoptable, *, kind: Version.Kind, in_force_from: date, ground: Ground) -> Version:
    """Store the text as it stands as its next version. A year comes with its agreement.

    The head of the agreement is locked first, so two that come at one moment stand one behind the other.
    """
    head = _locked_head(text.whole)
    content = content_of(text_as_it_stands(text))
    last = Version.objects.of(text).aggregate(last=Max("number"))["last"] or 0
    version = Version(
        agreement=text.whole,
        agenda=None if text.year is None else text,
        place=head.place + 1,
        number=last + 1,
        kind=kind,
        in_force_from=in_force_from,
        content=content,
        content_sha256=hash_of(content),
        ground=text_of(replace(ground, stands_on=_stands_on(text))),
        previous=head.sha256,
        proposed_in_id=ground.proposal_id,
    )
    version.sha256 = version.expected_sha256
    version.save()
    head.place, head.sha256 = version.place, version.sha256
    head.save()
    return version


def _stands_on(text: Adoptable) -> StandsOn | None:
    """Of a year: the text of the agreement as a whole that is in force."""
    if text.year is None:
        return None
    whole = Version.objects.of(text.whole).order_by("-place").first()
    return StandsOn(whole.number, whole.in_force_from, whole.sha256) if whole else None


def _locked_head(agreement: Agreement) -> VersionHead:
    VersionHead.objects.get_or_create(agreement=agreement)
    return VersionHead.objects.select_for_update().get(agreement=agreement)


def before_versions(agenda: Agenda) -> Ground:
    """The ground of a text that was adopted before versions were kept: what is recorded of the signatures."""
    signed = agenda.agreement.participations.accepted().exclude(signed_on=None).select_related("party").order_by("position", "pk")
    answers = (
        GroundAnswer(row.party_id, row.party.name, by=row.signed_by, capacity="", mandate=row.mandate, on=row.signed_on)
        for row in signed
    )
    return Ground("earlier", answers=tuple(answers), signed_on=agenda.adopted_on)


def record_missing() -> list[Version]:
    """Version 1 of every adopted or closed year that has none, from before versions were kept. Again adds nothing."""
    adopted = Agenda.objects.filter(state__in=[Agenda.State.ADOPTED, Agenda.State.CLOSED], versions=None)
    return [
        record_version(agenda, kind=Version.Kind.ADOPTION, in_force_from=agenda.adopted_on, ground=before_versions(agenda))
        for agenda in adopted.select_related("agreement").order_by("agreement", "year")
    ]
