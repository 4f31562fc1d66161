"""The part of the mail of the day about comments in which someone is named. It tells where, and never what was said."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.comments.forms import CommentFilterForm
from agreements.comments.mentions import place_of, to_tell
from agreements.models import Agreement, Mention
from monitoring.calendar import start_of
from monitoring.reminders.mails import MailItem, Section, section_of
from monitoring.reminders.texts import MENTIONED
from parties.models import User

LOOK_BACK = timedelta(days=14)


def about_mentions(today: date) -> Iterator[tuple[User, Section]]:
    """Everyone who was named and not told so yet, with a section per agreement."""
    for person, mentions in to_tell(since=start_of(today - LOOK_BACK)).items():
        by_agreement: dict[Agreement, list[Mention]] = defaultdict(list)
        for mention in mentions:
            by_agreement[mention.comment.agreement].append(mention)
        for agreement, rows in by_agreement.items():
            yield person, _section(agreement, rows)


def _section(agreement: Agreement, mentions: list[Mention]) -> Section:
    year = max(mention.comment.year for mention in mentions)
    there = reverse("comments", args=[agreement.slug, year])
    has_list = agreement.agendas.filter(year=year).exists()
    return section_of(
        agreement,
        MENTIONED,
        items=[_item(mention) for mention in mentions],
        link=f"{settings.SITE_URL}{there}?toon={CommentFilterForm.MENTIONS}" if has_list else _address(mentions[0]),
        link_words=_("To the comments"),
        why=_("You get this mail because someone named you in a comment on %(agreement)s.") % {"agreement": agreement},
        mentions=tuple(mentions),
    )


def _item(mention: Mention) -> MailItem:
    said = mention.comment
    words = _("%(person)s, for %(party)s only") if said.is_own else _("%(person)s, %(party)s")
    return MailItem(place_of(said), _address(mention), words % {"person": said.by, "party": said.party})


def _address(mention: Mention) -> str:
    return f"{settings.SITE_URL}{mention.comment.get_absolute_url()}"
