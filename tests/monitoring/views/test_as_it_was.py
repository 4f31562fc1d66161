"""Pages as they were at a moment: complete, under a band that says so, and never more than one may read now."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.agenda.ground import Ground
from agreements.models import Agenda, Agreement, Goal, Lead, Participation, Withholding
from agreements.versions.recording import record_version
from parties.models import Party
from tests.factories import (
    ActionFactory,
    Cast,
    DecisionFactory,
    GoalFactory,
    IndicatorFactory,
    LeadFactory,
    MeetingFactory,
    ProgressUpdateFactory,
    RoundFactory,
    TargetFactory,
    make_cast,
)
from tests.pdf_check import check
from tests.pdf_text import words_in_order
from tests.shared_rows import made_once

pytestmark = pytest.mark.django_db
PAGES = ("agenda_then", "dashboard_then", "agreement_then", "goal_then")
PDFS = ("agenda_then_pdf", "progress_then_pdf", "agreement_then_pdf", "goal_then_pdf")


def make_what_changed() -> tuple[Cast, str]:
    """The cast, and the day on which everything still was as below; after that it all changed."""
    with time_machine.travel("2027-10-10 12:00+00:00", tick=True) as clock:
        cast = make_cast()
        indicator = IndicatorFactory(goal=cast.goal, name="Sociale woningen", unit="woningen")
        target = TargetFactory(indicator=indicator, value=75)
        gone = GoalFactory(theme=cast.theme, number="18", text="Dit doel verdwijnt.")
        round = RoundFactory(agenda=cast.agenda, opened=True)
        report = {"action": cast.action, "round": round, "party": cast.association, "amber": True}
        ProgressUpdateFactory(**report)
        day = timezone.localdate()
        clock.shift(timedelta(days=5))
        change(cast.goal, text="Nu staat er iets anders.")
        change(Party.objects.get(pk=cast.association.pk), name="Woonstichting Anders", short_name="Anders")
        change(target, value=57)
        Goal.objects.get(pk=gone.pk).delete()
        Lead.objects.filter(action=cast.action).update_or_create(defaults={"task": "niets"})
        LeadFactory(action=cast.action, party=cast.tenants)
        ProgressUpdateFactory(**report, judgement="off_track", submitted_at=timezone.now())
    return cast, str(day)


@pytest.fixture(scope="module")
def story(module_rows, django_db_blocker):
    with made_once(django_db_blocker, make_what_changed) as fresh:
        yield fresh


@pytest.fixture
def told(story, db) -> tuple[Cast, str]:
    return story()


@pytest.fixture
def cast(told) -> Cast:
    return told[0]


@pytest.fixture
def clock():
    """Later than all of it."""
    with time_machine.travel("2027-10-20 12:00+00:00", tick=True) as traveller:
        yield traveller


@pytest.fixture
def then(told, clock) -> str:
    return told[1]


def change(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


@pytest.fixture
def read(cast, client):
    def read(name, key, who=None):
        client.force_login(who or cast.tenant)
        if name.startswith("goal"):
            return client.get(reverse(name, args=[cast.goal.pk, key]))
        where = [cast.agreement.slug] if name.startswith("agreement") else [cast.agreement.slug, 2024]
        return client.get(reverse(name, args=[*where, key]))

    return read


@pytest.mark.parametrize("name", PAGES)
def test_every_page_reads_as_it_did_under_a_band_that_says_so(read, then, name):
    page = read(name, then).content.decode()
    assert "U leest dit zoals het was op 10 oktober 2027." in page
    assert "Nu staat er iets anders." not in page
    assert "Woonstichting Anders" not in page


def test_what_was_deleted_renamed_led_aimed_at_and_judged_stands_there_as_it_was(read, then):
    agenda = read("agenda_then", then).content.decode()
    assert "Dit doel verdwijnt." in agenda
    assert "De Sleutel (realisatie bouw)" in agenda
    goal = read("goal_then", then).content.decode()
    assert "De sociale voorraad groeit met 75 woningen." in goal
    found = read("goal_then", then).context["found"]
    assert [action.light.key for _year, actions in found.years for action in actions] == ["at_risk"]
    assert [indicator.agreed.targets[0].value for indicator in found.indicators] == [75]
    board = read("dashboard_then", then).context["board"]
    assert {count.light: count.number for count in board.totals.lights if count.number} == {"at_risk": 1}


@pytest.mark.parametrize("name", PDFS)
def test_its_pdf_says_so_too_and_a_screen_reader_can_read_it(read, then, name):
    document = read(name, then).content
    assert check(document) == []
    words = words_in_order(document)
    assert "Zoals het was op 10 oktober 2027." in words
    assert "Nu staat er iets anders." not in words


@pytest.mark.parametrize("name", [*PAGES, *PDFS])
def test_who_may_not_read_it_now_does_not_read_it_as_it_was(cast, read, then, name):
    assert read(name, then, cast.outsider).status_code == 404
    change(Participation.objects.get(agreement=cast.agreement, party=cast.tenants), party=cast.tenants)
    Participation.objects.filter(agreement=cast.agreement, party=cast.tenants).delete()
    assert read(name, then).status_code == 404


@pytest.mark.parametrize("key", ["2099-01-01", "1999-01-01", "gisteren", "2024-13-01"])
@pytest.mark.parametrize("name", PAGES)
def test_there_is_no_page_of_a_day_that_is_none(read, then, name, key):
    assert read(name, key).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_before_there_was_anything_there_is_no_page(read, then, name):
    assert read(name, "2011-01-01").status_code == 404


def test_a_text_in_force_comes_from_its_version_with_its_number(cast, clock, read):
    agenda = Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)
    agenda.state, agenda.adopted_on = "adopted", timezone.localdate()
    agenda.save()
    first = record_version(agenda, kind="adoption", in_force_from=timezone.localdate(), ground=Ground("earlier"))
    day = str(timezone.localdate())
    clock.shift(timedelta(days=3))
    record_version(agenda, kind="change", in_force_from=timezone.localdate(), ground=Ground("earlier"))
    clock.shift(timedelta(days=3))
    content = read("agenda_then", day).context["content"]
    assert (content.agenda.version, content.changed_at) == (1, first.recorded_at)
    assert read("agenda_then", str(timezone.localdate())).context["content"].agenda.version == 2


def test_what_is_withheld_now_stays_withheld(cast, then, read):
    version = record_version(
        Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk),
        kind="adoption",
        in_force_from=timezone.localdate(),
        ground=Ground("earlier"),
    )
    words = "groeit met 75 woningen"
    Withholding.objects.create(
        agreement=cast.agreement,
        version=version,
        kind="goal",
        row_id=cast.goal.pk,
        field="text",
        words=words,
        reason="Privacy.",
        by=cast.admin,
    )
    Agreement.objects.filter(pk=cast.agreement.pk).update(has_withheld=True)
    Goal.objects.filter(pk=cast.goal.pk).update(has_withheld=True)
    for name in PAGES:
        page = read(name, then).content.decode()
        assert words not in page, name
        assert name == "dashboard_then" or "Privacy." in page, name


def test_a_decision_of_a_meeting_that_is_bilateral_now_is_not_told(cast, clock, read):
    meeting = MeetingFactory(agreement=cast.agreement)
    DecisionFactory(goal=cast.goal, action=None, meeting=meeting, text="Wij verkopen de Kade.")
    day = str(timezone.localdate())
    clock.shift(timedelta(days=3))
    assert "Wij verkopen de Kade." in read("goal_then", day).content.decode()
    meeting.kind = "bilateral"
    meeting.save_base(raw=True)
    assert "Wij verkopen de Kade." not in read("goal_then", day).content.decode()


def test_a_day_is_chosen_in_a_form(cast, client, then):
    client.force_login(cast.tenant)
    address = reverse("then", args=[cast.agreement.slug])
    for what, name, key in (("jaar-2024", "agenda_then", 2024), ("dashboard-2024", "dashboard_then", 2024)):
        found = client.get(address, {"wat": what, "op": then})
        assert found["Location"] == reverse(name, args=[cast.agreement.slug, key, then])
    assert client.get(address, {"wat": "heel", "op": "ooit"}).status_code == 302


@pytest.mark.parametrize("name", PAGES)
def test_at_most_twenty_five_queries_however_much_there_is(cast, client, read, then, name):
    address = read(name, then).request["PATH_INFO"]
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(30, 40):
        ActionFactory(goal=GoalFactory(theme=cast.theme, number=str(number)), agenda=cast.agenda)
    today = reverse(
        name,
        args=[
            *([cast.goal.pk] if name == "goal_then" else [cast.agreement.slug]),
            *([] if name in {"goal_then", "agreement_then"} else [2024]),
            str(timezone.localdate()),
        ],
    )
    with CaptureQueriesContext(connection) as many:
        client.get(today)
    assert len(few) <= 25
    assert len(many) <= len(few) + 1
