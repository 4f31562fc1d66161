"""Who owns each field of progress, figures and meetings; docs/eigenaren.md shows the table."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, Agreement, Lead
from agreements.writers import agreement_id_of
from monitoring.models import (
    ActionPoint,
    AgendaMailing,
    Attachment,
    Attendance,
    CalendarAddress,
    DataDelivery,
    Decision,
    Digest,
    Dissent,
    DwellingCount,
    EscalationRule,
    Evaluation,
    EvaluationAnswer,
    EvaluationExtension,
    EvaluationPoint,
    EvaluationQuestion,
    EvaluationReply,
    FixedItem,
    HistoryLine,
    Item,
    LeadException,
    Measurement,
    Meeting,
    MeetingParty,
    MinutesAddition,
    Paper,
    Position,
    ProgressUpdate,
    Reminder,
    ReminderText,
    Review,
    Round,
    RoundExtension,
    Visit,
)
from parties.history.owners import Owner, OwnerTable, remember
from parties.history.write_rules import Act, Write, WriteKind, is_within
from parties.models import Party, User
from parties.owners import nobody, program, whoever, within

owners = OwnerTable()


def _coordinates(write: Write) -> bool:
    """Whether the person is coordinator of a party that signs the agreement."""
    agreement = agreement_id_of(write.row)
    return remember(
        ("coordinates agreement", write.by.pk, agreement),
        lambda: Agreement.objects.coordinated_by(write.by).filter(pk=agreement).exists(),
    )


def _is_over(write: Write, moment: str) -> bool:
    """Whether the row has this moment by now: asked of the database, for it may have been read before another closed or sent it.

    Within a transaction the row is held, so that it cannot get the moment until this is written.
    """
    if write.before is None:
        return False
    rows = type(write.row)._base_manager.filter(pk=write.row.pk)
    if connection.in_atomic_block:
        rows = rows.select_for_update()
    return any(rows.values_list(moment, flat=True))


def _until_closed(write: Write) -> str:
    if _is_over(write, "closed_at"):
        return str(_("This round is closed and stays as it was."))
    return coordinators.why_not(write)


def _until_evaluated(write: Write) -> str:
    if _is_over(write, "closed_at"):
        return str(_("This evaluation is closed and stays as it was."))
    return coordinators.why_not(write)


def _not_opened(write: Write) -> str:
    if write.row.opened_at:
        return str(_("A round that was opened stays: people were asked and have answered."))
    return coordinators.why_not(write)


def _keeps(write: Write) -> str:
    """A bilateral meeting that is not shared is kept by coordinators of its own parties alone."""
    if refused := coordinators.why_not(write):
        return refused
    meeting = _meeting_of(write.row)
    if write.by.is_superuser or meeting.pk is None or not meeting.is_closed:
        return ""
    own = remember(
        ("keeps meeting", write.by.pk, meeting.pk), lambda: meeting.own_parties.exists() and not _is_kept_by(meeting, write.by)
    )
    return str(_("Only a coordinator of a party of this meeting does this.")) if own else ""


def _meeting_of(row: Meeting | Item | ActionPoint | Paper) -> Meeting:
    if isinstance(row, Meeting):
        return row
    return row.item.meeting if isinstance(row, Paper) else row.meeting


def _is_kept_by(meeting: Meeting, person: User) -> bool:
    return Meeting.objects.coordinated_by(person).filter(pk=meeting.pk).exists()


def _until_sent(write: Write) -> str:
    if _is_over(write, "minutes_sent_at"):
        return str(_("The minutes were sent: the meeting stays as it is. Add below the minutes what was wrong."))
    return keepers.why_not(write)


def _until_minutes_sent(write: Write) -> str:
    rows = Meeting.objects.filter(pk=write.row.meeting_id, minutes_sent_at__isnull=False)
    if rows.exists():
        return str(_("The minutes were sent: who was there stays as it was said in them."))
    return keepers.why_not(write)


def _until_settled(write: Write) -> str:
    if _is_over(write, "settled_at"):
        return str(Item.kept_sentence)
    if Meeting.objects.filter(pk=write.row.meeting_id, minutes_sent_at__isnull=False).exists():
        return str(_("The minutes were sent: what was on the agenda stays as it was said in them."))
    return keepers.why_not(write)


def _adds_paper(write: Write) -> bool:
    """Whether the person keeps the meeting, or writes for the party that alone reads the paper."""
    row = write.row
    return not _keeps(write) if row.party_id is None else _writes_for(write, row.party_id)


def _writes_for(write: Write, party: int) -> bool:
    return remember(("reports for", write.by.pk, party), lambda: Party.objects.reported_by(write.by).filter(pk=party).exists())


def _of_paper(write: Write) -> str:
    if write.kind == WriteKind.CHANGE:
        return str(_("A paper stays as it was added. Take it away and add another one."))
    if Item.objects.counted().filter(pk=write.row.item_id).exists():
        return str(Item.kept_sentence)
    return paper_adders.why_not(write)


def _keeps_promise(write: Write) -> bool:
    """Whether the person keeps the meeting, or writes for the party that promised it."""
    return not _keeps(write) or _writes_for(write, write.row.party_id)


def _once_recorded(write: Write) -> str:
    if write.before is not None:
        return str(_("A decision that was recorded stays as it was. Record a new one that says what was wrong."))
    return keepers.why_not(write)


coordinators = whoever(
    "coördinatoren van partijen die tekenen", _coordinates, _("Only a coordinator of a party that signs the agreement does this.")
)
keepers = Owner(
    "coördinatoren van partijen die tekenen; van een regulier overleg dat niet gedeeld is die van zijn partijen", _keeps
)
until_closed = Owner("coördinatoren van partijen die tekenen, tot de ronde dicht is", _until_closed)
not_opened = Owner("coördinatoren van partijen die tekenen, zolang de ronde niet geopend is", _not_opened)
until_sent = Owner("coördinatoren van partijen die tekenen, tot het verslag is verstuurd", _until_sent)
until_minutes_sent = Owner("coördinatoren van partijen die tekenen, tot het verslag is verstuurd", _until_minutes_sent)
until_settled = Owner("coördinatoren van partijen die tekenen, tot er over het punt besloten is", _until_settled)
paper_adders = whoever(
    "coördinatoren van partijen die tekenen; een stuk voor één partij: wie voor die partij schrijft",
    _adds_paper,
    _("Only a coordinator of a party that signs does this; for a paper of one party alone, someone who writes for that party."),
)
of_paper = Owner(f"{paper_adders.name}; het blijft zoals het is, tot er over het punt besloten is", _of_paper)
promisers = whoever(
    "coördinatoren van partijen die tekenen, en wie schrijft voor de partij die het toezegde",
    _keeps_promise,
    _("Only a coordinator of a party that signs, or someone who writes for the party that promised it, does this."),
)
proposing = within(
    "wie van een besluit een voorstel maakt, op de pagina van het overleg",
    Act.TAKE_EFFECT,
    sentence=_("A decision gets its proposal on the page of its meeting."),
)
once_recorded = Owner("niemand: een besluit blijft zoals het is vastgelegd", _once_recorded)
until_evaluated = Owner("coördinatoren van partijen die tekenen, tot de evaluatie dicht is", _until_evaluated)
evaluating = within(
    "wie de evaluatie opent of sluit, en wie antwoordt, op de pagina van de evaluatie",
    Act.EVALUATE,
    sentence=_("An evaluation is opened, answered and closed on its own page."),
)
reporters = within(
    "wie voor de trekker meldt, op de pagina van de afspraak",
    Act.REPORT,
    sentence=_("Progress and figures are reported on their own page, by those who report for the party."),
)
reviewers = within(
    "wie een melding beoordeelt, op de pagina van de ronde",
    Act.REVIEW,
    sentence=_("Reports are reviewed on the page of the round."),
)
closing = within(
    "niemand: het sluiten van de ronde schrijft het", Act.RUN_ROUND, sentence=_("A position is frozen when its round closes.")
)

owners.add(
    Round,
    {
        until_closed: "agenda name reference_date opens_on closes_on meeting instructions remind_every remind_first remind_last"
        " opened_at opened_by closed_at closed_by",
        program: "id",
        closing: "asked",
    },
    adding=coordinators,
    removing=not_opened,
)
owners.add(LeadException, {coordinators: "round action reason by", program: "id at"}, adding=coordinators, removing=nobody)
owners.add(RoundExtension, {coordinators: "round party until reason by", program: "id"}, adding=coordinators, removing=nobody)
owners.add(
    ProgressUpdate,
    {
        reporters: "action round party on_behalf_by reported_by reference_date phase judgement is_unchanged done next cause"
        " effect correction ask needs_no_decision proposal proposal_text proposal_date",
        program: "id token revision saved_at submitted_at version",
    },
    adding=reporters,
)
owners.add(Attachment, {reporters: "update file name added_by", program: "id added_at"}, adding=reporters)
owners.add(
    Measurement,
    {
        reporters: "indicator period_start measured_on value price_level is_unknown unknown_reason provisional source note party"
        " recorded_by on_behalf replaces correction_reason sent_as",
        program: "id recorded_at",
    },
    adding=reporters,
    removing=nobody,
)
owners.add(
    DwellingCount,
    {
        reporters: "project counted_on planned in_building delivered source party recorded_by on_behalf sent_as",
        program: "id recorded_at",
    },
    adding=reporters,
    removing=nobody,
)
owners.add(DataDelivery, {coordinators: "indicator party year due_on note", program: "id"}, adding=coordinators)
owners.add(Review, {reviewers: "update outcome reason by", program: "id at"}, adding=reviewers, removing=nobody)
owners.add(
    Dissent, {reviewers: "update party judgement reason by discussed_in", program: "id at"}, adding=reviewers, removing=nobody
)
owners.add(
    Position,
    {closing: "agenda round reference_date meeting content sha256 made_by", program: "id made_at"},
    adding=closing,
    removing=nobody,
)
owners.add(
    Meeting,
    {
        until_sent: "agreement kind title held_on starts_at ends_at place prepared_by minuted_by agenda_text minutes"
        " minutes_sent_at cancelled_on cancel_reason",
        keepers: "shared_on",
        program: "id quorum_missed sequence changed_at invited_at",
    },
    adding=coordinators,
    removing=until_sent,
)
for model, fields in ((Attendance, "meeting party user kind represented_by"), (MeetingParty, "meeting party")):
    owners.add(model, {until_minutes_sent: fields, program: "id"}, adding=until_minutes_sent, removing=until_minutes_sent)
owners.add(MinutesAddition, {once_recorded: "meeting text by", program: "id at"}, adding=keepers, removing=once_recorded)
owners.add(
    Decision,
    {once_recorded: "meeting item action goal kind text corrects", proposing: "proposal", program: "id"},
    adding=keepers,
    removing=once_recorded,
)
owners.add(
    Item,
    {
        until_settled: "meeting position source action goal proposal advice title note discussed minutes_needed left_out_on"
        " left_out_reason carried_from",
        program: "id origin settled_at",
    },
    adding=until_settled,
    removing=nobody,
)
owners.add(
    ActionPoint,
    {keepers: "meeting item text party person due_on action", promisers: "done_on done_note", program: "id"},
    adding=keepers,
    removing=nobody,
)
owners.add(Paper, {of_paper: "item title file party by", program: "id file_name sha256 at"}, adding=of_paper, removing=of_paper)
owners.add(AgendaMailing, {once_recorded: "meeting by", program: "id sha256 at"}, adding=keepers, removing=nobody)
owners.add(FixedItem, {coordinators: "agreement title minutes_needed place position", program: "id"}, adding=coordinators)
owners.add(
    Evaluation,
    {
        until_evaluated: "agenda name answered_by opens_on closes_on",
        evaluating: "opened_at opened_by closed_at closed_by reopened_at asked reminded_on",
        coordinators: "conclusion",
        program: "id",
    },
    adding=coordinators,
)
owners.add(EvaluationQuestion, {coordinators: "evaluation position text", program: "id"}, adding=coordinators)
owners.add(
    EvaluationExtension, {coordinators: "evaluation party until reason by", program: "id"}, adding=coordinators, removing=nobody
)
owners.add(
    EvaluationAnswer,
    {evaluating: "evaluation party user cooperation reason submitted_at by", program: "id"},
    adding=evaluating,
    removing=nobody,
)
owners.add(EvaluationReply, {evaluating: "answer question text", program: "id"}, adding=evaluating, removing=nobody)
owners.add(
    EvaluationPoint,
    {coordinators: "evaluation position text goal action party settled_on settled_note", program: "id"},
    adding=coordinators,
)
owners.add(EscalationRule, {coordinators: "agreement at_risk off_track not_reported", program: "id"}, adding=coordinators)
owners.add(ReminderText, {coordinators: "agreement kind subject body", program: "id"}, adding=coordinators)
owners.add(Digest, {program: "id user sent_on"}, adding=program)
owners.add(Reminder, {program: "id user kind round delivery party due_on told_at digest"}, adding=program)
owners.add(CalendarAddress, {program: "id user token_hash made_at asked_at"}, adding=program)
LINE = "id model record row change kind at change_set agreement year goal action indicator meeting evaluation was_closed person"
owners.add(HistoryLine, {program: f"{LINE} by_party of_party"}, adding=program)
owners.add(Visit, {program: "id user seen_at before"}, adding=program)


LEADS_STAY = _(
    "A round is open: the leads stay as they are until it is closed. A coordinator can make an exception on the page of the"
    " round, with a reason that all leads see."
)


ASKED_STAYS = _(
    "A round is open that asks about this action: it stays in its year until the round is closed. Drop it, with the reason; or"
    " let a coordinator make an exception on the page of the round, which all leads see."
)


def refuse_another_lead_during_a_round(write: Write) -> dict[str, str]:
    """Who leads an action stands still while a round asks about it; rounds/exceptions.py has the named exception.

    So does the action itself: another with the same words would be somebody else's. What all parties agreed to holds at once:
    the round then asks who leads it now, and what the earlier lead answered counts until that one has answered.
    """
    if write.by is None or is_within(Act.CHANGE_AGREED):
        return {}
    match write.row:
        case Lead(action_id=int()) if write.touches("action", "party"):
            return {"party": str(LEADS_STAY)} if _is_asked_about(write.row.action) else {}
        case Action(pk=int()) if write.kind == WriteKind.DELETE:
            return {NON_FIELD_ERRORS: str(ASKED_STAYS)} if _is_asked_about(write.row) else {}
        case Action(pk=int()) if write.before is not None and write.touches("agenda"):
            return {"agenda": str(ASKED_STAYS)} if _is_asked_about(write.before) else {}
    return {}


def _is_asked_about(action: Action) -> bool:
    """Whether a round is under way in which the leads of this action stand still."""

    def under_way() -> QuerySet[Round]:
        return Round.objects.filter(agenda=action.agenda_id, opened_at__isnull=False, closed_at=None)

    if not remember(("round is open", action.agenda_id), lambda: under_way().exists()):
        return False
    return remember(("leads stay", action.pk), lambda: under_way().exclude(lead_exceptions__action=action.pk).exists())
