"""Rows to test with: a factory for every model, and `cast`, the people of one story.

Every factory makes the smallest row that the rules allow; name only what the test is about. The story: in Waterhoek the
municipality, De Sleutel and the tenants keep prestatieafspraken; in Zandbergen others do, and neither sees the other's.
"""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from unittest import mock

import factory
import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from agreements.models import (
    Action,
    ActionLink,
    Advice,
    Agenda,
    AgendaImport,
    Agreement,
    Appendix,
    Comment,
    Condition,
    Goal,
    GoalLink,
    Indicator,
    Label,
    Labelling,
    Lead,
    MeetingRule,
    Mention,
    Participation,
    Project,
    ProjectStep,
    RollChoice,
    SourceDocument,
    Target,
    Theme,
)
from agreements.models.advice_days import TERM
from agreements.models.comment import SUBJECTS
from monitoring.models import (
    ActionPoint,
    Attachment,
    DataDelivery,
    Decision,
    DisputeNotice,
    Dissent,
    DwellingCount,
    Evaluation,
    EvaluationAnswer,
    EvaluationExtension,
    EvaluationPoint,
    EvaluationQuestion,
    EvaluationReply,
    Item,
    LeadException,
    LegalStep,
    Measurement,
    Meeting,
    MinutesReaction,
    NoticeReceipt,
    Paper,
    ProgressUpdate,
    ReminderText,
    Review,
    Round,
    RoundExtension,
)
from monitoring.models.evaluation import QUESTIONS
from parties.canonical import hash_of
from parties.history.records import CheckedModel
from parties.models import Invitation, Membership, Party, PartyAlias, PartyMember, User


