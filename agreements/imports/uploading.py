"""Keep a file that someone wants to read in, once it is known that it can be read."""

import hashlib
import shutil
import tempfile
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from agreements.imports.formats.safety import refuse_size
from agreements.imports.formats.source import Unreadable
from agreements.imports.previewing import Preview, preview_of
from agreements.models import Agenda, AgendaImport
from parties.files.uploads import safe_file_name
from parties.history.records import change_set
from parties.models import User


def keep_upload(upload: File, *, agenda: Agenda, by: User | None) -> AgendaImport:
    """Read the file once and keep it with a new import. Unreadable says what is wrong; then nothing is kept."""
    refuse_size(upload.size)
    name = safe_file_name(upload.name or "")
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix[:6]) as copy:
        upload.open()
        shutil.copyfileobj(upload, copy)
        copy.flush()
        path = Path(copy.name)
        refuse_without_agenda(preview_of(path, name, agenda, columns={}, answers={}))
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        with path.open("rb") as content, transaction.atomic(), change_set(user=by):
            agenda_import = AgendaImport(agenda=agenda, file_name=name, sha256=sha256, uploaded_by=by)
            agenda_import.file.save(name, File(content), save=False)
            agenda_import.save()
    return agenda_import


def refuse_without_agenda(found: Preview) -> None:
    """Raise Unreadable when there is neither a goal in the file nor a column that people could point out."""
    if not found.plan.goals and not found.columns:
        sentence = _("No agenda was found: a table with a column for goals and one for actions, or text numbered 1.1.1.")
        raise Unreadable(sentence)
