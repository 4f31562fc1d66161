"""Who they are that own a field of what was agreed; agreements/owners.py says of which fields."""

from functools import reduce

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from agreements.models import Action, Agreement, Comment, Lead, Participation
from agreements.models.comment import commenting_parties
from parties.history.owners import Owner, remember
from parties.history.write_rules import Act, Write, is_within
from parties.models import Party, User
from parties.models.party import COORDINATED_PARTIES
from parties.owners import whoever, within
from parties.prepared import Prepared


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
    if is_within(Act.CHANGE_AGREED):
        return True
    if agreement is None:
        return write.by.is_staff
    return remember(
        ("writes", write.by.pk, agreement), lambda: Agreement.objects.editable_by(write.by).filter(pk=agreement).exists()
    )


def _signs_for_it(write: Write) -> bool:
    return is_within(Act.TAKE_EFFECT) or Party.objects.signed_by(write.by).filter(pk=write.row.party_id).exists()


def _composes(write: Write) -> bool:
    return is_within(Act.CHANGE_AGREED) or composes(write.row.agreement_id, write.by)


def composes(agreement: int | None, by: User) -> bool:
    """Whether the agreement still is the person's alone: nobody else has said yes, and nothing was put to anyone.

    One in which nobody takes part yet is of whoever made it.
    """
    own = COORDINATED_PARTIES.keys(by.pk)
    rows = Participation.objects.filter(agreement=agreement)
    if not by.is_staff or rows.accepted().exclude(party__in=own).exists():
        return False
    if agreement is None or rows.accepted().exists():
        return True
    return Agreement.history.filter(id=agreement, history_type="+", history_user=by).exists()


def _reports_step(write: Write) -> bool:
    """Whether the person writes the plan, or reports for a party that leads an action of the project."""
    leading = Lead.objects.filter(action__project=write.row.project_id).values("party")
    return _writes(write) or Party.objects.reported_by(write.by).filter(pk__in=leading).exists()


def writes(user: User, agreement: int) -> bool:
    """Whether the person writes the drafts of the agreement on its pages; a superuser does so in administration."""
    return not user.is_superuser and Agreement.objects.editable_by(user).filter(pk=agreement).exists()


def with_writer_known(rows: QuerySet, user: User) -> QuerySet:
    """Each with is_written: whether the person writes() the agreement of the row. No query more."""
    editable = Agreement.objects.editable_by(user).filter(pk=OuterRef(rows.model.agreement_path))
    return rows.annotate(is_written=Value(value=False) if user.is_superuser else Exists(editable))


def reports_for_lead(user: User, action: Action) -> bool:
    """Whether the person reports for a party that leads the action."""
    return bool(_reported_leads.rows(user.pk, action.pk))


@Prepared.in_order
def _reported_leads(user: int, action: int) -> QuerySet[Party]:
    return Party.objects.reported_by(User(pk=user)).filter(leads__action=action).order_by().values_list("pk")[:1]


def may_set_condition(user: User, action: Action) -> bool:
    """Of who writes the text: beside one that stands still nobody sets a condition to what another party leads."""
    return not action.agenda.stands_still or reports_for_lead(user, action)


def _settles_condition(write: Write) -> bool:
    return _writes(write) or (write.row.action_id is not None and reports_for_lead(write.by, write.row.action))


def _writes_condition(write: Write) -> bool:
    if write.row.action_id is None or is_within(Act.CHANGE_AGREED):  # a form that is not filled in yet
        return _writes(write)
    return _writes(write) and may_set_condition(write.by, write.row.action)


def _asks_or_answers(write: Write) -> bool:
    """Whether it is the answer of a coordinator of the party, or a new request under the person's own name."""
    row = write.row
    if is_within(Act.ANSWER_REQUEST) or is_within(Act.CHANGE_AGREED):
        return True
    if write.before is not None or row.asked_by_id != write.by.pk:
        return False
    if row.state == Participation.State.ASKED:
        return row.answered_by_id is None
    own = Party.objects.coordinated_by(write.by).filter(pk=row.party_id)
    return row.is_accepted and row.answered_by_id == write.by.pk and own.exists()


def _chooses_contact(write: Write) -> bool:
    if write.row.party_id is None or is_within(Act.ROLL_FORWARD):
        return True
    return Party.objects.contacts_chosen_by(write.by).filter(pk=write.row.party_id).exists()


