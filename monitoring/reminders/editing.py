"""The agreement's own words: kept, put back to the usual ones, and tried out on an example."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.models import Action, Agreement, parties_in
from monitoring.calendar import day_of
from monitoring.models import ReminderText, Round
from monitoring.permissions import why_not_coordinate
from monitoring.reminders.collect import goal_of, my_actions_link, name_of, progress_link
from monitoring.reminders.mails import Mail, MailItem, Section, enqueue, in_dutch, section_of
from monitoring.reminders.texts import USUAL, ReminderWords
from monitoring.writes import demand, keep
from parties.models import User

MOST_EXAMPLES = 3
Kind = ReminderText.Kind


def text_of(agreement: Agreement, kind: str) -> ReminderText:
    """The agreement's own text, or a new row with the usual words."""
    own = ReminderText.objects.filter(agreement=agreement, kind=kind).first()
    if own:
        return own
    with in_dutch():
        usual = USUAL[Kind(kind)]
        return ReminderText(agreement=agreement, kind=kind, subject=str(usual.subject), body=str(usual.body))


def texts_of(agreement: Agreement) -> list[ReminderText]:
    """The text of every kind of mail, in the order in which a round brings them; one query."""
    own = {row.kind: row for row in ReminderText.objects.filter(agreement=agreement)}
    with in_dutch():
        usual = {
            kind: ReminderText(agreement=agreement, kind=kind, subject=str(words.subject), body=str(words.body))
            for kind, words in USUAL.items()
        }
    return [own.get(kind) or usual[kind] for kind in Kind]


@transaction.atomic
def keep_text(*, text: ReminderText, by: User) -> ReminderText:
    """From now on the mails of this agreement have these words."""
    demand(why_not_coordinate(by, text.agreement))
    return keep(text, by=by)


@transaction.atomic
def restore_usual(*, agreement: Agreement, kind: str, by: User) -> None:
    """Use the usual words again; what the own words were stays in the history."""
    demand(why_not_coordinate(by, agreement))
    for row in ReminderText.objects.filter(agreement=agreement, kind=kind):
        row._history_user = by
        row.delete()


@transaction.atomic
def send_example(*, text: ReminderText, by: User) -> None:
    """Mail the person how this text would arrive; nobody else gets it, and nothing is recorded as told."""
    demand(why_not_coordinate(by, text.agreement))
    enqueue(Mail(by, (example_of(text),)), by=by)


def example_of(text: ReminderText) -> Section:
    """The text with the newest round, the first lead and some actions of the agreement, or with words that stand for them."""
    agreement = text.agreement
    with in_dutch():
        round = Round.objects.filter(agenda__agreement=agreement).order_by("-reference_date").first() or _a_round()
        actions = Action.objects.filter(agenda__agreement=agreement, leads__isnull=False, dropped_on=None)
        rows = list(
            actions.select_related("project", "goal", "agenda")
            .order_by("-agenda__year", "position", "pk")
            .distinct()[:MOST_EXAMPLES]
        )
        lead = rows[0].leads.select_related("party").first() if rows else None
        party = lead.party if lead else parties_in(agreement).first()
        return section_of(
            agreement,
            ReminderWords(text.subject, text.body),
            round=round,
            party=party,
            items=[MailItem(name_of(row), progress_link(row), goal=goal_of(row)) for row in rows],
            link=my_actions_link(),
            link_words=_("To my actions"),
            why=_("You get this mail because you asked for a test of its text. Nobody else got it."),
        )


def _a_round() -> Round:
    """A round that is stored nowhere, for an agreement that has none yet."""
    today = day_of(timezone.now())
    return Round(name=_("Round 1"), reference_date=today, opens_on=today, closes_on=today)
