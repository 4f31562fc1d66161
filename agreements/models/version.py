"""A version: a text in force, whole, as it was stored, and never changed."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from parties.canonical import canonical, hash_of
from parties.files.uploads import FileNameField, UploadField
from parties.history.records import History, refuse
from parties.models import Party
from parties.texts import LongText

from .adoptable import Adoptable, OfTextQuerySet
from .agenda import Agenda
from .agreement import Agreement
from .append_only import Kept, KeptQuerySet

NOTHING_BEFORE = "0" * 64  # what the first version of an agreement follows
MOST_CHARACTERS = 20_000_000  # the agenda of Heumen has 0.1 million
MOST_OF_GROUND = 200_000  # who answered, with words


class VersionHead(models.Model):
    """The last version of an agreement: one row, there to be locked, so that versions come one after the other."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, primary_key=True, related_name="version_head")
    place = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default=NOTHING_BEFORE)

    class Meta:
        verbose_name = _("last version")
        verbose_name_plural = _("last versions")

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.place}"


class VersionQuerySet(OfTextQuerySet, KeptQuerySet):
    def published(self, on: date | None = None) -> "VersionQuerySet":
        """Those that everyone may read on this day: of a published text from the version on that was shown first."""
        from agreements.models.publication import Publication  # it stands on this module

        shown = Publication.objects.published(on).filter(version__place__lte=models.OuterRef("place"))
        of_year = shown.filter(agenda=models.OuterRef("agenda"))
        of_whole = shown.filter(agenda=None, agreement=models.OuterRef("agreement"))
        return self.filter(models.Exists(of_year) | models.Q(agenda=None) & models.Exists(of_whole))


class VersionFileQuerySet(KeptQuerySet):
    def published(self, on: date | None = None) -> "VersionFileQuerySet":
        """Those of a published version, where all parties agreed to show who signed: each names people, on its last page."""
        from agreements.models.publication import PublicConsent, texts_that_show  # it stands on this module

        shown = Version.objects.published(on).filter(texts_that_show(PublicConsent.Kind.SIGNERS))
        withheld = self.model.objects.filter(withholdings__isnull=False, withholdings__lifted_at=None)
        return self.filter(version__in=shown.order_by().values("pk")).exclude(pk__in=withheld.order_by().values("pk"))