class RowFactory(DjangoModelFactory):
    """A row that is held against its rules when it is made, save those that the database itself holds it to when it is stored."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = model_class(*args, **kwargs)
        row.full_clean = partial(row.full_clean, validate_unique=False, validate_constraints=False)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            del row.full_clean
            row.full_clean()  # which says in a sentence what the database refused
            raise
        del row.full_clean
        return row


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20  # what a picture begins with


class PartyFactory(RowFactory):
    class Meta:
        model = Party

    name = factory.Sequence(lambda n: f"Partij {n}")
    short_name = factory.SelfAttribute("name")
    kind = Party.Kind.MUNICIPALITY


class PartyMemberFactory(RowFactory):
    class Meta:
        model = PartyMember

    umbrella = factory.SubFactory(PartyFactory, kind=Party.Kind.UMBRELLA)
    member = factory.SubFactory(PartyFactory)


class UserFactory(RowFactory):
    class Meta:
        model = User

    name = factory.Sequence(lambda n: f"Persoon {n}")
    email = factory.Sequence(lambda n: f"persoon{n}@test.example")


class MembershipFactory(RowFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    party = factory.SubFactory(PartyFactory)
    role = Membership.Role.READER


class AgreementFactory(RowFactory):
    class Meta:
        model = Agreement

    title = factory.Sequence(lambda n: f"Prestatieafspraken {n}")
    slug = factory.Sequence(lambda n: f"afspraken-{n}")
    start_year = 2023
    end_year = 2026


class ParticipationFactory(RowFactory):
    """A party that takes part; with asked=True one that was asked by somebody and has not answered."""

    class Meta:
        model = Participation

    agreement = factory.SubFactory(AgreementFactory)
    party = factory.SubFactory(PartyFactory)
    state = Participation.State.ACCEPTED

    class Params:
        asked = factory.Trait(
            state=Participation.State.ASKED,
            asked_by=factory.SubFactory(UserFactory),
            asked_at=factory.LazyFunction(timezone.now),
        )


class ThemeFactory(RowFactory):
    class Meta:
        model = Theme

    agreement = factory.SubFactory(AgreementFactory)
    number = factory.Sequence(str)
    title = factory.Sequence(lambda n: f"Thema {n}")


class GoalFactory(RowFactory):
    class Meta:
        model = Goal

    theme = factory.SubFactory(ThemeFactory)
    number = factory.Sequence(str)
    text = "De voorraad groeit met 75 woningen."


class AgendaFactory(RowFactory):
    class Meta:
        model = Agenda

    agreement = factory.SubFactory(AgreementFactory)
    year = 2024
    title = factory.LazyAttribute(lambda agenda: f"Uitvoeringsagenda {agenda.year}")

    class Params:
        adopted = factory.Trait(state=Agenda.State.ADOPTED, adopted_on=date(2023, 12, 14))


class AdviceFactory(RowFactory):
    """Asked today of a party that is there already, about the agreement as a whole."""

    class Meta:
        model = Advice

    subject = "De huren van volgend jaar"
    question = "Wij willen de huren verhogen. Wat vindt u?"
    asked_by = factory.SubFactory(UserFactory)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + TERM)


class ProjectFactory(RowFactory):
    class Meta:
        model = Project

    agreement = factory.SubFactory(AgreementFactory)
    name = factory.Sequence(lambda n: f"Project {n}")


class SourceDocumentFactory(RowFactory):
    class Meta:
        model = SourceDocument

    agreement = factory.SubFactory(AgreementFactory)
    title = factory.Sequence(lambda n: f"Woondeal {n}")


class ProjectStepFactory(RowFactory):
    class Meta:
        model = ProjectStep

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"Stap {n}")


class ActionFactory(RowFactory):
    class Meta:
        model = Action
        skip_postgeneration_save = True

    goal = factory.SubFactory(GoalFactory)
    agenda = factory.SubFactory(AgendaFactory, agreement=factory.SelfAttribute("..goal.theme.agreement"))
    text = "De 24 flexwoningen zijn opgeleverd."

    @factory.post_generation
    def carried_from(self, create, earlier, **kwargs):
        """The same action of an earlier year."""
        if earlier is not None:
            ActionLinkFactory(earlier=earlier, later=self)


class ConditionFactory(RowFactory):
    class Meta:
        model = Condition

    action = factory.SubFactory(ActionFactory)
    words = "mits de vergunning er is"


class LabelFactory(RowFactory):
    class Meta:
        model = Label

    agreement = factory.SubFactory(AgreementFactory)
    kind = "group"
    name = factory.Sequence(lambda n: f"Doelgroep {n}")


class LabellingFactory(RowFactory):
    """A label on the action that is given, or on the goal."""

    class Meta:
        model = Labelling

    label = factory.SubFactory(LabelFactory)


class GoalLinkFactory(RowFactory):
    class Meta:
        model = GoalLink

    origin = factory.SubFactory(GoalFactory)
    copy = factory.SubFactory(GoalFactory)


class ActionLinkFactory(DjangoModelFactory):
    """Carries the earlier action over into the later one."""

    class Meta:
        model = ActionLink


class RollChoiceFactory(DjangoModelFactory):
    class Meta:
        model = RollChoice

    action = factory.SubFactory(ActionFactory)
    choice = RollChoice.Choice.GOES_ON
    by = factory.SubFactory(UserFactory)


class LeadFactory(RowFactory):
    """The party takes part in the agreement, also when the test does not say so."""

    class Meta:
        model = Lead

    action = factory.SubFactory(ActionFactory)
    party = factory.SubFactory(PartyFactory)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        agreement = fields["action"].agenda.agreement
        if not agreement.participations.filter(party=fields["party"]).exists():
            ParticipationFactory(agreement=agreement, party=fields["party"])
        return super()._create(model_class, *args, **fields)


class IndicatorFactory(RowFactory):
    class Meta:
        model = Indicator

    goal = factory.SubFactory(GoalFactory)
    name = factory.Sequence(lambda n: f"Indicator {n}")
    unit = "woningen"
    kind = Indicator.Kind.MINIMUM
    per = Indicator.Per.YEAR


class TargetFactory(RowFactory):
    class Meta:
        model = Target

    indicator = factory.SubFactory(IndicatorFactory)
    year = 2024
    value = 75


class MeetingRuleFactory(RowFactory):
    class Meta:
        model = MeetingRule

    agreement = factory.SubFactory(AgreementFactory)
    kind = MeetingRule.Kind.BESTUURLIJK
    subject = factory.Sequence(lambda n: f"Onderwerp {n}")
    frequency = "twee keer per jaar"


class AppendixFactory(RowFactory):
    class Meta:
        model = Appendix

    agreement = factory.SubFactory(AgreementFactory)
    number = factory.Sequence(str)
    title = factory.Sequence(lambda n: f"Bijlage {n}")


class CommentFactory(RowFactory):
    """On an action of its own, unless the test says what it is about; an answer is about what it answers."""

    class Meta:
        model = Comment

    party = factory.SubFactory(PartyFactory)
    by = factory.SubFactory(UserFactory)
    text = "Nog eens bellen over de sleutels."

    @classmethod
    def _create(cls, model_class, *args, **fields):
        first = fields.get("answers_to")
        if first is not None:
            fields |= {"is_own": first.is_own, first.subject_kind: first.subject, "year": first.year}
        kind = next((name for name in SUBJECTS if fields.get(name)), "action")
        subject = fields.pop(kind, None) or ActionFactory()
        agenda = subject if kind == "agenda" else subject.agenda if kind == "action" else None
        year = fields.pop("year", None) or (agenda.year if agenda else 2024)
        comment = Comment.about(subject, year=year, **fields)
        comment.save()
        return comment


class MentionFactory(RowFactory):
    class Meta:
        model = Mention

    comment = factory.SubFactory(CommentFactory)
    person = factory.SubFactory(UserFactory)


class InvitationFactory(RowFactory):
    """`token` is what stands in the link."""

    class Meta:
        model = Invitation
        exclude = ["token"]

    token = factory.Sequence(lambda n: f"een-geheim-{n}")
    token_hash = factory.LazyAttribute(lambda row: hash_of(row.token))
    party = factory.SubFactory(PartyFactory)
    email = factory.Sequence(lambda n: f"genodigde{n}@test.example")
    invited_by = factory.SubFactory(UserFactory)
    sent_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda row: row.sent_at + timedelta(days=14))


class FigureFactory(RowFactory):
    """The party takes part in the agreement, also when the test does not say so."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **fields):
        agreement = fields["indicator"].goal.theme.agreement
        if not agreement.participations.filter(party=fields["party"]).exists():
            ParticipationFactory(agreement=agreement, party=fields["party"])
        return super()._create(model_class, *args, **fields)


