"""The files that come with it: documents of versions, adopted minutes, evidence, papers and documents of advice."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.db.models import Q
from django.db.models.fields.files import FieldFile

from agreements.agenda.stored import content_of, read_content
from agreements.agenda.withheld import masked, passages_in
from agreements.consent.withholding import files_of
from agreements.models import Advice
from monitoring.dispute_file.choice import FileChoice
from monitoring.dispute_file.texts import VersionInFile
from monitoring.meetings.minutes_content import content_of as minutes_text
from monitoring.meetings.minutes_content import minutes_of
from monitoring.models import AdoptedMinutes, Attachment, Paper

UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class FileInFile:
    """A file by its path in the folder, with its fingerprint; about says in words what it is."""

    path: str
    about: str
    source: FieldFile | ContentFile
    sha256: str
    size: int

    def open(self) -> BinaryIO:
        self.source.open("rb")
        return self.source


def files_in(choice: FileChoice, versions: Iterable[VersionInFile]) -> Iterator[tuple[str, str, FieldFile | ContentFile]]:
    """Path, what it is, and the bytes. Nothing that one party alone reads, and nothing that is withheld."""
    yield from _of_versions(versions)
    yield from _of_minutes(choice)
    yield from _evidence(choice)
    yield from _papers(choice)
    yield from _of_advice(choice)


def _of_versions(versions: Iterable[VersionInFile]) -> Iterator[tuple[str, str, FieldFile | ContentFile]]:
    for version in versions:
        row, folder = version.row, f"versies/{version.folder}"
        passages = passages_in(row.agreement)
        content = content_of(masked(read_content(row.content), passages)) if passages else row.content
        yield f"{folder}/inhoud.json", f"{row.text.title}, {row.name}: inhoud", ContentFile(content.encode())
        for shown in files_of(row):
            if not shown.withheld:
                name = f"{folder}/{shown.row.pk}-{safe(shown.row.file_name)}"
                yield name, f"{row.text.title}, {row.name}: {shown.words}", shown.row.file


def _of_minutes(choice: FileChoice) -> Iterator[tuple[str, str, ContentFile]]:
    """As it was adopted, byte for byte, where nothing is withheld."""
    first, end = choice.moments
    rows = AdoptedMinutes.objects.filter(meeting__in=choice.meetings, at__gte=first, at__lt=end)
    for row in rows.with_witnesses().select_related("meeting__agreement").order_by("meeting__held_on", "pk"):
        content = row.verified_content()
        if passages_in(choice.agreement):
            content = minutes_text(minutes_of(row.meeting))
        path = f"verslagen/{row.meeting.held_on.isoformat()}-{row.meeting_id}.json"
        yield path, str(row), ContentFile(content.encode())


def _evidence(choice: FileChoice) -> Iterator[tuple[str, str, FieldFile]]:
    first, end = choice.moments
    rows = Attachment.objects.counted().filter(update__submitted_at__gte=first, update__submitted_at__lt=end)
    for row in rows.filter(update__action__in=choice.all_actions).order_by("pk"):
        yield f"bewijs/{row.pk}-{safe(row.name)}", row.name, row.file


def _papers(choice: FileChoice) -> Iterator[tuple[str, str, FieldFile]]:
    first, end = choice.moments
    about = Q(item__goal__in=choice.goals) | Q(item__action__in=choice.all_actions)
    rows = Paper.objects.shared().filter(about, party=None, item__meeting__agreement=choice.agreement)
    for row in rows.filter(at__gte=first, at__lt=end).order_by("pk"):
        yield f"stukken/{row.pk}-{safe(row.file_name)}", row.title, row.file


def _of_advice(choice: FileChoice) -> Iterator[tuple[str, str, FieldFile]]:
    """The request, once it was made; the advice itself once it was given, for until then it is the party's own draft."""
    for row in Advice.objects.filter(pk__in=choice.advices, asked_on__lte=choice.last).order_by("pk"):
        if row.request_file and row.asked_on >= choice.first:
            yield f"advies/{row.pk}-vraag-{safe(row.request_file_name)}", row.subject, row.request_file
        if row.advice_file and row.given_on and choice.first <= row.given_on <= choice.last:
            yield f"advies/{row.pk}-advies-{safe(row.advice_file_name)}", row.subject, row.advice_file


def fingerprint(path: str, about: str, source: FieldFile | ContentFile) -> FileInFile:
    """Read once, a block at a time."""
    source.open("rb")
    try:
        digest = hashlib.file_digest(source.file, "sha256").hexdigest()
    finally:
        source.seek(0)
        if isinstance(source, FieldFile):
            source.close()
    return FileInFile(path, about, source, digest, source.size)


def safe(name: str) -> str:
    """A name that every system and sha256sum can write down; the number before it keeps two apart."""
    return UNSAFE.sub("_", name).strip("._")[-80:] or "bestand"
