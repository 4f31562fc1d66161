"""Who owns each field of what was agreed; docs/eigenaren.md shows the table.

Who they are stands in agreements/writers.py. Whether the text may change at all is another question: agreements/consent/lock.py.
"""

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
    VersionHead,
    Withholding,
    WritingStep,
)
from agreements.writers import (
    adoption,
    advising,
    all_parties,
    answerers,
    condition_reporters,
    condition_writers,
    contact_chooser,
    editors,
    named,
    orderers,
    publishing,
    resolvers,
    rolling,
    signers,
    step_reporters,
    who_names,
    who_says,
    who_takes_away,
    withdrawers,
    withholder,
    year_writer,
)
from parties.history.owners import OwnerTable
from parties.owners import nobody, own_coordinator, program

owners = OwnerTable()


owners.add(
    Agreement,
    {
        editors: "title slug start_year end_year rolling_years introduction layout theme_label theme_separator goal_label"
        " action_label meeting_decides predecessor",
        adoption: "state adopted_on version",
        withholder: "has_withheld",
        program: "id",
    },
    adding=editors,
)
owners.add(
    Participation,
    {
        all_parties: "agreement party role from_year to_year right_of_advice advice_subject advice_adds answers_needed",
        signers: "signed_on signed_by mandate",
        orderers: "position",
        answerers: "state asked_by asked_at answered_by answered_at",
        program: "id reminded_at printed_from printed_until",
    },
    adding=all_parties,
    removing=withdrawers,
)
owners.add(
    Agenda,
    {
        editors: "agreement year title introduction_title introduction when_printed lists_references prints_contributions",
        adoption: "state adopted_on version",
        program: "id",
    },
    adding=editors,
)
owners.add(Project, {editors: "agreement name area dwellings phase expected_on", program: "id"}, adding=editors)
owners.add(SourceDocument, {editors: "agreement kind title edition link", program: "id"}, adding=editors)
owners.add(
    ProjectStep,
    {editors: "project name planned_on planned_precision", step_reporters: "reached_on", program: "id"},
    adding=editors,
)
owners.add(
    Theme,
    {editors: "agreement parent number title introduction position", withholder: "has_withheld", program: "id words_from"},
    adding=editors,
)
owners.add(
    Goal,
    {
        editors: "theme number text commitment references start_year end_year added_on is_focus dropped_from drop_reason"
        " position",
        withholder: "has_withheld",
        program: "id words_from",
    },
    adding=editors,
)
owners.add(
    ThemeText, {year_writer: "theme from_year number title introduction parent position", program: "id"}, adding=year_writer
)
owners.add(
    GoalText, {year_writer: "goal from_year number text commitment references theme position", program: "id"}, adding=year_writer
)
owners.add(
    Action,
    {
        editors: "agenda goal number project text kind lead_text starts_on starts_precision due_on due_precision recurrence"
        " budget contributions references dropped_on drop_reason goes_on_in added_on position",
        withholder: "has_withheld",
        program: "id",
    },
    adding=editors,
)
owners.add(
    Condition,
    {condition_writers: "action words party waits_for until", condition_reporters: "state settled_on", program: "id"},
    adding=condition_writers,
)
owners.add(Label, {editors: "agreement kind name", program: "id"}, adding=editors)
owners.add(Labelling, {editors: "label goal action", program: "id"}, adding=editors)
owners.add(GoalLink, {editors: "origin copy", program: "id"}, adding=editors)
owners.add(ActionLink, {editors: "earlier later kind", program: "id"}, adding=editors)
owners.add(Lead, {editors: "action party task position", contact_chooser: "contact", program: "id agenda"}, adding=editors)
owners.add(
    RollChoice,
    {
        editors: "action choice text due_on due_precision parts into reason decided_in by at",
        rolling: "made_in",
        program: "id",
    },
    adding=editors,
)
owners.add(
    Appendix, {editors: "agreement agenda number title file file_name document_date position", program: "id"}, adding=editors
)
owners.add(
    Indicator,
    {
        editors: "goal name unit kind per start_year end_year scope price_level baseline baseline_on source"
        " delivered_by delivered_to delivered_when position",
        program: "id",
    },
    adding=editors,
)
owners.add(
    Target,
    {editors: "indicator year value value_to formula approximate provisional", program: "id from_year"},
    adding=editors,
)
owners.add(
    MeetingRule,
    {
        editors: "agreement kind subject frequency per_year is_maximum every_weeks quorum quorum_number participants planned_by"
        " prepared_by minuted_by goal position",
        program: "id",
    },
    adding=editors,
)
owners.add(
    AgendaImport,
    {
        editors: "agenda file file_name sha256 uploaded_by columns answers state change_set counts",
        program: "id uploaded_at",
    },
    adding=editors,
)
owners.add(
    Comment,
    {
        who_says: "agreement year agenda theme goal action party is_own by answers_to text",
        resolvers: "resolved_at resolved_by",
        program: "id written_at",
    },
    adding=who_says,
    removing=who_takes_away,
)
owners.add(Mention, {who_names: "comment person", named: "seen_at", program: "id told_at"}, adding=who_names)
owners.add(
    Version,
    {
        adoption: "agreement agenda place number kind in_force_from content content_sha256 ground previous sha256 recorded_at"
        " proposed_in",
        program: "id",
    },
    adding=adoption,
    removing=nobody,
)
owners.add(
    VersionFile,
    {
        adoption: "version kind file file_name sha256 masks party is_joint signed_on carries_mark is_sealed added_by added_at",
        program: "id",
    },
    adding=adoption,
    removing=nobody,
)
owners.add(VersionHead, {program: "agreement place sha256"}, adding=program)
owners.add(LastLook, {program: "id party agreement agenda looked_at"}, adding=program)
owners.add(
    Withholding,
    {withholder: "agreement version file kind row_id field words reason by at lifted_by lifted_at", program: "id"},
    adding=withholder,
    removing=nobody,
)
owners.add(
    Publication,
    {
        publishing: "agreement agenda version party by published_at embargo_until withdrawn_at withdrawn_on withdrawn_by"
        " withdraw_reason",
        program: "id",
    },
    adding=publishing,
    removing=nobody,
)
owners.add(
    PublicConsent,
    {publishing: "agreement agenda kind party by at withdrawn_at withdrawn_by", program: "id"},
    adding=publishing,
    removing=nobody,
)
owners.add(
    Advice,
    {
        advising: "agreement proposal agenda goal action party right adds subject question request_file request_file_name"
        " asking_party asked_by asked_on due_on outcome text advice_file advice_file_name given_on given_by follows answer"
        " answered_on answered_by withdrawn_on withdrawn_by withdraw_reason",
        program: "id",
    },
    adding=advising,
    removing=nobody,
)
owners.add(AdviceSubject, {own_coordinator: "agreement party goal action", program: "id"}, adding=own_coordinator)
owners.add(
    Proposal,
    {
        adoption: "agreement agenda kind state subject level base renews content_sha256 reason deadline party opened_by opened_at"
        " signed_on signed_file signed_file_name ended_at end_reason reminded_at version",
        program: "id",
    },
    adding=adoption,
    removing=nobody,
)
owners.add(
    Change,
    {adoption: "proposal position kind about theme goal action indicator participation was becomes", program: "id"},
    adding=adoption,
    removing=adoption,
)
owners.add(NeededAnswer, {adoption: "proposal party people position", program: "id"}, adding=adoption, removing=nobody)
owners.add(
    Assent,
    {adoption: "needed answer remark goal action by capacity mandate content_sha256 at", program: "id"},
    adding=adoption,
    removing=nobody,
)
owners.add(
    SignedCopy,
    {adoption: "proposal party file file_name sha256 signed_on is_joint carries_mark added_by added_at", program: "id"},
    adding=adoption,
    removing=nobody,
)
owners.add(
    Ceremony,
    {adoption: "proposal starts_at place moves cancelled_at set_by changed_at", program: "id"},
    adding=adoption,
    removing=nobody,
)
owners.add(WritingStep, {program: "id agenda by change_set what at undone_at token said made"}, adding=program)
owners.add(AgreementDraft, {program: "id person party content step handed_over_at changed_at"}, adding=program)