class MeetingFactory(RowFactory):
    class Meta:
        model = Meeting

    agreement = factory.SubFactory(AgreementFactory)
    held_on = date(2024, 11, 7)


class DecisionFactory(RowFactory):
    """About an action of its own, unless the test says which."""

    class Meta:
        model = Decision

    action = factory.SubFactory(ActionFactory)
    meeting = factory.SubFactory(MeetingFactory, agreement=factory.SelfAttribute("..action.agenda.agreement"))
    kind = Decision.Kind.DISCUSS
    text = "Het overleg heeft dit besproken."


class ItemFactory(RowFactory):
    class Meta:
        model = Item

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Onderwerp {n}")


class ActionPointFactory(RowFactory):
    """Of a party that takes part, also when the test does not say so."""

    class Meta:
        model = ActionPoint

    meeting = factory.SubFactory(MeetingFactory)
    text = "De gemeente zoekt uit wat het kost."
    due_on = date(2024, 12, 1)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        fields.setdefault("party", None)
        fields["party"] = fields["party"] or ParticipationFactory(agreement=fields["meeting"].agreement).party
        return super()._create(model_class, *args, **fields)


class MinutesReactionFactory(RowFactory):
    """To minutes that were sent with a last day that is to come."""

    class Meta:
        model = MinutesReaction

    meeting = factory.SubFactory(MeetingFactory, minutes_sent_at=factory.LazyFunction(timezone.now))
    text = "Het waren 24 woningen."
    by = factory.SubFactory(UserFactory)


class DisputeNoticeFactory(RowFactory):
    """Of a party that signs."""

    class Meta:
        model = DisputeNotice

    text = "De 24 woningen zouden in 2024 klaar zijn. Dat zijn ze niet."
    by = factory.SubFactory(UserFactory)


class NoticeReceiptFactory(RowFactory):
    class Meta:
        model = NoticeReceipt

    kind = "mailed"


class PaperFactory(RowFactory):
    class Meta:
        model = Paper

    item = factory.SubFactory(ItemFactory)
    title = "Notitie bij het punt"
    file = factory.LazyFunction(lambda: ContentFile(b"De notitie.", name="notitie.txt"))
    by = factory.SubFactory(UserFactory)


class RoundFactory(RowFactory):
    """Planned for the whole of October 2024; opened by someone with `opened=True`."""

    class Meta:
        model = Round

    agenda = factory.SubFactory(AgendaFactory)
    name = factory.Sequence(lambda n: f"Tussenronde {n}")  # no name that a test gives itself
    reference_date = date(2024, 9, 30)
    opens_on = date(2024, 10, 1)
    closes_on = date(2024, 10, 31)

    class Params:
        opened = factory.Trait(opened_at=datetime(2024, 10, 1, 7, tzinfo=UTC), opened_by=factory.SubFactory(UserFactory))
        closed = factory.Trait(
            opened=True, closed_at=datetime(2024, 11, 1, 8, tzinfo=UTC), closed_by=factory.SubFactory(UserFactory)
        )


