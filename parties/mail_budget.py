"""How many mails a person causes, an address receives and all cause, per hour and per day.

Counted in the database, within the transaction of what the mail tells of: all processes count together, and what is undone or
refused does not count. Whoever counts holds the row of the whole site until then, so that two at once cannot slip past.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise, keep_lazy_text
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from parties.models import MailCount, User
from parties.refusals import NotAllowedNowError

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class ReceiverFullError(NotAllowedNowError):
    """This address got too many mails; what others cause for it must not stop what this person does."""


@dataclass(frozen=True, slots=True)
class Budget:
    """name is the counted row; rows are locked in the order of their names, that of the site first."""

    name: str
    most: tuple[int, int]  # in an hour, in a day
    in_hour: str | Promise
    in_day: str | Promise
    receiver: str = ""

    @property
    def error(self) -> type[NotAllowedNowError]:
        return ReceiverFullError if self.receiver else NotAllowedNowError


def count_mail(*, to: str, by: User | None) -> None:
    """Count a mail that this person causes; NotAllowedNowError says until when, after too many.

    To one address that is ReceiverFullError, and the person's mail counts all the same: whoever goes on without it does not go
    on for ever. by is None for someone who is not signed in; such mails are counted apart, so that a stranger cannot use up what
    others need.
    """
    budgets = _budgets(to=to.strip().lower(), by=by)
    now = timezone.now()
    with transaction.atomic():
        fresh = [MailCount(name=budget.name, hour_began=now, day_began=now) for budget in budgets]
        MailCount.objects.bulk_create(fresh, ignore_conflicts=True)
        rows = MailCount.objects.select_for_update().filter(name__in=[budget.name for budget in budgets]).order_by("name")
        counts = {row.name: row for row in rows}
        full = None
        for budget in budgets:
            try:
                _add(counts[budget.name], budget, now)
            except ReceiverFullError as error:
                full = error
        counted = ["hour_began", "in_hour", "day_began", "in_day"]
        MailCount.objects.bulk_create(counts.values(), update_conflicts=True, unique_fields=["name"], update_fields=counted)
    if full is not None:
        raise full


def _add(count: MailCount, budget: Budget, now: datetime) -> None:
    if now >= count.hour_began + HOUR:
        count.hour_began, count.in_hour = now, 0
    if now >= count.day_began + DAY:
        count.day_began, count.in_day = now, 0
    if count.in_day >= budget.most[1]:
        raise budget.error(_sentence(budget, budget.in_day, budget.most[1], count.day_began + DAY))
    if count.in_hour >= budget.most[0]:
        raise budget.error(_sentence(budget, budget.in_hour, budget.most[0], count.hour_began + HOUR))
    count.in_hour += 1
    count.in_day += 1


@keep_lazy_text
def _sentence(budget: Budget, words: str | Promise, most: int, until: datetime) -> str:
    """In the language of whoever reads it: a mail is made in that of the site."""
    moment = date_format(localtime(until), "j F Y, H:i")
    return str(words) % {"most": most, "moment": moment, "receiver": budget.receiver}


def _budgets(*, to: str, by: User | None) -> list[Budget]:
    site = Budget(
        "all" if by else "all who are not signed in",
        settings.MAIL_PER_SITE,
        _("No mail was sent: people send at most %(most)s mails an hour through Driehoek. Try again after %(moment)s."),
        _("No mail was sent: people send at most %(most)s mails a day through Driehoek. Try again after %(moment)s."),
    )
    if by is None:
        return [site]
    sender = Budget(
        f"by {by.pk}",
        settings.MAIL_PER_SENDER,
        _("No mail was sent: you send at most %(most)s mails an hour. Try again after %(moment)s."),
        _("No mail was sent: you send at most %(most)s mails a day. Try again after %(moment)s."),
    )
    receiver = Budget(
        f"to {hashlib.sha256(to.encode()).hexdigest()}",
        settings.MAIL_PER_RECEIVER,
        _("No mail was sent: %(receiver)s gets at most %(most)s mails an hour. Try again after %(moment)s."),
        _("No mail was sent: %(receiver)s gets at most %(most)s mails a day. Try again after %(moment)s."),
        receiver=to,
    )
    return [site, sender, receiver]
