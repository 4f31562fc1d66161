"""What a backup says of itself: of which moment it is, the rows of each table, and the hash of each file.

A backup is a folder with manifest.json, the database, and the files of people below files/ and texts/. A folder without a
manifest is no backup.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

FORMAT = 1
NAME = "manifest.json"
FILES, TEXTS = "files", "texts"
FOLDERS_START = "driehoek-"


class BackupError(Exception):
    """A backup cannot be made or restored; the sentence is for the administrator."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """sha256 has the hash of every file of the backup, by its path in the folder; rows how many rows each table has.

    missing names files that a row had and the storage no more, when the backup was made.
    """

    made_at: str
    vendor: str  # sqlite or postgresql
    database: str  # the name of its file
    with_files: bool
    key_check: str
    migrations: list[str]
    rows: dict[str, int]
    sha256: dict[str, str]
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def paths_of(self, part: str) -> dict[str, str]:
        """The hash of each file below files or texts, by its name there."""
        return {path.removeprefix(f"{part}/"): sha for path, sha in self.sha256.items() if path.startswith(f"{part}/")}

    @property
    def fits_secret_key(self) -> bool:
        """Whether second factors that are in the backup open with a key of this site."""
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return any(constant_time_compare(self.key_check, check_of_key(self.made_at, key)) for key in keys)


def check_of_key(made_at: str, key: str) -> str:
    """Tells whether a key is the same, and nothing of what it is."""
    return salted_hmac("driehoek.backup", made_at, secret=key, algorithm="sha256").hexdigest()


def read_manifest(folder: Path) -> Manifest:
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BackupError(f"{folder} is geen back-up, of een die niet af is: {NAME} ontbreekt.") from error
    except (OSError, ValueError) as error:
        raise BackupError(f"{folder / NAME} kan niet worden gelezen.") from error
    if found.get("format") != FORMAT:
        raise BackupError(f"{folder} heeft vorm {found.get('format')}; deze versie van Driehoek leest vorm {FORMAT}.")
    return Manifest(**found)


def faults_in(folder: Path, manifest: Manifest) -> Iterator[str]:
    """A sentence for each file of the backup that is gone or is not what it was."""
    for path, sha in manifest.sha256.items():
        place = (folder / path).resolve()
        if not place.is_relative_to(folder.resolve()):
            yield f"{path} wijst buiten de back-up."
        elif not place.is_file():
            yield f"{path} ontbreekt in de back-up."
        elif hash_of_file(place) != sha:
            yield f"{path} is niet wat het was toen de back-up werd gemaakt."


def hash_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def backups_in(folder: Path) -> list[Path]:
    """The whole backups in this folder, the newest first."""
    return sorted((path.parent for path in folder.glob(f"{FOLDERS_START}*/{NAME}")), reverse=True)