class EvaluationFactory(RowFactory):
    """Planned, with the five questions; with `opened=True` open since three days; with `closed=True` closed at once."""

    class Meta:
        model = Evaluation
        skip_postgeneration_save = True

    agenda = factory.SubFactory(AgendaFactory)
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=3))
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))

    class Params:
        opened = factory.Trait(
            opened_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=3)), opened_by=factory.SubFactory(UserFactory)
        )

    @factory.post_generation
    def closed(self, create, wanted):
        rows = [
            EvaluationQuestion(evaluation=self, position=position, text=text) for position, text in enumerate(QUESTIONS, start=1)
        ]
        EvaluationQuestion.objects.bulk_create(rows)  # past the rule that they stand still once it is open
        if wanted:
            close_at_once(self)


def close_at_once(evaluation: Evaluation) -> Evaluation:
    """Closed just now, by whoever opened it; a test has it answered first."""
    evaluation.asked = [party.pk for party in evaluation.parties_asked]
    evaluation.closed_at, evaluation.closed_by = timezone.now(), evaluation.opened_by
    evaluation.save()
    return evaluation


class EvaluationExtensionFactory(RowFactory):
    class Meta:
        model = EvaluationExtension

    evaluation = factory.SubFactory(EvaluationFactory, opened=True)
    until = factory.LazyAttribute(lambda row: row.evaluation.closes_on + timedelta(days=7))
    reason = "Het bestuur vergadert pas daarna."
    by = factory.SubFactory(UserFactory)


class EvaluationAnswerFactory(RowFactory):
    """Submitted, with a mark; a draft with `draft=True`."""

    class Meta:
        model = EvaluationAnswer

    class Params:
        draft = factory.Trait(submitted_at=None)

    cooperation = 7
    reason = "Wij weten elkaar te vinden."
    submitted_at = factory.LazyFunction(timezone.now)
    by = factory.LazyAttribute(lambda row: row.user or UserFactory())
    user = None


class EvaluationReplyFactory(RowFactory):
    """To the first question."""

    class Meta:
        model = EvaluationReply

    question = factory.LazyAttribute(lambda row: row.answer.evaluation.questions.first())
    text = "Voor het grootste deel."


class EvaluationPointFactory(RowFactory):
    class Meta:
        model = EvaluationPoint

    text = factory.Sequence(lambda n: f"Wij spreken af wie de cijfers levert ({n}).")


class RoundExtensionFactory(RowFactory):
    """The party takes part in the agreement, also when the test does not say so."""

    class Meta:
        model = RoundExtension

    round = factory.SubFactory(RoundFactory)
    party = factory.SubFactory(PartyFactory)
    until = date(2024, 11, 7)
    reason = "De cijfers van de aannemer komen later."
    by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        agreement = fields["round"].agenda.agreement
        if not agreement.participations.filter(party=fields["party"]).exists():
            ParticipationFactory(agreement=agreement, party=fields["party"])
        return super()._create(model_class, *args, **fields)


class LeadExceptionFactory(RowFactory):
    """In a round that is open."""

    class Meta:
        model = LeadException

    action = factory.SubFactory(ActionFactory)
    round = factory.SubFactory(RoundFactory, agenda=factory.SelfAttribute("..action.agenda"), opened=True)
    reason = "De Sleutel is per 1 oktober gefuseerd."
    by = factory.SubFactory(UserFactory)


class ProgressUpdateFactory(RowFactory):
    """Submitted, green and complete, by the first lead of the action; with `draft=True` nothing is submitted."""

    class Meta:
        model = ProgressUpdate

    action = factory.SubFactory(ActionFactory)
    round = factory.SubFactory(RoundFactory, agenda=factory.SelfAttribute("..action.agenda"))
    party = factory.LazyAttribute(
        lambda update: (update.action.leads.first() or LeadFactory(action=update.action)).party  # a lead reports
    )
    reported_by = factory.SubFactory(UserFactory)
    phase = "running"
    judgement = "on_track"
    done = "De fundering ligt er."
    next = "In maart begint de ruwbouw."
    saved_at = factory.LazyAttribute(lambda update: update.submitted_at or datetime(2024, 10, 9, 10, tzinfo=UTC))
    submitted_at = datetime(2024, 10, 10, 10, tzinfo=UTC)

    class Params:
        draft = factory.Trait(submitted_at=None)
        amber = factory.Trait(
            judgement="at_risk",
            cause="De netbeheerder sluit pas in juni aan.",
            effect="De oplevering schuift twee maanden.",
            correction="Wij vragen een tijdelijke aansluiting aan.",
            ask="Bel met de netbeheerder.",
        )
        red = factory.Trait(amber=True, judgement="off_track")


