"""What stands in a mail, as plain values; and storing it with the record that it was told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agreements.agenda.leads import join_names
from agreements.models import Agreement, Mention, Participation
from monitoring.models import Digest, Reminder, Round
from monitoring.reminders.texts import ReminderWords, fill_in
from parties.mail import post
from parties.models import Party, User


@dataclass(frozen=True, slots=True)
class MailItem:
    """One line: what it is about, where one answers it, what there is to say about it, and the goal to which it belongs."""

    words: str
    link: str
    note: str = ""
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """All that one mail tells about one round, about the figures of one party, or about comments.

    told is what it leaves as a record; mentions are those of which the person knows from then on, requests those of which the
    party was reminded.
    """

    agreement: str
    subject: str
    body: str  # Markdown
    items: tuple[MailItem, ...]
    link: str
    link_words: str
    why: str
    told: tuple[Reminder, ...] = ()
    mentions: tuple[Mention, ...] = ()
    requests: tuple[Participation, ...] = ()

    @property
    def plain_body(self) -> str:
        """The body as plain text: without the signs for bold."""
        return self.body.replace("**", "")


@dataclass(frozen=True, slots=True)
class Mail:
    person: User
    sections: tuple[Section, ...]

    @property
    def subject(self) -> str:
        if len(self.sections) == 1:
            return self.sections[0].subject
        return _("Driehoek: %(count)s subjects wait for you") % {"count": len(self.sections)}

    @property
    def why(self) -> str:
        """Why this person gets it; each reason once."""
        return " ".join(dict.fromkeys(section.why for section in self.sections))


def section_of(
    agreement: Agreement,
    words: ReminderWords,
    *,
    items: Iterable[MailItem],
    party: Party | None = None,
    round: Round | None = None,
    **fields,
) -> Section:
    """A section in these words, with the values of this round and party."""
    rows = tuple(items)
    values = values_of(agreement, party=party, round=round, count=len(rows), last_day=fields.pop("last_day", None))
    return Section(
        agreement=agreement.title,
        subject=fill_in(words.subject, values),
        body=fill_in(words.body, values),
        items=rows,
        **fields,
    )


def values_of(
    agreement: Agreement, *, party: Party | None, round: Round | None, count: int, last_day: date | None
) -> dict[str, str]:
    """What the placeholders stand for."""
    closes_on = last_day or (round.closes_on if round else None)
    return {
        "afspraken": agreement.title,
        "partij": str(party or ""),
        "ronde": round.name if round else "",
        "peildatum": date_format(round.reference_date, "j F Y") if round else "",
        "sluit": date_format(closes_on, "j F Y") if closes_on else "",
        "aantal": str(count),
    }


def why_for_party(party: Party, agreement: Agreement) -> str:
    sentence = _("You get this mail because you report for %(party)s on %(agreement)s.")
    return sentence % {"party": party, "agreement": agreement}


def why_for_coordinator(parties: Iterable[Party], agreement: Agreement) -> str:
    sentence = _("You get this mail because you are coordinator of %(party)s for %(agreement)s.")
    return sentence % {"party": join_names(str(party) for party in parties), "agreement": agreement}


def enqueue(mail: Mail, *, by: User | None = None) -> None:
    """Store the mail, and with it that it was told. To be called within a transaction.

    by is the person who asked for it, if anyone did; NotAllowedNowError after too many mails.
    """
    for section in mail.sections:
        for row in section.told:
            row.user = mail.person
            row.save()
        keys = [mention.pk for mention in section.mentions]
        for mention in Mention.objects.filter(pk__in=keys).select_for_update():  # some may be gone by now
            mention.told_at = timezone.now()
            mention.save()
        asked = Participation.objects.asked().filter(pk__in=[row.pk for row in section.requests], reminded_at=None)
        for row in asked.select_for_update():
            row.reminded_at = timezone.now()
            row.save()
    post("digest", to=mail.person, context={"mail": mail}, why=mail.why, by=by)


@transaction.atomic
def enqueue_daily(mail: Mail, *, day: date) -> bool:
    """Store the mail of the day; False when the person has had it.

    Whoever runs this twice, or in two processes at once, sends one: the row of the person is held until the digest is there.
    """
    person = User.objects.select_for_update().get(pk=mail.person.pk)
    if not person.is_active or Digest.objects.filter(user=person, sent_on=day).exists():
        return False
    digest = Digest(user=person, sent_on=day)
    digest.save()
    for section in mail.sections:
        for row in section.told:
            row.digest = digest
    enqueue(mail)
    return True


def in_dutch():
    """Mails are in the language of the site, whoever causes them."""
    return translation.override(settings.LANGUAGE_CODE)


def told(kind: str, *, due_on: date, **about) -> Reminder:
    """The record that this was told; about is the round and party, or the delivery."""
    return Reminder(kind=kind, due_on=due_on, told_at=timezone.now(), **about)
