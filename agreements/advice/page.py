"""What pages show of advices: the list of an agreement, one advice, and the box at a goal, an action or a text."""

from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.advice import permissions
from agreements.agenda.words import words_of
from agreements.models import Action, Advice, AdviceSubject, Agenda, Agreement, Goal, Participation, Proposal
from agreements.models.adoptable import Adoptable
from agreements.models.advice import SUBJECTS, agreement_of, subject_fields
from parties.models import Party, User
from parties.models.party import COORDINATED_PARTIES
from parties.prepared import Prepared

Subject = Agreement | Agenda | Goal | Action | Proposal
# What a request is about, as it stands in an address: «doel-3».
IN_ADDRESS = {"doel": Goal, "actie": Action, "jaar": Agenda, "voorstel": Proposal}


# -- What it is about


def subject_in(address: str, agreement: Agreement, user: User) -> Subject:
    """The goal, action, year or proposal that the address names; without one the agreement as a whole."""
    if not address:
        return agreement
    kind, _dash, key = address.partition("-")
    if kind not in IN_ADDRESS or not key.isdecimal():
        raise Http404
    rows = IN_ADDRESS[kind].objects.visible_to(user).in_agreements([agreement.pk]).select_related(*_needed_by(IN_ADDRESS[kind]))
    return get_object_or_404(rows, pk=key)


def _needed_by(model: type) -> tuple[str, ...]:
    return {
        Goal: ("theme__agreement",),
        Action: ("agenda__agreement", "goal", "project"),
        Agenda: ("agreement",),
        Proposal: ("agreement", "agenda__agreement", "party"),
    }[model]


def offered_for(about: Subject, party: str) -> dict[str, object]:
    """What the form may have filled in already: the party that the address names, and what a proposal says of itself."""
    found: dict[str, object] = {"party": int(party)} if party.isdecimal() else {}
    if isinstance(about, Proposal):
        found |= {"subject": about.title[:200], "question": about.reason}
    return found


def ask_address(about: Subject) -> str:
    """Where one asks advice about this."""
    place = reverse("advice_ask", args=[agreement_of(about).slug])
    kinds = {model: kind for kind, model in IN_ADDRESS.items()}
    return place if isinstance(about, Agreement) else f"{place}?over={kinds[type(about)]}-{about.pk}"


def about_in_words(about: Subject) -> str:
    """What it is about in a few words, those of its year."""
    match about:
        case Goal():
            return _("Goal %(number)s") % {"number": words_of(about, agreement_of(about).year_in_front)}
        case Action():
            return f"{about.agenda.year}: {words_of(about)}"
        case Agreement():
            return _("The agreement as a whole")
        case Agenda():
            return about.title
    return str(about)


# -- One advice, and all of an agreement


@dataclass(frozen=True, slots=True)
class AdviceLine:
    advice: Advice
    about: str


@dataclass(frozen=True, slots=True)
class AdviceList:
    """running are asked, to_answer wait for an answer, done are all others; the newest first."""

    running: tuple[AdviceLine, ...]
    to_answer: tuple[AdviceLine, ...]
    done: tuple[AdviceLine, ...]


def collect_advices(agreement: Agreement, user: User) -> AdviceList:
    """All of the agreement that the person sees. One query, and one for words that changed."""
    today = timezone.localdate()
    lines = []
    for advice in Advice.objects.visible_to(user).filter(agreement=agreement).with_names():
        _share(advice, agreement)
        lines.append((advice.state_on(today), AdviceLine(advice, about_in_words(advice.about))))
    running, waiting = Advice.State.ASKED, Advice.State.TO_ANSWER
    return AdviceList(
        running=tuple(line for state, line in lines if state == running),
        to_answer=tuple(line for state, line in lines if state == waiting),
        done=tuple(line for state, line in lines if state not in {running, waiting}),
    )


def _share(advice: Advice, agreement: Agreement) -> None:
    """Let all rows know the same agreement, so that what it remembers is asked once."""
    advice.agreement = agreement
    if advice.goal_id:
        advice.goal.theme.agreement = agreement


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """The sentences why_not_… are empty for who may; reads_draft is true for the party itself."""

    advice: Advice
    about: str
    reads_draft: bool
    why_not_draft: str
    why_not_give: str
    why_not_run: str

    @property
    def may_write(self) -> bool:
        return not self.why_not_draft and not self.advice.is_given and not self.advice.is_withdrawn

    @property
    def may_give(self) -> bool:
        return self.may_write and not self.why_not_give

    @property
    def may_answer(self) -> bool:
        return self.advice.asks_answer and not self.advice.is_answered and not self.why_not_run

    @property
    def may_extend(self) -> bool:
        return self.advice.is_running and not self.why_not_run

    @property
    def may_withdraw(self) -> bool:
        return not self.advice.is_given and not self.advice.is_withdrawn and not self.why_not_run


