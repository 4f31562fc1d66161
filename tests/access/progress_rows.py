"""Rounds, progress, meetings, figures, positions and reminders."""

from collections.abc import Callable

from agreements.models import Indicator, Project, ProjectStep
from monitoring.models import (
    ActionPoint,
    Attachment,
    Decision,
    DisputeNotice,
    Evaluation,
    EvaluationPoint,
    Item,
    LegalStep,
    Measurement,
    Meeting,
    MinutesReaction,
    NoticeReceipt,
    Paper,
    Position,
    ProgressUpdate,
    Round,
)

from .row import EVERYONE, LED_ON, NOT_THIS_WAY, NOTHING_THERE, READ, Row, at
from .site import Site

# The coordinator is of a party that signs; in these rows the association also leads and reports.
COORDINATE = "in 404 403 403 200 403 403 403"
COORDINATE_POST = "in 404 403 403 302 403 403 403"
REPORT = "in 404 403 200 200 403 403 403"
REPORT_POST = "in 404 403 302 302 403 403 403"
REPORT_INCOMPLETE = "in 404 403 422 422 403 403 403"
# Who may edit the text chooses what goes on; who only reads along, and a superuser on the site, does not.
WRITES = "in 404 403 302 302 403 302 403"
WRITES_NOTHING = "in 404 403 404 404 403 404 403"  # nothing was chosen for such an action
PLAN = "in 404 403 200 200 403 200 403"
# For all parties a coordinator of one that signs, for its own people someone who writes for a party that takes part.
PAPER = "in 404 403 200 200 403 200 403"
NOT_CLOSED_YET = "in 404 302 302 302 302 302 302"  # back to the page, which says so
# Who minutes; a superuser reads. A GET, as after signing in again, leads to the screen.
MINUTE = "in 404 403 403 422 403 403 403"
TO_SCREEN = "in 404 302 302 302 302 302 302"
# An action point of the association: its own people who write for it, and who minutes.
PROMISED = "in 404 403 302 302 403 403 403"
ASKED_BY_SCRIPT = "401 404 200 200 200 200 200 200"
SCRIPT_ONLY_READS = "401 405 405 405 405 405 405 405"
REACT = "in 404 403 200 200 200 200 403"
# Who coordinates or signs for a party that signs speaks for it in a dispute; a superuser does not.
SPEAK = "in 404 403 403 200 200 403 403"
SPEAK_POST = "in 404 403 403 302 302 403 403"
OTHER_PARTY = "in 404 403 403 403 403 200 403"  # who did not report it may see it differently


def dossier(kind: str) -> Callable[[Site], str]:
    """Of one goal over its year."""
    return lambda site: f"{site.agreement}geschildossier/dossier.{kind}?doel={site.cast.goal.pk}&van=2024-01-01&tot=2024-12-31"


def of(model, page: str, address: str) -> Callable[[Site], str]:
    return lambda site: f"/{address}/{site.rows[model].pk}/{page}"


def below(page: str) -> Callable[[Site], str]:
    return lambda site: f"{site.agreement}{page}"


def reporting(page: str = "") -> Callable[[Site], str]:
    return lambda site: f"/acties/{site.cast.action.pk}/voortgang/{page}"


def evaluation(page: str = "") -> Callable[[Site], str]:
    return of(Evaluation, page, "evaluaties")


def answering(page: str = "") -> Callable[[Site], str]:
    """The answer of the housing association."""
    return lambda site: f"{evaluation()(site)}antwoord/{site.cast.association.pk}/{page}"


def next_year(page: str = "") -> Callable[[Site], str]:
    return lambda site: f"{site.agenda}volgend-jaar/{page}"


def minuted(page: str) -> Callable[[Site], str]:
    """Of the meeting of which the minutes were sent."""
    return lambda site: f"/overleggen/{site.rows[MinutesReaction].meeting_id}/{page}"


def table_of_party(kind: str) -> Callable[[Site], str]:
    return lambda site: f"{site.party}besluiten.{kind}"


def mails(page: str = "") -> Callable[[Site], str]:
    return below(f"herinneringen/opening/{page}")


