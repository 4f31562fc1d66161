"""Of which reminders the file tells: those of rounds and figures, by party and day. Who of the party got the mail is not told."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Lead
from monitoring.calendar import day_of
from monitoring.dispute_file.choice import FileChoice
from monitoring.dispute_file.events import FileEvent
from monitoring.models import Reminder

Key = tuple[date, str, int | None, int | None, int]
AFTER_ALL = 2


def reminder_events(choice: FileChoice) -> Iterator[FileEvent]:
    """Two queries. A reminder of a round is about everything on which the party had not answered, and says no more here."""
    first, end = choice.moments
    leads = Lead.objects.filter(action__in=choice.all_actions).values_list("action__agenda", "party")
    of_rounds = Q(pk__in=[])
    for agenda, party in sorted(set(leads)):
        of_rounds |= Q(round__agenda=agenda, party=party)
    of_figures = Q(delivery__indicator__in=choice.indicators)
    rows = Reminder.objects.filter(of_rounds | of_figures, party__isnull=False, told_at__gte=first, told_at__lt=end)
    groups: dict[Key, list[Reminder]] = defaultdict(list)
    for row in rows.select_related("round", "delivery__indicator", "party").order_by("told_at", "pk"):
        groups[day_of(row.told_at), row.kind, row.round_id, row.delivery_id, row.party_id].append(row)
    for group in groups.values():
        row = group[0]
        about = str(row.round.name if row.round_id else row.delivery)
        people = ngettext("%(number)s person", "%(number)s people", len({one.user_id for one in group}))
        words = {"party": row.party.name, "about": about, "kind": row.get_kind_display()}
        yield FileEvent(
            at=row.told_at,
            order=(AFTER_ALL, row.pk),
            kind="reminders",
            what=_("%(party)s was mailed about %(about)s: %(kind)s.") % words,
            party=row.party.name,
            where=about,
            why=people % {"number": len({one.user_id for one in group})},
        )
