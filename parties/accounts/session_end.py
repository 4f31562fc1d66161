"""Sessions end: some hours after signing in, and sooner when nobody is there."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpResponse

SIGNED_IN, SEEN = "signed_in_at", "seen_at"
WRITE_EVERY = 5 * 60  # seconds; a write for every page would cost more than the precision is worth


@receiver(user_logged_in)
def start(sender, request, **kwargs) -> None:
    request.session[SIGNED_IN] = request.session[SEEN] = int(time.time())


def asked_by_script(view):
    """A view that a page asks by itself: it keeps no session alive, and who is signed out gets 401, never the page to sign in."""
    view.is_asked_by_script = True
    return view


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks who is there; and whoever sent something, is told at the login that it was not sent and is not lost."""

    def handle_no_permission(self, request, view_func):
        response = super().handle_no_permission(request, view_func)
        if request.method == "POST":
            response["Location"] += "&niet_verstuurd="
        return response


class SessionEndMiddleware:
    """Signs out whose time is over, before the page looks who is there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if SESSION_KEY in request.session:
            self._end_if_over(request)
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "is_asked_by_script", False):
            self._note_seen(request)
        elif not request.user.is_authenticated:
            return HttpResponse(status=401)
        return None

    def _end_if_over(self, request) -> None:
        now, session = int(time.time()), request.session
        signed_in, seen = session.setdefault(SIGNED_IN, now), session.setdefault(SEEN, now)
        if now - signed_in >= settings.SESSION_COOKIE_AGE or now - seen >= settings.SESSION_IDLE_AGE:
            logout(request)

    def _note_seen(self, request) -> None:
        now, session = int(time.time()), request.session
        if SESSION_KEY in session and now - session.get(SEEN, 0) >= WRITE_EVERY:
            session[SEEN] = now
