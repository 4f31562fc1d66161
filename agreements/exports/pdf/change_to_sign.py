"""A proposal of changes to sign elsewhere: the text as it would be in force, what changes in it, and lines to write on."""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from agreements.agenda.collect import collect_whole_content, print_live_rows, shown_rows_of, whole_content_of_rows
from agreements.agenda.content import AgendaContent
from agreements.changes.outcome import TriedText, read_tried
from agreements.exports.pdf.agenda import agenda_html
from agreements.exports.pdf.signing_page import page_to_sign
from agreements.exports.pdf.writing import pdf_of
from agreements.models import Proposal
from agreements.models.adoptable import Adoptable
from agreements.versions.comparing import TextChange, text_changes
from parties.files.making import NotMadeError


@dataclass(frozen=True, slots=True)
class ChangedText:
    """One text that would change, beside the version that is in force."""

    title: str
    changes: tuple[TextChange, ...]
    quiet: tuple[TextChange, ...]


def change_to_sign(proposal: Proposal) -> bytes:
    """PDF/UA. Raises NotMadeError when it would make something else now than was put to the parties."""
    _key, document = pdf_of(change_to_sign_html(proposal))
    return document


@translation.override("nl")
def change_to_sign_html(proposal: Proposal) -> str:
    """The HTML that becomes the PDF: the text of the proposal, and what changes in each text."""
    try:
        content, changed = read_tried(proposal, proposal.text, lambda outcome: _read(proposal, outcome))
    except ValidationError as refused:
        raise NotMadeError(_no_longer()) from refused
    day = date_format(localtime(proposal.opened_at), "j F Y")
    standing = _("Proposal to change this text, of %(day)s: %(subject)s") % {"day": day, "subject": proposal}
    content = replace(content, agenda=replace(content.agenda, standing=standing), changed_at=proposal.opened_at)
    edition = _("Proposal of %(date)s") % {"date": day}
    return agenda_html(content, signing=page_to_sign(content, proposal.content_sha256), changed=changed, edition=edition)


def _read(proposal: Proposal, outcome: TriedText) -> tuple[AgendaContent, tuple[ChangedText, ...]]:
    if outcome.content_sha256 != proposal.content_sha256:
        raise NotMadeError(_no_longer())
    main = next((row for row in outcome.texts if row == proposal.text), outcome.texts[0])
    return print_live_rows(main, shown_rows_of(main)), tuple(_changed(row) for row in outcome.texts)


def _changed(text: Adoptable) -> ChangedText:
    changes = text_changes(collect_whole_content(text), whole_content_of_rows(text, shown_rows_of(text)))
    return ChangedText(
        text.title,
        tuple(change for change in changes if not change.is_quiet),
        tuple(change for change in changes if change.is_quiet),
    )


def _no_longer() -> str:
    return _("The text is no longer what was proposed. Ask who proposed it to propose it anew.")
