"""Public pages are answered before anything asks who is there: no session, no cookie, nobody's language but Dutch.

What everyone gets is then the same for everyone, so anyone may keep it.
"""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation

from public_site.texts import TakenBackError

PUBLIC = ("/openbaar/", "/robots.txt")


class PublicPagesMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path_info.startswith(PUBLIC):
            return self.get_response(request)
        with translation.override("nl"):
            response = _answered(request)
        response.headers.setdefault("Content-Language", "nl")
        response.headers.setdefault("Cache-Control", "public, no-cache")
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        if not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


def _answered(request) -> HttpResponse:
    try:
        match = request.resolver_match = resolve(request.path_info)
        return match.func(request, *match.args, **match.kwargs)
    except TakenBackError as error:
        return _page("public/taken_back.html", 410, publication=error.publication)
    except (Resolver404, Http404):
        return _page("public/not_found.html", 404)


def _page(template: str, status: int, **context) -> HttpResponse:
    return HttpResponse(render_to_string(template, context), status=status)