def legal_step(page: str = "") -> Callable[[Site], str]:
    return below(f"kalender/2024/offer/{page}")


PROGRESS = {
    "year_end": Row(lambda site: f"{site.agenda}einde/", READ, NOT_THIS_WAY),
    "roll_forward": Row(next_year(), READ, NOT_THIS_WAY),
    "roll_keep": Row(next_year("bewaren/"), NOT_THIS_WAY, WRITES),
    "roll_proposed": Row(next_year("voorstel/"), NOT_THIS_WAY, WRITES),
    "roll_make": Row(next_year("maken/"), NOT_THIS_WAY, WRITES),
    "roll_undo": Row(next_year("terugdraaien/"), NOT_THIS_WAY, WRITES),
    "roll_figures": Row(next_year("cijfers/"), NOT_THIS_WAY, WRITES),
    "roll_undo_row": Row(next_year("1/terugdraaien/"), NOT_THIS_WAY, WRITES_NOTHING),
    "roll_forget": Row(next_year("1/wissen/"), NOT_THIS_WAY, WRITES_NOTHING),
    "my_actions": Row(at("/mijn-acties/"), EVERYONE, NOT_THIS_WAY),
    "agreement_rounds": Row(below("rondes/"), READ, NOT_THIS_WAY),
    "round_plan": Row(lambda site: f"{site.agenda}rondes/nieuw/", COORDINATE, COORDINATE),
    "meetings": Row(below("overleggen/"), READ, NOT_THIS_WAY),
    "year_calendar": Row(below("kalender/"), READ, NOT_THIS_WAY),
    "year_calendar_ics": Row(below("kalender.ics"), READ, NOT_THIS_WAY),
    "legal_step": Row(legal_step(), READ, NOT_THIS_WAY),
    "legal_step_change": Row(legal_step("wijzigen/"), COORDINATE, COORDINATE),
    "legal_step_undo": Row(legal_step("terugdraaien/"), NOT_THIS_WAY, COORDINATE_POST),
    "legal_document": Row(
        lambda site: legal_step(f"document/{site.rows[LegalStep].history.latest('history_id').pk}/")(site), READ, NOT_THIS_WAY
    ),
    "meetings_year": Row(below("overleggen/plannen/"), COORDINATE, COORDINATE),
    "meeting_plan": Row(below("overleggen/nieuw/"), COORDINATE, COORDINATE),
    "round": Row(of(Round, "", "rondes"), READ, NOT_THIS_WAY),
    "round_change": Row(of(Round, "wijzigen/", "rondes"), COORDINATE, COORDINATE),
    "round_open": Row(of(Round, "openen/", "rondes"), NOT_THIS_WAY, COORDINATE_POST),
    "round_close": Row(of(Round, "sluiten/", "rondes"), COORDINATE, COORDINATE_POST),
    "round_extend": Row(of(Round, "uitstel/", "rondes"), COORDINATE, COORDINATE),
    "round_exception": Row(of(Round, "trekkers/", "rondes"), COORDINATE, COORDINATE),
    "round_remind": Row(of(Round, "herinneren/", "rondes"), NOT_THIS_WAY, COORDINATE_POST),
    "round_accept": Row(of(Round, "accepteren/", "rondes"), NOT_THIS_WAY, COORDINATE_POST),
    "progress": Row(reporting(), READ, REPORT_INCOMPLETE),
    "save_report": Row(reporting("concept/"), LED_ON, REPORT),
    "discard_report": Row(reporting("weggooien/"), LED_ON, REPORT_POST),
    "restore_report": Row(reporting("terugzetten/"), LED_ON, REPORT_POST),
    "report_unchanged": Row(reporting("ongewijzigd/"), LED_ON, REPORT_POST),
    "progress_accept": Row(of(ProgressUpdate, "accepteren/", "voortgang"), NOT_THIS_WAY, COORDINATE_POST),
    "progress_return": Row(of(ProgressUpdate, "teruggeven/", "voortgang"), COORDINATE, COORDINATE),
    "progress_dissent": Row(of(ProgressUpdate, "anders/", "voortgang"), OTHER_PARTY, OTHER_PARTY),
    "evidence": Row(of(Attachment, "", "bewijs"), READ, NOT_THIS_WAY),
    "remove_evidence": Row(of(Attachment, "verwijderen/", "bewijs"), NOT_THIS_WAY, REPORT_POST),
    "evaluations": Row(lambda site: f"{site.agenda}evaluatie/", READ, NOT_THIS_WAY),
    "evaluation_plan": Row(lambda site: f"{site.agenda}evaluatie/nieuw/", COORDINATE, COORDINATE),
    "evaluation": Row(evaluation(), READ, NOT_THIS_WAY),
    "evaluation_pdf": Row(evaluation("evaluatie.pdf"), NOT_CLOSED_YET, NOT_THIS_WAY),
    "evaluation_docx": Row(evaluation("evaluatie.docx"), NOT_CLOSED_YET, NOT_THIS_WAY),
    "evaluation_change": Row(evaluation("wijzigen/"), COORDINATE, COORDINATE),
    "evaluation_open": Row(evaluation("openen/"), NOT_THIS_WAY, COORDINATE_POST),
    "evaluation_close": Row(evaluation("sluiten/"), COORDINATE, COORDINATE_POST),
    "evaluation_reopen": Row(evaluation("heropenen/"), NOT_THIS_WAY, COORDINATE_POST),
    "evaluation_cancel": Row(evaluation("weg/"), NOT_THIS_WAY, COORDINATE_POST),
    "evaluation_extend": Row(evaluation("uitstel/"), COORDINATE, COORDINATE),
    "evaluation_remind": Row(evaluation("herinneren/"), NOT_THIS_WAY, COORDINATE_POST),
    "evaluation_answer": Row(answering(), REPORT, REPORT),
    "evaluation_draft": Row(answering("concept/"), LED_ON, REPORT),
    "evaluation_conclusion": Row(evaluation("conclusie/"), COORDINATE, COORDINATE),
    "evaluation_point_new": Row(evaluation("punten/nieuw/"), COORDINATE, COORDINATE),
    "evaluation_point": Row(of(EvaluationPoint, "", "evaluaties/punten"), COORDINATE, COORDINATE),
    "evaluation_point_settle": Row(of(EvaluationPoint, "afdoen/", "evaluaties/punten"), COORDINATE, COORDINATE),
    "evaluation_point_away": Row(of(EvaluationPoint, "weg/", "evaluaties/punten"), NOT_THIS_WAY, COORDINATE_POST),
    "meeting": Row(of(Meeting, "", "overleggen"), READ, NOT_THIS_WAY),
    "meeting_agenda": Row(of(Meeting, "agenda/", "overleggen"), READ, NOT_THIS_WAY),
    "agenda_make": Row(of(Meeting, "agenda/maken/", "overleggen"), NOT_THIS_WAY, COORDINATE_POST),
    "agenda_send": Row(of(Meeting, "agenda/versturen/", "overleggen"), NOT_THIS_WAY, COORDINATE_POST),
    "item_add": Row(of(Meeting, "agenda/nieuw/", "overleggen"), COORDINATE, COORDINATE),
    "meeting_papers": Row(of(Meeting, "stukken.pdf", "overleggen"), READ, NOT_THIS_WAY),
    "item_change": Row(of(Item, "wijzigen/", "agendapunten"), COORDINATE, COORDINATE),
    "item_up": Row(of(Item, "omhoog/", "agendapunten"), NOT_THIS_WAY, COORDINATE_POST),
    "item_down": Row(of(Item, "omlaag/", "agendapunten"), NOT_THIS_WAY, COORDINATE_POST),
    "item_leave_out": Row(of(Item, "weglaten/", "agendapunten"), COORDINATE, COORDINATE),
    "item_put_back": Row(of(Item, "terugzetten/", "agendapunten"), NOT_THIS_WAY, COORDINATE_POST),
    "paper_add": Row(of(Item, "stukken/nieuw/", "agendapunten"), PAPER, PAPER),
    "paper": Row(of(Paper, "", "stukken"), READ, NOT_THIS_WAY),
    "paper_take_away": Row(of(Paper, "weghalen/", "stukken"), NOT_THIS_WAY, COORDINATE_POST),
    "meeting_change": Row(of(Meeting, "wijzigen/", "overleggen"), COORDINATE, COORDINATE),
    "meeting_minutes": Row(of(Meeting, "verslag/", "overleggen"), COORDINATE, COORDINATE),
    "send_minutes": Row(of(Meeting, "verslag/versturen/", "overleggen"), COORDINATE, COORDINATE),
    "minutes": Row(minuted("verslag/lezen/"), READ, NOT_THIS_WAY),
    "minutes_term": Row(minuted("verslag/termijn/"), COORDINATE, COORDINATE),
    "minutes_react": Row(minuted("verslag/reageren/"), REACT, REACT),
    "minutes_adopt": Row(minuted("verslag/vaststellen/"), COORDINATE, COORDINATE),
    "minutes_json": Row(minuted("verslag.json"), NOTHING_THERE, NOT_THIS_WAY),
    "minutes_pdf": Row(minuted("verslag.pdf"), READ, NOT_THIS_WAY),
    "minutes_docx": Row(minuted("verslag.docx"), READ, NOT_THIS_WAY),
    "dispute_file": Row(below("geschildossier/"), READ, NOT_THIS_WAY),
    "dispute_file_pdf": Row(dossier("pdf"), READ, NOT_THIS_WAY),
    "dispute_file_zip": Row(dossier("zip"), READ, NOT_THIS_WAY),
    "notice_give": Row(below("geschildossier/melding/"), SPEAK, SPEAK),
    "notice": Row(of(DisputeNotice, "", "meldingen"), READ, NOT_THIS_WAY),
    "notice_confirm": Row(lambda site: f"/meldingen/{site.rows[NoticeReceipt].notice_id}/bevestigen/", NOT_THIS_WAY, SPEAK_POST),
    "notice_end": Row(of(DisputeNotice, "afloop/", "meldingen"), SPEAK, SPEAK),
    "reaction_answer": Row(of(MinutesReaction, "beantwoorden/", "reacties"), COORDINATE, COORDINATE),
    "item_carry_over": Row(of(Item, "doorschuiven/", "agendapunten"), NOT_THIS_WAY, COORDINATE_POST),
    "register": Row(below("besluiten/"), READ, NOT_THIS_WAY),
    "party_register": Row(lambda site: f"{site.party}besluiten/", READ, NOT_THIS_WAY),
    **{f"register_{kind}": Row(below(f"besluiten.{kind}"), READ, NOT_THIS_WAY) for kind in ("xlsx", "ods", "csv")},
    **{f"party_register_{kind}": Row(table_of_party(kind), READ, NOT_THIS_WAY) for kind in ("xlsx", "ods", "csv")},
    "minutes_addition": Row(of(Meeting, "verslag/aanvullen/", "overleggen"), COORDINATE, COORDINATE),
    "meeting_present": Row(of(Meeting, "aanwezig/", "overleggen"), COORDINATE, COORDINATE),
    "meeting_cancel": Row(of(Meeting, "afzeggen/", "overleggen"), COORDINATE, COORDINATE),
    "meeting_restore": Row(of(Meeting, "toch-door/", "overleggen"), NOT_THIS_WAY, COORDINATE_POST),
    "meeting_share": Row(of(Meeting, "delen/", "overleggen"), NOT_THIS_WAY, COORDINATE_POST),
    "meeting_invite": Row(of(Meeting, "uitnodigen/", "overleggen"), NOT_THIS_WAY, COORDINATE_POST),
    "meeting_ics": Row(of(Meeting, "overleg.ics", "overleggen"), READ, NOT_THIS_WAY),
    "own_calendar": Row(at("/account/agenda/"), EVERYONE, EVERYONE),
    "calendar_withdraw": Row(at("/account/agenda/intrekken/"), NOT_THIS_WAY, LED_ON),
    "calendar_feed": Row(at(f"/agenda/{'x' * 43}.ics"), "404 " * 7 + "404", "405 " * 7 + "405"),
    "minuting": Row(of(Meeting, "notuleren/", "overleggen"), READ, NOT_THIS_WAY),
    "minuting_fresh": Row(of(Meeting, "notuleren/vers/", "overleggen"), ASKED_BY_SCRIPT, SCRIPT_ONLY_READS),
    "minuting_understood": Row(of(Meeting, "notuleren/begrepen/", "overleggen"), ASKED_BY_SCRIPT, SCRIPT_ONLY_READS),
    "item_discussed": Row(of(Item, "gezegd/", "agendapunten"), TO_SCREEN, COORDINATE_POST),
    "item_decide": Row(of(Item, "besluit/", "agendapunten"), TO_SCREEN, MINUTE),
    "item_promise": Row(of(Item, "actiepunt/", "agendapunten"), TO_SCREEN, MINUTE),
    "item_addition": Row(of(Item, "aanvullen/", "agendapunten"), TO_SCREEN, MINUTE),
    "action_point": Row(of(ActionPoint, "", "actiepunten"), READ, NOT_THIS_WAY),
    "action_point_change": Row(of(ActionPoint, "wijzigen/", "actiepunten"), COORDINATE, COORDINATE),
    "action_point_done": Row(of(ActionPoint, "gedaan/", "actiepunten"), NOT_THIS_WAY, PROMISED),
    "action_point_undo": Row(of(ActionPoint, "heropenen/", "actiepunten"), NOT_THIS_WAY, PROMISED),
    "decision_withdraw": Row(of(Decision, "intrekken/", "besluiten"), COORDINATE, COORDINATE),
    "decision_propose": Row(of(Decision, "voorstel/", "besluiten"), NOT_THIS_WAY, WRITES),
    "decision_confirm": Row(of(Decision, "bevestigen/", "besluiten"), NOT_THIS_WAY, NOTHING_THERE),
    "meeting_decide": Row(of(Meeting, "besluiten/nieuw/", "overleggen"), COORDINATE, COORDINATE),
    "indicator": Row(of(Indicator, "", "indicatoren"), READ, NOT_THIS_WAY),
    "indicator_history": Row(of(Indicator, "geschiedenis/", "indicatoren"), READ, NOT_THIS_WAY),
    "measure": Row(of(Indicator, "meting/", "indicatoren"), REPORT, REPORT),
    "projects": Row(below("projecten/"), READ, NOT_THIS_WAY),
    "project": Row(of(Project, "", "projecten"), READ, NOT_THIS_WAY),
    "project_change": Row(of(Project, "wijzigen/", "projecten"), PLAN, PLAN),
    "project_step_new": Row(of(Project, "stappen/", "projecten"), PLAN, PLAN),
    "project_count": Row(of(Project, "woningen/", "projecten"), REPORT, REPORT),
    "project_step": Row(of(ProjectStep, "", "projecten/stappen"), PLAN, PLAN),
    "project_step_away": Row(of(ProjectStep, "weg/", "projecten/stappen"), NOT_THIS_WAY, WRITES),
    "correct_measurement": Row(of(Measurement, "verbetering/", "metingen"), REPORT, REPORT),
    "figures": Row(below("cijfers/"), READ, NOT_THIS_WAY),
    "figures_xlsx": Row(below("cijfers.xlsx"), READ, NOT_THIS_WAY),
    "plan_deliveries": Row(below("cijfers/leveringen/"), NOT_THIS_WAY, COORDINATE_POST),
    "position": Row(of(Position, "", "standen"), READ, NOT_THIS_WAY),
    "position_json": Row(of(Position, "stand.json", "standen"), READ, NOT_THIS_WAY),
    "reminder_texts": Row(below("herinneringen/"), COORDINATE, NOT_THIS_WAY),
    "reminder_text": Row(mails(), COORDINATE, COORDINATE),
    "reminder_text_preview": Row(mails("voorbeeld/"), NOT_THIS_WAY, COORDINATE),
    "reminder_text_test": Row(mails("proefmail/"), NOT_THIS_WAY, COORDINATE),
    "reminder_text_restore": Row(mails("standaard/"), NOT_THIS_WAY, COORDINATE_POST),
}
