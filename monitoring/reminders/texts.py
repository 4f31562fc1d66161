"""The words of the mails: an agreement's own, or else the usual ones; with the values of the moment in their places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement
from monitoring.models import ReminderText
from monitoring.models.reminder import PLACEHOLDER

Kind = ReminderText.Kind


@dataclass(frozen=True, slots=True)
class ReminderWords:
    subject: str | Promise
    body: str | Promise


# {ronde}, {sluit} and the like are typed by coordinators as well, so they are Dutch in every language.
USUAL = {
    Kind.OPENING: ReminderWords(
        _("{ronde} is open: tell how it goes"),
        _("We ask how it stood on {peildatum} with the actions that {partij} leads. You can answer through {sluit}."),
    ),
    Kind.WAITING: ReminderWords(
        _("{ronde}: we do not have your answer yet"),
        _("On these actions we have no answer of {partij} yet. You can answer through {sluit}."),
    ),
    Kind.CLOSING: ReminderWords(
        _("{ronde} closes on {sluit}"),
        _("You can still answer through {sluit}. After that these actions of {partij} count as **not reported**."),
    ),
    Kind.CLOSED: ReminderWords(
        _("{ronde}: what is missing"),
        _(
            "The time of {ronde} is over, and on this there is no answer. Until the round is closed you can give a party "
            "more time, or enter the answer on its behalf."
        ),
    ),
    Kind.DELIVERY: ReminderWords(
        _("Figures that {partij} delivers"),
        _("{partij} agreed to deliver these figures. Fill them in, or tell why they are not known yet."),
    ),
    Kind.EXTENSION: ReminderWords(
        _("{ronde}: {partij} has through {sluit}"),
        _("{partij} has been given more time: you can answer through {sluit}."),
    ),
    Kind.RETURNED: ReminderWords(
        _("{ronde}: a question about your answer"),
        _("An answer of {partij} was sent back with a question. What you wrote is kept; add to it and submit it again."),
    ),
    Kind.LEGAL_STEP: ReminderWords(
        _("Steps of the year that come for {partij}"),
        _("The law has a day for what stands below. Was it done already? Then say so in the calendar, with the document."),
    ),
}
UNREACHABLE = ReminderWords(
    _("{ronde}: not everyone can be reached"),
    _("{ronde} is open, but these got no mail. Choose a lead, or add someone of the party as editor."),
)
MENTIONED = ReminderWords(
    _("You are named in a comment"),
    _("Someone named you in a comment on {afspraken}. You can read it and answer where it stands."),
)
TO_ANSWER = ReminderWords(
    _("Your answer to a text is awaited"),
    _("All parties that sign {afspraken} must answer by {sluit}; after that the proposal expires. Your answer is not there yet."),
)
TO_SIGN = ReminderWords(
    _("The parties sign together"),
    _("The parties sign the text of {afspraken} together. Answers that are given before count."),
)
ASKED = ReminderWords(
    _("{partij} was asked to take part"),
    _("A week ago {partij} was asked to take part in {afspraken}. There is no answer yet. Saying no is an answer too."),
)
ADVICE_TO_ASK = ReminderWords(
    _("Ask {partij} for advice"),
    _("What you proposed does not take effect before {partij} was asked for advice. It has at least six weeks from then on."),
)
ADVICE_TO_GIVE = ReminderWords(
    _("Advice of {partij} is asked, by {sluit}"),
    _("{partij} has until {sluit} to advise. After that day nobody has to wait for it any more."),
)
ADVICE_TO_ANSWER = ReminderWords(
    _("The advice of {partij} must be answered by {sluit}"),
    _("{partij} advised against it, or made a condition. It hears by {sluit} what is done with that, with the reasons."),
)
ADVICE_NOT_GIVEN = ReminderWords(
    _("{partij} gave no advice"),
    _("The term of {partij} was over on {sluit}. What you asked about does not wait for its advice any more."),
)
CONDITION_NEAR = ReminderWords(
    _("A condition must be met by {sluit}"),
    _("An action that {partij} leads waits for a condition, until {sluit}. Say on the page of the action whether it is met."),
)
CONDITION_OVER = ReminderWords(
    _("A condition was not met by {sluit}"),
    _("An action that {partij} leads waits for a condition, and {sluit} is over. Is it met, or has it lapsed?"),
)
EVALUATION_OPEN = ReminderWords(
    _("The evaluation is open, through {sluit}"),
    _("We look back on the year together. {partij} can answer through {sluit}. Until then nobody of another party reads it."),
)
EVALUATION_SOON = ReminderWords(
    _("The evaluation closes on {sluit}"),
    _("Your answer for {partij} is not there yet. You can answer through {sluit}."),
)
EVALUATION_OVER = ReminderWords(
    _("The time of the evaluation is over"),
    _("It was {sluit}. Close the evaluation, so that all parties read the answers; or give a party more time first."),
)
MINUTES_TO_REACT = ReminderWords(
    _("The minutes wait for your reaction, through {sluit}"),
    _("{partij} can say through {sluit} what should read otherwise. Who has nothing to add need not do anything."),
)
MINUTES_TO_ANSWER = ReminderWords(
    _("Reactions to the minutes wait for an answer"),
    _("Parties could react through {sluit}. The minutes are adopted once each reaction has an answer."),
)
MINUTES_TO_ADOPT = ReminderWords(
    _("Minutes can be adopted"),
    _("A meeting was held that had these minutes before it. Record that it adopted them: from then on they are fixed."),
)
ACTION_POINT_NEAR = ReminderWords(
    _("An action point must be done by {sluit}"),
    _("This was promised at a meeting on {afspraken}, for {sluit}. Say on its page when it is done, and what came of it."),
)
ACTION_POINT_OVER = ReminderWords(
    _("An action point was not done by {sluit}"),
    _("This was promised at a meeting on {afspraken}, for {sluit}. Until it is done it comes back on the next agenda."),
)
NOTICE_RUNS = ReminderWords(
    _("A dispute can be put to the minister through {sluit}"),
    _("A written notice was given about {afspraken}. Until and including {sluit} the dispute can be put to the minister."),
)
NOTICE_SOON = ReminderWords(
    _("One more week: a dispute can be put to the minister through {sluit}"),
    _("The four weeks of a written notice about {afspraken} end on {sluit}. Talking it over is still possible."),
)
NOTICE_LAST = ReminderWords(
    _("The four weeks of a notice end on {sluit}"),
    _("{sluit} is the last day on which the dispute about {afspraken} can be put to the minister after this notice."),
)
assert set(USUAL) == set(Kind), "every kind of mail has its usual words"  # noqa: S101


class Wording:
    """The words of these agreements, asked once."""

    def __init__(self, agreements: Iterable[int]):
        rows = ReminderText.objects.filter(agreement__in=set(agreements))
        self._own = {(row.agreement_id, row.kind): ReminderWords(row.subject, row.body) for row in rows}

    def of(self, agreement: Agreement, kind: str) -> ReminderWords:
        return self._own.get((agreement.pk, kind)) or USUAL[Kind(kind)]


def fill_in(text: str | Promise, values: Mapping[str, str]) -> str:
    """The text with the values in their places. What is not known here stands empty: a figure has no round."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], ""), str(text))
