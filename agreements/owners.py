"""Who owns each field of what was agreed; docs/eigenaren.md shows the table.

Whether the text may change at all is another question: agreements/consent/lock.py.
"""

from functools import reduce

from django.utils.translation import gettext_lazy as _

from agreements.models import (
    Action,
    Agenda,
    AgendaImport,
    Agreement,
    Appendix,
    Assent,
    Goal,
    Indicator,
    Lead,
    MeetingRule,
    NeededAnswer,
    Note,
    Participation,
    Project,
    Proposal,
    Target,
    Theme,
    Version,
    VersionFile,
    VersionHead,
)
from parties.history.owners import OwnerTable, remember
from parties.history.write_rules import Act, Write, is_within
from parties.models import Party
from parties.owners import administrator, nobody, program, whoever, within

owners = OwnerTable()


def agreement_id_of(row) -> int | None:
    """The key of the agreement to which the row belongs; None where that is not filled in yet."""
    if isinstance(row, Agreement):
        return row.pk
    *path, last = row.agreement_path.split("__")
    above = reduce(lambda found, name: getattr(found, name, None) if found is not None else None, path, row)
    return getattr(above, f"{last}_id", None)


def _writes(write: Write) -> bool:
    """Whether the person is editor or coordinator of a party that signs or advises; a new agreement is every coordinator's."""
    agreement = agreement_id_of(write.row)
    if agreement is None:
        return write.by.is_staff
    return remember(("writes", write.by.pk, agreement), Agreement.objects.editable_by(write.by).filter(pk=agreement).exists)


def _signs_for_it(write: Write) -> bool:
    return is_within(Act.TAKE_EFFECT) or Party.objects.signed_by(write.by).filter(pk=write.row.party_id).exists()


def _composes(write: Write) -> bool:
    """Whether the agreement still is the person's alone: nobody else has said yes, and nothing was put to anyone."""
    own = Party.objects.coordinated_by(write.by).values("pk")
    others = Participation.objects.filter(agreement=write.row.agreement_id).exclude(party__in=own)
    return write.by.is_staff and not others.exists()


def _chooses_contact(write: Write) -> bool:
    if write.row.party_id is None:
        return True
    return Party.objects.contacts_chosen_by(write.by).filter(pk=write.row.party_id).exists()


def _keeps_note(write: Write) -> bool:
    return Party.objects.own_of(write.by).filter(pk=write.row.party_id).exists()


editors = whoever(
    "redacteuren en coördinatoren van partijen die tekenen of adviseren",
    _writes,
    _("Only editors and coordinators of the parties that sign or advise write this."),
)
all_parties = whoever(
    "alle partijen samen (tot die weg er is: de beheerder, met bericht aan allen)",
    _composes,
    _("Who takes part, and how, is changed by all parties together. Ask the administrator of Driehoek until then."),
)
orderers = whoever(
    "redacteuren en coördinatoren van partijen die tekenen of adviseren",
    lambda write: _writes(write) or (write.before is None and _composes(write)),
    _("Only editors and coordinators of the parties that sign or advise write this."),
)
signers = whoever(
    "wie voor die partij mag tekenen", _signs_for_it, _("Only someone who may sign for this party fills in its signature.")
)
adoption = within(
    "niemand: de vaststelling schrijft het",
    Act.TAKE_EFFECT,
    sentence=_("State, version and date of adoption follow from the adoption; nobody fills them in by hand."),
)
contact_chooser = whoever(
    "een coördinator van de trekker", _chooses_contact, _("Only a coordinator of the lead itself chooses its contact.")
)
own_party = whoever("de eigen partij", _keeps_note, _("Only the own party writes its notes."))

owners.add(
    Agreement,
    {
        editors: "title slug start_year end_year introduction layout theme_label theme_separator goal_label action_label"
        " predecessor",
        program: "id",
    },
    adding=editors,
)
owners.add(
    Participation,
    {
        all_parties: "agreement party role from_year to_year right_of_advice advice_subject answers_needed",
        signers: "signed_on signed_by mandate",
        orderers: "position",
        program: "id",
    },
    adding=all_parties,
)
owners.add(
    Agenda,
    {editors: "agreement year title introduction_title introduction", adoption: "state adopted_on version", program: "id"},
    adding=editors,
)
owners.add(Project, {editors: "agreement name area dwellings phase expected_on", program: "id"}, adding=editors)
owners.add(Theme, {editors: "agreement parent number title introduction position", program: "id"}, adding=editors)
owners.add(
    Goal,
    {editors: "theme number text commitment start_year end_year added_on is_focus position", program: "id"},
    adding=editors,
)
owners.add(
    Action,
    {
        editors: "agenda goal number project text kind lead_text starts_on starts_precision due_on due_precision recurrence"
        " budget dropped_on drop_reason carried_from position",
        program: "id",
    },
    adding=editors,
)
owners.add(Lead, {editors: "action party task position", contact_chooser: "contact", program: "id"}, adding=editors)
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
owners.add(Target, {editors: "indicator year value value_to formula approximate provisional", program: "id"}, adding=editors)
owners.add(
    MeetingRule,
    {
        editors: "agreement kind subject frequency per_year is_maximum participants planned_by prepared_by minuted_by goal"
        " position",
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
    Version,
    {
        adoption: "agreement agenda place number kind in_force_from content content_sha256 ground previous sha256 recorded_at",
        program: "id",
    },
    adding=adoption,
    removing=nobody,
)
owners.add(
    VersionFile,
    {adoption: "version kind file file_name sha256 party added_by added_at", program: "id"},
    adding=adoption,
    removing=nobody,
)
owners.add(VersionHead, {program: "agreement place sha256"}, adding=program)
owners.add(
    Proposal,
    {
        adoption: "agreement agenda kind state content_sha256 reason deadline party opened_by opened_at signed_on signed_file"
        " signed_file_name ended_at end_reason reminded_at version",
        program: "id",
    },
    adding=adoption,
    removing=nobody,
)
owners.add(NeededAnswer, {adoption: "proposal party people position", program: "id"}, adding=adoption, removing=nobody)
owners.add(
    Assent,
    {adoption: "needed answer remark goal action by capacity mandate content_sha256 at", program: "id"},
    adding=adoption,
    removing=nobody,
)
owners.add(Note, {own_party: "action goal party author text", program: "id written_at"}, adding=own_party)

__all__ = ["administrator", "agreement_id_of", "editors", "nobody", "owners"]