class ReviewFactory(RowFactory):
    class Meta:
        model = Review

    update = factory.SubFactory(ProgressUpdateFactory)
    outcome = Review.Outcome.ACCEPTED
    by = factory.SubFactory(UserFactory)
    at = datetime(2024, 10, 15, 9, tzinfo=UTC)


class DissentFactory(RowFactory):
    class Meta:
        model = Dissent

    update = factory.SubFactory(ProgressUpdateFactory)
    party = factory.SubFactory(PartyFactory)
    judgement = "at_risk"
    reason = "De huurders horen al een jaar niets."
    by = factory.SubFactory(UserFactory)
    at = datetime(2024, 10, 16, 9, tzinfo=UTC)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        agreement = fields["update"].action.agenda.agreement
        if not agreement.participations.filter(party=fields["party"]).exists():
            ParticipationFactory(agreement=agreement, party=fields["party"])
        return super()._create(model_class, *args, **fields)


class MeasurementFactory(FigureFactory):
    class Meta:
        model = Measurement

    indicator = factory.SubFactory(IndicatorFactory)
    measured_on = date(2024, 12, 31)
    value = 38
    party = factory.SubFactory(PartyFactory)
    recorded_by = factory.SubFactory(UserFactory)


class DwellingCountFactory(RowFactory):
    """The party takes part in the agreement, also when the test does not say so."""

    class Meta:
        model = DwellingCount

    project = factory.SubFactory(ProjectFactory)
    counted_on = date(2024, 6, 30)
    planned = 12
    source = "opleverlijst"
    party = factory.SubFactory(PartyFactory)
    recorded_by = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        agreement = fields["project"].agreement
        if not agreement.participations.filter(party=fields["party"]).exists():
            ParticipationFactory(agreement=agreement, party=fields["party"])
        return super()._create(model_class, *args, **fields)


class DataDeliveryFactory(FigureFactory):
    class Meta:
        model = DataDelivery

    indicator = factory.SubFactory(IndicatorFactory)
    party = factory.SubFactory(PartyFactory)
    year = 2024
    due_on = date(2024, 9, 30)


class AttachmentFactory(RowFactory):
    """With an update that is still a draft, for a submitted one takes no more."""

    class Meta:
        model = Attachment

    update = factory.SubFactory(ProgressUpdateFactory, draft=True)
    file = factory.django.FileField(filename="foto.png", data=PNG)
    added_by = factory.SubFactory(UserFactory)


class PartyAliasFactory(RowFactory):
    class Meta:
        model = PartyAlias

    party = factory.SubFactory(PartyFactory)
    alias = factory.Sequence(lambda n: f"Bijnaam {chr(97 + n % 26)}{n}")


class AgendaImportFactory(RowFactory):
    class Meta:
        model = AgendaImport

    agenda = factory.SubFactory(AgendaFactory)
    file = factory.django.FileField(data=b"Doel;Afspraak\n", filename="agenda.csv")
    file_name = "agenda.csv"
    sha256 = "0" * 64


class ReminderTextFactory(RowFactory):
    class Meta:
        model = ReminderText

    agreement = factory.SubFactory(AgreementFactory)
    kind = ReminderText.Kind.OPENING
    subject = "De ronde is begonnen"
    body = "Wij horen graag hoe het gaat."


class LegalStepFactory(RowFactory):
    """The bod of 2024, with its document."""

    class Meta:
        model = LegalStep

    agreement = factory.SubFactory(AgreementFactory)
    year = 2024
    kind = LegalStep.Kind.OFFER
    due_on = date(2024, 7, 1)
    document = factory.LazyFunction(lambda: ContentFile(b"Het bod.", name="bod.txt"))
    document_date = date(2024, 6, 20)