class Version(Kept):
    """What binds from a day on, of one year or (without an agenda) of the agreement as a whole.

    content is what was agreed, as canonical JSON; ground is on what it rests: who agreed, when, in which capacity. Both are text:
    a database would write JSON in its own way. place counts the versions of the agreement in the order in which they were
    recorded; each names the hash of the one before it, so that nobody takes one out or changes it unseen.
    design.md, "The text in force", 2 and 3.
    """

    class Kind(models.TextChoices):
        ADOPTION = "adoption", _("adoption")
        CHANGE = "change", _("agreed change")
        CORRECTION = "correction", _("correction of the text")
        REVOCATION = "revocation", _("revocation")

    kept_sentence = _("A version stays as it was agreed. An agreed change makes the next one.")
    only_added = True

    agreement = models.ForeignKey(Agreement, verbose_name=_("agreement"), on_delete=models.PROTECT, related_name="versions")
    agenda = models.ForeignKey(
        Agenda, verbose_name=_("agenda"), on_delete=models.PROTECT, null=True, blank=True, related_name="versions"
    )
    place = models.PositiveIntegerField(_("place"), editable=False)
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    in_force_from = models.DateField(_("in force from"))
    content = LongText(_("content"), editable=False, max_length=MOST_CHARACTERS)
    content_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, editable=False)
    ground = LongText(_("ground"), editable=False, max_length=MOST_OF_GROUND)
    previous = models.CharField(_("SHA-256 of the version before"), max_length=64, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    proposed_in = models.ForeignKey(
        "Proposal",
        verbose_name=_("proposed in"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="versions",
        help_text=_("The proposal of which this is a version; one of changes may make a version of several texts."),
    )

    history = History(excluded_fields=["content", "ground"])
    objects = VersionQuerySet.as_manager()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "place")

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-place"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "place"],
                name="version_place_once",
                violation_error_message=_("There is already a version at this place."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "previous"],
                name="version_follows_once",
                violation_error_message=_("Another version follows the one before it already."),
            ),
            models.UniqueConstraint(
                fields=["agenda", "number"],
                name="version_number_once_per_year",
                violation_error_message=_("This year already has a version with this number."),
            ),
            models.UniqueConstraint(
                fields=["agreement", "number"],
                condition=models.Q(agenda=None),
                name="version_number_once_per_agreement",
                violation_error_message=_("The agreement already has a version with this number."),
            ),
        ]

    def __str__(self) -> str:
        return _("Version %(number)s, %(date)s") % {"number": self.number, "date": date_format(self.in_force_from, "j F Y")}

    def get_absolute_url(self) -> str:
        return self.text.address("version", self.number)

    @property
    def text(self) -> Adoptable:
        """What it is a version of: a year, or the agreement as a whole."""
        return self.agenda if self.agenda_id else self.agreement

    @property
    def name(self) -> str:
        """As every page and document says it: "Versie 2, vastgesteld op 14 december 2023"."""
        words = {"number": self.number, "kind": self.get_kind_display(), "date": date_format(self.in_force_from, "j F Y")}
        if self.kind == self.Kind.ADOPTION:
            return _("Version %(number)s, adopted on %(date)s") % words
        return _("Version %(number)s, %(kind)s, in force from %(date)s") % words

    def clean(self) -> None:
        super().clean()
        if self.content_sha256 != hash_of(self.content):
            refuse(content_sha256=_("The hash is not that of the content."))
        if self.sha256 != self.expected_sha256:
            refuse(sha256=_("The hash is not that of the version."))
        if self.agenda_id and self.agenda.agreement_id != self.agreement_id:
            refuse(agenda=_("This agenda belongs to another agreement."))

    @property
    def expected_sha256(self) -> str:
        """The hash over (previous, number, in force from, ground, hash of the content)."""
        link = (self.previous, self.number, self.in_force_from, self.ground, self.content_sha256)
        return hash_of(canonical(link))


class VersionFile(Kept):
    """A document of a version: the PDF that is made of it, once, or what the parties signed.

    Where a passage is withheld, a PDF without it is made beside the first one, which stays as it is.
    """

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("document")
        SIGNED = "signed", _("signed file")

    kept_sentence = _("The documents of a version stay as they are.")

    version = models.ForeignKey(Version, verbose_name=_("version"), on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    file = UploadField(_("file"), folder="versions", name_field="file_name")
    file_name = FileNameField()
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    masks = models.CharField(
        _("without what is withheld"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("By what the passages are known that this document leaves out; empty for the document as it was made first."),
    )
    party = models.ForeignKey(Party, verbose_name=_("party"), on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_joint = models.BooleanField(_("signed by several parties together"), default=False, editable=False)
    signed_on = models.DateField(_("signed on"), null=True, blank=True, editable=False)
    carries_mark = models.BooleanField(_("carries the mark of this text"), null=True, editable=False)
    is_sealed = models.BooleanField(_("sealed"), default=False, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("added by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    history = History()
    objects = VersionFileQuerySet.as_manager()
    agreement_path = "version__agreement"
    natural_key_fields = ("version__agreement__slug", "version__place", "sha256")

    class Meta:
        verbose_name = _("document of a version")
        verbose_name_plural = _("documents of a version")
        ordering = ["kind", "added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "masks"],
                condition=models.Q(kind="document"),
                name="version_document_once",
                violation_error_message=_("This version has its document already."),
            ),
            models.UniqueConstraint(
                fields=["version", "sha256"],
                name="version_file_once",
                violation_error_message=_("This file belongs to the version already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{capfirst(self.get_kind_display())}: {self.file_name}"
