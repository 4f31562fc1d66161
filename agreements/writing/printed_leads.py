"""Leads whose names are only printed, of parties that said yes since: in one step they become leads.

Until its yes a party leads nothing, so what was read in or written keeps its name as words (decision 34).
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from agreements.agenda.content import AgendaContent, lead_line_of
from agreements.imports.words.leads import LeadFound, Names, Participant
from agreements.models import Agenda, Participation
from agreements.writing.steps import step
from agreements.writing.values import write_leads
from parties.models import User
from parties.refusals import NotAllowedNowError


def printed_only(content: AgendaContent) -> int:
    """How many actions print the name of a party that takes part and is no lead of them. No query."""
    rows = [row for row in content.actions if row.lead_text and not row.dropped_on]
    if not rows:
        return 0
    names = _names_of(content)
    return sum(bool(_missing(names, row.lead_text, {lead.party_id for lead in row.leads})) for row in rows)


def _names_of(content: AgendaContent) -> Names:
    return Names(
        Participant(row.id, row.short_name, row.kind, (row.name, row.short_name), row.role == Participation.Role.SIGNATORY)
        for row in content.parties
    )


def _missing(names: Names, line: str, leads: Collection[int]) -> list[LeadFound]:
    """The parties in the words that are no lead; none where the words name somebody who is not known."""
    found = names.read(line)
    return [] if found.unknown else [lead for lead in found.leads if lead.party_id not in leads]


def link_printed(*, agenda: Agenda, content: AgendaContent, by: User) -> int:
    """Let the parties that are printed lead, behind the leads that there are; gives of how many actions.

    The words go where the leads print the same. NotAllowedNowError when there is nothing to do.
    """
    names, number = _names_of(content), 0
    with step(agenda, by=by, what=_("Leads made of the names that are printed")) as writer:
        for action in writer.agenda.actions.filter(dropped_on=None).exclude(lead_text="").select_related("agenda__agreement"):
            own = [{"party": lead.party_id, "task": lead.task, "contact": lead.contact_id} for lead in action.leads.all()]
            missing = _missing(names, action.lead_text, {row["party"] for row in own})
            if not missing:
                continue
            number += 1
            write_leads(writer, action, [*own, *({"party": lead.party_id, "task": lead.task} for lead in missing)])
            if lead_line_of("", action.leads.select_related("party")) == action.lead_text:
                action.lead_text = ""
                writer.save(action, fields=["lead_text"])
        if not number:
            raise NotAllowedNowError(_("There are no names left that are only printed."))
    return number
