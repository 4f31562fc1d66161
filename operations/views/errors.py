"""The page of an error that nothing caught."""

from django.http import HttpResponseServerError
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from operations.watching.request_id import current_request_id


@requires_csrf_token
def server_error(request):
    """Without the database and without who is signed in: either may be what failed."""
    return HttpResponseServerError(render_to_string("500.html", {"request_id": current_request_id()}))
