"""What the history tells of it: proposals, answers, reports, dissents, figures, decisions, advice, comments, notices."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from agreements import models as a
from monitoring import models as m
from monitoring.dispute_file.choice import FileChoice
from monitoring.dispute_file.events import FileEvent
from monitoring.history.telling import ToldLine, tell
from monitoring.models import HistoryLine
from parties.history.changes import FieldChange
from parties.models import Party

# What is written while a text is made is no evidence of what was agreed: versions tell the text, so its rows are not among these.
KIND_OF = {
    **dict.fromkeys((a.Proposal, a.Assent), "consent"),
    **dict.fromkeys((a.Condition, m.ProgressUpdate, m.Review, m.Dissent, m.LeadException, m.EvaluationPoint), "progress"),
    **dict.fromkeys((m.Measurement, m.DataDelivery), "figures"),
    **dict.fromkeys((m.Decision, m.ActionPoint, m.MinutesAddition, m.MinutesReaction), "meetings"),
    **dict.fromkeys((m.ReactionAnswer, m.AdoptedMinutes), "meetings"),
    **dict.fromkeys((a.Advice, a.Comment), "talk"),
    **dict.fromkeys((m.Attachment, m.Paper), "files"),
    **dict.fromkeys((m.DisputeNotice, m.NoticeReceipt, m.NoticeEnd), "notices"),
}
KINDS_BY_TABLE = {model._meta.label: kind for model, kind in KIND_OF.items()}
HANGING_ON = {a.Proposal._meta.label, a.Assent._meta.label, a.Advice._meta.label}
OF_MINUTES = [model._meta.label for model in (m.MinutesAddition, m.MinutesReaction, m.ReactionAnswer, m.AdoptedMinutes)]
OF_WRITING = [model._meta.label for model in (a.Comment, a.Condition)]
# What the event says itself: where it stands, and who wrote it when. Words of a goal there would be those of today.
SAID_ALREADY = {
    "goal",
    "action",
    "by",
    "at",
    "reported_by",
    "submitted_at",
    "recorded_by",
    "recorded_at",
    "written_at",
    "written_by",
}
PLACES = {"indicator", "meeting"}
OF_REPORTS = {model._meta.label for model in (m.Review, m.Dissent, m.Attachment)}
FIRST = 0  # the version that came of an answer follows it


def lines_of(choice: FileChoice) -> QuerySet[HistoryLine]:
    """The lines of history about it in the period, of what all parties read; in order of time."""
    first, end = choice.moments
    own = Q(goal__in=choice.goals) | Q(action__in=choice.all_actions) | Q(indicator__in=choice.indicators)
    own &= Q(model__in=KINDS_BY_TABLE.keys() - HANGING_ON)
    hanging = {
        a.Proposal._meta.label: choice.proposals,
        a.Assent._meta.label: choice.assents,
        a.Advice._meta.label: choice.advices,
        **choice.notices,
    }
    wanted = own | Q(model__in=OF_MINUTES, meeting__in=choice.meetings)
    for table, rows in hanging.items():
        wanted |= Q(model=table, row__in=rows)
    lines = HistoryLine.objects.open_to_all().filter(wanted, agreement=choice.agreement.pk, at__gte=first, at__lt=end)
    of_drafts = Q(model__in=OF_WRITING, year__in=choice.agendas_in_writing.values())
    of_drafts |= Q(action__in=a.Action.objects.filter(agenda__in=choice.agendas_in_writing).values("pk"))
    return lines.exclude(of_drafts).order_by("at", "pk")


def told_events(choice: FileChoice) -> Iterator[FileEvent]:
    """One for each line that says something."""
    lines = list(lines_of(choice))
    reporting = Party.objects.in_bulk({line.of_party for line in lines if line.model in OF_REPORTS and line.of_party})
    for moment in tell(lines, user=None, year=choice.agreement.year_in_front):
        for row in moment.lines:
            yield FileEvent(
                at=row.line.at,
                order=(FIRST, row.line.pk),
                kind=KINDS_BY_TABLE[row.line.model],
                what=_what(row),
                person=moment.person,
                party=moment.party,
                where=" · ".join(filter(None, [row.where, *_more_of(row, reporting)])),
                why=row.reason,
                changes=tuple(_told_changes(row)),
            )


def _what(row: ToldLine) -> str:
    """Of a proposal that changed, what became of it: its name alone says nothing of that."""
    state = next((change.becomes for change in row.changes if change.column == "state"), "")
    is_of_proposal = row.line.model == a.Proposal._meta.label and not row.is_addition
    return _("The proposal: %(state)s.") % {"state": state} if is_of_proposal and state else row.sentence


def _more_of(row: ToldLine, reporting: dict[int, Party]) -> Iterator[str]:
    """Which figure it is, at which meeting it was decided, and whose report was judged."""
    yield from (change.becomes for change in row.changes if change.column in PLACES and change.becomes != row.where)
    if row.line.model in OF_REPORTS and (party := reporting.get(row.line.of_party or 0)):
        yield _("the report of %(party)s") % {"party": party.name}


def _told_changes(row: ToldLine) -> Iterator[FieldChange]:
    """Without what the event says itself, and of what was added without what is simply not so."""
    for change in row.changes:
        if change.column not in SAID_ALREADY | PLACES and not (row.is_addition and change.becomes == _("no")):
            yield change
