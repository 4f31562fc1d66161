"""Keep a file that someone wants to read in, once it is known that it can be read."""

import hashlib
import shutil
import tempfile
from pathlib import Path

from django.core.files import File
from django.db import transaction

from agreements.imports.formats.safety import refuse_size
from agreements.imports.planning.existing import load_existing
from agreements.imports.previewing import recognise_in, refuse_without_agenda
from agreements.models import Agenda, AgendaImport
from parties.files.uploads import safe_file_name
from parties.history.records import change_set
from parties.models import User


def keep_upload(upload: File, *, agenda: Agenda, by: User | None) -> AgendaImport:
    """Read the file once and store it with a new import. UnreadableError says what is wrong; nothing is stored."""
    refuse_size(upload.size)
    name = safe_file_name(upload.name or "")
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix[:6]) as copy:
        upload.open()
        shutil.copyfileobj(upload, copy)
        copy.flush()
        path = Path(copy.name)
        recognised = recognise_in(path, name, load_existing(agenda), columns={})
        refuse_without_agenda(recognised.draft.goals, recognised.columns)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        with path.open("rb") as content, transaction.atomic(), change_set(user=by):
            agenda_import = AgendaImport(agenda=agenda, file_name=name, sha256=sha256, uploaded_by=by)
            agenda_import.file.save(name, File(content), save=False)
            agenda_import.save()
    return agenda_import
