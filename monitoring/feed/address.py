"""The private address of a person's calendar: made, renewed, withdrawn, and found by who knows it."""

import re
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from monitoring.models import CalendarAddress
from parties.canonical import hash_of
from parties.models import User

FORM = re.compile(r"[A-Za-z0-9_-]{43}")
SELDOM = timedelta(hours=1)  # so that not every question of a calendar writes


@transaction.atomic
def renew_address(user: User) -> str:
    """A new address; from now on the earlier one is of no use. What is given is shown once, for only its hash is kept."""
    User.objects.select_for_update().get(pk=user.pk)  # who asks for two at once has the later one
    token = secrets.token_urlsafe(32)
    withdraw_address(user)
    CalendarAddress(user=user, token_hash=hash_of(token)).save()
    return token


def withdraw_address(user: User) -> None:
    CalendarAddress.objects.filter(user=user).delete()


def address_at(token: str) -> CalendarAddress | None:
    """With its person; None where it is of nobody, or of somebody who left. One query."""
    if not FORM.fullmatch(token):
        return None
    return CalendarAddress.objects.filter(token_hash=hash_of(token), user__is_active=True).select_related("user").first()


def remember_question(address: CalendarAddress) -> None:
    """So that the page can say when a calendar asked last."""
    now = timezone.now()
    if address.asked_at is None or address.asked_at < now - SELDOM:
        address.asked_at = now
        address.save(checked=True, update_fields=["asked_at"])
