"""Every model has its table or a reason why not: what goes out comes back in and changes nothing, and a cell changes a cell."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from itertools import count

import pytest
from django.apps import apps
from django.contrib import admin as administration
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone, translation

from agreements.models import (
    Action,
    ActionLink,
    Advice,
    AdviceSubject,
    Agenda,
    AgendaImport,
    Agreement,
    Appendix,
    Assent,
    Ceremony,
    Change,
    Comment,
    Condition,
    Goal,
    GoalLink,
    GoalText,
    Indicator,
    Label,
    Labelling,
    Lead,
    MeetingRule,
    Mention,
    NeededAnswer,
    Participation,
    Project,
    ProjectStep,
    Proposal,
    Publication,
    PublicConsent,
    RollChoice,
    SignedCopy,
    SourceDocument,
    Target,
    Theme,
    ThemeText,
    Version,
    VersionFile,
    Withholding,
)
from monitoring.models import (
    ActionPoint,
    AdoptedMinutes,
    AgendaMailing,
    Attachment,
    Attendance,
    DataDelivery,
    Decision,
    Digest,
    DisputeNotice,
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
    Item,
    LeadException,
    LegalStep,
    Measurement,
    Meeting,
    MeetingParty,
    MinutesAddition,
    MinutesReaction,
    NoticeEnd,
    NoticeReceipt,
    NoticeSubject,
    Paper,
    Position,
    ProgressUpdate,
    ReactionAnswer,
    Reminder,
    ReminderText,
    Review,
    Round,
    RoundExtension,
)
from monitoring.position.collect import freeze
from parties.admin.tables import ONLY_OUT
from parties.models import Invitation, Membership, Party, PartyAlias, PartyMember, User
from parties.tables.files import KINDS, read_table
from parties.tables.sheet import Column, Sheet
from tests import factories as make
from tests.agreements.admin.posting import address

pytestmark = pytest.mark.django_db

# What spreadsheets take for a formula, a number or a date, and what files run together or leave out.
NASTY = [
    "=1+1",
    "+31 6",
    "- item\n  - dieper",
    "@som",
    "'=x",
    '"q"; q,',
    "a\tb\n\nc",
    "é😀",
    "«#»",
    "x_x0041_",
    " er voor",
    "1.10",
]


@dataclass(frozen=True)
class Way:
    """How a row of the model is made, and one cell of it: its heading, what someone types there, and what that is called."""

    row: Callable
    heading: str
    typed: str
    field: str
    value: object
    becomes: str = ""


def indicator(cast) -> Indicator:
    return make.IndicatorFactory(goal=cast.goal, baseline=Decimal("-0.10"), delivered_by=cast.association, price_level=2024)


def goal(cast, number: int) -> Goal:
    sub = make.ThemeFactory(agreement=cast.agreement, parent=cast.theme, number=f"1.{number}0")
    return make.GoalFactory(theme=sub, number="", start_year=2024, added_on=date(2024, 1, 31), is_focus=True)


def action(cast, number: int) -> Action:
    return make.ActionFactory(
        agenda=cast.agenda,
        goal=cast.goal,
        position=number + 9,
        project=make.ProjectFactory(agreement=cast.agreement),
        budget=Decimal("1250.50"),
        due_on=date(2024, 9, 30),
        due_precision="quarter",
        recurrence="six_weeks",
        dropped_on=date(2024, 5, 1),
        drop_reason="Vervalt",
    )


def link(cast, number: int) -> ActionLink:
    earlier, _made = Agenda.objects.get_or_create(agreement=cast.agreement, year=2023, title="2023")
    before = make.ActionFactory(agenda=earlier, goal=cast.goal, position=number)
    return make.ActionLinkFactory(earlier=before, later=action(cast, number))


def meeting(cast, number: int) -> Meeting:
    titled = {"title": f"-Overleg {number}", "starts_at": time(9, 30 + number)}
    return make.MeetingFactory(agreement=cast.agreement, prepared_by=cast.municipality, **titled)


def round_for(cast, number: int) -> Round:
    return make.RoundFactory(agenda=cast.agenda, meeting=meeting(cast, number), remind_every=None)


BOTH_WAYS = {
    Party: Way(
        lambda cast, n: make.PartyFactory(successor=cast.association),
        "Website",
        "https://www.waterhoek.example/",
        "website",
        "https://www.waterhoek.example/",
    ),
    PartyMember: Way(
        lambda cast, n: make.PartyMemberFactory(member=cast.tenants),
        "Aangesloten partij",
        "Gemeente Zandbergen",
        "member",
        "Gemeente Zandbergen",
    ),
    PartyAlias: Way(lambda cast, n: make.PartyAliasFactory(party=cast.association), "Andere naam", "@WB", "alias", "@WB"),
    User: Way(lambda cast, n: make.UserFactory(), "Naam", "=Eva", "name", "=Eva"),
    Membership: Way(lambda cast, n: make.MembershipFactory(party=cast.tenants), "Rol", "Bewerker", "role", "editor"),
    Agreement: Way(
        lambda cast, n: make.AgreementFactory(predecessor=cast.agreement), "Laatste jaar", "2027", "end_year", 2027, "2027"
    ),
    Participation: Way(
        lambda cast, n: make.ParticipationFactory(agreement=cast.agreement), "Rol", "Betrokken", "role", "involved"
    ),
    Agenda: Way(
        lambda cast, n: make.AgendaFactory(agreement=make.AgreementFactory(), year=2024 + n % 2), "Titel", "+2", "title", "+2"
    ),
    Theme: Way(
        lambda cast, n: make.ThemeFactory(agreement=cast.agreement, parent=cast.theme), "Volgorde", "7", "position", 7, "7"
    ),
    Goal: Way(goal, "Speerpunt", "nee", "is_focus", False),
    Action: Way(action, "Budget in euro", "1.999,50", "budget", Decimal("1999.50"), "1999.50"),
    ActionLink: Way(link, "Hoe", "Opgesplitst", "kind", "split"),
    Condition: Way(
        lambda cast, n: make.ConditionFactory(action=action(cast, n), until=date(2025, 9, 30)),
        "Wacht op (een ander)",
        "de netbeheerder",
        "waits_for",
        "de netbeheerder",
    ),
    Lead: Way(lambda cast, n: make.LeadFactory(action=cast.action), "Taak", "-bouw", "task", "-bouw"),
    Project: Way(
        lambda cast, n: make.ProjectFactory(agreement=cast.agreement, dwellings=0, expected_on=date(2025, 12, 31)),
        "Woningen",
        "24",
        "dwellings",
        24,
        "24",
    ),
    ProjectStep: Way(
        lambda cast, n: make.ProjectStepFactory(
            project=make.ProjectFactory(agreement=cast.agreement), planned_on=date(2025, 9, 30), planned_precision="quarter"
        ),
        "Bereikt op",
        "1-7-2025",
        "reached_on",
        date(2025, 7, 1),
        "1 July 2025",
    ),
    SourceDocument: Way(
        lambda cast, n: make.SourceDocumentFactory(agreement=cast.agreement, link="https://woondeal.example/"),
        "Versie",
        "2025",
        "edition",
        "2025",
    ),
    Indicator: Way(lambda cast, n: indicator(cast), "Soort", "ten HOOGSTE", "kind", "maximum", "Ten hoogste"),
    Target: Way(
        lambda cast, n: make.TargetFactory(indicator=indicator(cast), year=None, value=Decimal("1000000.25")),
        "Waarde",
        "0,5",
        "value",
        Decimal("0.5"),
        "0.50",
    ),
    MeetingRule: Way(
        lambda cast, n: make.MeetingRuleFactory(agreement=cast.agreement, goal=cast.goal, per_year=2),
        "Keer per jaar",
        "4",
        "per_year",
        4,
        "4",
    ),
    Appendix: Way(
        lambda cast, n: make.AppendixFactory(agreement=cast.agreement, agenda=cast.agenda, document_date=date(1899, 2, 3)),
        "Datum van het document",
        "1899-02-04",
        "document_date",
        date(1899, 2, 4),
        "4 February 1899",
    ),
    Meeting: Way(meeting, "Tijd", "14.15 uur", "starts_at", time(14, 15), "14:15"),
    Decision: Way(
        lambda cast, n: make.DecisionFactory(meeting=meeting(cast, n), action=cast.action),
        "Besluit",
        "@besloten",
        "text",
        "@besloten",
    ),
    EscalationRule: Way(
        lambda cast, n: EscalationRule.objects.create(agreement=make.AgreementFactory(), not_reported=None),
        "Rondes met risico",
        "3",
        "at_risk",
        3,
        "3",
    ),
    FixedItem: Way(
        lambda cast, n: FixedItem.objects.create(agreement=cast.agreement, title=f"Vast punt {n}"),
        "Minuten",
        "15",
        "minutes_needed",
        15,
        "15",
    ),
    Round: Way(round_for, "Sluit op", "7 nov 2024", "closes_on", date(2024, 11, 7), "7 November 2024"),
    DataDelivery: Way(
        lambda cast, n: make.DataDeliveryFactory(indicator=indicator(cast), party=cast.association),
        "Klaar op",
        "1-10-2024",
        "due_on",
        date(2024, 10, 1),
        "1 October 2024",
    ),
    ReminderText: Way(
        lambda cast, n: make.ReminderTextFactory(agreement=cast.agreement, kind=ReminderText.Kind.values[n]),
        "Onderwerp",
        "=Nieuw",
        "subject",
        "=Nieuw",
    ),
}

# What was said and measured stays as it was recorded; giving more time is a step that mails the party.
ONLY_DOWNLOADED = {
    ProgressUpdate: lambda cast, n: make.ProgressUpdateFactory(action=cast.action),
    Review: lambda cast, n: make.ReviewFactory(update=make.ProgressUpdateFactory(action=cast.action)),
    Dissent: lambda cast, n: make.DissentFactory(update=make.ProgressUpdateFactory(action=cast.action), party=cast.tenants),
    Attachment: lambda cast, n: attachment(cast),
    Measurement: lambda cast, n: make.MeasurementFactory(indicator=indicator(cast), party=cast.association),
    DwellingCount: lambda cast, n: make.DwellingCountFactory(
        project=make.ProjectFactory(agreement=cast.agreement), party=cast.association
    ),
    Position: lambda cast, n: freeze(
        agenda=cast.agenda, by=cast.officer, round=make.RoundFactory(agenda=cast.agenda, closed=True, name=f"Ronde {n}")
    ),
    RoundExtension: lambda cast, n: make.RoundExtensionFactory(round=make.RoundFactory(agenda=cast.agenda), party=cast.tenants),
}

STAY_AS_RECORDED = {Decision}  # new ones come in; what is there stays
NO_TABLE = {
    LegalStep: "is kept on the page of its step, with the document and every earlier one",
    Attendance: "is ticked on the page of the meeting, until the minutes are sent",
    Item: "is made and kept on the page of its meeting, and of a bilateral meeting its parties alone read it",
    ActionPoint: "is kept on the page of its meeting, and of a bilateral meeting its parties alone read it",
    Paper: "is the file itself, and some are for one party alone",
    AgendaMailing: "the log of when an agenda was mailed",
    MeetingParty: "is chosen with the meeting itself",
    DisputeNotice: "is given on its own page, which mails it, and stays as it was given",
    NoticeSubject: "goes with its notice",
    NoticeReceipt: "is recorded when the notice is mailed, opened and confirmed",
    NoticeEnd: "is said on the page of the notice, which mails it",
    MinutesReaction: "is given and answered with the minutes themselves",
    ReactionAnswer: "is given with the reaction",
    AdoptedMinutes: "is downloaded as it was hashed, with its own minutes",
    MinutesAddition: "stands below minutes that were sent, and is written there",
    Evaluation: "is planned, opened and closed on its own page, which mails",
    EvaluationQuestion: "is written with its evaluation, before that opens",
    EvaluationExtension: "is given on the page of the evaluation, which tells the party by mail",
    EvaluationAnswer: "is of one party or person alone until the evaluation closes",
    EvaluationReply: "goes with its answer",
    EvaluationPoint: "is written below the answers from which it follows",
    ThemeText: "written with the theme itself, for the year that one writes",
    GoalText: "written with the goal itself, for the year that one writes",
    Comment: "some are of one party alone, and so in no file",
    LeadException: "is made on the page of the round, and mailed to all leads",
    Mention: "goes with its comment",
    Label: "is kept on a page of the agreement",
    Labelling: "is chosen on the page of its goal or action; the table of an agenda has them",
    GoalLink: "follows from taking a goal over",
    Version: "is downloaded as it was hashed, on its own page",
    VersionFile: "is the file itself",
    Publication: "is made and taken back on the page of its text, which tells the other parties",
    PublicConsent: "is given and taken back on the page of its text, which tells the other parties",
    RollChoice: "is chosen on its own page, with what was reported beside it",
    Withholding: "has the very words that nobody should read",
    Advice: "is asked, given and answered on its own page",
    AdviceSubject: "is marked by the party itself, on the page of a goal or action",
    Change: "is written on the page of its proposal, with what it was",
    SignedCopy: "is the answer of a party, with the file itself",
    Ceremony: "is planned on the page of the adoption, and told to everyone",
    Proposal: "is opened and ended on the page of the adoption",
    NeededAnswer: "follows from the proposal",
    Assent: "is given by the person alone",
    Invitation: "the link in a mail, which works once",
    AgendaImport: "the original file is kept itself, and taking it back is a step on its own page",
    Digest: "the log of which mail someone had, of that person alone",
    Reminder: "the log of what someone was told, of that person alone",
}


def attachment(cast) -> Attachment:
    report = make.ProgressUpdateFactory(action=cast.action, draft=True)
    found = make.AttachmentFactory(update=report)
    report.submitted_at = timezone.now()
    report.save()
    return found


def pages() -> dict[type[models.Model], tuple]:
    """By model the list that offers its table, and whether that comes in."""
    found = {}
    for model, page in administration.site._registry.items():
        if page.has_table:
            found |= dict.fromkeys((model, *page.table_models), (model, True)) | dict.fromkeys(page.kept_models, (model, False))
    return found


def ours() -> set[type[models.Model]]:
    """The models with a history or a place in the admin."""
    found = {model for label in ("parties", "agreements", "monitoring") for model in apps.get_app_config(label).get_models()}
    has_history = {model for model in found if hasattr(model, "history")}
    return has_history | {model for model in administration.site._registry if model in found}


def made(model, cast, numbers=range(3)) -> list[models.Model]:
    """Rows of the model, with in each of their free texts something that files are known to spoil."""
    rows, texts = [], count()
    for number in numbers:
        row = BOTH_WAYS[model].row(cast, number)
        for field in model._meta.fields:
            is_free = isinstance(field, models.TextField | models.CharField) and not field.choices and field.editable
            if (
                is_free
                and type(field).__name__ in {"TextField", "CharField"}
                and field.name not in {"code", "colour", "password", "link"}
            ):
                turn = next(texts)
                text = f"{NASTY[turn % len(NASTY)]} rij {number}{turn} "
                setattr(row, field.name, text if not field.max_length or field.max_length > len(text) else f"={number}{turn}")
        row.save()
        rows.append(row)
    return rows


def get(client, model, kind: str) -> bytes:
    listed, _comes_in = pages()[model]
    response = client.get(address(listed, "export"), {"soort": kind, "tabel": model._meta.model_name})
    assert response.status_code == 200, response
    return response.content


def post(client, model, data: bytes, name: str = "tabel.xlsx"):
    listed, _comes_in = pages()[model]
    page = f"{address(listed, 'import')}?tabel={model._meta.model_name}"
    return client.post(page, {"file": SimpleUploadedFile(name, data)})


def remembered() -> dict[str, int]:
    """How many rows of history there are, by model."""
    return {model.__name__: model.history.count() for model in ours() if hasattr(model, "history")}


def test_every_model_has_a_table_or_a_reason_why_not():
    assert ours() == {*BOTH_WAYS, *ONLY_DOWNLOADED, *NO_TABLE}
    found = pages()
    assert set(found) == {*BOTH_WAYS, *ONLY_DOWNLOADED}
    assert {model for model, (listed, comes_in) in found.items() if not comes_in} == {RoundExtension}


@pytest.mark.parametrize("model", BOTH_WAYS, ids=lambda model: model.__name__)
def test_what_goes_out_comes_back_in_and_changes_nothing(cast, admin, model):
    for numbers, kinds in ((range(1), ["csv"]), (range(1, 3), KINDS)):
        made(model, cast, numbers)
        before = remembered()
        for kind in kinds:
            data = get(admin, model, kind)
            shown = post(admin, model, data)
            assert "outcome" in shown.context, shown.context["form"].errors
            outcome = shown.context["outcome"]
            assert (outcome.errors, outcome.changed, outcome.same) == ((), (), model._default_manager.count()), kind
        assert remembered() == before


@pytest.mark.parametrize(
    "model", [model for model in BOTH_WAYS if model not in STAY_AS_RECORDED], ids=lambda model: model.__name__
)
def test_one_changed_cell_changes_that_and_no_more(cast, admin, model):
    way, row = BOTH_WAYS[model], made(model, cast, range(1))[0]
    before, old = remembered(), get(admin, model, "xlsx")
    found = read_table(old)
    column = found.headings.index(way.heading)
    (cells,) = [cells for _number, cells in found.rows if cells[0] == row.pk]
    was, cells[column] = cells[column], way.typed
    rows = [cells for _number, cells in found.rows]
    data = KINDS["xlsx"].write([Sheet("x", [Column(h) for h in found.headings], rows)], title="x", author="x", at=timezone.now())
    shown = post(admin, model, data)
    assert shown.context["outcome"].errors == ()
    (changed,) = shown.context["outcome"].changed
    (change,) = changed.changes
    assert (change.label, change.becomes) == (way.heading, way.becomes or way.typed)
    assert change.was != change.becomes
    assert bool(change.was) == bool(was not in (None, "") or isinstance(was, date))
    assert remembered() == before

    confirmed = {"token": shown.context["confirm"]["token"].value(), "change_reason": "Zo is het afgesproken"}
    response = admin.post(f"{shown.request['PATH_INFO']}?{shown.request['QUERY_STRING']}", confirmed)
    assert response.status_code == 302
    row = model._default_manager.get(pk=row.pk)
    value = getattr(row, way.field)
    assert (str(value) if isinstance(value, models.Model) else value) == way.value
    assert remembered() == {**before, model.__name__: before[model.__name__] + 1}
    record = row.history.latest()
    assert (record.history_user, record.history_change_reason) == (cast.admin, "Import of tabel.xlsx: Zo is het afgesproken")


@pytest.mark.parametrize("model", ONLY_DOWNLOADED, ids=lambda model: model.__name__)
def test_what_is_only_downloaded_is_refused_with_a_sentence_when_it_comes_in(cast, admin, officer, model):
    for number in range(3):
        ONLY_DOWNLOADED[model](cast, number)
    before = remembered()
    for kind in KINDS:
        data = get(officer, model, kind)
        assert len(read_table(data).rows) == model._default_manager.count() > 0
        for client in (admin, officer):
            refused = post(client, model, data)
            assert refused.status_code == 403
            with translation.override("en"):
                assert str(ONLY_OUT) in refused.content.decode()
    assert remembered() == before
