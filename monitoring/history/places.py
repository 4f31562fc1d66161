"""What of the history the parties of an agreement read, and where in the agreement each row stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models.lookups import IsNull

from agreements import models as a
from monitoring import models as m
from monitoring.models.history_line import HistoryLine
from parties.models import Membership, Party, PartyAlias, PartyMember

Kind = HistoryLine.Kind
Model = type[models.Model]

TOLD: dict[Model, Kind] = {
    **dict.fromkeys(
        (a.Agreement, a.Agenda, a.Theme, a.ThemeText, a.Goal, a.GoalText, a.Action, a.Lead, a.Project, a.Indicator, a.Target),
        Kind.TEXT,
    ),
    **dict.fromkeys((a.MeetingRule, a.Condition, a.SourceDocument), Kind.TEXT),
    **dict.fromkeys((a.Publication, a.PublicConsent), Kind.CONSENT),
    **dict.fromkeys((a.Proposal, a.Assent, a.Version, a.Ceremony, a.Withholding), Kind.CONSENT),
    **dict.fromkeys(
        (m.ProgressUpdate, m.Review, m.Dissent, m.Round, m.RoundExtension, m.LeadException, m.Position), Kind.PROGRESS
    ),
    **dict.fromkeys((a.ProjectStep, m.DwellingCount), Kind.PROGRESS),
    **dict.fromkeys((m.Evaluation, m.EvaluationExtension, m.EvaluationQuestion, m.EvaluationPoint), Kind.PROGRESS),
    **dict.fromkeys((m.Measurement, m.DataDelivery), Kind.FIGURES),
    **dict.fromkeys(
        (m.Meeting, m.Decision, m.MinutesAddition, m.Item, m.ActionPoint, m.MeetingParty, m.Attendance), Kind.MEETINGS
    ),
    **dict.fromkeys((m.AgendaMailing, m.FixedItem, m.MinutesReaction, m.ReactionAnswer, m.AdoptedMinutes), Kind.MEETINGS),
    m.LegalStep: Kind.PROGRESS,
    **dict.fromkeys((m.DisputeNotice, m.NoticeSubject, m.NoticeReceipt, m.NoticeEnd), Kind.CONSENT),
    **dict.fromkeys((a.Comment, a.Advice, a.AdviceSubject), Kind.TALK),
    **dict.fromkeys((a.Appendix, a.VersionFile, a.SignedCopy, m.Attachment, m.Paper), Kind.FILES),
    **dict.fromkeys((a.Participation, Party, PartyAlias, PartyMember), Kind.PARTIES),
    **dict.fromkeys((a.Label, a.Labelling, m.EscalationRule, m.ReminderText), Kind.OTHER),
}
# Every other model with a history, and why the history page does not tell of it (tests/monitoring/history/test_places.py).
UNTOLD: dict[str, str] = {
    "agreements.ActionLink": "the action that came of another says so itself, and the other may stand in an agreement of others",
    "agreements.AgendaImport": "what was read in is told with what it changed; before that it is one person's work",
    "agreements.Change": "the proposal has its changes, and a draft of it is its own party's",
    "agreements.GoalLink": "the other goal may stand in an agreement of others",
    "agreements.Mention": "whom somebody named, told to that person alone",
    "agreements.NeededAnswer": "follows from the proposal",
    "agreements.RollChoice": "what is chosen for the next year is told by the draft that is made of it",
    "monitoring.Digest": "a mail to one person",
    "monitoring.EvaluationAnswer": "what it said before the evaluation closed nobody else ever read; its page has the answer",
    "monitoring.EvaluationReply": "as the answer in an evaluation",
    "monitoring.Reminder": "a mail to one person",
    "parties.Invitation": "people of one party, for that party",
    "parties.Membership": "people of one party, for that party",
    "parties.User": "the account of a person",
}


@dataclass
class LinePlace:
    """Keys of what a row of history hangs on; was_closed says that it is of a meeting that is not shared."""

    agreement: int | None = None
    year: int | None = None
    goal: int | None = None
    action: int | None = None
    indicator: int | None = None
    meeting: int | None = None
    evaluation: int | None = None
    of_party: int | None = None
    was_closed: bool = False

    def note(self, **found: Any) -> None:
        """What stands nearest to the row counts, so the first that is found."""
        for name, value in found.items():
            if value is not None and not getattr(self, name):
                setattr(self, name, value)


def place_of(row: models.Model) -> LinePlace | None:
    """Where the row stands; None where what it hung on is gone."""
    place = LinePlace()
    try:
        for above in _upwards(row):
            _note(place, above)
    except ObjectDoesNotExist:
        return None
    return place


def _upwards(row: models.Model) -> Iterator[models.Model | int]:
    """The row, and what stands above it on the way to its agreement, whose key comes last."""
    yield row
    path = getattr(row, "agreement_path", "agreement") if not isinstance(row, Party | PartyAlias | PartyMember) else ""
    if not path:
        return
    *names, last = path.split("__")
    for name in names:
        row = getattr(row, name)
        yield row
    yield getattr(row, f"{last}_id")


def _note(place: LinePlace, row: Any) -> None:
    match row:
        case int():
            place.note(agreement=row)
        case a.Agreement():
            place.note(agreement=row.pk)
        case a.Agenda():
            place.note(year=row.year)
        case a.Goal():
            place.note(goal=row.pk, year=row.words_from)
        case a.Theme():
            place.note(year=row.words_from)
        case a.GoalText() | a.ThemeText():
            place.note(year=row.from_year)
        case a.Action():
            place.note(action=row.pk, goal=row.goal_id, year=row.agenda.year)
        case a.Indicator():
            place.note(indicator=row.pk)
        case m.Meeting():
            place.note(meeting=row.pk, was_closed=row.kind == a.MeetingRule.Kind.BILATERAL and row.shared_on is None)
        case m.Evaluation():
            place.note(evaluation=row.pk)
        case Party():
            place.note(of_party=row.pk)
    if isinstance(row, int):
        return
    if getattr(row, "action_id", None):
        _note(place, row.action)
    keys = {"goal": "goal_id", "action": "action_id", "indicator": "indicator_id", "of_party": "party_id", "year": "year"}
    place.note(**{name: getattr(row, column, None) for name, column in keys.items()})


def is_told(record: Any) -> bool:
    """Whether all parties of the agreement may ever read it: no note of one party, no draft of a report or proposal."""
    match record.instance_type:
        case a.Comment:
            return not record.is_own
        case m.ProgressUpdate:
            return record.submitted_at is not None
        case a.Proposal:
            return bool(record.content_sha256)
        case m.Paper:
            return record.party_id is None
        case m.Attachment:
            return m.ProgressUpdate.objects.filter(pk=record.update_id, submitted_at__isnull=False).exists()
        case a.GoalText | a.ThemeText:
            return record.history_type != "+" or not _keeps(record)
        case model:
            return model in TOLD


def _keeps(record: Any) -> bool:
    """Whether these words of earlier years only keep what the goal or theme said itself, before it got those of a later year."""
    texts = record.instance_type
    holder = texts._meta.get_field(texts.holder).remote_field.model
    own = {name: getattr(record, name) for name in texts.word_fields if name != "position"}
    earlier = holder.history.filter(id=getattr(record, f"{texts.holder}_id"), history_date__lt=record.history_date)
    return earlier.filter(**own).exists()


def which_are_told(model: Model) -> models.Q:
    """What is_told() says, for the database: of the rows of history of this model."""
    match model:
        case a.Comment:
            return models.Q(is_own=False)
        case m.ProgressUpdate:
            return models.Q(submitted_at__isnull=False)
        case a.Proposal:
            return ~models.Q(content_sha256="")
        case m.Paper:
            return models.Q(party=None)
        case m.Attachment:
            return models.Q(update__submitted_at__isnull=False)
        case a.GoalText | a.ThemeText:
            return ~models.Q(history_type="+") | ~models.Exists(_same_words(model))
    return models.Q()


def _same_words(texts: Model) -> models.QuerySet:
    holder = texts._meta.get_field(texts.holder).remote_field.model
    earlier = holder.history.model.objects.filter(id=models.OuterRef(f"{texts.holder}_id"))
    earlier = earlier.filter(history_date__lt=models.OuterRef("history_date"))
    for name in texts.word_fields:
        if name != "position":
            neither = models.Q(IsNull(models.OuterRef(name), True), **{name: None})
            earlier = earlier.filter(models.Q(**{name: models.OuterRef(name)}) | neither)
    return earlier


# Of which is_told() does not say yes to every row.
SOMETIMES_UNTOLD = {a.Comment, m.ProgressUpdate, a.Proposal, m.Paper, m.Attachment, a.GoalText, a.ThemeText}

# Of a row that is told, what is not said: what others may not know yet, and what says nothing to people.
ALWAYS_UNSAID = frozenset(
    {
        "position",
        "words_from",
        "has_withheld",
        "token",
        "revision",
        "saved_at",
        "sent_as",
        "content_sha256",
        "sha256",
        "content",
        "ground",
        "previous",
        "asked",
        "agreement",
        "predecessor",
        "carried_from",
        "corrects",
        "sequence",
        "changed_at",
        "origin",
        "masks",
        "file",
        "proposed_in",
        "base",
        "renews",
        "needed",
        "update",
        "replaces",
        "proposal",
    }
)
UNSAID: dict[Model, frozenset[str]] = {
    a.Withholding: frozenset({"words", "row_id", "version", "file", "kind", "field"}),
    a.Version: frozenset({"place"}),
    a.Proposal: frozenset({"opened_by", "opened_at", "version"}),
    # What was said is read in the minutes, once they were sent; before that it is work of who minutes.
    m.Meeting: frozenset({"minutes"}),
    m.Item: frozenset({"settled_at", "source", "discussed"}),
    m.Evaluation: frozenset({"reminded_on"}),
    m.Paper: frozenset({"by", "at"}),
}
NOT_YET_GIVEN = frozenset({"outcome", "text", "advice_file", "advice_file_name", "given_by"})
NOT_YET_ANSWERED = frozenset({"answer", "answered_by"})


def unsaid(record: Any) -> frozenset[str]:
    """The fields that are not told of this row of history."""
    found = ALWAYS_UNSAID | UNSAID.get(record.instance_type, frozenset())
    if record.instance_type is a.Advice:
        found |= frozenset() if record.given_on else NOT_YET_GIVEN
        found |= frozenset() if record.answered_on else NOT_YET_ANSWERED
    return found


def parties_of_person(person: int) -> models.QuerySet:
    return Membership.objects.filter(user=person).order_by("pk")
