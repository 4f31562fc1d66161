"""What an administrator must know of the documents of versions: those that could not be made, and seals that do not hold."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.exports.pdf.sealing import check_seal, what_to_know
from agreements.models import Version, VersionFile
from agreements.versions.checking import name_of
from parties.mail import post
from parties.models import User

WHY = gettext_lazy("You get this mail because you are the administrator of Driehoek.")
TIME_TO_MAKE = timedelta(minutes=10)
ONCE_A_DAY = timedelta(hours=23).total_seconds()  # a job that runs at the same hour every day must not miss one
TOLD = "administrators-told-of-documents"


def troubles() -> Iterator[str]:
    """Why there are no documents now, or soon will be none; nothing when all is well."""
    if sentence := what_to_know():
        yield sentence
    has_document = Exists(VersionFile.objects.filter(version=OuterRef("pk"), kind=VersionFile.Kind.DOCUMENT))
    missing = Version.objects.filter(~has_document, recorded_at__lt=timezone.now() - TIME_TO_MAKE)
    for version in missing.select_related("agreement", "agenda__agreement").order_by("agreement", "place"):
        yield _("%(slug)s: “%(version)s” of %(year)s has no document yet. It is tried again.") % _words(version)


def seal_faults() -> Iterator[str]:
    """The seals that do not hold, each file opened and computed anew. What is gone or changed check_versions says as well."""
    for row in VersionFile.objects.filter(is_sealed=True).select_related("version__agreement", "version__agenda").order_by("pk"):
        try:
            with row.file.open() as file:
                fault = check_seal(file.read()).fault
        except FileNotFoundError:
            continue
        if fault:
            words = {**_words(row.version), "name": row.file_name, "fault": fault}
            yield _("%(slug)s: the seal of “%(name)s” does not hold: %(fault)s.") % words


def tell_administrators() -> list[User]:
    """Mail every administrator what is wrong with making documents, at most once a day; gives who were mailed."""
    with translation.override(settings.LANGUAGE_CODE):
        found = list(troubles())
    people = list(User.objects.filter(is_superuser=True, is_active=True).order_by("pk")) if found else []
    if not people or not cache.add(TOLD, "told", ONCE_A_DAY):
        return []
    with transaction.atomic():
        for person in people:
            post("documents_missing", to=person, context={"troubles": found}, why=WHY)
    return people


def _words(version: Version) -> dict[str, str]:
    return {"slug": version.agreement.slug, "version": str(version), "year": name_of(version.text)}
