"""Meetings: until when who writes what of their agenda, minutes, decisions and action points."""

from django.utils.translation import gettext_lazy as _

from monitoring.models import (
    ActionPoint,
    AdoptedMinutes,
    AgendaMailing,
    Attendance,
    Decision,
    FixedItem,
    Item,
    Meeting,
    MeetingParty,
    MinutesAddition,
    MinutesReaction,
    Paper,
    ReactionAnswer,
)
from parties.history.owners import Owner, remember
from parties.history.write_rules import Act, Write, WriteKind, is_within
from parties.models import Party, User
from parties.owners import nobody, program, whoever, within

from .table import coordinators, is_over, owners


def _keeps(write: Write) -> str:
    """A bilateral meeting that is not shared is kept by coordinators of its own parties alone."""
    if refused := coordinators.why_not(write):
        return refused
    meeting = _meeting_of(write.row)
    if write.by.is_superuser or meeting is None or meeting.pk is None or not meeting.is_closed:
        return ""
    own = remember(
        ("keeps meeting", write.by.pk, meeting.pk), lambda: meeting.own_parties.exists() and not _is_kept_by(meeting, write.by)
    )
    return str(_("Only a coordinator of a party of this meeting does this.")) if own else ""


def _meeting_of(row: Meeting | Item | ActionPoint | Paper | ReactionAnswer) -> Meeting | None:
    """None for a row of a table that names a meeting that is not there."""
    match row:
        case Meeting():
            return row
        case Paper():
            return row.item.meeting
        case ReactionAnswer():
            return row.reaction.meeting
    return getattr(row, "meeting", None)


def _is_kept_by(meeting: Meeting, person: User) -> bool:
    return Meeting.objects.coordinated_by(person).filter(pk=meeting.pk).exists()


def _until_sent(write: Write) -> str:
    if is_over(write, "minutes_sent_at"):
        return str(_("The minutes were sent: the meeting stays as it is. Add below the minutes what was wrong."))
    return keepers.why_not(write)


def _until_minutes_sent(write: Write) -> str:
    rows = Meeting.objects.filter(pk=write.row.meeting_id, minutes_sent_at__isnull=False)
    if rows.exists():
        return str(_("The minutes were sent: who was there stays as it was said in them."))
    return minuters.why_not(write) if isinstance(write.row, Attendance) else keepers.why_not(write)


def _stands(write: Write) -> str:
    if is_over(write, "settled_at"):
        return str(Item.kept_sentence)
    if Meeting.objects.filter(pk=write.row.meeting_id, minutes_sent_at__isnull=False).exists():
        return str(_("The minutes were sent: what was on the agenda stays as it was said in them."))
    return ""


def _until_settled(write: Write) -> str:
    return _stands(write) or keepers.why_not(write)


def _until_decided(write: Write) -> str:
    return _stands(write) or minuters.why_not(write)


def _minutes(write: Write) -> str:
    """Who keeps the meeting, and who writes for the party that minutes it."""
    refused = _keeps(write)
    if not refused:
        return ""
    meeting = _meeting_of(write.row)
    if meeting is None:
        return refused
    minutes = remember(
        ("minutes meeting", write.by.pk, meeting.pk),
        lambda: Meeting.objects.minuted_by(write.by).filter(pk=meeting.pk).exists(),
    )
    return "" if minutes else refused


def _adds_paper(write: Write) -> bool:
    """Whether the person keeps the meeting, or writes for the party that alone reads the paper."""
    row = write.row
    return not _keeps(write) if row.party_id is None else _writes_for(write, row.party_id)


def _writes_for(write: Write, party: int) -> bool:
    return remember(("reports for", write.by.pk, party), lambda: Party.objects.reported_by(write.by).filter(pk=party).exists())


def _signs_for(write: Write, party: int) -> bool:
    return remember(("signs for", write.by.pk, party), lambda: Party.objects.signed_by(write.by).filter(pk=party).exists())


def _of_paper(write: Write) -> str:
    if write.kind == WriteKind.CHANGE:
        return str(_("A paper stays as it was added. Take it away and add another one."))
    if Item.objects.counted().filter(pk=write.row.item_id).exists():
        return str(Item.kept_sentence)
    return paper_adders.why_not(write)


def _keeps_promise(write: Write) -> bool:
    """Whether the person minutes the meeting, promised it, or writes for the party that did."""
    return write.row.person_id == write.by.pk or not _minutes(write) or _writes_for(write, write.row.party_id)


def _until_adopted(write: Write) -> str:
    if AdoptedMinutes.objects.filter(meeting=write.row.pk).exists():
        return str(AdoptedMinutes.kept_sentence)
    return keepers.why_not(write)


def _adopts(write: Write) -> str:
    """Its content is what the function collects that freezes it; the person keeps the meeting."""
    if not is_within(Act.ADOPT_MINUTES):
        return str(_("Minutes are adopted on the page of their meeting."))
    return keepers.why_not(write)


def _once_recorded(write: Write) -> str:
    if write.before is not None:
        return str(_("A decision that was recorded stays as it was. Record a new one that says what was wrong."))
    return minuters.why_not(write)


