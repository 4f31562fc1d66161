"""Withholding a passage or a file of agreed text, and showing it again: by the administrator, with a reason, told to who sign.

Nothing is lost: what is stored and hashed stays as it was agreed. design.md, "The text in force", 11.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.agenda.stored import read_content
from agreements.agenda.withheld import fingerprint_of, passages_in
from agreements.markdown import first_words
from agreements.models import Action, Agreement, Goal, Participation, Theme, Version, VersionFile, Withholding
from agreements.models.words import WordsPerYear
from agreements.signing.files import line_of, remark_on
from parties.history.records import change_set
from parties.history.write_rules import Act, act
from parties.mail import post
from parties.models import Membership, User
from parties.refusals import NotAllowedNowError

WHY = gettext_lazy("You get this mail because you coordinate for a party that signs these agreements.")
FLAGGED: dict[str, type[models.Model]] = {"theme": Theme, "goal": Goal, "action": Action}


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A field of the version of which words can be withheld; key is what a form sends of it."""

    kind: str
    row_id: int
    field: str
    name: str
    text: str

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.row_id}-{self.field}"


def places_in(version: Version) -> list[TextPlace]:
    """Every field of the version with words in it that can be withheld, in the order of the document."""
    return list(_places(version))


def _places(version: Version) -> Iterator[TextPlace]:
    text = read_content(version.content).text
    agreement, agenda = text.agreement, text.agenda
    yield from _filled("agreement", agreement.id, _("Introduction of the agreement"), introduction=agreement.introduction)
    if agenda.id is not None:
        yield from _filled("agenda", agenda.id, _("Introduction of the year"), introduction=agenda.introduction)
    for theme in text.themes:
        yield from _filled("theme", theme.id, f"{theme.number} {theme.title}".strip(), introduction=theme.introduction)
    for goal in text.goals:
        name = _("Goal %(number)s: %(words)s") % {"number": goal.number, "words": first_words(goal.text)}
        yield from _filled("goal", goal.id, name, text=goal.text, drop_reason=goal.drop_reason)
    for action in text.actions:
        name = _("Action: %(words)s") % {"words": first_words(action.text)}
        fields = {"text": action.text, "lead_text": action.lead_text, "drop_reason": action.drop_reason}
        yield from _filled("action", action.id, name, **fields)


def _filled(kind: str, row_id: int, name: str, **texts: str) -> Iterator[TextPlace]:
    for field, text in texts.items():
        if text:
            yield TextPlace(kind, row_id, field, name, text)


@transaction.atomic
@act(Act.WITHHOLD)
def withhold_words(*, version: Version, place: TextPlace, words: str, by: User, reason: str) -> Withholding:
    """Let nobody read these words of the place any more, in whatever year or version the row is printed."""
    _demand_superuser(by)
    if not words.strip() or words not in place.text:
        raise ValidationError({"words": _("These words do not stand there exactly like this. Copy them from the text.")})
    found = {"kind": place.kind, "row_id": place.row_id, "field": place.field, "words": words}
    if Withholding.objects.active().filter(agreement=version.agreement, **found).exists():
        raise ValidationError({"words": _("These words are withheld already.")})
    return _withheld(Withholding(agreement=version.agreement, version=version, by=by, reason=reason, **found))


@transaction.atomic
@act(Act.WITHHOLD)
def withhold_file(*, file: VersionFile, by: User, reason: str) -> Withholding:
    """Let nobody open this file any more."""
    _demand_superuser(by)
    if file.kind == VersionFile.Kind.DOCUMENT:
        raise NotAllowedNowError(_("This PDF is made of the text: withhold the passage, and it is made anew without it."))
    if Withholding.objects.active().filter(file=file).exists():
        raise NotAllowedNowError(_("This file is withheld already."))
    agreement = file.version.agreement
    return _withheld(Withholding(agreement=agreement, version=file.version, file=file, by=by, reason=reason))


def _withheld(row: Withholding) -> Withholding:
    with change_set(reason=_("Withheld: %(reason)s") % {"reason": row.reason}, user=row.by):
        row.save()
        _flag(row)
    _tell(row)
    return row


@transaction.atomic
@act(Act.WITHHOLD)
def lift(*, withholding: Withholding, by: User) -> Withholding:
    """Show it again, as it was agreed."""
    _demand_superuser(by)
    row = Withholding.objects.select_for_update(of=("self",)).select_related("agreement", "version").get(pk=withholding.pk)
    if not row.is_active:
        raise NotAllowedNowError(_("This is shown again already."))
    row.lifted_at, row.lifted_by = timezone.now(), by
    with change_set(reason=_("Shown again"), user=by):
        row.save()
        _flag(row)
    _tell(row)
    return row


def _demand_superuser(by: User) -> None:
    if not (by.is_superuser and by.is_active):
        raise PermissionDenied(_("Only the administrator of Driehoek withholds agreed text."))


def _flag(row: Withholding) -> None:
    """Whether something of the agreement and of the row is withheld, on the rows themselves: so that nobody asks in vain."""
    active = Withholding.objects.active()
    _set_flag(row.agreement, active.filter(agreement=row.agreement).exists())
    flagged = FLAGGED.get(row.kind)
    if flagged and (found := flagged.objects.filter(pk=row.row_id).first()):
        _set_flag(found, active.filter(kind=row.kind, row_id=row.row_id).exists())


def _set_flag(row: Agreement | Theme | Goal | Action, has_withheld: bool) -> None:
    as_it_was = {"as_it_was": True} if isinstance(row, WordsPerYear) else {}
    if row.has_withheld != has_withheld:
        row.has_withheld = has_withheld
        row.save(checked=True, **as_it_was)


def _tell(row: Withholding) -> None:
    """The coordinators of every party that signs; the words themselves are not in the mail."""
    signing = Participation.objects.accepted().signing().filter(agreement=row.agreement_id).values("party")
    people = Membership.objects.filter(role=Membership.Role.COORDINATOR, party__in=signing, user__is_active=True)
    for person in User.objects.filter(pk__in=people.values("user")).order_by("pk"):
        post("withheld", to=person, context={"row": row, "version": row.version, "text": row.version.text}, why=WHY)


# -- What is shown of a version


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A document of a version; withheld is why it is not given, where it is not."""

    row: VersionFile
    withheld: str = ""

    @property
    def words(self) -> str:
        return line_of(self.row) if self.row.kind == VersionFile.Kind.SIGNED and self.row.signed_on else self._kind

    @property
    def remark(self) -> str:
        return remark_on(self.row)

    @property
    def _kind(self) -> str:
        return ", ".join(str(part) for part in (self.row.get_kind_display(), self.row.party) if part)


def masks_of(version: Version) -> str:
    """By what the document is known that leaves out what is withheld of this version; empty where nothing is."""
    passages = passages_in(version.agreement)
    return fingerprint_of(read_content(version.content).text, passages) if passages else ""


def files_of(version: Version) -> list[ShownFile]:
    """The documents that are shown: of the PDFs the one without what is withheld now. The version comes with its files."""
    reasons, masks = {}, ""
    if version.agreement.has_withheld:
        masks = masks_of(version)
        reasons = dict(Withholding.objects.active().filter(file__version=version).values_list("file", "reason"))
    is_shown = (row for row in version.files.all() if row.kind != VersionFile.Kind.DOCUMENT or row.masks == masks)
    return [ShownFile(row, reasons.get(row.pk, "")) for row in is_shown]
