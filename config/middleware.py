"""Headers of every answer, the language of the interface, and how much a stranger may send."""

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.shortcuts import render
from django.utils import translation

STRANGERS_MOST_BYTES = 64 * 1024  # of a whole request by someone who is not signed in: a name, a password, a passkey


class ChosenLanguageMiddleware:
    """Follow the choice kept in the language cookie, and nothing else.

    A Dutch municipality works in Dutch also on a computer that was set up in English, so the browser's own language is not asked.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class StrangersBodyMiddleware:
    """Refuse what someone who is not signed in sends, before reading it, when it is larger than any form for strangers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or ""
        is_large = length.isdecimal() and (len(length) > 18 or int(length) > STRANGERS_MOST_BYTES)
        if is_large and not request.user.is_authenticated:
            return render(request, "413.html", status=413)
        return self.get_response(request)


class HeadersMiddleware:
    """What Django has no setting for: pages are not kept by who is signed in, not used by other sites, and get no device.

    Passkeys are the exception: the account pages ask the browser for one.
    """

    PERMISSIONS = ", ".join(
        [
            *(f"{feature}=()" for feature in ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope")),
            *(f"{feature}=()" for feature in ("magnetometer", "microphone", "midi", "payment", "usb")),
            "publickey-credentials-create=(self)",
            "publickey-credentials-get=(self)",
        ]
    )

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if SESSION_KEY in getattr(request, "session", ()):  # a public page has none
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