@dataclass(frozen=True)
class Cast:
    """The people and parties of the story, and one line of the agreement from theme to action."""

    admin: User  # superuser, of no party
    officer: User  # coordinator of the municipality
    association_officer: User  # editor of the housing association
    tenant: User  # reader of the tenants' organisation, may sign
    executive: User  # reader of the municipality, may sign
    outsider: User  # coordinator of a municipality that takes part in another agreement only

    municipality: Party
    association: Party
    tenants: Party
    elsewhere: Party  # the outsider's municipality

    agreement: Agreement  # of the first three parties, 2023-2026
    agenda: Agenda  # its year 2024, a draft
    theme: Theme
    goal: Goal
    action: Action  # led by the association
    lead: Lead

    other_agreement: Agreement  # of the outsider's municipality alone
    other_agenda: Agenda
    other_theme: Theme
    other_goal: Goal
    other_action: Action


@pytest.fixture
def cast(cast_rows, db) -> Cast:
    return cast_rows.fresh(make_cast)


_is_checked = False


def make_cast() -> Cast:
    """The cast: always the same rows, so they are held against the rules the first time only; that is half of the work."""
    global _is_checked
    checking = mock.patch.object(CheckedModel, "full_clean") if _is_checked else nullcontext()
    with checking:
        cast = _make_cast()
    _is_checked = True
    return cast


def _make_cast() -> Cast:
    municipality = PartyFactory(name="Gemeente Waterhoek", kind=Party.Kind.MUNICIPALITY)
    association = PartyFactory(name="Woonstichting De Sleutel", short_name="De Sleutel", kind=Party.Kind.HOUSING_ASSOCIATION)
    tenants = PartyFactory(name="Huurdersraad Waterhoek", kind=Party.Kind.TENANTS_ORGANISATION)
    elsewhere = PartyFactory(name="Gemeente Zandbergen", kind=Party.Kind.MUNICIPALITY)

    agreement = AgreementFactory(title="Prestatieafspraken Waterhoek", slug="waterhoek-2023-2026")
    for position, party in enumerate([municipality, association, tenants], start=1):
        ParticipationFactory(agreement=agreement, party=party, position=position)
    agenda = AgendaFactory(agreement=agreement, year=2024)
    theme = ThemeFactory(agreement=agreement, number="1", title="Betaalbaar wonen", position=1)
    goal = GoalFactory(theme=theme, number="17", text="De sociale voorraad groeit met 75 woningen.", position=1)
    action = ActionFactory(goal=goal, agenda=agenda, text="De 24 flexwoningen aan de Kade zijn opgeleverd.", position=1)
    lead = LeadFactory(action=action, party=association, task="realisatie bouw", position=1)

    other_agreement = AgreementFactory(title="Prestatieafspraken Zandbergen", slug="zandbergen-2023-2026")
    ParticipationFactory(agreement=other_agreement, party=elsewhere, position=1)
    other_agenda = AgendaFactory(agreement=other_agreement, year=2024)
    other_theme = ThemeFactory(agreement=other_agreement, number="9", title="Wonen in Zandbergen", position=1)
    other_goal = GoalFactory(theme=other_theme, number="99", text="Zandbergen bouwt 10 woningen.", position=1)
    other_action = ActionFactory(goal=other_goal, agenda=other_agenda, text="De woningen in Zandbergen staan er.", position=1)

    def person(name: str, email: str, party: Party, role: str, *, may_sign: bool = False) -> User:
        user = UserFactory(name=name, email=email)
        MembershipFactory(user=user, party=party, role=role, may_sign=may_sign)
        return user

    return Cast(
        admin=UserFactory(name="Ad Min", email="beheer@test.example", is_superuser=True),
        officer=person("Olga Officier", "olga@waterhoek.example", municipality, Membership.Role.COORDINATOR),
        association_officer=person("Abel Bouwer", "abel@desleutel.example", association, Membership.Role.EDITOR),
        tenant=person("Tess Huurder", "tess@huurdersraad.example", tenants, Membership.Role.READER, may_sign=True),
        executive=person("Wies Wethouder", "wies@waterhoek.example", municipality, Membership.Role.READER, may_sign=True),
        outsider=person("Bas Buiten", "bas@zandbergen.example", elsewhere, Membership.Role.COORDINATOR),
        municipality=municipality,
        association=association,
        tenants=tenants,
        elsewhere=elsewhere,
        agreement=agreement,
        agenda=agenda,
        theme=theme,
        goal=goal,
        action=action,
        lead=lead,
        other_agreement=other_agreement,
        other_agenda=other_agenda,
        other_theme=other_theme,
        other_goal=other_goal,
        other_action=other_action,
    )
