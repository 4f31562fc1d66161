"""The sessions of a person: the one way to end them."""

from importlib import import_module

from allauth.core import context
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from parties.models import User


def end_sessions(person: User, *, but: str | None = None) -> None:
    """Sign the person out everywhere, except where the key of the session is this one.

    The sessions themselves are looked through: the list of allauth knows only those that began at its own login page, and an
    account that is given back later must not find an old session again. What was noted of the browsers goes too.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            store(session.session_key).delete()
    UserSession.objects.filter(user=person).exclude(session_key=but).delete()


class SessionsAdapter(DefaultUserSessionsAdapter):
    """«Sign out everywhere else» on the page of the sessions."""

    def end_sessions(self, sessions) -> None:
        request = context.request
        end_sessions(request.user, but=request.session.session_key)
