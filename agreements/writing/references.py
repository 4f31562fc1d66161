"""On what a goal or action stands, in a form: a document of the list or any other, its version, the place in it, and a link."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements.models import SourceDocument
from agreements.models.reference import BETWEEN, MOST_LETTERS, Reference, clean_references, references_in

MORE, MOST = 2, 20  # rows
PARTS = ("document", "edition", "place", "link")


class ReferenceFields:
    """Beside a WritingForm: its fields for references, and the lines that were typed in them."""

    documents_id = "documenten-lijst"  # of the suggestions

    def add_references(self: Any, name: str = "references") -> None:
        documents = SourceDocument.objects.filter(agreement=self.agenda.agreement_id)
        self.documents = {row.title.casefold(): row for row in documents}
        rows = references_in(self.was[name])
        posted = sum(1 for each in self.data if each.startswith(f"{name}_") and each.endswith("_document"))
        labels = {
            "document": _("Document"),
            "edition": _("Version"),
            "place": _("Page or paragraph"),
            "link": _("Link"),
        }
        for number in range(min(max(len(rows) + MORE, posted), max(MOST, len(rows)))):
            row = rows[number] if number < len(rows) else Reference("")
            group = _("Reference %(number)s") % {"number": number + 1}
            for part in PARTS:
                field = forms.CharField(label=labels[part], required=False, max_length=MOST_LETTERS)
                if part == "document":
                    field.widget.attrs |= {"list": self.documents_id, "autocomplete": "off", "data-suggest": ""}
                    field.help_text = _("Of a document of the list, its version and link come along when you leave them empty.")
                self.add(f"{name}_{number}_{part}", field, getattr(row, part), group)

    @property
    def document_titles(self: Any) -> list[str]:
        """What is offered while one types."""
        return [row.title for row in getattr(self, "documents", {}).values()]

    def typed_references(self: Any) -> str:
        """The lines as they are stored."""
        rows = [self._reference_at(start) for start in self._reference_rows()]
        return "\n".join(row.line for row in rows if row.document)

    def _reference_rows(self: Any) -> list[str]:
        """How the names of the fields of each row begin."""
        return [
            name.removesuffix("document") for name in self.fields if name.startswith("references_") and name.endswith("_document")
        ]

    def _reference_at(self: Any, start: str) -> Reference:
        said = {part: " ".join((self.cleaned_data.get(start + part) or "").replace(BETWEEN, "/").split()) for part in PARTS}
        known = self.documents.get(said["document"].casefold())
        if known is None:
            return Reference(**said)
        is_new = f"{start}document" in self.changed_data
        if is_new and not said["edition"] and not said["link"]:
            said |= {"edition": known.edition, "link": known.link}
        return Reference(**{**said, "document": known.title})

    def clean(self: Any) -> dict:
        cleaned = super().clean()
        for start in self._reference_rows():
            row = self._reference_at(start)
            if not row.document and any((row.edition, row.place, row.link)):
                self.add_error(f"{start}document", _("Say which document this is about."))
            elif row.document and not self.errors:
                try:
                    clean_references(row.line)
                except ValidationError as refused:
                    self.add_error(f"{start}link", refused.messages)
        return cleaned
