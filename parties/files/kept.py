"""A cache in the file storage of the site, so that each machine finds what another one kept.

Only for whole files that are dear to make (documents by their hash) or must be found again (a table that waits to be confirmed).
A file that anybody put into the bucket, or at another name, is not read: what is kept carries a mark made with SECRET_KEY.
"""

import hashlib
import hmac
import pickle
import time
from collections.abc import Iterator

from django.conf import settings
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

MARK = hashlib.sha256().digest_size  # bytes


class StorageCache(BaseCache):
    """LOCATION is the folder in the storage."""

    def __init__(self, folder: str, params: dict):
        super().__init__(params)
        self.folder = folder

    def get(self, key, default=None, version=None):
        name = self._name(key, version)
        try:
            with default_storage.open(name) as file:
                content = file.read()
        except FileNotFoundError:
            return default
        mark, packed = content[:MARK], content[MARK:]
        if not any(hmac.compare_digest(mark, found) for found in _marks(name, packed)):
            return default
        expires, value = pickle.loads(packed)  # noqa: S301 (the mark says that we wrote it)
        return default if expires is not None and expires < time.time() else value

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        name = self._name(key, version)
        packed = pickle.dumps((self.get_backend_timeout(timeout), value), pickle.HIGHEST_PROTOCOL)
        default_storage.delete(name)  # a folder would give the new one another name
        default_storage.save(name, ContentFile(next(_marks(name, packed)) + packed))

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        if self.has_key(key, version):
            return False
        self.set(key, value, timeout, version)
        return True

    def delete(self, key, version=None):
        name = self._name(key, version)
        is_there = default_storage.exists(name)
        default_storage.delete(name)
        return is_there

    def clear(self):
        self.clear_older_than(0)

    def clear_expired(self) -> int:
        """Take away what nobody finds any more; how many there were."""
        return self.clear_older_than(self.default_timeout)

    def clear_older_than(self, seconds: float) -> int:
        limit, gone = time.time() - seconds, 0
        try:
            _folders, names = default_storage.listdir(self.folder)
        except FileNotFoundError:
            return 0
        for name in (f"{self.folder}/{name}" for name in names if name):
            if default_storage.get_modified_time(name).timestamp() <= limit:
                default_storage.delete(name)
                gone += 1
        return gone

    def _name(self, key, version) -> str:
        return f"{self.folder}/{hashlib.sha256(self.make_and_validate_key(key, version).encode()).hexdigest()}.kept"


def _marks(name: str, packed: bytes) -> Iterator[bytes]:
    """Of the key of now, and of those of before."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield hmac.digest(secret.encode(), f"kept:{name}:".encode() + packed, "sha256")
