"""The language of the interface: Dutch, unless the person chose another."""

from django.conf import settings
from django.utils import translation


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
