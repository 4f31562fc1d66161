"""Rounds, reports, figures, positions and evaluations, and what the program keeps of people."""

from django.utils.translation import gettext_lazy as _

from monitoring.models import (
    Attachment,
    CalendarAddress,
    DataDelivery,
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
    HistoryLine,
    LeadException,
    LegalStep,
    Measurement,
    Position,
    ProgressUpdate,
    Reminder,
    ReminderText,
    Review,
    Round,
    RoundExtension,
    Visit,
)
from parties.history.owners import Owner
from parties.history.write_rules import Act, Write
from parties.owners import nobody, program, within

from .table import coordinators, is_over, owners


def _until_closed(write: Write) -> str:
    if is_over(write, "closed_at"):
        return str(_("This round is closed and stays as it was."))
    return coordinators.why_not(write)


def _until_evaluated(write: Write) -> str:
    if is_over(write, "closed_at"):
        return str(_("This evaluation is closed and stays as it was."))
    return coordinators.why_not(write)


def _not_opened(write: Write) -> str:
    if write.row.opened_at:
        return str(_("A round that was opened stays: people were asked and have answered."))
    return coordinators.why_not(write)


until_closed = Owner("coördinatoren van partijen die tekenen, tot de ronde dicht is", _until_closed)
not_opened = Owner("coördinatoren van partijen die tekenen, zolang de ronde niet geopend is", _not_opened)
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
owners.add(
    LegalStep,
    {coordinators: "agreement year kind due_on basis done_on document document_date note", program: "id document_name"},
    adding=coordinators,
    removing=nobody,
)
owners.add(Digest, {program: "id user sent_on"}, adding=program)
owners.add(Reminder, {program: "id user kind round delivery agreement step step_on party due_on told_at digest"}, adding=program)
owners.add(CalendarAddress, {program: "id user token_hash made_at asked_at"}, adding=program)
LINE = "id model record row change kind at change_set agreement year goal action indicator meeting evaluation was_closed person"
owners.add(HistoryLine, {program: f"{LINE} by_party of_party"}, adding=program)
owners.add(Visit, {program: "id user seen_at before"}, adding=program)
