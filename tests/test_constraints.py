"""What the database itself refuses, also from a write that passes by the models.

Every constraint of our models has a case here; the sentences that an editor reads are in the tests of each model.
"""

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from agreements.models import (
    Action,
    ActionLink,
    Advice,
    AdviceSubject,
    Agenda,
    AgendaImport,
    Agreement,
    AgreementDraft,
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
    LastLook,
    Lead,
    MeetingRule,
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
    WritingStep,
)
from monitoring.models import (
    ActionPoint,
    AdoptedMinutes,
    Attendance,
    CalendarAddress,
    DataDelivery,
    Decision,
    Digest,
    DisputeNotice,
    DwellingCount,
    EscalationRule,
    Evaluation,
    EvaluationAnswer,
    EvaluationExtension,
    EvaluationPoint,
    FixedItem,
    HistoryLine,
    Item,
    LegalStep,
    Measurement,
    Meeting,
    MeetingParty,
    MinutesAddition,
    MinutesReaction,
    NoticeEnd,
    NoticeReceipt,
    NoticeSubject,
    ProgressUpdate,
    ReactionAnswer,
    Reminder,
    ReminderText,
    Visit,
)
from monitoring.position.collect import freeze
from parties.models import Invitation, Membership, Party, PartyAlias, PartyMember, User
from parties.texts import LongText
from tests.factories import (
    ActionFactory,
    ActionPointFactory,
    CommentFactory,
    ConditionFactory,
    DataDeliveryFactory,
    DecisionFactory,
    DissentFactory,
    EvaluationAnswerFactory,
    EvaluationExtensionFactory,
    EvaluationFactory,
    EvaluationPointFactory,
    EvaluationReplyFactory,
    IndicatorFactory,
    ItemFactory,
    LabelFactory,
    LeadExceptionFactory,
    LegalStepFactory,
    MeasurementFactory,
    MeetingFactory,
    MentionFactory,
    MinutesReactionFactory,
    ProgressUpdateFactory,
    ProjectFactory,
    ProjectStepFactory,
    ReminderTextFactory,
    ReviewFactory,
    RollChoiceFactory,
    RoundExtensionFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db

A_DAY = date(2024, 6, 6)
A_MOMENT = datetime(2024, 6, 6, 12, tzinfo=UTC)
SAME_FORM = UUID("12345678123456781234567812345678")


def only(row) -> models.QuerySet:
    return type(row).objects.filter(pk=row.pk)


def insert(*rows) -> None:
    type(rows[0]).objects.bulk_create(rows)


def insert_targets(cast, *rows: dict) -> None:
    indicator = IndicatorFactory(goal=cast.goal)
    insert(*[Target(indicator=indicator, **{"value": 1, **row}) for row in rows])


def withdrawn(cast) -> Decision:
    row = DecisionFactory(meeting=MeetingFactory(agreement=cast.agreement), action=cast.action)
    only(row).update(withdrawn_at=A_MOMENT, withdrawn_by=cast.officer, withdrawn_reason="Verkeerd begrepen.")
    return row


def item(cast, **fields) -> Item:
    meeting = cast.agreement.meetings.first() or MeetingFactory(agreement=cast.agreement)
    return Item(meeting=meeting, **{"title": "De flexwoningen", **fields})


def invited(cast, token: str, **fields) -> Invitation:
    start = {"party": cast.tenants, "email": "nora@test.example", "invited_by": cast.officer}
    return Invitation(**{**start, **fields}, token_hash=token, sent_at=A_MOMENT, expires_at=A_MOMENT)


def said(cast, **fields) -> Comment:
    return Comment(agreement=cast.agreement, year=2024, party=cast.tenants, by=cast.tenant, text="Bellen.", **fields)


def calendars(*people, hashed: str = "") -> list[CalendarAddress]:
    return [CalendarAddress(user=user, token_hash=hashed or str(number)) for number, user in enumerate(people)]


def meeting(cast) -> models.QuerySet:
    return only(MeetingFactory(agreement=cast.agreement))


def reaction(cast) -> MinutesReaction:
    sent = MeetingFactory(agreement=cast.agreement, minutes_sent_at=A_MOMENT, react_until=date(2999, 1, 1))
    return MinutesReactionFactory(meeting=sent, party=cast.tenants)


def notice(cast) -> DisputeNotice:
    return inserted(DisputeNotice(agreement=cast.agreement, party=cast.municipality, text="Melding.", by=cast.officer))


def receipt(cast, kind: str, person) -> NoticeReceipt:
    found = DisputeNotice.objects.first() or notice(cast)
    return NoticeReceipt(notice=found, party=cast.tenants, person=person, kind=kind)


def adopted(cast) -> AdoptedMinutes:
    meetings = [MeetingFactory(agreement=cast.agreement, held_on=date(2024, month, 1)) for month in (3, 6)]
    return inserted(AdoptedMinutes(meeting=meetings[0], adopted_in=meetings[1], content="{}", sha256="0", by=cast.officer))


def progress(cast, **fields) -> models.QuerySet:
    """One submitted update, to be changed past the model that would refuse it."""
    return only(ProgressUpdateFactory(action=cast.action, **fields))


def saved(row):
    row.save()
    return row


def link(cast, kind: str, earlier=None) -> ActionLink:
    return ActionLink(earlier=earlier or cast.other_action, later=cast.action, kind=kind)


def labelling(cast, **fields) -> Labelling:
    label, _made = Label.objects.get_or_create(agreement=cast.agreement, kind="area", name="Kanaalzone")
    return Labelling(label=label, **fields)


def chosen(cast, **fields) -> RollChoice:
    return RollChoice(action=cast.action, by=cast.officer, **fields)


def planned(cast) -> Evaluation:
    return Evaluation(agenda=cast.agenda, opens_on=A_DAY, closes_on=A_DAY)


def evaluated(cast, user=None) -> EvaluationAnswer:
    by = "people" if user else "party"
    evaluation = EvaluationFactory(agenda=cast.agenda, opened=True, answered_by=by)
    return EvaluationAnswerFactory(evaluation=evaluation, party=cast.tenants, user=user)


def evaluation_extension(cast) -> EvaluationExtension:
    return EvaluationExtensionFactory(evaluation__agenda=cast.agenda, party=cast.tenants)


def evaluation_point(cast) -> EvaluationPoint:
    return EvaluationPointFactory(evaluation=EvaluationFactory(agenda=cast.agenda, opened=True, closed=True))


def twice(row) -> None:
    """The same row again, past the model."""
    row.pk, row._state.adding = None, True
    insert(row)


def theme_text(cast, **fields) -> ThemeText:
    return ThemeText(theme=cast.theme, title="Zoals het was", **fields)


def goal_text(cast, **fields) -> GoalText:
    return GoalText(goal=cast.goal, theme=cast.theme, text="Zoals het was.", **fields)


def measured(cast, **fields) -> Measurement:
    indicator, _ = Indicator.objects.get_or_create(goal=cast.goal, name="Groei", kind="minimum", per="year", unit="woningen")
    values = {"measured_on": A_DAY, "value": 1, "party": cast.tenants, "recorded_by": cast.tenant, **fields}
    return Measurement(indicator=indicator, **values)


def counted(cast) -> DwellingCount:
    values = {"counted_on": A_DAY, "source": "lijst", "party": cast.tenants, "recorded_by": cast.tenant, "sent_as": SAME_FORM}
    return DwellingCount(project=ProjectFactory(agreement=cast.agreement), **values)


def measured_and_corrected_twice(cast) -> list[Measurement]:
    first = measured(cast)
    first.save()
    return [measured(cast, replaces=first, correction_reason="Verkeerd geteld.") for _ in range(2)]


def reminder(cast, **fields) -> Reminder:
    return Reminder(
        **{"user": cast.officer, "kind": "opening", "due_on": A_DAY, "round": RoundFactory(agenda=cast.agenda), **fields}
    )


def proposed(cast, **fields) -> Proposal:
    start = {"agreement": cast.agreement, "agenda": cast.agenda, "deadline": A_DAY, "party": cast.municipality}
    start["content_sha256"] = "0" * 64
    return Proposal(**{**start, "opened_by": cast.officer, **fields})


def changing(cast, **fields) -> Change:
    """A draft of a proposal with a change of the theme."""
    version = stored(cast, 1)
    insert(version)
    proposal = proposed(cast, kind="adjust", state="draft", base=version)
    insert(proposal)
    return Change(**{"proposal": proposal, "position": 1, "kind": "adjust", "about": "theme", "theme": cast.theme, **fields})


def looked(cast, **fields) -> LastLook:
    return LastLook(
        **{"party": cast.tenants, "agreement": cast.agreement, "agenda": cast.agenda, "looked_at": A_MOMENT, **fields}
    )


def asked(cast, **fields) -> NeededAnswer:
    proposal = proposed(cast)
    insert(proposal)
    return NeededAnswer(**{"proposal": proposal, "party": cast.tenants, **fields})


def answered(cast, **fields) -> Assent:
    needed = asked(cast)
    insert(needed)
    return Assent(**{"needed": needed, "answer": "agreed", "by": cast.tenant, **fields})


def stored(cast, place: int, **fields) -> Version:
    start = {"agreement": cast.agreement, "agenda": cast.agenda, "place": place, "number": place, "previous": str(place)}
    return Version(**{**start, "kind": "adoption", "in_force_from": A_DAY, "content": "{}", "ground": "{}", **fields})


def inserted(row):
    insert(row)
    return row


def withheld(cast, **fields) -> Withholding:
    start = {"kind": "goal", "row_id": cast.goal.pk, "field": "text", "words": "De sociale voorraad", "reason": "Een naam."}
    version = inserted(stored(cast, 1))
    return Withholding(**{"agreement": cast.agreement, "version": version, "by": cast.admin, **start, **fields})


def publication(cast, place: int = 1, **fields) -> Publication:
    version = Version.objects.filter(place=place).first() or inserted(stored(cast, place))
    start = {"agreement": cast.agreement, "agenda": cast.agenda, "version": version, "party": cast.association}
    return Publication(**{**start, "by": cast.officer, **fields})


def public_consent(cast, **fields) -> PublicConsent:
    start = {"agreement": cast.agreement, "agenda": cast.agenda, "kind": "signers", "party": cast.association}
    return PublicConsent(**{**start, "by": cast.officer, **fields})


def signed_copy(cast) -> SignedCopy:
    fields = {"party": cast.association, "sha256": "a", "signed_on": "2024-01-01", "added_by": cast.officer}
    return SignedCopy(proposal=one_proposal(cast), **fields)


def ceremony(cast) -> Ceremony:
    return Ceremony(proposal=one_proposal(cast), starts_at=A_MOMENT, place="Gemeentehuis", set_by=cast.officer)


def one_proposal(cast) -> Proposal:
    return Proposal.objects.first() or inserted(proposed(cast))


def with_files(cast, *rows: dict) -> None:
    version = inserted(stored(cast, 1))
    insert(*[VersionFile(version=version, **row) for row in rows])


def advice(cast, **fields) -> Advice:
    start = {"agreement": cast.agreement, "party": cast.tenants, "asking_party": cast.association, "asked_by": cast.officer}
    days = {"asked_on": A_DAY, "due_on": date(2024, 12, 1)}
    return Advice(**{**start, **days, "subject": "De huren", "question": "Wat vindt u?", **fields})


def qualified(cast) -> Participation:
    row = cast.agreement.participations.get(party=cast.tenants)
    only(row).update(right_of_advice="qualified")
    return row


GIVEN = {"given_on": A_DAY, "outcome": "no_objection"}


REFUSED = {
    "advice_about_one_thing": lambda cast: insert(advice(cast, goal=cast.goal, agenda=cast.agenda)),
    "advice_term_after_asking": lambda cast: insert(advice(cast, due_on=A_DAY)),
    "advice_of_another_party": lambda cast: insert(advice(cast, asking_party=cast.tenants)),
    "advice_given_with_outcome": lambda cast: insert(advice(cast, given_on=A_DAY, given_by=cast.tenant)),
    "advice_with_reasons": lambda cast: insert(advice(cast, **{**GIVEN, "outcome": "negative"}, given_by=cast.tenant)),
    "advice_answered_after_it_was_given": lambda cast: insert(
        advice(cast, follows="followed", answered_on=A_DAY, answered_by=cast.officer)
    ),
    "advice_rejected_with_reasons": lambda cast: insert(
        advice(cast, **GIVEN, given_by=cast.tenant, follows="not", answered_on=A_DAY, answered_by=cast.officer)
    ),
    "advice_withdrawn_by_someone": lambda cast: insert(advice(cast, withdrawn_on=A_DAY)),
    "advice_subject_goal_or_action": lambda cast: insert(AdviceSubject(agreement=cast.agreement, party=cast.tenants)),
    "advice_subject_goal_once": lambda cast: insert(
        *[AdviceSubject(agreement=cast.agreement, party=cast.tenants, goal=cast.goal) for _ in range(2)]
    ),
    "advice_subject_action_once": lambda cast: insert(
        *[AdviceSubject(agreement=cast.agreement, party=cast.tenants, action=cast.action) for _ in range(2)]
    ),
    "participation_adds_to_qualified_right": lambda cast: cast.agreement.participations.update(advice_adds="Meer."),
    "version_place_once": lambda cast: insert(stored(cast, 1), stored(cast, 1, number=2, previous="b")),
    "version_follows_once": lambda cast: insert(stored(cast, 1), stored(cast, 2, previous="1")),
    "version_number_once_per_year": lambda cast: insert(stored(cast, 1), stored(cast, 2, number=1)),
    "version_number_once_per_agreement": lambda cast: insert(
        stored(cast, 1, agenda=None), stored(cast, 2, agenda=None, number=1)
    ),
    "version_document_once": lambda cast: with_files(
        cast, {"kind": "document", "sha256": "a"}, {"kind": "document", "sha256": "b"}
    ),
    "signed_copy_once": lambda cast: insert(signed_copy(cast), signed_copy(cast)),
    "agreements.Ceremony.proposal": lambda cast: insert(ceremony(cast), ceremony(cast)),
    "version_file_once": lambda cast: with_files(cast, {"kind": "signed", "sha256": "a"}, {"kind": "signed", "sha256": "a"}),
    "writing_step_once_per_form": lambda cast: insert(
        *[WritingStep(agenda=cast.agenda, by=cast.officer, change_set=uuid4(), token="a") for _ in range(2)]
    ),
    "agreement_draft_is_of_somebody": lambda cast: insert(AgreementDraft()),
    "agreements.AgreementDraft.person": lambda cast: insert(*2 * [AgreementDraft(person=cast.officer)]),
    "look_once_per_year": lambda cast: insert(looked(cast), looked(cast)),
    "look_once_per_agreement": lambda cast: insert(looked(cast, agenda=None), looked(cast, agenda=None)),
    "publication_once_per_year": lambda cast: insert(publication(cast), publication(cast)),
    "publication_once_per_agreement": lambda cast: insert(publication(cast, agenda=None), publication(cast, agenda=None)),
    "publication_taken_back_with_reason": lambda cast: insert(
        publication(cast, withdrawn_at=A_MOMENT, withdrawn_on=A_DAY, withdrawn_by=cast.officer)
    ),
    "public_consent_once_per_year": lambda cast: insert(public_consent(cast), public_consent(cast)),
    "public_consent_once_per_agreement": lambda cast: insert(*[public_consent(cast, agenda=None) for _ in range(2)]),
    "public_consent_to_progress_of_a_year": lambda cast: insert(public_consent(cast, agenda=None, kind="progress")),
    "public_consent_taken_back_by_someone": lambda cast: insert(public_consent(cast, withdrawn_at=A_MOMENT)),
    "withholding_of_words_or_file": lambda cast: insert(withheld(cast, words="")),
    "withholding_lifted_by_someone": lambda cast: insert(withheld(cast, lifted_at=A_MOMENT)),
    "proposal_open_once_per_year": lambda cast: insert(proposed(cast), proposed(cast)),
    "proposal_open_once_per_agreement": lambda cast: insert(proposed(cast, agenda=None), proposed(cast, agenda=None)),
    "put_proposal_has_deadline_and_content": lambda cast: insert(proposed(cast, content_sha256="")),
    "proposal_of_changes_stands_on_a_version": lambda cast: insert(proposed(cast, kind="adjust")),
    "adoption_is_never_a_draft": lambda cast: insert(proposed(cast, state="draft")),
    "change_about_one_row": lambda cast: insert(changing(cast, about="goal")),
    "change_position_once": lambda cast: insert(*2 * [changing(cast)]),
    "agreed_proposal_has_version": lambda cast: insert(proposed(cast, state="agreed")),
    "agreements.Proposal.version": lambda cast: insert(
        *[proposed(cast, state="agreed", version=version) for version in 2 * [inserted(stored(cast, 1))]]
    ),
    "answer_needed_once": lambda cast: twice(inserted(asked(cast))),
    "assent_once_per_person": lambda cast: twice(inserted(answered(cast))),
    "assent_with_remark": lambda cast: insert(answered(cast, answer="refused")),
    "parties.Party.name": lambda cast: only(cast.tenants).update(name=cast.association.name),
    "parties.User.email": lambda cast: only(cast.tenant).update(email=cast.officer.email),
    "email_in_lower_case": lambda cast: only(cast.tenant).update(email="Tess@huurdersraad.example"),
    "membership_once": lambda cast: insert(Membership(user=cast.tenant, party=cast.tenants)),
    "signing_asked_before_it_is_given": lambda cast: only(cast.tenant.memberships.get()).update(
        signing_asked_by=cast.tenant, signing_asked_at=A_MOMENT
    ),
    "member_once_per_umbrella": lambda cast: insert(
        *[PartyMember(umbrella=cast.municipality, member=cast.tenants) for _ in range(2)]
    ),
    "umbrella_not_its_own_member": lambda cast: insert(PartyMember(umbrella=cast.tenants, member=cast.tenants)),
    "history_line_once": lambda cast: insert(
        HistoryLine(
            model="agreements.Goal", record=cast.goal.history.first().history_id, row=cast.goal.pk, change="+", at=A_MOMENT
        )
    ),
    "alias_once_per_party": lambda cast: insert(*[PartyAlias(party=cast.tenants, alias="HW") for _ in range(2)]),
    "agreements.Agreement.slug": lambda cast: only(cast.agreement).update(slug=cast.other_agreement.slug),
    "agreement_years_in_order": lambda cast: only(cast.agreement).update(end_year=2022),
    "participation_once": lambda cast: insert(Participation(agreement=cast.agreement, party=cast.tenants)),
    "participation_years_in_order": lambda cast: cast.agreement.participations.update(from_year=2025, to_year=2024),
    "participation_asked_is_unanswered": lambda cast: cast.agreement.participations.update(state="asked", answered_at=A_MOMENT),
    "agenda_once_per_year": lambda cast: insert(Agenda(agreement=cast.agreement, year=2024, title="Nog een")),
    "adopted_agenda_has_date": lambda cast: only(cast.agenda).update(state="adopted"),
    "adopted_agreement_has_date": lambda cast: only(cast.agreement).update(state="adopted"),
    "theme_number_once": lambda cast: insert(Theme(agreement=cast.agreement, number="1", title="Duurzaam wonen")),
    "theme_without_number_once": lambda cast: insert(*[Theme(agreement=cast.agreement, number="", title="Slot") for _ in "ab"]),
    "goal_number_once_per_theme": lambda cast: insert(Goal(theme=cast.theme, number="17", text="Nog een")),
    "goal_years_in_order": lambda cast: only(cast.goal).update(start_year=2025, end_year=2024),
    "dropped_goal_has_reason_and_year": lambda cast: only(cast.goal).update(dropped_from=2025),
    "theme_text_once_per_year": lambda cast: insert(*[theme_text(cast, from_year=2024) for _ in range(2)]),
    "theme_text_once_from_the_beginning": lambda cast: insert(*[theme_text(cast) for _ in range(2)]),
    "goal_text_once_per_year": lambda cast: insert(*[goal_text(cast, from_year=2024) for _ in range(2)]),
    "goal_text_once_from_the_beginning": lambda cast: insert(*[goal_text(cast) for _ in range(2)]),
    "project_once": lambda cast: insert(*[Project(agreement=cast.agreement, name="Steenhuys") for _ in range(2)]),
    "condition_settled_on_a_day": lambda cast: only(ConditionFactory(action=cast.action)).update(state="met"),
    "agreements.Condition.action": lambda cast: insert(*[Condition(action=cast.action, words="mits") for _ in range(2)]),
    "label_once": lambda cast: insert(*[Label(agreement=cast.agreement, kind="group", name="ouderen") for _ in range(2)]),
    "label_of_one_row": lambda cast: insert(Labelling(label=LabelFactory(agreement=cast.agreement))),
    "label_once_per_goal": lambda cast: insert(*[labelling(cast, goal=cast.goal) for _ in range(2)]),
    "label_once_per_action": lambda cast: insert(*[labelling(cast, action=cast.action) for _ in range(2)]),
    "goal_link_between_two": lambda cast: insert(GoalLink(origin=cast.goal, copy=cast.goal)),
    "agreements.GoalLink.copy": lambda cast: insert(*[GoalLink(origin=cast.other_goal, copy=cast.goal) for _ in range(2)]),
    "source_document_once": lambda cast: insert(*[SourceDocument(agreement=cast.agreement, title="Woondeal") for _ in range(2)]),
    "project_step_once": lambda cast: insert(
        *[ProjectStep(project=ProjectFactory(agreement=cast.agreement, name=name), name="Start bouw") for name in ("Kade",)] * 2
    ),
    "project_step_with_precision": lambda cast: only(ProjectStepFactory()).update(planned_on=A_DAY),
    "dropped_action_has_reason_and_date": lambda cast: only(cast.action).update(dropped_on=A_DAY),
    "action_goes_on_from_a_day": lambda cast: only(cast.action).update(goes_on_in=2025),
    "action_due_with_precision": lambda cast: only(cast.action).update(due_on=A_DAY),
    "action_start_with_precision": lambda cast: only(cast.action).update(starts_on=A_DAY),
    "action_dates_in_order": lambda cast: only(cast.action).update(
        starts_on=A_DAY, starts_precision="day", due_on=date(2024, 6, 5), due_precision="day"
    ),
    "action_budget_not_negative": lambda cast: only(cast.action).update(budget=-1),
    "action_link_once": lambda cast: insert(*[link(cast, "merged") for _ in range(2)]),
    "action_comes_from_one": lambda cast: insert(link(cast, "split"), link(cast, "carried", earlier=ActionFactory())),
    "action_link_between_two": lambda cast: insert(link(cast, "carried", earlier=cast.action)),
    "agreements.RollChoice.action": lambda cast: insert(*[chosen(cast, choice="goes_on") for _ in range(2)]),
    "roll_choice_ends_with_reason": lambda cast: insert(chosen(cast, choice="ends")),
    "roll_choice_merged_with_one": lambda cast: insert(chosen(cast, choice="merged")),
    "roll_choice_due_with_precision": lambda cast: insert(chosen(cast, choice="changed", due_on=A_DAY)),
    "roll_choice_made_goes_along": lambda cast: insert(chosen(cast, choice="finished", made_in=SAME_FORM)),
    "lead_once_per_action": lambda cast: insert(Lead(action=cast.action, party=cast.association)),
    "indicator_once_per_goal": lambda cast: insert(*[Indicator(goal=cast.goal, name="Groei") for _ in range(2)]),
    "indicator_years_in_order": lambda cast: insert(Indicator(goal=cast.goal, name="Groei", start_year=2025, end_year=2024)),
    "import_applied_has_change_set": lambda cast: insert(AgendaImport(agenda=cast.agenda, file_name="a.csv", state="applied")),
    "target_once_per_year": lambda cast: insert_targets(cast, {"year": 2024}, {"year": 2024}),
    "target_once_without_year": lambda cast: insert_targets(cast, {}, {}),
    "target_once_from_a_year": lambda cast: insert_targets(cast, {"from_year": 2025}, {"from_year": 2025}),
    "target_of_a_year_holds_in_it": lambda cast: insert_targets(cast, {"year": 2024, "from_year": 2025}),
    "target_has_value_or_formula": lambda cast: insert_targets(cast, {"value": None}),
    "target_range_in_order": lambda cast: insert_targets(cast, {"value": 1000, "value_to": 763}),
    "meeting_rule_once": lambda cast: insert(*[MeetingRule(agreement=cast.agreement, kind="bestuurlijk") for _ in range(2)]),
    "quorum_number_of_parties": lambda cast: insert(MeetingRule(agreement=cast.agreement, kind="bestuurlijk", quorum="number")),
    "times_a_year_or_weeks": lambda cast: insert(
        MeetingRule(agreement=cast.agreement, kind="thematic", per_year=2, every_weeks=6)
    ),
    "parties.Invitation.token_hash": lambda cast: insert(invited(cast, "a"), invited(cast, "a", email="b@test.example")),
    "invitation_waits_once": lambda cast: insert(invited(cast, "a"), invited(cast, "b")),
    "invitation_email_in_lower_case": lambda cast: insert(invited(cast, "a", email="Nora@test.example")),
    "invitation_accepted_by_someone": lambda cast: insert(invited(cast, "a", accepted_at=A_MOMENT)),
    "comment_about_one_thing": lambda cast: insert(said(cast, action=cast.action, goal=cast.goal)),
    "comment_resolved_as_a_whole": lambda cast: insert(said(cast, action=cast.action, resolved_at=A_MOMENT)),
    "mention_once": lambda cast: twice(MentionFactory(comment__action=cast.action)),
    "appendix_once_per_agenda": lambda cast: insert(
        *[Appendix(agreement=cast.agreement, agenda=cast.agenda, number="1", title="Prognose") for _ in range(2)]
    ),
    "appendix_once_per_agreement": lambda cast: insert(
        *[Appendix(agreement=cast.agreement, number="1", title="Begrippen") for _ in range(2)]
    ),
    "round_once_per_agenda": lambda cast: twice(RoundFactory(agenda=cast.agenda)),
    "round_window_in_order": lambda cast: only(RoundFactory(agenda=cast.agenda)).update(closes_on=A_DAY),
    "round_opened_by_someone": lambda cast: only(RoundFactory(agenda=cast.agenda)).update(opened_at=A_MOMENT),
    "round_closed_by_someone": lambda cast: only(RoundFactory(agenda=cast.agenda, opened=True)).update(closed_at=A_MOMENT),
    "lead_exception_once": lambda cast: twice(LeadExceptionFactory(action=cast.action)),
    "extension_once": lambda cast: twice(RoundExtensionFactory(round__agenda=cast.agenda)),
    "meeting_once": lambda cast: insert(*[Meeting(agreement=cast.agreement, held_on=A_DAY) for _ in range(2)]),
    "present_once": lambda cast: insert(
        *[
            Attendance(meeting=meeting, party=cast.tenants, user=cast.tenant)
            for meeting in [MeetingFactory(agreement=cast.agreement)]
            for _ in range(2)
        ]
    ),
    "represented_by_somebody": lambda cast: insert(
        Attendance(meeting=MeetingFactory(agreement=cast.agreement), party=cast.tenants, user=cast.tenant, kind="represented")
    ),
    "meeting_party_once": lambda cast: insert(
        *2 * [MeetingParty(meeting=MeetingFactory(agreement=cast.agreement, kind="thematic"), party=cast.tenants)]
    ),
    "meeting_hours_in_order": lambda cast: meeting(cast).update(starts_at=time(16), ends_at=time(14)),
    "cancelled_meeting_has_reason": lambda cast: meeting(cast).update(cancelled_on=A_DAY),
    "cancelled_meeting_has_no_minutes": lambda cast: meeting(cast).update(
        cancelled_on=A_DAY, cancel_reason="Te weinig mensen.", minutes_sent_at=A_MOMENT
    ),
    "monitoring.AdoptedMinutes.meeting": lambda cast: insert(
        AdoptedMinutes(
            meeting=(row := adopted(cast)).meeting, adopted_in=row.adopted_in, content="{}", sha256="0", by=cast.officer
        )
    ),
    "monitoring.ReactionAnswer.reaction": lambda cast: insert(
        *2 * [ReactionAnswer(reaction=reaction(cast), outcome="taken_over", text="Ja.", by=cast.officer)]
    ),
    "notice_subject_is_one": lambda cast: insert(NoticeSubject(notice=notice(cast))),
    "notice_goal_once": lambda cast: insert(*2 * [NoticeSubject(notice=notice(cast), goal=cast.goal)]),
    "notice_action_once": lambda cast: insert(*2 * [NoticeSubject(notice=notice(cast), action=cast.action)]),
    "notice_receipt_once": lambda cast: insert(*2 * [receipt(cast, "mailed", cast.tenant)]),
    "notice_confirmed_once": lambda cast: insert(*(receipt(cast, "confirmed", one) for one in (cast.tenant, cast.officer))),
    "monitoring.NoticeEnd.notice": lambda cast: insert(
        *2 * [NoticeEnd(notice=notice(cast), kind="withdrawn", text="Ingetrokken.", by=cast.officer)]
    ),
    "reactions_to_sent_minutes": lambda cast: meeting(cast).update(react_until=A_DAY),
    "minutes_adopted_in_another": lambda cast: AdoptedMinutes.objects.filter(pk=adopted(cast).pk).update(
        adopted_in=models.F("meeting")
    ),
    "decision_on_action_or_goal": lambda cast: insert(
        Decision(meeting=MeetingFactory(agreement=cast.agreement), text="Besluit.")
    ),
    "withdrawn_decision_has_reason": lambda cast: only(
        DecisionFactory(meeting=MeetingFactory(agreement=cast.agreement), action=cast.action)
    ).update(withdrawn_at=A_MOMENT, withdrawn_by=cast.officer),
    "item_once_per_origin": lambda cast: insert(*2 * [item(cast, origin="question:1")]),
    "item_about_one_thing": lambda cast: insert(item(cast, action=cast.action, goal=cast.goal)),
    "item_left_out_with_reason": lambda cast: insert(item(cast, left_out_on=A_DAY)),
    "item_has_title": lambda cast: insert(item(cast, title="")),
    "item_left_out_is_not_decided": lambda cast: insert(
        item(cast, left_out_on=A_DAY, left_out_reason="Geen tijd.", settled_at=A_MOMENT)
    ),
    "item_within_a_day": lambda cast: insert(item(cast, minutes_needed=481)),
    "action_point_done_with_note": lambda cast: insert(
        ActionPoint(
            meeting=MeetingFactory(agreement=cast.agreement), party=cast.tenants, text="Doen.", due_on=A_DAY, done_note="Klaar."
        )
    ),
    "fixed_item_once": lambda cast: insert(*[FixedItem(agreement=cast.agreement, title="Rondvraag") for _ in range(2)]),
    "monitoring.EscalationRule.agreement": lambda cast: insert(*[EscalationRule(agreement=cast.agreement) for _ in range(2)]),
    "monitoring.ProgressUpdate.token": lambda cast: twice(ProgressUpdateFactory(action=cast.action)),
    "progress_one_draft": lambda cast: insert(
        *[
            ProgressUpdate(action=cast.action, round=round, party=cast.association, reported_by=cast.admin, reference_date=A_DAY)
            for round in [RoundFactory(agenda=cast.agenda)]
            for _ in range(2)
        ]
    ),
    "progress_has_phase_and_judgement": lambda cast: progress(cast).update(phase=""),
    "progress_explains_amber_and_red": lambda cast: progress(cast, amber=True).update(ask=""),
    "progress_asks_or_needs_nothing": lambda cast: progress(cast, amber=True).update(needs_no_decision=True),
    "progress_done_is_finished": lambda cast: progress(cast).update(judgement="done"),
    "progress_unchanged_is_on_track": lambda cast: progress(cast, amber=True).update(is_unchanged=True),
    "progress_proposal_has_date": lambda cast: progress(cast).update(proposal="other_date"),
    "progress_proposal_has_text": lambda cast: progress(cast).update(proposal="drop"),
    "position_once_per_round": lambda cast: twice(
        freeze(agenda=cast.agenda, round=RoundFactory(agenda=cast.agenda), by=cast.officer)
    ),
    "monitoring.CalendarAddress.user": lambda cast: insert(*calendars(cast.officer, cast.officer)),
    "monitoring.CalendarAddress.token_hash": lambda cast: insert(*calendars(cast.officer, cast.tenant, hashed="een")),
    "monitoring.Visit.user": lambda cast: insert(*[Visit(user=cast.officer, seen_at=A_MOMENT) for _ in range(2)]),
    "digest_once_a_day": lambda cast: insert(*[Digest(user=cast.officer, sent_on=A_DAY) for _ in range(2)]),
    "reminder_once_for_party": lambda cast: insert(*2 * [reminder(cast, party=cast.association)]),
    "reminder_once_for_coordinator": lambda cast: insert(*2 * [reminder(cast)]),
    "reminder_once_for_figure": lambda cast: insert(*2 * [reminder(cast, round=None, delivery=DataDeliveryFactory())]),
    "reminder_once_for_step": lambda cast: insert(
        *2 * [reminder(cast, round=None, agreement=cast.agreement, step="offer", step_on=A_DAY)]
    ),
    "reminder_of_one_thing": lambda cast: insert(reminder(cast, delivery=DataDeliveryFactory())),
    "legal_step_once_a_year": lambda cast: insert(
        *[LegalStep(agreement=cast.agreement, year=2024, kind="offer") for _ in range(2)]
    ),
    "legal_step_document_with_date": lambda cast: insert(
        LegalStep(agreement=cast.agreement, year=2024, kind="offer", document_date=A_DAY)
    ),
    "reminder_text_once": lambda cast: insert(
        *[ReminderText(agreement=cast.agreement, kind="opening", subject="Een", body="Twee") for _ in range(2)]
    ),
    "evaluation_once": lambda cast: insert(*[planned(cast) for _ in range(2)]),
    "evaluation_window_in_order": lambda cast: only(EvaluationFactory(agenda=cast.agenda)).update(closes_on=A_DAY),
    "evaluation_opened_by_someone": lambda cast: only(EvaluationFactory(agenda=cast.agenda)).update(opened_at=A_MOMENT),
    "evaluation_closed_by_someone": lambda cast: only(EvaluationFactory(agenda=cast.agenda, opened=True)).update(
        closed_at=A_MOMENT
    ),
    "evaluation_concluded_when_closed": lambda cast: only(EvaluationFactory(agenda=cast.agenda)).update(conclusion="Goed."),
    "evaluation_extension_once": lambda cast: twice(evaluation_extension(cast)),
    "evaluation_question_once": lambda cast: twice(EvaluationFactory(agenda=cast.agenda).questions.first()),
    "evaluation_answer_once_per_party": lambda cast: twice(evaluated(cast)),
    "evaluation_answer_once_per_person": lambda cast: twice(evaluated(cast, user=cast.tenant)),
    "evaluation_cooperation_on_scale": lambda cast: only(evaluated(cast)).update(cooperation=11),
    "evaluation_mark_has_reason": lambda cast: only(evaluated(cast)).update(reason=""),
    "evaluation_reply_once": lambda cast: twice(EvaluationReplyFactory(answer=evaluated(cast))),
    "evaluation_point_once": lambda cast: twice(evaluation_point(cast)),
    "evaluation_point_about_one": lambda cast: only(evaluation_point(cast)).update(goal=cast.goal, action=cast.action),
    "evaluation_point_settled_with_words": lambda cast: only(evaluation_point(cast)).update(settled_on=A_DAY),
    "return_has_reason": lambda cast: only(ReviewFactory(update__action=cast.action)).update(outcome="returned"),
    "dissent_once_per_party": lambda cast: twice(DissentFactory(update__action=cast.action, party=cast.tenants)),
    "measurement_has_value_or_is_unknown": lambda cast: insert(measured(cast, value=None)),
    "unknown_measurement_has_reason": lambda cast: insert(measured(cast, value=None, is_unknown=True)),
    "measurement_period_in_order": lambda cast: insert(measured(cast, period_start=date(2024, 6, 7))),
    "correction_has_reason": lambda cast: insert(measured(cast, correction_reason="Verkeerd geteld.")),
    "monitoring.Measurement.replaces": lambda cast: insert(*measured_and_corrected_twice(cast)),
    "monitoring.Measurement.sent_as": lambda cast: insert(*[measured(cast, sent_as=SAME_FORM) for _ in range(2)]),
    "monitoring.DwellingCount.sent_as": lambda cast: insert(*[counted(cast) for _ in range(2)]),
    "delivery_once_per_year": lambda cast: insert(
        *2 * [DataDelivery(indicator=IndicatorFactory(goal=cast.goal), party=cast.tenants, year=2024, due_on=A_DAY)]
    ),
}

A_ROW = {
    "action": lambda cast: cast.action,
    "agenda": lambda cast: cast.agenda,
    "agreement": lambda cast: cast.agreement,
    "assent": lambda cast: inserted(answered(cast)),
    "decision": lambda cast: withdrawn(cast),
    "disputenotice": lambda cast: notice(cast),
    "dissent": lambda cast: DissentFactory(update__action=cast.action, party=cast.tenants),
    "goal": lambda cast: cast.goal,
    "legalstep": lambda cast: LegalStepFactory(agreement=cast.agreement),
    "measurement": lambda cast: MeasurementFactory(
        indicator=IndicatorFactory(goal=cast.goal), party=cast.tenants, recorded_by=cast.tenant
    ),
    "meeting": lambda cast: MeetingFactory(agreement=cast.agreement, cancelled_on=A_DAY, cancel_reason="Te druk."),
    "minutesaddition": lambda cast: MinutesAddition.objects.create(
        meeting=MeetingFactory(agreement=cast.agreement), text="De datum was anders.", by=cast.officer
    ),
    "evaluation": lambda cast: EvaluationFactory(agenda=cast.agenda, opened=True, closed=True),
    "evaluationanswer": lambda cast: evaluated(cast),
    "evaluationextension": lambda cast: evaluation_extension(cast),
    "evaluationreply": lambda cast: EvaluationReplyFactory(answer=evaluated(cast)),
    "minutesreaction": lambda cast: reaction(cast),
    "noticeend": lambda cast: inserted(NoticeEnd(notice=notice(cast), kind="withdrawn", text="Nee.", by=cast.officer)),
    "reactionanswer": lambda cast: inserted(
        ReactionAnswer(reaction=reaction(cast), outcome="taken_over", text="Ja.", by=cast.officer)
    ),
    "adoptedminutes": lambda cast: adopted(cast),
    "comment": lambda cast: CommentFactory(action=cast.action, party=cast.tenants, by=cast.tenant, is_own=True),
    "item": lambda cast: ItemFactory(
        meeting=MeetingFactory(agreement=cast.agreement), left_out_on=A_DAY, left_out_reason="Geen tijd."
    ),
    "actionpoint": lambda cast: ActionPointFactory(
        meeting=MeetingFactory(agreement=cast.agreement), party=cast.tenants, done_on=A_DAY
    ),
    "leadexception": lambda cast: LeadExceptionFactory(action=cast.action),
    "position": lambda cast: freeze(agenda=cast.agenda, round=RoundFactory(agenda=cast.agenda), by=cast.officer),
    "progressupdate": lambda cast: ProgressUpdateFactory(action=cast.action),
    "proposal": lambda cast: inserted(proposed(cast)),
    "remindertext": lambda cast: ReminderTextFactory(agreement=cast.agreement),
    "review": lambda cast: ReviewFactory(update__action=cast.action),
    "rollchoice": lambda cast: RollChoiceFactory(action=cast.action),
    "round": lambda cast: RoundFactory(agenda=cast.agenda),
    "roundextension": lambda cast: RoundExtensionFactory(round__agenda=cast.agenda),
    "theme": lambda cast: cast.theme,
    "themetext": lambda cast: saved(theme_text(cast)),
    "goaltext": lambda cast: saved(goal_text(cast)),
    "version": lambda cast: inserted(stored(cast, 1)),
    "publication": lambda cast: inserted(publication(cast)),
    "publicconsent": lambda cast: inserted(public_consent(cast)),
    "withholding": lambda cast: inserted(withheld(cast)),
    "advice": lambda cast: inserted(
        advice(cast, **GIVEN, given_by=cast.tenant, follows="followed", answered_on=A_DAY, answered_by=cast.officer)
    ),
    "participation": qualified,
}


def our_models() -> list:
    return [model for app in ("parties", "agreements", "monitoring") for model in apps.get_app_config(app).get_models()]


def long_texts() -> list[LongText]:
    return [
        field
        for model in our_models()
        if "Historical" not in model.__name__
        for field in model._meta.local_fields
        if isinstance(field, LongText)
    ]


def too_long(field: LongText):
    """One character more than fits, past the model; with the date that a reason for dropping needs."""
    is_goal = field.model is Goal
    date_of_drop = (
        {"dropped_from": 2025}
        if is_goal and field.name == "drop_reason"
        else {"dropped_on": A_DAY}
        if field.name == "drop_reason"
        else {}
    )
    row = A_ROW[field.model._meta.model_name]
    return lambda cast: only(row(cast)).update(**{field.name: "x" * (field.max_length + 1)}, **date_of_drop)


REFUSED |= {f"{field.model._meta.model_name}_{field.name}_maximum": too_long(field) for field in long_texts()}

REFUSED_AS_WELL = {
    "a comment about nothing": lambda cast: insert(said(cast)),
    "an invitation that is accepted and withdrawn": lambda cast: insert(
        invited(cast, "a", accepted_at=A_MOMENT, accepted_by=cast.tenant, withdrawn_at=A_MOMENT)
    ),
    "a figure that is said to be unknown": lambda cast: insert(
        measured(cast, is_unknown=True, unknown_reason="Nog niet geteld.")
    ),
    "a reason for a figure that is known": lambda cast: insert(measured(cast, unknown_reason="Nog niet geteld.")),
    "a correction without a reason": lambda cast: insert(
        measured(cast, replaces_id=measured_and_corrected_twice(cast)[0].replaces_id)
    ),
    "a reason without a date": lambda cast: only(cast.action).update(drop_reason="De grond is verkocht."),
    "a precision without a due date": lambda cast: only(cast.action).update(due_precision="year"),
    "a precision without a start": lambda cast: only(cast.action).update(starts_precision="year"),
    "a closed agenda without a date": lambda cast: only(cast.agenda).update(state="closed"),
    "an update without a judgement": lambda cast: progress(cast).update(judgement=""),
    "a red without its cause": lambda cast: progress(cast, red=True).update(cause=""),
    "an amber without its effect": lambda cast: progress(cast, amber=True).update(effect=""),
    "an amber without its correction": lambda cast: progress(cast, amber=True).update(correction=""),
    "a round opened by someone at no moment": lambda cast: only(RoundFactory(agenda=cast.agenda)).update(opened_by=cast.admin),
    "a round closed that was never opened": lambda cast: only(RoundFactory(agenda=cast.agenda)).update(
        closed_at=A_MOMENT, closed_by=cast.admin
    ),
    "a reminder about nothing": lambda cast: insert(reminder(cast, round=None)),
    "another text that is not given": lambda cast: progress(cast).update(proposal="other_text"),
    "a decision about an action and a goal": lambda cast: insert(
        Decision(meeting=MeetingFactory(agreement=cast.agreement), text="Besluit.", action=cast.action, goal=cast.goal)
    ),
    "an item about a proposal and an advice": lambda cast: insert(
        item(cast, proposal=inserted(proposed(cast)), advice=inserted(advice(cast)))
    ),
    "a reason to leave out what is not left out": lambda cast: insert(item(cast, left_out_reason="Geen tijd.")),
    "a goal that takes the number of its neighbour": lambda cast: insert(
        *[Goal(theme=cast.other_theme, number="12", text="Een") for _ in range(2)]
    ),
}


def own_constraints() -> list:
    return [row for model in our_models() if "Historical" not in model.__name__ for row in model._meta.constraints]


def unique_fields() -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.local_fields
        if field.unique and not field.primary_key
    }


def test_every_constraint_has_a_case():
    assert set(REFUSED) == {row.name for row in own_constraints()} | unique_fields()


def test_every_constraint_has_a_sentence_for_the_editor():
    without = [row.name for row in own_constraints() if row.violation_error_message == row.default_violation_error_message]
    assert without == []


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(cast, name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        REFUSED[name](cast)
    message = str(refused.value)
    assert name in message or "unique" in message.lower(), "another rule refused it"


@pytest.mark.parametrize("case", REFUSED_AS_WELL)
def test_the_database_refuses_as_well(cast, case):
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED_AS_WELL[case](cast)


def test_the_smallest_rows_of_the_story_break_no_rule(cast):
    """Or the cases above could be refused for what they leave as it is."""
    for row in (cast.tenants, cast.tenant, cast.agreement, cast.agenda, cast.theme, cast.goal, cast.action, cast.lead):
        row.full_clean(exclude=["password"])
    assert [Party.objects.count(), User.objects.count(), Agreement.objects.count(), Action.objects.count()] == [4, 6, 2, 2]
