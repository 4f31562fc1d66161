"""On what a goal or action stands: documents, each with its edition, the place in it and an address. A line says one."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.history.records import History

from .agreement import Agreement, InAgreement

BETWEEN = "|"
MOST_LETTERS = 300  # of one part of a line
REFERENCES_HELP = _("One on each line: document | version | page or paragraph | link. Only the document is needed.")
_is_address = URLValidator(schemes=["https", "http"])


class SourceDocument(InAgreement):
    """A document to which goals and actions of the agreement refer: offered while one writes. A text keeps the words it has."""

    class Kind(models.TextChoices):
        HOUSING_PROGRAMME = "housing_programme", _("housing programme (volkshuisvestingsprogramma)")
        HOUSING_DEAL = "housing_deal", _("housing deal (woondeal)")
        COVENANT = "covenant", _("covenant")
        REGIONAL = "regional", _("regional agreement")
        PARENT = "parent", _("agreement above this one")
        OTHER = "other", _("other document")

    agreement = models.ForeignKey(
        Agreement, verbose_name=_("agreement"), on_delete=models.CASCADE, related_name="source_documents"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("title"), max_length=200)
    edition = models.CharField(_("version"), max_length=100, blank=True)
    link = models.CharField(_("link"), max_length=500, blank=True, validators=[_is_address])

    history = History()
    agreement_path = "agreement"
    natural_key_fields = ("agreement__slug", "title")

    class Meta:
        verbose_name = _("document to refer to")
        verbose_name_plural = _("documents to refer to")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "title"],
                name="source_document_once",
                violation_error_message=_("There is already a document with this title."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def line(self) -> str:
        """How one begins to refer to it."""
        return Reference(self.title, self.edition, "", self.link).line


@dataclass(frozen=True, slots=True)
class Reference:
    document: str
    edition: str = ""
    place: str = ""
    link: str = ""

    @property
    def line(self) -> str:
        """As it is stored: what is empty at the end is left out."""
        parts = [getattr(self, field.name) for field in fields(self)]
        return f" {BETWEEN} ".join(parts).rstrip(f" {BETWEEN}")

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.document, self.edition, self.place]))


def references_in(text: str) -> tuple[Reference, ...]:
    return tuple(Reference(*parts) for parts in _lines(text))


def clean_references(text: str) -> str:
    """The lines as they are stored; ValidationError says which one cannot be read."""
    for parts in _lines(text):
        words = {"line": f" {BETWEEN} ".join(parts)}
        if len(parts) > len(fields(Reference)) or not parts[0]:
            raise ValidationError(_("«%(line)s»: write document | version | page or paragraph | link."), params=words)
        if any(len(part) > MOST_LETTERS for part in parts):
            raise ValidationError(_("«%(line)s» is too long for a reference."), params=words)
        if len(parts) == len(fields(Reference)) and parts[-1]:
            try:
                _is_address(parts[-1])
            except ValidationError:
                raise ValidationError(_("«%(line)s»: the link begins with https://."), params=words) from None
    return "\n".join(Reference(*parts).line for parts in _lines(text))


def references_of_both(text: str, other: str) -> str:
    """The lines of two rows that become one: each reference once."""
    return "\n".join(dict.fromkeys([*text.splitlines(), *other.splitlines()]))


def _lines(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line.strip():
            yield [" ".join(part.split()) for part in line.split(BETWEEN)]


def clean_references_of(row: models.Model) -> None:
    """Keep the lines of a goal or action as they are stored; ValidationError at the field."""
    try:
        row.references = clean_references(row.references)
    except ValidationError as wrong:
        raise ValidationError({"references": wrong.messages}) from wrong
