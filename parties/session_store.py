"""Sessions in the database, which say what happened when the database goes away while one is written."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.db import InterfaceError, OperationalError

AWAY = (OperationalError, InterfaceError)


class SessionStore(InDatabase):
    def save(self, must_create: bool = False) -> None:
        """Django takes every refusal of the database for a session that was ended meanwhile: 400, the request is wrong."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, AWAY):
                raise error.__context__ from None
            raise