def advice_for(user: User, pk: int) -> Advice:
    """There is no such page for who does not see the agreement."""
    return get_object_or_404(Advice.objects.visible_to(user).with_names(), pk=pk)


def collect_advice(advice: Advice, user: User) -> AdvicePage:
    return AdvicePage(
        advice=advice,
        about=about_in_words(advice.about),
        reads_draft=permissions.belongs_to(user, advice.party_id),
        why_not_draft=permissions.why_not_draft(user, advice),
        why_not_give=permissions.why_not_give(user, advice),
        why_not_run=permissions.why_not_run(user, advice),
    )


# -- The box at what it is about


def _shown_with(about: Adoptable | Proposal) -> Q:
    """With a text, or a proposal of it, what was asked about either."""
    text = about.text if isinstance(about, Proposal) else about
    agenda = text if isinstance(text, Agenda) else None
    on_proposal = Q(agreement=text.whole, proposal__isnull=False, proposal__agenda=agenda)
    return on_proposal | Q(**subject_fields(text))


@dataclass(frozen=True, slots=True)
class Marked:
    """A party that the person coordinates, and whether it marked this as a subject of its advice."""

    party: Party
    is_marked: bool


@dataclass(frozen=True, slots=True)
class AdviceBox:
    """ask is where this person asks for advice, empty where that cannot be; kind and key are of a goal or action."""

    advices: tuple[Advice, ...]
    marked_by: tuple[Party, ...]
    own: tuple[Marked, ...]
    ask: str
    list_address: str
    kind: str = ""
    key: int = 0

    @property
    def is_something(self) -> bool:
        return bool(self.advices or self.marked_by or self.own or self.ask)


@Prepared.in_order
def _advising(user: int, agreement: int) -> QuerySet[Participation]:
    """Each with is_own: whether the person coordinates the party."""
    is_own = ExpressionWrapper(Q(party__in=COORDINATED_PARTIES.keys(user)), BooleanField())
    return permissions.advising(agreement).annotate(is_own=is_own).order_by("party__name")


@Prepared.in_order
def _marks_of(about: int, *, kind: str) -> QuerySet[AdviceSubject]:
    return AdviceSubject.objects.filter(**{kind: about}).select_related("party")


@Prepared.in_order
def _advices_about(user: int, about: int, *, kind: str, is_superuser: bool) -> QuerySet[Advice]:
    return _advices(Q(**{kind: about}), User(pk=user, is_superuser=is_superuser))


def _advices(which: Q, user: User) -> QuerySet[Advice]:
    return Advice.objects.visible_to(user).filter(which).select_related("party", "asking_party")


def advice_box(about: Subject, *, seen_by: User) -> AdviceBox:
    """What was asked about it, who advises on it, and what this person can do. Four queries, however much there is."""
    agreement = agreement_of(about)
    advising = _advising.models(seen_by.pk, agreement.pk)
    marks, own = (), ()
    if isinstance(about, Goal | Action):
        kind = about._meta.model_name
        marks = tuple(mark.party for mark in _marks_of.models(about.pk, kind=kind))
        own = tuple(Marked(row.party, row.party in marks) for row in advising if row.is_own)
        advices = _advices_about.models(seen_by.pk, about.pk, kind=kind, is_superuser=seen_by.is_superuser)
    else:
        advices = _advices(_shown_with(about), seen_by)
    return AdviceBox(
        advices=tuple(advices),
        marked_by=marks,
        own=own,
        ask=ask_address(about) if permissions.askable(agreement, seen_by, among=advising) else "",
        list_address=reverse("advices", args=[agreement.slug]),
        kind=about._meta.model_name if isinstance(about, Goal | Action) else "",
        key=about.pk,
    )


assert set(SUBJECTS) == {model._meta.model_name for model in IN_ADDRESS.values()}, "each subject has an address"  # noqa: S101
