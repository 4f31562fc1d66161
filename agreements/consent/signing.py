"""Signing elsewhere, with pens or through a signing service: the signed file is the answer of a party, or comes afterwards.

design.md, "The text in force", 10 and 13; docs/decisions/0026-signing.md
"""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.consent.answerers import locked
from agreements.consent.answering import answer
from agreements.models import Assent, Participation, Proposal, SignedCopy, Version, VersionFile
from agreements.signing.files import carries_mark, check_signed_upload, sha256_of
from parties.files.uploads import put_whole, safe_file_name
from parties.history.records import change_set, refuse
from parties.history.write_rules import Act, act
from parties.models import Party, User
from parties.models.party import COORDINATED_PARTIES, SIGNED_PARTIES
from parties.refusals import NotAllowedNowError


@transaction.atomic
@act(Act.TAKE_EFFECT)
def answer_with_file(
    *,
    proposal: Proposal,
    party: Party,
    by: User,
    signed_on: date,
    signed_file: UploadedFile,
    is_joint: bool = False,
    capacity: str = "",
    mandate: str = "",
    seen: str | None = None,
) -> Proposal:
    """The party agrees, with the file that it signed elsewhere. What several parties signed together the others confirm.

    Raises what answer() raises, and a ValidationError for a file of another text.
    """
    check_signed_upload(signed_file)
    locked(proposal.text)
    if proposal.is_signed_on_paper:
        raise NotAllowedNowError(_("The signed file of this text was brought in already: confirm it, or say what is not right."))
    copy = SignedCopy(
        proposal=proposal,
        party=party,
        signed_on=signed_on,
        is_joint=is_joint,
        carries_mark=carries_mark(signed_file, proposal.content_sha256),
        added_by=by,
    )
    _fill_in(copy, signed_file)
    if proposal.signed_copies.filter(sha256=copy.sha256).exists():
        refuse(signed_file=_("This file was brought in already. Answer to confirm it."))
    with change_set(reason=_("Signed file brought in"), user=by):
        copy.save()
    return answer(
        proposal=proposal, party=party, by=by, answer=Assent.Answer.AGREED, capacity=capacity, mandate=mandate, seen=seen
    )


@transaction.atomic
@act(Act.TAKE_EFFECT)
def add_signed_file(
    *, version: Version, party: Party, by: User, signed_on: date, signed_file: UploadedFile, is_joint: bool = False
) -> VersionFile:
    """Add a signed file to a version afterwards: for a party for which the person may sign or coordinates. It changes no text."""
    check_signed_upload(signed_file)
    if not parties_to_add_for(version, by).filter(pk=party.pk).exists():
        raise PermissionDenied(
            _("Only someone who may sign for %(party)s, or coordinates for it, adds its file.") % {"party": party}
        )
    locked(version.text)
    if signed_on > timezone.localdate():
        refuse(signed_on=_("This day lies ahead: bring the file once it is signed."))
    row = VersionFile(
        version=version,
        kind=VersionFile.Kind.SIGNED,
        party=party,
        signed_on=signed_on,
        is_joint=is_joint,
        carries_mark=carries_mark(signed_file, version.content_sha256, *_as_proposed(version)),
        added_by=by,
    )
    _fill_in(row, signed_file)
    if version.files.filter(sha256=row.sha256).exists():
        refuse(signed_file=_("This file belongs to the version already."))
    with change_set(reason=_("Signed file added"), user=by):
        row.save()
    return row


def _as_proposed(version: Version) -> list[str]:
    """The hash over which was agreed: of a change of several texts, or with new rows, that is not the hash of the version."""
    proposal = version.proposed_in
    return [proposal.content_sha256] if proposal else []


def parties_to_add_for(version: Version, user: User) -> QuerySet[Party]:
    """The parties that sign in the year of the version and for which this person may add a file; none for a superuser."""
    if user.is_superuser or not user.is_active:
        return Party.objects.none()
    own = Q(pk__in=SIGNED_PARTIES.keys(user.pk)) | Q(pk__in=COORDINATED_PARTIES.keys(user.pk))
    signing = Participation.objects.accepted().signing().of_text(version.text).values("party")
    return Party.objects.filter(own, pk__in=signing).order_by("name")


def _fill_in(row: SignedCopy | VersionFile, signed_file: UploadedFile) -> None:
    row.sha256 = sha256_of(signed_file)
    row.file = put_whole("versions", signed_file)
    row.file_name = safe_file_name(signed_file.name or "")
