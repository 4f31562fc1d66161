"""A bilateral meeting is its parties' alone until they share it: on no page, in no table, file, count or list of others."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from monitoring.dashboard.portfolio import collect_portfolio
from monitoring.dashboard.start import collect_overview
from monitoring.models import Attendance, Decision, Dissent, Meeting, MeetingParty, MinutesAddition
from monitoring.position.collect import collect_state
from parties.history.records import change_set
from parties.models import Membership, Party
from tests.factories import DecisionFactory, MeetingFactory, MembershipFactory, RoundFactory

pytestmark = pytest.mark.django_db

SECRET = "Kwikstaart"


@pytest.fixture
def there(cast):
    """Of municipality and tenants; the housing association knows nothing of it."""
    day = timezone.localdate() + timedelta(days=10)
    row = MeetingFactory(
        agreement=cast.agreement, kind="bilateral", title=SECRET, held_on=day, minutes=f"Over {SECRET}.", place=SECRET
    )
    for party in (cast.municipality, cast.tenants):
        MeetingParty.objects.create(meeting=row, party=party)
    DecisionFactory(meeting=row, action=cast.action, kind="drop", text=f"{SECRET} vervalt.")
    Attendance.objects.create(meeting=row, party=cast.municipality, user=cast.officer)
    MinutesAddition.objects.create(meeting=row, text=SECRET, by=cast.officer)
    return row


@pytest.fixture
def other(cast):
    """Who coordinates the housing association."""
    return MembershipFactory(party=cast.association, role=Membership.Role.COORDINATOR).user


@pytest.mark.parametrize("model", [Meeting, MeetingParty, Decision, Attendance, MinutesAddition])
def test_its_rows_are_read_by_its_own_parties(cast, there, other, model):
    rows = model.objects.all()
    assert rows.visible_to(cast.officer).exists()
    assert rows.visible_to(cast.tenant).exists()
    assert rows.visible_to(cast.admin).exists()
    assert not rows.visible_to(other).exists()
    assert not rows.coordinated_by(other).exists()
    assert not rows.editable_by(other).exists()
    assert not rows.shared().exists()
    Meeting.objects.update(shared_on=date(2024, 1, 1))
    assert rows.visible_to(other).exists()
    assert rows.coordinated_by(other).exists()


def test_a_meeting_of_one_theme_is_read_by_all(cast, there, other):
    Meeting.objects.update(kind="thematic")
    assert Meeting.objects.visible_to(other).get() == there


ADDRESSES = ["meeting", "meeting_change", "meeting_minutes", "meeting_present", "meeting_decide", "minutes_addition"]


def test_for_others_it_has_no_page(client, cast, there, other):
    client.force_login(other)
    assert [client.get(reverse(name, args=[there.pk])).status_code for name in ADDRESSES] == [404] * len(ADDRESSES)
    assert client.post(reverse("send_minutes", args=[there.pk])).status_code == 404
    decision = Decision.objects.get()
    assert client.post(reverse("decision_propose", args=[decision.pk])).status_code == 404
    client.force_login(cast.officer)
    assert SECRET in client.get(there.get_absolute_url()).content.decode()


def test_no_list_page_file_or_admin_page_of_others_tells_of_it(client, cast, there, other):
    client.force_login(other)
    year = cast.agenda.get_absolute_url()
    addresses = [
        "/",
        year,
        f"{year}dashboard/",
        f"{year}dashboard/presentatie/",
        f"{year}voortgang.xlsx",
        reverse("agreement_rounds", args=[cast.agreement.slug]),
        cast.agreement.get_absolute_url(),
        cast.action.get_absolute_url(),
        cast.goal.get_absolute_url(),
        f"/partijen/{cast.municipality.pk}/",
        reverse("admin:monitoring_meeting_changelist"),
        reverse("admin:agreements_action_history", args=[cast.action.pk]),
        reverse("admin:agreements_action_delete", args=[cast.action.pk]),
        reverse("admin:agreements_goal_delete", args=[cast.goal.pk]),
        reverse("admin:monitoring_round_add"),
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code in {200, 403}, address
        assert SECRET not in answer.content.decode("utf-8", "ignore"), address
    assert client.get(reverse("admin:monitoring_meeting_change", args=[there.pk])).status_code == 404
    assert client.get(reverse("admin:monitoring_meeting_history", args=[there.pk])).status_code == 404


def test_of_one_that_is_gone_the_history_stays_theirs_too(client, cast, there, other):
    bare = MeetingFactory(agreement=cast.agreement, kind="bilateral", title=SECRET)
    pk = bare.pk
    bare.delete()
    client.force_login(other)
    assert client.get(reverse("admin:monitoring_meeting_history", args=[pk])).status_code == 404


def test_what_is_made_for_all_parties_tells_nothing_of_it(cast, there):
    state = collect_state(cast.agenda)
    assert [action.decisions for action in state.actions] == [()]
    Meeting.objects.update(shared_on=date(2024, 1, 1))
    assert [len(action.decisions) for action in collect_state(cast.agenda).actions] == [1]


def test_dates_and_numbers_of_others_are_without_it(cast, there, other):
    today = timezone.localdate()
    for person, count in ((cast.officer, 1), (other, 0)):
        parties = Party.objects.of(person)
        ahead = collect_portfolio(person, parties, today=today).ahead
        assert len([due for due in ahead if isinstance(due.what, Meeting)]) == count
        coming = collect_overview(person, now=timezone.now(), since=None).coming
        assert len([row for row in coming if row.kind == "meeting"]) == count


def test_a_round_or_a_split_light_never_points_to_it(cast, there):
    round = RoundFactory.build(agenda=cast.agenda, meeting=there)
    with pytest.raises(ValidationError) as refused:
        round.save()
    assert set(refused.value.message_dict) == {"meeting"}
    asked_for = MeetingFactory(agreement=cast.agreement)
    RoundFactory(agenda=cast.agenda, meeting=asked_for)
    asked_for.kind = "bilateral"
    with pytest.raises(ValidationError) as refused:
        asked_for.save()
    assert set(refused.value.message_dict) == {"kind"}
    assert not Dissent.objects.exists()


def test_who_plans_it_in_a_table_is_one_of_its_parties(cast):
    with change_set(user=cast.officer):
        row = MeetingFactory.build(agreement=cast.agreement, kind="bilateral", title=SECRET)
        row.save()
    assert [party.party for party in row.own_parties.all()] == [cast.municipality]
    assert Meeting.objects.visible_to(cast.officer).get() == row


def test_a_coordinator_of_another_party_writes_nothing_in_it(cast, there, other):
    with change_set(user=other):
        for row, name in ((there, "minutes"), (MeetingParty(meeting=there, party=cast.association), "party")):
            setattr(row, name, getattr(row, name) if name == "party" else "Gekaapt")
            with pytest.raises(ValidationError):
                row.save()
        with pytest.raises(ValidationError):
            Attendance(meeting=there, party=cast.tenants, user=cast.tenant).save()
    with change_set(user=cast.officer):
        there.minutes = "Aangevuld."
        there.save()
