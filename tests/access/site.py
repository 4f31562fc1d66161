"""The roles of the access matrix, signed in, and everything that its addresses are about."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.core.files.base import ContentFile
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.agenda.ground import Ground
from agreements.models import Advice, AgreementDraft, Change, Comment, LastLook, Mention, Participation, Proposal, Version
from agreements.versions.recording import record_version
from monitoring.models import EscalationRule, FixedItem
from monitoring.position.collect import freeze
from parties.history.write_rules import Act, act
from parties.models import Membership, Party, User
from tests import factories
from tests.factories import Cast, MembershipFactory, UserFactory, make_cast

ROLES = ("anonymous", "outsider", "reader", "editor", "coordinator", "signatory", "other_editor", "superuser")


@dataclass
class Site:
    """The cast, a client for each role, and one row of each model in the agreement of Waterhoek."""

    cast: Cast
    clients: dict[str, Client]
    rows: dict[type[models.Model], models.Model]
    gone: dict[type[models.Model], int]  # the key of a row that was deleted and may be taken back
    asked: Participation  # the outsider asks the housing association to take part in the agreement of Zandbergen
    handed_over: AgreementDraft  # to the housing association, by a superuser
    signing: Membership  # in the housing association, for whom a colleague asks the right to sign

    def admin(self, model: type[models.Model], page: str) -> str:
        """The address of a page of the admin: about a model, or about its row."""
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
        if page in {"changelist", "add", "import", "process_import", "export"}:
            return reverse(name)
        row = self.rows[model]
        if page == "simple_history":
            return reverse(name, args=[row.pk, row.history.first().pk])
        return reverse(name, args=[row.pk])

    @cached_property
    def agenda(self) -> str:
        return self.cast.agenda.get_absolute_url()

    @cached_property
    def agreement(self) -> str:
        return self.cast.agreement.get_absolute_url()

    @cached_property
    def party(self) -> str:
        """The page of the housing association, whose people these are."""
        return f"/partijen/{self.cast.association.pk}/"


def make_site() -> Site:
    cast = make_cast()
    asked = factories.ParticipationFactory(
        asked=True, agreement=cast.other_agreement, party=cast.association, asked_by=cast.outsider
    )
    clients = {role: _signed_in(user) for role, user in _people(cast).items()}
    handed_over = AgreementDraft.objects.create(party=cast.association)
    return Site(cast, clients, _rows(cast), _gone(cast), asked, handed_over, _signing(cast))


def _signing(cast: Cast) -> Membership:
    colleague = MembershipFactory(party=cast.association, role=Membership.Role.COORDINATOR).user
    return MembershipFactory(party=cast.association, signing_asked_by=colleague, signing_asked_at=timezone.now())


def _people(cast: Cast) -> dict[str, User | None]:
    def person(party: Party, role: str, *, may_sign: bool = False) -> User:
        user = UserFactory()
        MembershipFactory(user=user, party=party, role=role, may_sign=may_sign)
        return user

    return {
        "anonymous": None,
        "outsider": cast.outsider,
        "reader": person(cast.association, Membership.Role.READER),
        "editor": cast.association_officer,
        "coordinator": person(cast.association, Membership.Role.COORDINATOR),
        "signatory": person(cast.association, Membership.Role.READER, may_sign=True),
        "other_editor": person(cast.municipality, Membership.Role.EDITOR),
        "superuser": cast.admin,
    }


def _signed_in(user: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def _rows(cast: Cast) -> dict[type[models.Model], models.Model]:
    """One row of each model, so that every address is about something; in the round of now the action was reported on."""
    agreement, association = cast.agreement, cast.association
    indicator = factories.IndicatorFactory(goal=cast.goal)
    project = factories.ProjectFactory(agreement=agreement)
    cast.action.project = project
    cast.action.save()
    today = timezone.localdate()
    window = {"opens_on": today - timedelta(days=3), "closes_on": today + timedelta(days=7)}
    closed = factories.RoundFactory(agenda=cast.agenda, name="Gesloten", closed=True, reference_date="2024-03-31")
    current = factories.RoundFactory(agenda=cast.agenda, name="Nu", opened=True, **window)
    report = factories.ProgressUpdateFactory(action=cast.action, round=current, draft=True, party=association)
    evidence = factories.AttachmentFactory(update=report, file=ContentFile(b"inhoud", name="foto.txt"), name="foto.txt")
    report.submitted_at = timezone.now()
    report.save()
    meeting = factories.MeetingFactory(agreement=agreement)
    item = factories.ItemFactory(meeting=meeting, action=cast.action, title="De flexwoningen")
    sent = {"minutes_sent_at": timezone.now(), "react_until": today + timedelta(days=14)}
    minuted = factories.MeetingFactory(agreement=agreement, title="Verslag verstuurd", held_on=today, **sent)
    read_in = factories.AgendaImportFactory(agenda=cast.agenda)
    made = [
        read_in,
        cast.agreement,
        cast.agenda,
        cast.theme,
        cast.goal,
        cast.action,
        cast.lead,
        cast.municipality,
        cast.tenant,
        agreement.participations.first(),
        project,
        factories.ConditionFactory(action=cast.action),
        factories.LabelFactory(agreement=agreement),
        factories.SourceDocumentFactory(agreement=agreement),
        factories.ProjectStepFactory(project=project),
        factories.DwellingCountFactory(project=project, party=association),
        indicator,
        factories.MeetingRuleFactory(agreement=agreement),
        factories.AppendixFactory(
            agreement=agreement, file=ContentFile(b"inhoud", name="begrippen.txt"), file_name="begrippen.txt"
        ),
        factories.CommentFactory(action=cast.action, party=association, by=cast.association_officer, is_own=True),
        factories.InvitationFactory(party=association),
        association.memberships.get(user=cast.association_officer),
        factories.MeasurementFactory(indicator=indicator, party=association),
        factories.DataDeliveryFactory(indicator=indicator, party=association),
        current,
        report,
        evidence,
        factories.ReviewFactory(update=factories.ProgressUpdateFactory(action=cast.action, round=closed)),
        factories.DissentFactory(update=report, party=cast.tenants),
        meeting,
        item,
        factories.PaperFactory(item=item, by=cast.officer),
        factories.MinutesReactionFactory(meeting=minuted, party=association, by=cast.association_officer),
        factories.ActionPointFactory(meeting=meeting, item=item, party=association),
        factories.DecisionFactory(meeting=meeting, action=cast.action),
        EscalationRule.objects.create(agreement=agreement),
        FixedItem.objects.create(agreement=agreement, title="Mededelingen"),
        factories.ReminderTextFactory(agreement=agreement),
        factories.LegalStepFactory(agreement=agreement),
        *_notices(cast),
        freeze(agenda=cast.agenda, by=cast.officer, round=closed),
    ]
    made.append(_advice(cast))
    made += _evaluations(cast)
    made.append(record_version(cast.agenda, kind="adoption", in_force_from=today, ground=Ground("earlier")))
    for agenda in (cast.agenda, None):
        LastLook.objects.create(party=association, agreement=agreement, agenda=agenda, looked_at=timezone.now())
    made += _proposed(cast, made[-1])
    rows = {type(row): row for row in made}
    return rows | {Mention: factories.MentionFactory(comment=rows[Comment], person=cast.association_officer)}


def _notices(cast: Cast) -> list[models.Model]:
    """One of the housing association; and the receipt of another one, of the municipality, to be confirmed by the association."""
    given = factories.DisputeNoticeFactory(agreement=cast.agreement, party=cast.municipality, by=cast.officer)
    mailed = factories.NoticeReceiptFactory(notice=given, party=cast.association, person=cast.association_officer)
    own = factories.DisputeNoticeFactory(agreement=cast.agreement, party=cast.association, by=cast.association_officer)
    return [own, mailed]


def _evaluations(cast: Cast) -> list[models.Model]:
    """One that was closed, with a point; and one that is open, in which the housing association answered."""
    before = factories.EvaluationFactory(agenda=cast.agenda, name="voorjaar", opened=True)
    for party in (cast.association, cast.municipality):
        factories.EvaluationReplyFactory(answer=factories.EvaluationAnswerFactory(evaluation=before, party=party))
    factories.close_at_once(before)
    current = factories.EvaluationFactory(agenda=cast.agenda, opened=True)
    factories.EvaluationExtensionFactory(evaluation=current, party=cast.tenants)
    answer = factories.EvaluationAnswerFactory(evaluation=current, party=cast.association)
    reply = factories.EvaluationReplyFactory(answer=answer)
    return [current, answer, reply, factories.EvaluationPointFactory(evaluation=before, goal=cast.goal)]


def _advice(cast: Cast) -> Advice:
    """The municipality asks it of the housing association, which has a draft; the tenants have the right of advice too."""
    tenants = cast.agreement.participations.get(party=cast.tenants)
    tenants.right_of_advice = "advice"
    tenants.save()
    files = {name: ContentFile(b"inhoud", name="brief.txt") for name in ("request_file", "advice_file")}
    return factories.AdviceFactory(
        agreement=cast.agreement,
        goal=cast.goal,
        party=cast.association,
        asking_party=cast.municipality,
        asked_by=cast.officer,
        outcome="negative",
        text="Nog niet af.",
        **files,
    )


def _proposed(cast: Cast, version: Version) -> list[models.Model]:
    """A draft of the housing association, of a change to the text that has this version; nobody else knows of it."""
    with act(Act.TAKE_EFFECT):
        draft = Proposal(
            agreement=cast.agreement,
            agenda=cast.agenda,
            kind=Proposal.Kind.ADJUST,
            state=Proposal.State.DRAFT,
            base=version,
            party=cast.association,
            opened_by=cast.association_officer,
        )
        draft.save()
        change = Change(proposal=draft, position=1, kind=Change.Kind.ADJUST, about=Change.About.ACTION, action=cast.action)
        change.was, change.becomes = {"number": ""}, {"number": "3"}
        change.save()
    return [draft, change]


def _gone(cast: Cast) -> dict[type[models.Model], int]:
    comment = factories.CommentFactory(action=cast.action, party=cast.association, by=cast.association_officer, is_own=True)
    member = MembershipFactory(party=cast.association)
    keys = {type(row): row.pk for row in (comment, member)}
    comment.delete()
    member.delete()
    return keys
