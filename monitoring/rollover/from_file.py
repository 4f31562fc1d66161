"""An agenda in a file, beside the actions of its own year: what of them stands in it, and in which words."""

from dataclasses import replace

from django.utils.translation import gettext as _

from agreements.imports.formats.source import UnreadableError
from agreements.imports.previewing import preview_of
from agreements.models import Agenda, AgendaImport, RollChoice
from monitoring.rollover.proposing import RollProposal
from parties.files.uploads import on_disk

Choice = RollChoice.Choice


def words_in_file(found: AgendaImport, agenda: Agenda) -> dict[int, str]:
    """The actions of the year that stand in the file, each with its words where they differ; a file that is gone has none."""
    try:
        with on_disk(found.file) as path:
            plan = preview_of(path, found.file_name, agenda, columns={}, answers={}).plan
    except (FileNotFoundError, UnreadableError):
        return {}
    return {row.pk: str(row.values.get("text", "")) for goal in plan.goals for row in goal.children if row.pk}


def with_file(proposal: RollProposal, words: dict[int, str], action: int, name: str) -> RollProposal:
    """What goes on does so in the words of the file; what does not stand in it is asked."""
    if proposal.choice != Choice.GOES_ON:
        return proposal
    if action not in words:
        return RollProposal(why=_("not in %(file)s") % {"file": name})
    if words[action]:
        return replace(proposal, choice=Choice.CHANGED, text=words[action], why=_("other words in %(file)s") % {"file": name})
    return replace(proposal, why=_("in %(file)s") % {"file": name})
