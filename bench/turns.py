"""The writes during which bench/kills.py kills somebody: what goes before, the write itself, and what must hold after it."""

import http.client
import multiprocessing
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from bench.services import Site

ROWS = 12  # actions that are read in or rolled forward together
DAY = date(2024, 10, 1)  # a working day on which the round of a turn has just opened


class BrokenError(AssertionError):
    """Something is half, lost or twice."""


@dataclass
class Turn:
    """An agreement with three parties and their people, of one turn."""

    number: int
    agreement: object
    agenda: object
    action: object
    officer: object
    signer: object
    extra: object = None


@dataclass(frozen=True)
class Write:
    """act gives whether it was acknowledged; check raises BrokenError; victims are who may be killed meanwhile."""

    name: str
    prepare: Callable[[Turn], None]
    act: Callable[[Site, Turn], bool]
    check: Callable[[Turn, bool], None]
    victims: tuple[str, ...]
    longest: float  # seconds within which the kill falls


def expect(holds: bool, sentence: str) -> None:
    if not holds:
        raise BrokenError(sentence)


# -- The scene of a turn


def make_turn(number: int) -> Turn:
    from parties.models import Membership
    from tests import factories as make

    agreement = make.AgreementFactory(slug=f"keer-{number}")
    officer = signer = None
    for position, kind in enumerate(("municipality", "housing_association", "tenants_organisation"), start=1):
        party = make.PartyFactory(name=f"Partij {number}-{position}", kind=kind)
        make.ParticipationFactory(agreement=agreement, party=party, position=position)
        person = make.UserFactory(email=f"p{number}-{position}@driehoek.example")
        make.MembershipFactory(user=person, party=party, role=Membership.Role.COORDINATOR, may_sign=True)
        officer, signer = officer or person, person
    agenda = make.AgendaFactory(agreement=agreement, year=2024)
    goal = make.GoalFactory(theme=make.ThemeFactory(agreement=agreement), number="1", text="Er komen woningen bij.")
    action = make.ActionFactory(goal=goal, agenda=agenda, text="De woningen zijn opgeleverd.")
    make.LeadFactory(action=action, party=agreement.parties.order_by("pk").first())
    return Turn(number, agreement, agenda, action, officer, signer)


