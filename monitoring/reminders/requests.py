"""The part of the mail of the day about requests to take part that nobody answered: once, a week after they were made."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.models import Participation
from agreements.taking_part.page import A_WEEK, unanswered
from monitoring.calendar import start_of
from monitoring.reminders.mails import MailItem, Section, section_of
from monitoring.reminders.texts import ASKED
from parties.models import Membership, User


def about_requests(today: date) -> Iterator[tuple[User, Section]]:
    """The coordinators of each party that did not answer, with a section for each request. A party without any is not here."""
    for row in unanswered(asked_before=start_of(today) - A_WEEK).filter(reminded_at=None):
        for membership in Membership.objects.coordinating().filter(party=row.party_id).select_related("user"):
            yield membership.user, _section(row)


def _section(row: Participation) -> Section:
    address = f"{settings.SITE_URL}{reverse('request_accept', args=[row.pk])}"
    return section_of(
        row.agreement,
        ASKED,
        party=row.party,
        items=[MailItem(row.agreement.title, address, str(row.get_role_display()))],
        link=address,
        link_words=_("Say yes or no"),
        why=_("You get this mail because you are coordinator of %(party)s.") % {"party": row.party},
        requests=(row,),
    )
