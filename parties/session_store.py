"""Sessions in the database, which say what happened when the database goes away while one is written."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from parties.prepared import Prepared, Word

AWAY = (OperationalError, InterfaceError)
_LIVE = Prepared(lambda key, now: InDatabase.get_model_class().objects.filter(session_key=key, expire_date__gt=now))


class SessionStore(InDatabase):
    def _get_session_from_db(self):
        """As Django does it, with a query that was written once: every page of someone who is signed in begins with it."""
        found = _LIVE.models(Word(self.session_key), timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None

    def save(self, must_create: bool = False) -> None:
        """Django takes every refusal of the database for a session that was ended meanwhile: 400, the request is wrong."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, AWAY):
                raise error.__context__ from None
            raise