def post(site: Site, person, path: str, **fields: str) -> bool:
    """Send a form as this person; True when the site said that it is done."""
    from bench.site import signed_in

    token = "a" * 32
    body = urlencode({"csrfmiddlewaretoken": token, **fields})
    headers = {"Cookie": f"{signed_in(person)}; csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"}
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    try:
        connection.request("POST", path, body, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    expect(status in {302, 500, 502, 503}, f"{path} answered {status}")
    return status == 302


def in_process(work: Callable[[], object]) -> Callable[[Site, Turn], bool]:
    """The work in a process of its own, as a command is; the turn's `extra` is that process, so that it can be killed."""

    def act(site: Site, turn: Turn) -> bool:
        from django.db import connections

        connections.close_all()
        process = multiprocessing.get_context("fork").Process(target=_quietly, args=(partial(work, turn),), daemon=True)
        process.start()
        turn.extra = process
        process.join()
        return process.exitcode == 0

    return act


def _quietly(work: Callable[[], object]) -> None:
    from django.db import connections

    connections.close_all()
    with suppress(Exception), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        work()
        os._exit(0)
    os._exit(1)


# -- The writes


def comment(site: Site, turn: Turn) -> bool:
    path = f"/acties/{turn.action.pk}/opmerkingen/"
    return post(site, turn.officer, path, text=f"Opmerking {turn.number}", audience="all")


def check_comment(turn: Turn, acknowledged: bool) -> None:
    from agreements.models import Comment

    count = Comment.objects.filter(agreement=turn.agreement).count()
    expect(count == 1 if acknowledged else count <= 1, f"comment: {count} rows, acknowledged: {acknowledged}")


def propose_and_sign(turn: Turn) -> None:
    from agreements.consent import adoption, answering
    from agreements.models import Proposal
    from parties.models import Party

    proposal = adoption.propose(text=turn.agenda, by=turn.officer, deadline=date(2099, 1, 1))
    parties = list(turn.agreement.parties.order_by("pk"))
    for party in parties[:2]:
        person = party.memberships.get().user
        answering.answer(proposal=proposal, party=party, by=person, answer="agreed")
    turn.extra = (Proposal.objects.get(pk=proposal.pk), Party.objects.get(pk=parties[2].pk))


def adopt(site: Site, turn: Turn) -> bool:
    from django.urls import reverse

    proposal, party = turn.extra
    path = reverse("adoption_answer", args=[turn.agreement.slug, 2024])
    return post(site, turn.signer, path, party=str(party.pk), answer="agreed", seen=proposal.content_sha256)


def check_adoption(turn: Turn, acknowledged: bool) -> None:
    from agreements.models import Agenda, Assent, Proposal, Version

    state = Agenda.objects.get(pk=turn.agenda.pk).state
    is_agreed = Proposal.objects.get(agreement=turn.agreement).state == Proposal.State.AGREED
    versions = Version.objects.filter(agreement=turn.agreement).count()
    assents = Assent.objects.filter(needed__proposal__agreement=turn.agreement).count()
    whole = (state, is_agreed, versions, assents)
    expect(whole in {("adopted", True, 1, 3), ("proposed", False, 0, 2)}, f"adoption is half: {whole}")
    expect(state == "adopted" or not acknowledged, "adoption: an acknowledged answer is lost")


def read_in(turn: Turn) -> None:
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "agenda.csv"
        lines = [
            f"1;Er komen woningen bij.;Afspraak {number} van keer {turn.number}.;Partij {turn.number}-1" for number in range(ROWS)
        ]
        path.write_text("\n".join(["Nr;Doel;Afspraak;Trekker", *lines]), encoding="utf-8")
        with Path(os.devnull).open("w") as nowhere:
            call_command(
                "import_agenda", str(path), agreement=turn.agreement.slug, year=2024, unclear_as_text=True, stdout=nowhere
            )


def check_import(turn: Turn, acknowledged: bool) -> None:
    from agreements.models import Action

    count = Action.objects.filter(agenda=turn.agenda, text__contains=f"van keer {turn.number}.").count()
    expect(count == ROWS or (count == 0 and not acknowledged), f"import: {count} of {ROWS} rows, acknowledged: {acknowledged}")


def choose_all(turn: Turn) -> None:
    from agreements.models import RollChoice
    from agreements.rollover.choosing import keep_choices
    from tests.factories import ActionFactory

    actions = [turn.action, *(ActionFactory(goal=turn.action.goal, agenda=turn.agenda, position=at) for at in range(2, ROWS + 1))]
    keep_choices(agenda=turn.agenda, choices=[RollChoice(action=row, choice="goes_on") for row in actions], by=turn.officer)


def roll_forward(turn: Turn) -> None:
    from agreements.models import Agenda
    from agreements.rollover.making import make_next_year

    make_next_year(agenda=Agenda.objects.get(pk=turn.agenda.pk), by=turn.officer)


def check_rollover(turn: Turn, acknowledged: bool) -> None:
    from agreements.models import Action, ActionLink

    count = Action.objects.filter(agenda__agreement=turn.agreement, agenda__year=2025).count()
    links = ActionLink.objects.filter(later__agenda__agreement=turn.agreement).count()
    expect((count, links) == (ROWS, ROWS) or ((count, links) == (0, 0) and not acknowledged), f"roll-forward: {count}, {links}")


def open_round(turn: Turn) -> None:
    from tests.factories import RoundFactory

    RoundFactory(agenda=turn.agenda, name=f"Ronde {turn.number}", opened=True, opened_by=turn.officer)


def remind(turn: Turn) -> None:
    import time_machine

    from monitoring.reminders.sending import send_reminders

    with time_machine.travel(datetime.fromisoformat(f"{DAY}T09:00:00+02:00"), tick=True):
        send_reminders(DAY)


def check_reminders(turn: Turn, acknowledged: bool) -> None:
    """What was cut off is told by the next run, once."""
    from monitoring.models import Digest, Reminder

    remind(turn)
    digests = Digest.objects.filter(user=turn.officer).count()
    reminders = Reminder.objects.filter(round__agenda=turn.agenda).count()
    expect((digests, reminders > 0) == (1, True), f"reminders: {digests} digests, {reminders} reminders")


def nothing(turn: Turn) -> None:
    pass


WRITES = (
    Write("comment", nothing, comment, check_comment, ("web", "postgresql"), 0.25),
    Write("adoption", propose_and_sign, adopt, check_adoption, ("web", "worker", "postgresql"), 0.6),
    Write("import", nothing, in_process(read_in), check_import, ("command", "postgresql"), 1.2),
    Write("roll-forward", choose_all, in_process(roll_forward), check_rollover, ("command", "postgresql"), 0.8),
    Write("reminders", open_round, in_process(remind), check_reminders, ("command", "worker", "postgresql"), 0.4),
)
