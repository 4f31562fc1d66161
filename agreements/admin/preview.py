"""How a text in Markdown will look, for the button beside a text box."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from agreements.markdown import to_html

LONGEST = 100_000  # characters


@require_POST
def markdown_preview(request):
    """The text that was posted, as the site shows it; safe whatever was typed."""
    return HttpResponse(to_html(request.POST.get("text", "")[:LONGEST], 3))
