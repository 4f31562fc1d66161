"""An invented municipality that lives on the day of its loading: last year closed, this year with rounds, next year begun.

Nothing is set that follows from what people do: they write, propose, answer, report, review and decide through the functions of
the site, each asking who may and when. It is told once, whole or not at all, and left alone afterwards.
"""

from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import translation

from agreements import demo
from agreements.models import Agreement
from monitoring.calendar import start_of
from monitoring.demo.adopting import Adopter, wait_for_answers
from monitoring.demo.advising import Adviser
from monitoring.demo.building import Builder
from monitoring.demo.changing import Changer
from monitoring.demo.clock import Clock
from monitoring.demo.days import ANSWER_WITHIN, Days
from monitoring.demo.evaluating import Evaluator
from monitoring.demo.following import Follower
from monitoring.demo.meetings import Secretary
from monitoring.demo.publishing import Publisher
from monitoring.demo.reporting import Rounds
from monitoring.demo.script import Script, worked_on
from monitoring.demo.stage import Stage, folder, read_file
from monitoring.demo.talking import Talker
from monitoring.demo.writing import Writer
from monitoring.models import Round
from parties.mail import without_mail
from parties.models import Party

MUNICIPALITY = "Gemeente Lindermeer (fictief)"
COORDINATOR, OPEN_ROUND = "iris@lindermeer.example", "Ronde 2 (fictief)"


def is_there() -> bool:
    return Party.objects.filter(name=MUNICIPALITY).exists()


def lives_on() -> date | None:
    """The day for which it was loaded, as the window of its open round tells; None when that was never there."""
    own = Agreement.objects.filter(participations__party__name=MUNICIPALITY).values("pk")
    planned = Round.history.filter(history_type="+", agenda__agreement__in=own, name=OPEN_ROUND)
    first = planned.order_by("history_id").first()
    return first.closes_on - timedelta(days=ANSWER_WITHIN) if first else None


@transaction.atomic
def load_lindermeer(*, today: date) -> list[Agreement]:
    """Tell it as on this day; nothing when it is there already, whenever it was loaded and whatever was done with it since."""
    if is_there():
        return []
    days, script = Days(today), Script(today=today)
    with without_mail(), translation.override(settings.LANGUAGE_CODE):
        with Clock(start_of(date(days.years["before"], 8, 31))):
            demo.load_people(folder() / demo.PEOPLE)
        _plan_agreement(days, script)
        _plan_care(days, script)
        script.play()
    return list(Agreement.objects.filter(participations__party__name=MUNICIPALITY).order_by("start_year", "pk"))


def _plan_agreement(days: Days, script: Script) -> None:
    """The prestatieafspraken: three years of text, two of them adopted; rounds, figures, meetings and comments."""
    text, progress = read_file("text.json", days.years), read_file("progress.json", days.years)
    stage = Stage(text["agreement"]["slug"], days.years)
    writer = Writer(text, stage, stage.people[COORDINATOR])
    begun, before_this = days.years["before"], days.years["last"]
    script.on(date(begun, 9, 1), writer.begin)
    script.on(date(begun, 9, 4), partial(writer.all_say_yes, progress["coordinators"]))
    script.on(date(begun, 9, 7), writer.write_around)
    _plan_year(writer, "last", date(begun, 9, 8), script)
    Builder(text, stage, script, writer.by).plan(begins=date(begun, 9, 28), waits_from=days.ago(20))
    _plan_year(writer, "this", date(before_this, 8, 31), script)
    _plan_year(writer, "next", days.draft_begins, script)
    script.on(date(before_this, 10, 28), partial(writer.drop, "this"))
    chosen = partial(writer.choose_contacts, "this", progress["coordinators"], progress["reporters"])
    script.on(date(before_this, 11, 19), chosen)
    Adopter(read_file("consent.json", days.years), writer, script).plan()
    publisher = Publisher(stage, script, progress["coordinators"])
    publisher.plan("last", "Elzenhof", date(begun, 12, 8))
    publisher.plan("this", "Elzenhof", date(before_this, 12, 7))
    secretary = Secretary(progress, stage, script, writer.by)
    rounds = Rounds(progress, stage, script, secretary)
    for name, window in days.rounds.items():
        rounds.plan(name, window)
    rounds.plan_figures()
    secretary.plan("officers", planned=days.ago(3), held=worked_on(days.ago(-6)))
    _plan_meetings(days, secretary)
    Changer(read_file("changes.json", days.years), stage, script).plan(today=days.today)
    Adviser(read_file("advice.json", days.years), stage, script).plan(today=days.today)
    Talker(read_file("comments.json", days.years), stage, script).plan(today=days.today)


def _plan_meetings(days: Days, secretary: Secretary) -> None:
    """One of officers with minutes that parties react to, one of two parties, and what comes of all meetings and of last year."""
    data = read_file("meetings.json", days.years)
    follower = Follower(data, secretary)
    talked, between = worked_on(days.ago(6)), worked_on(days.ago(5))
    secretary.plan("talked", planned=days.ago(15), held=talked, minutes=days.ago(3), until=days.ago(-9))
    secretary.plan("between", planned=days.ago(12), held=between, minutes=days.ago(3))
    held = {"autumn": days.rounds["last"].meeting, "held": days.rounds["first"].meeting, "talked": talked, "between": between}
    for key, day in held.items():
        follower.follow(key, day)
        follower.adopt(key, day)
    follower.react("talked", days.today)
    follower.prepare("coming", days.ago(2))
    Evaluator(data["evaluation"], secretary.stage, secretary.script, secretary.by).plan()


def _plan_care(days: Days, script: Script) -> None:
    """A second agreement of the same parties, of which the first text waits for answers."""
    data = read_file("care.json", days.care_years)
    coordinators = read_file("progress.json", days.years)["coordinators"]
    stage = Stage(data["agreement"]["slug"], days.care_years)
    writer = Writer(data, stage, stage.people[COORDINATOR])
    script.on(days.ago(48), writer.begin)
    script.on(days.ago(45), partial(writer.all_say_yes, coordinators))
    _plan_year(writer, "first", days.ago(40), script)
    wait_for_answers(data["proposal"], Adopter({}, writer, script), today=days.today)


def _plan_year(writer: Writer, year: str, begins: date, script: Script) -> None:
    """The agenda, and then a theme a day."""
    script.on(begins, partial(writer.write_agenda, year))
    for place in range(len(writer.data["themes"])):
        script.on(begins + timedelta(days=1 + place), partial(writer.write_theme, place, year))
