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
    Goal,
    Indicator,
    Lead,
    MeetingRule,
    Note,
    Participation,
    Project,
    Target,
    Theme,
)
from parties.history.owners import Owner, OwnerTable, remember
from parties.history.write_rules import Act, Write, is_within
from parties.models import Party, User
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
    return Party.objects.signed_by(write.by).filter(pk=write.row.party_id).exists()


def _composes(write: Write) -> bool:
    return composes(write.row.agreement_id, write.by)


def composes(agreement: int | None, by: User) -> bool:
    """Whether the agreement still is the person's alone: nobody else has said yes, and nothing was put to anyone.

    One in which nobody takes part yet is of whoever made it.
    """
    own = Party.objects.coordinated_by(by).values("pk")
    rows = Participation.objects.filter(agreement=agreement)
    if not by.is_staff or rows.accepted().exclude(party__in=own).exists():
        return False
    if agreement is None or rows.accepted().exists():
        return True
    return Agreement.history.filter(id=agreement, history_type="+", history_user=by).exists()


def _asks_or_answers(write: Write) -> bool:
    """Whether it is the answer of a coordinator of the party, or a new request under the person's own name."""
    row = write.row
    if is_within(Act.ANSWER_REQUEST):
        return True
    if write.before is not None or row.asked_by_id != write.by.pk:
        return False
    if row.state == Participation.State.ASKED:
        return row.answered_by_id is None
    own = Party.objects.coordinated_by(write.by).filter(pk=row.party_id)
    return row.is_accepted and row.answered_by_id == write.by.pk and own.exists()


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
answerers = Owner(
    "wie vraagt, en een coördinator van de partij zelf die antwoordt",
    lambda write: "" if _asks_or_answers(write) else str(_("Only a coordinator of the party itself says yes or no for it.")),
)
withdrawers = whoever(
    "zoals toevoegen; zolang er geen antwoord is ook wie het vroeg",
    lambda write: is_within(Act.ANSWER_REQUEST) or _composes(write),
    _("Who takes part, and how, is changed by all parties together. Ask the administrator of Driehoek until then."),
)
signers = whoever(
    "wie voor die partij mag tekenen", _signs_for_it, _("Only someone who may sign for this party fills in its signature.")
)
adoption = within(
    "niemand: de vaststelling schrijft het",
    Act.RECORD_ADOPTION,
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
        all_parties: "agreement party role from_year to_year right_of_advice advice_subject",
        signers: "signed_on signed_by mandate",
        orderers: "position",
        answerers: "state asked_by asked_at answered_by answered_at",
        program: "id",
    },
    adding=all_parties,
    removing=withdrawers,
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
owners.add(Note, {own_party: "action goal party author text", program: "id written_at"}, adding=own_party)

__all__ = ["administrator", "agreement_id_of", "composes", "editors", "nobody", "owners"]
