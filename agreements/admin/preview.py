"""How a text in Markdown will look, for the button below a text box: on a page of its own, in another tab."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from agreements.markdown import to_html

LONGEST = 100_000  # characters


@require_POST
def markdown_preview(request):
    """The text of the box whose button was pressed, as the site shows it; safe whatever was typed."""
    typed = request.POST.get(request.POST.get("preview_of", ""), "")
    return render(request, "admin/preview.html", {"text": to_html(typed[:LONGEST], 3)})
