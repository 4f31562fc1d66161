"""What people are mailed at once about an evaluation; monitoring/reminders/evaluations.py has the mail of the day."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from agreements.contacts.concerned import concerned_in
from monitoring.evaluation.permissions import people_asked
from monitoring.evaluation.waiting import waiting_people
from monitoring.models import Evaluation, EvaluationExtension
from parties.mail import post
from parties.models import Party, User


@dataclass(frozen=True, slots=True)
class EvaluationWords:
    """What one mail says: subject, sentences, and what its link is called."""

    subject: str | Promise
    sentences: tuple[str | Promise, ...]
    link_words: str | Promise


def tell_opened(evaluation: Evaluation, *, by: User) -> list[User]:
    """Everyone who may answer hears that it is open, and until when; gives who got a mail."""
    return _ask(waiting_people(evaluation, timezone.now()), evaluation, by=by)


def tell_waiting(evaluation: Evaluation, *, by: User) -> list[User]:
    """Whoever did not answer yet is asked once more; gives who got a mail."""
    return _ask(waiting_people(evaluation, timezone.now()), evaluation, by=by, again=True)


def tell_longer(extension: EvaluationExtension) -> list[User]:
    evaluation, party = extension.evaluation, extension.party
    with translation.override(settings.LANGUAGE_CODE):
        until = _day(extension.until)
        words = EvaluationWords(
            _("%(evaluation)s: %(party)s has through %(date)s") % {"evaluation": evaluation, "party": party, "date": until},
            (
                _("%(party)s has been given more time: you can answer through %(date)s.") % {"party": party, "date": until},
                _("Reason: %(reason)s") % {"reason": extension.reason},
                _("An answer after %(date)s is marked as late.") % {"date": _day(evaluation.closes_on)},
            ),
            _("To the evaluation"),
        )
        people = {row.user for row in people_asked(evaluation, [party])}
        return _mail(evaluation, words, people, by=extension.by)


def tell_closed(evaluation: Evaluation, *, by: User) -> list[User]:
    """Whoever coordinates or signs, and whoever answered: from now on everyone reads all answers."""
    with translation.override(settings.LANGUAGE_CODE):
        words = EvaluationWords(
            _("%(evaluation)s: read what each party said") % {"evaluation": evaluation},
            (
                _("The evaluation is closed. From now on all parties read all answers."),
                _("The coordinators of the parties that sign write the joint conclusion, and the points for the next meeting."),
            ),
            _("Read the answers"),
        )
        answered = {row.by for row in evaluation.answers.submitted().select_related("by")}
        return _mail(evaluation, words, answered | set(concerned_in(evaluation.agenda.agreement)), by=by)


def _ask(waiting: dict[Party, list[User]], evaluation: Evaluation, *, by: User, again: bool = False) -> list[User]:
    """One mail to each person, for the longest of its parties."""
    window, told = evaluation.window, []
    with translation.override(settings.LANGUAGE_CODE):
        last_days: dict[User, list] = {}
        for party, people in waiting.items():
            for person in people:
                last_days.setdefault(person, []).append(window.last_day_of(party.pk))
        for person, days in last_days.items():
            told += _mail(evaluation, _question(evaluation, _day(max(days)), again=again), [person], by=by)
    return told


def _question(evaluation: Evaluation, until: str, *, again: bool) -> EvaluationWords:
    subject = _("%(evaluation)s: we do not have your answer yet") if again else _("%(evaluation)s: your answer is asked")
    how = (
        _("You answer for yourself.") if evaluation.by_people else _("You answer for your party, together with your colleagues.")
    )
    return EvaluationWords(
        subject % {"evaluation": evaluation},
        (
            _("We look back on the year together. You can answer through %(date)s.") % {"date": until},
            how,
            _("Until it is closed nobody of another party reads what you write."),
        ),
        _("Give your answer"),
    )


def _mail(evaluation: Evaluation, words: EvaluationWords, people: Iterable[User], *, by: User) -> list[User]:
    told = sorted((person for person in people if person != by and person.is_active), key=lambda person: (person.name, person.pk))
    why = _("You get this mail because your party takes part in %(agreement)s.") % {"agreement": evaluation.agenda.agreement}
    for person in told:
        post("evaluation", to=person, context={"evaluation": evaluation, "words": words, "by": by}, why=why, by=by)
    return told


def _day(day) -> str:
    return date_format(day, "j F Y")
