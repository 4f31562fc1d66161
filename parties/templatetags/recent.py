"""The recent actions on the first page of administration."""

from dataclasses import dataclass

from django import template
from django.contrib import admin
from django.contrib.admin.models import LogEntry

register = template.Library()


@dataclass(frozen=True, slots=True)
class RecentAction:
    """address is empty where nothing is behind it any more for this person: it was deleted, or is no longer theirs to see."""

    entry: LogEntry
    address: str


@register.simple_tag(takes_context=True)
def recent_actions(context) -> list[RecentAction]:
    """The person's own last ten, newest first."""
    request = context["request"]
    entries = LogEntry.objects.filter(user=request.user).select_related("content_type").order_by("-action_time")[:10]
    return [RecentAction(entry, _address(entry, request)) for entry in entries]


def _address(entry: LogEntry, request) -> str:
    model = entry.content_type.model_class() if entry.content_type else None
    page = admin.site._registry.get(model)
    if page is None or not page.get_queryset(request).filter(pk=entry.object_id).exists():
        return ""
    return entry.get_admin_url() or ""
