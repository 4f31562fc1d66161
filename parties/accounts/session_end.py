"""Sessions end: some hours after signing in, and sooner when nobody is there."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

SIGNED_IN, SEEN = "signed_in_at", "seen_at"
WRITE_EVERY = 5 * 60  # seconds; a write for every page would cost more than the precision is worth


@receiver(user_logged_in)
def start(sender, request, **kwargs) -> None:
    request.session[SIGNED_IN] = request.session[SEEN] = int(time.time())


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
            self._end_or_go_on(request)
        return self.get_response(request)

    def _end_or_go_on(self, request) -> None:
        now, session = int(time.time()), request.session
        signed_in, seen = session.setdefault(SIGNED_IN, now), session.setdefault(SEEN, now)
        if now - signed_in >= settings.SESSION_COOKIE_AGE or now - seen >= settings.SESSION_IDLE_AGE:
            logout(request)
        elif now - seen >= WRITE_EVERY:
            session[SEEN] = now
