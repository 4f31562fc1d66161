"""What a source puts before a meeting, in which order, and in which words it stands on the agenda."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from agreements.agenda.words import named, words_of
from agreements.markdown import first_words
from agreements.models import Action, Advice, Goal, Proposal
from monitoring.models import Dissent, FixedItem, Item, ProgressUpdate
from parties.texts import REPORT

Source = Item.Source
TALKING = 5  # minutes for an item, unless somebody says otherwise
LONGEST_TITLE = 160  # letters of the agreed words
MOST_ASKED = 1_500  # letters of a question that stand on the agenda; the report has all of it
# In which order the meeting takes them: first what must be decided. What people added themselves comes before the last ones.
ORDER = (
    Source.ESCALATED,
    Source.QUESTION,
    Source.DISSENT,
    Source.PROPOSAL,
    Source.NOT_CARRIED_OUT,
    Source.FIGURE,
    Source.ADVICE,
    Source.HERIJKING,
    Source.LEFT_OVER,
    Source.EVALUATION,
    Source.ACTION_POINT,
    Source.DELIVERY,
    Source.MOMENT,
    Source.ADDED,
)


@dataclass(frozen=True)
class Proposed:
    """What a source puts before the meeting.

    contains is what an item on the same action must say, to stand for it; root is what was left over, as it was at first.
    """

    source: str
    origin: str
    title: str
    note: str = ""
    minutes_needed: int = TALKING
    action: Action | None = None
    goal: Goal | None = None
    proposal: Proposal | None = None
    advice: Advice | None = None
    carried_from: Item | None = None
    contains: tuple[str, ...] = ()
    root: Item | None = None

    @property
    def rank(self) -> int:
        return rank_of(self.source, self.origin)


def rank_of(source: str, origin: str) -> int:
    """The place of an item among the others; see ORDER. What is fixed stands first or last."""
    if source == Source.FIXED:
        return len(ORDER) if origin.startswith(f"fixed-{FixedItem.Place.LAST}:") else -1
    return ORDER.index(Source(source))


# -- Words


def in_words(update: ProgressUpdate) -> list[str]:
    """What the party asks, and what it proposes."""
    party, said = f"**{update.party}**", []
    if update.ask:
        said.append(_("%(party)s asks: %(question)s") % {"party": party, "question": shortened(update.ask)})
    if update.proposal:
        what = [update.get_proposal_display(), in_full(update.proposal_date), shortened(update.proposal_text)]
        said.append(_("%(party)s proposes: %(proposal)s") % {"party": party, "proposal": ", ".join(filter(None, what))})
    return said


def view_in_words(view: Dissent) -> str:
    words = {"party": f"**{view.party}**", "light": view.get_judgement_display(), "reason": shortened(view.reason)}
    return _("%(party)s sees it differently (%(light)s): %(reason)s") % words


def shortened(question: str) -> str:
    return Truncator(question).chars(MOST_ASKED)


def on_action(source: str, action: Action, note: list[str], *, minutes: int, contains: tuple[str, ...] = ()) -> Proposed:
    words = words_of(action)
    title = f"{words.number} {first_words(named(words.project, words.text, words.goal), LONGEST_TITLE)}".strip()
    return Proposed(
        source,
        f"{source}:{action.pk}",
        title_from(title),
        whole_note("\n\n".join(note)),
        minutes,
        action=action,
        contains=contains,
    )


def actions_of(keys: Iterable[int]):
    return with_words(Action.objects.filter(pk__in=list(keys)))


def with_words(actions):
    """With everything that names them, in the order of the document."""
    return actions.select_related("agenda", "goal", "project").order_by("agenda__year", "goal__position", "position", "pk")


def title_from(words: object) -> str:
    return Truncator(capfirst(str(words))).chars(300)


def whole_note(note: str) -> str:
    return Truncator(note).chars(REPORT)


def in_full(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