def _says(write: Write) -> bool:
    """Whether the person says it for the own party; a comment that is put back is the own one, or one that colleagues keep."""
    row = write.row
    if write.before is not None:
        return Comment.objects.editable_by(write.by).filter(pk=row.pk).exists()
    is_own = row.is_own or row.by_id == write.by.pk
    return is_own and commenting_parties(write.by, row.agreement_id).filter(pk=row.party_id).exists()


def _why_not_take_away(write: Write) -> str:
    """A superuser takes away what should not stand there, whatever was answered."""
    if write.by.is_superuser:
        return ""
    if not Comment.objects.editable_by(write.by).filter(pk=write.row.pk).exists():
        return str(ONLY_WHO_SAID_IT)
    return str(write.row.why_it_stays())


def _resolves(write: Write) -> bool:
    return write.before is None or Comment.objects.resolvable_by(write.by).filter(pk=write.row.pk).exists()


def _keeps_what_names(write: Write) -> bool:
    return Comment.objects.editable_by(write.by).filter(pk=write.row.comment_id).exists()


def _is_named(write: Write) -> bool:
    return write.before is None or write.row.person_id == write.by.pk


editors = whoever(
    "redacteuren en coördinatoren van partijen die tekenen of adviseren",
    _writes,
    _("Only editors and coordinators of the parties that sign or advise write this."),
)
condition_writers = whoever(
    "redacteuren en coördinatoren van partijen die tekenen of adviseren; bij een tekst die vaststaat alleen die van een trekker",
    _writes_condition,
    _("Who writes the text writes its conditions; once it stands still only whoever also reports for a lead of the action."),
)
condition_reporters = whoever(
    "wie de tekst schrijft, en wie meldt voor een trekker van de afspraak",
    _settles_condition,
    _("Whether a condition is met is said by who writes the text, or reports for a lead of the action."),
)
step_reporters = whoever(
    "wie de tekst schrijft, en wie meldt voor een trekker van het project",
    _reports_step,
    _("When a step was reached is said by who writes the plan, or reports for a party that leads an action of the project."),
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
ONLY_SIGNERS = _("Only someone who may sign for this party fills in its signature.")
signers = Owner(
    "wie voor die partij mag tekenen; de beheerder niet", lambda write: "" if _signs_for_it(write) else str(ONLY_SIGNERS)
)
adoption = within(
    "niemand: de vaststelling schrijft het",
    Act.TAKE_EFFECT,
    sentence=_("State, version and date of adoption follow from the adoption; nobody fills them in by hand."),
)
advising = within(
    "wie advies vraagt, geeft of beantwoordt, op de pagina van het advies",
    Act.ADVISE,
    sentence=_("Advice is asked, given and answered on its own page, each by the party that does so."),
)
publishing = within(
    "een coördinator van een partij die tekent, op de pagina «Openbaar»",
    Act.PUBLISH,
    sentence=_("What everyone may read is decided on the page «Public» of the text, by a party that signs it."),
)
withholder = within(
    "de beheerder, op de pagina van een versie",
    Act.WITHHOLD,
    sentence=_("Only the administrator of Driehoek withholds agreed text, on the page of a version."),
)
contact_chooser = whoever(
    "een coördinator van de trekker", _chooses_contact, _("Only a coordinator of the lead itself chooses its contact.")
)
year_writer = within(
    "niemand: het volgt uit het jaar waarvoor men schrijft",
    Act.KEEP_WORDS,
    sentence=_("From when words hold, and what held before, follows from the year for which one writes."),
)
rolling = within(
    "niemand: het maken van het volgende jaar schrijft het",
    Act.ROLL_FORWARD,
    sentence=_("What was made of a choice follows from making the next year."),
)
ONLY_WHO_SAID_IT = _("Only who said this, or for a comment of one party its own people, changes it.")
who_says = whoever("wie het zegt; bij een opmerking voor de eigen partij ook de collega's", _says, ONLY_WHO_SAID_IT)
who_takes_away = Owner("wie het zei, zolang niemand antwoordde; de beheerder", _why_not_take_away)
resolvers = whoever(
    "de partij die het zei, en redacteuren en coördinatoren van partijen die tekenen",
    _resolves,
    _("The party that said this resolves it, or an editor or coordinator of a party that signs."),
)
who_names = whoever("wie het zegt", _keeps_what_names, ONLY_WHO_SAID_IT)
named = whoever("wie genoemd is", _is_named, _("Only the person who is named says that it was seen."))
