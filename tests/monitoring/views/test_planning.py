"""The pages on which meetings are listed, planned for a year, cancelled and shared."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from monitoring.models import Attendance, Meeting
from parties.models import Membership
from tests.factories import MeetingFactory, MeetingRuleFactory, MembershipFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db

LIST = "/afspraken/waterhoek-2023-2026/overleggen/"
YEAR = f"{LIST}plannen/"


@pytest.fixture
def rule(cast):
    return MeetingRuleFactory(agreement=cast.agreement, kind="ambtelijk", subject="", per_year=4, planned_by=cast.association)


def filled_in(page) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    form = page.context["form"]
    data = {}
    for rule in form.rules:
        data[f"r{rule.plan.rule.pk}-rows"] = str(len(rule.days))
        for day in rule.days:
            data |= {field.html_name: field.value() or "" for field in day}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in data.items()}


def test_a_year_is_proposed_changed_and_planned_at_once(visit, cast, rule, at):
    at("2026-01-05 12:00")
    page = visit(cast.officer, YEAR)
    assert "Planned by De Sleutel" in words_of(page) or "Planned by" in words_of(page)
    data = filled_in(page)
    days = [name for name in data if name.endswith("held_on")]
    assert len(days) == 5, "four, and one to add"
    data[days[0]], data[days[1]], data[days[4]] = "", "2026-06-02", "2026-12-01"
    assert visit(cast.officer, YEAR, data)["Location"] == LIST
    found = list(Meeting.objects.order_by("held_on").values_list("held_on", flat=True))
    assert date(2026, 6, 2) in found
    assert date(2026, 12, 1) in found
    assert len(found) == 4
    again = visit(cast.officer, YEAR)
    assert "Planned already: 2 June" in words_of(again)
    assert [day.initial for day in again.context["form"].rules[0].days] == [{}], "there is nothing left to propose"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"held_on": "2027-01-05"}, "This day lies in another year."),
        ({"held_on": "gisteren"}, "held_on"),
        ({"starts_at": "16:00", "ends_at": "14:00"}, "A meeting ends after it begins"),
        ({"ends_at": "14:00"}, "A meeting ends after it begins"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_at_its_day_and_nothing_is_planned(visit, cast, rule, at, wrong, sentence):
    at("2026-01-05 12:00")
    prefix = f"r{rule.pk}-0"
    data = filled_in(visit(cast.officer, YEAR)) | {f"{prefix}-{name}": value for name, value in wrong.items()}
    page = visit(cast.officer, YEAR, data)
    assert page.status_code == 200
    assert page.context["form"].rules[0].days[0].errors
    assert sentence in words_of(page) or sentence == "held_on"
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("rows", ["", "-1", "x", "9" * 30, "100000"])
def test_odd_numbers_of_rows_break_nothing(visit, cast, rule, rows):
    page = visit(cast.officer, YEAR, {f"r{rule.pk}-rows": rows})
    assert page.status_code == 200
    assert len(page.context["form"].rules[0].days) <= 60


def test_a_year_is_chosen_of_those_that_are_left(visit, cast, rule, at):
    at("2025-11-05 12:00")
    assert visit(cast.officer, YEAR).context["year"] == 2026, "in autumn one plans the next year"
    assert visit(cast.officer, f"{YEAR}?jaar=2025").context["year"] == 2025
    for odd in ("1999", "x", "2026x", "٢٠٢٦", ""):
        assert visit(cast.officer, f"{YEAR}?jaar={odd}").context["year"] == 2026


def test_only_who_keeps_meetings_plans_a_year(visit, cast, rule):
    assert visit(cast.association_officer, YEAR).status_code == 403
    assert visit(cast.outsider, YEAR).status_code == 404
    assert "Plan a year" not in words_of(visit(cast.tenant, LIST))


def test_the_list_has_what_comes_first_and_folds_what_was(visit, cast, rule, at):
    at("2026-03-01 12:00")
    for day in (date(2026, 9, 1), date(2026, 5, 1), date(2025, 5, 1), date(2024, 5, 1)):
        MeetingFactory(agreement=cast.agreement, kind="ambtelijk", held_on=day)
    Meeting.objects.filter(held_on=date(2026, 9, 1)).update(cancelled_on=date(2026, 2, 1), cancel_reason="Verbouwing.")
    page = visit(cast.tenant, LIST)
    words = words_of(page)
    assert words.index("1 May 2026") < words.index("1 September 2026") < words.index("1 May 2025") < words.index("1 May 2024")
    assert "Verbouwing." in words
    assert "In 2026: 1 meeting." in words


def test_the_list_takes_as_many_queries_for_three_as_for_one(queries, cast, rule):
    MeetingFactory(agreement=cast.agreement)
    few = queries(cast.officer, LIST)
    for number in range(3):
        MeetingFactory(agreement=cast.agreement, kind="thematic", title=str(number))
    assert queries(cast.officer, LIST) == few <= 15


@pytest.fixture
def coming(cast):
    return MeetingFactory(agreement=cast.agreement, held_on=timezone.localdate() + timedelta(days=20))


def test_it_is_cancelled_with_a_reason_stays_visible_and_may_take_place_after_all(visit, cast, coming):
    page = coming.get_absolute_url()
    assert visit(cast.officer, f"{page}afzeggen/", {"reason": ""}).status_code == 200
    assert visit(cast.officer, f"{page}afzeggen/", {"reason": "De wethouder is ziek."}).status_code == 302
    words = words_of(visit(cast.tenant, page))
    assert "This meeting does not take place." in words
    assert "De wethouder is ziek." in words
    assert "Record a decision" not in words_of(visit(cast.officer, page))
    assert visit(cast.officer, f"{page}toch-door/", {}).status_code == 302
    assert "does not take place" not in words_of(visit(cast.tenant, page))


def test_the_page_says_that_the_quorum_is_not_there_and_what_that_means(visit, cast, coming):
    MeetingRuleFactory(agreement=cast.agreement, kind="bestuurlijk", subject="", quorum="number", quorum_number=2)
    page = coming.get_absolute_url()
    assert "Quorum: at least 2 parties." in words_of(visit(cast.tenant, page))
    signer = Membership.objects.get(pk=MembershipFactory(party=cast.tenants, may_sign=True).pk)
    form = visit(cast.officer, f"{page}aanwezig/").context["form"]
    assert f"kind-{signer.pk}" in form.fields
    wrong = visit(cast.officer, f"{page}aanwezig/", {f"kind-{signer.pk}": "represented"})
    assert "Say who spoke instead" in words_of(wrong)
    data = {f"kind-{signer.pk}": "represented", f"by-{signer.pk}": "P. de Wit"}
    assert visit(cast.officer, f"{page}aanwezig/", data).status_code == 302
    assert Attendance.objects.get().represented_by == "P. de Wit"
    visit(cast.officer, f"{page}besluiten/nieuw/", {"action": cast.action.pk, "kind": "drop", "text": "Vervalt."})
    words = words_of(visit(cast.tenant, page))
    for part in ("The quorum was not there.", "Missing: 1 party.", "represented by P. de Wit", "intended Drop"):
        assert part in words


def test_a_bilateral_meeting_is_planned_with_its_parties_and_shared(visit, cast):
    other = MembershipFactory(party=cast.association, role=Membership.Role.COORDINATOR).user
    data = {"kind": "bilateral", "held_on": "2026-11-07", "parties": [cast.municipality.pk]}
    assert "at least two" in words_of(visit(cast.officer, f"{LIST}nieuw/", data))
    data["parties"] = [cast.municipality.pk, cast.tenants.pk]
    page = visit(cast.officer, f"{LIST}nieuw/", data)["Location"]
    assert visit(other, page).status_code == 404
    assert "Only the parties of this meeting read it" in words_of(visit(cast.tenant, page))
    assert visit(cast.officer, f"{page}delen/", {}).status_code == 302
    assert visit(other, page).status_code == 200
    assert "Only the parties" not in words_of(visit(other, page))


def test_a_bilateral_meeting_can_have_the_same_name_and_day_as_one_of_others(visit, cast):
    """Else the sentence that refuses it would tell that there is one."""
    other = MembershipFactory(party=cast.association, role=Membership.Role.COORDINATOR).user
    data = {"kind": "bilateral", "held_on": "2026-11-07"}
    first = visit(cast.officer, f"{LIST}nieuw/", {**data, "parties": [cast.municipality.pk, cast.tenants.pk]})
    second = visit(other, f"{LIST}nieuw/", {**data, "parties": [cast.association.pk, cast.tenants.pk]})
    assert (first.status_code, second.status_code) == (302, 302)
    again = visit(cast.officer, f"{LIST}nieuw/", {**data, "parties": [cast.municipality.pk, cast.tenants.pk]})
    assert "This meeting is already there" in words_of(again), "a form that is sent twice"
    assert Meeting.objects.count() == 2


def test_invitations_go_out_with_one_click_and_the_file_is_on_the_page(visit, cast, coming, mailoutbox):
    page = coming.get_absolute_url()
    visit(cast.officer, f"{page}uitnodigen/", {})
    assert mailoutbox
    assert Meeting.objects.get().invited_at is not None
    answer = visit(cast.tenant, f"{page}overleg.ics")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["uid"].startswith(f"overleg-{coming.pk}@")
    visit(cast.officer, f"{page}wijzigen/", {"kind": "bestuurlijk", "held_on": str(coming.held_on + timedelta(days=1))})
    assert any("Gewijzigd" in message.subject for message in mailoutbox)
