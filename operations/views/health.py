"""/gezond/: for a proxy, a monitor and Prometheus. Nothing here tells more than which part is not well."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from operations.watching.health import Health, ready, whole_health
from operations.watching.metrics import metrics_text


@login_not_required
@require_safe
@never_cache
def alive(request):
    """The process answers; it asks nothing of anything else."""
    return HttpResponse("goed\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@never_cache
def can_work(request):
    """Whether this process can answer pages; 503 when a proxy should ask another one."""
    return _as_json(ready())


@login_not_required
@require_safe
@never_cache
def all_well(request):
    """Whether nothing asks for care; 503 when a person should look."""
    return _as_json(whole_health())


def _as_json(found: list[Health]) -> JsonResponse:
    is_well = all(part.is_well for part in found)
    parts = {part.name: "goed" if part.is_well else "fout" for part in found}
    response = JsonResponse({"status": "goed" if is_well else "fout", "onderdelen": parts}, status=200 if is_well else 503)
    response._has_been_logged = True  # by health itself, once: Django would call each 503 an error
    return response


@login_not_required
@require_safe
@never_cache
def metrics(request):
    """With `Authorization: Bearer …`; for whoever has not the token there is nothing here."""
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    return HttpResponse(metrics_text(), content_type=CONTENT_TYPE_LATEST)