keepers = Owner(
    "coördinatoren van partijen die tekenen; van een regulier overleg dat niet gedeeld is die van zijn partijen", _keeps
)
minuters = Owner(
    "coördinatoren van partijen die tekenen (van een regulier overleg dat niet gedeeld is die van zijn partijen),"
    " en wie schrijft voor de partij die notuleert",
    _minutes,
)
until_sent = Owner("coördinatoren van partijen die tekenen, tot het verslag is verstuurd", _until_sent)
until_minutes_sent = Owner("coördinatoren van partijen die tekenen, tot het verslag is verstuurd", _until_minutes_sent)
seats_until_sent = Owner(f"{minuters.name}, tot het verslag is verstuurd", _until_minutes_sent)
until_settled = Owner("coördinatoren van partijen die tekenen, tot er over het punt besloten is", _until_settled)
until_decided = Owner(f"{minuters.name}, tot er over het punt besloten is", _until_decided)
paper_adders = whoever(
    "coördinatoren van partijen die tekenen; een stuk voor één partij: wie voor die partij schrijft",
    _adds_paper,
    _("Only a coordinator of a party that signs does this; for a paper of one party alone, someone who writes for that party."),
)
of_paper = Owner(f"{paper_adders.name}; het blijft zoals het is, tot er over het punt besloten is", _of_paper)
until_adopted = Owner("coördinatoren van partijen die tekenen, tot het verslag is vastgesteld", _until_adopted)
adopters = Owner("coördinatoren van partijen die tekenen, op de pagina van het verslag", _adopts)
reacting = whoever(
    "wie schrijft of tekent voor een partij van het overleg",
    lambda write: _writes_for(write, write.row.party_id) or _signs_for(write, write.row.party_id),
    _("Only an editor or coordinator of a party, or who may sign for it, reacts for it."),
)
promisers = whoever(
    "wie het toezegde, wie schrijft voor die partij, en wie het overleg bijhoudt of notuleert",
    _keeps_promise,
    _("Only a coordinator of a party that signs, or someone who writes for the party that promised it, does this."),
)
proposing = within(
    "wie van een besluit een voorstel maakt, op de pagina van het overleg",
    Act.TAKE_EFFECT,
    sentence=_("A decision gets its proposal on the page of its meeting."),
)
withdrawing = within(
    "wie een besluit intrekt, met de reden, op de pagina van het overleg",
    Act.TAKE_EFFECT,
    sentence=_("A decision is withdrawn on the page of its meeting, with the reason."),
)
once_recorded = Owner("niemand: een besluit blijft zoals het is vastgelegd", _once_recorded)
owners.add(
    Meeting,
    {
        until_sent: "agreement kind title held_on starts_at ends_at place prepared_by minuted_by agenda_text minutes"
        " minutes_sent_at cancelled_on cancel_reason",
        keepers: "shared_on",
        until_adopted: "react_until",
        program: "id quorum_missed sequence changed_at invited_at",
    },
    adding=coordinators,
    removing=until_sent,
)
for model, fields, owner in (
    (Attendance, "meeting party user kind represented_by", seats_until_sent),
    (MeetingParty, "meeting party", until_minutes_sent),
):
    owners.add(model, {owner: fields, program: "id"}, adding=owner, removing=owner)
owners.add(MinutesAddition, {once_recorded: "meeting item text by", program: "id at"}, adding=minuters, removing=once_recorded)
owners.add(MinutesReaction, {reacting: "meeting item party text by", program: "id at"}, adding=reacting, removing=nobody)
owners.add(ReactionAnswer, {minuters: "reaction outcome text by", program: "id at"}, adding=minuters, removing=nobody)
owners.add(
    AdoptedMinutes,
    {adopters: "meeting adopted_in content sha256 by", program: "id at"},
    adding=adopters,
    removing=nobody,
)
owners.add(
    Decision,
    {
        once_recorded: "meeting item action goal kind text corrects",
        proposing: "proposal",
        withdrawing: "withdrawn_at withdrawn_reason withdrawn_by",
        program: "id",
    },
    adding=minuters,
    removing=once_recorded,
)
owners.add(
    Item,
    {
        until_settled: "meeting position source action goal proposal advice title note minutes_needed left_out_on"
        " left_out_reason carried_from",
        until_decided: "discussed",
        program: "id origin settled_at",
    },
    adding=until_settled,
    removing=nobody,
)
owners.add(
    ActionPoint,
    {minuters: "meeting item text party person due_on action", promisers: "done_on done_note", program: "id"},
    adding=minuters,
    removing=nobody,
)
owners.add(Paper, {of_paper: "item title file party by", program: "id file_name sha256 at"}, adding=of_paper, removing=of_paper)
owners.add(AgendaMailing, {once_recorded: "meeting by", program: "id sha256 at"}, adding=keepers, removing=nobody)
owners.add(FixedItem, {coordinators: "agreement title minutes_needed place position", program: "id"}, adding=coordinators)
