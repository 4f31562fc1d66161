"""A written notice: who gives it to whom, how it arrives, its four weeks, and what becomes of it."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from agreements.models import Participation
from monitoring.disputes.workflow import confirm_receipt, end_notice, give_notice, record_opened
from monitoring.feed.entries import entries_for
from monitoring.models import DisputeNotice, NoticeReceipt
from parties.models import Membership, Party
from parties.refusals import NotAllowedNowError
from tests.factories import MembershipFactory, UserFactory
from tests.pages import words_of

pytestmark = pytest.mark.django_db
TEXT = "De 24 flexwoningen zouden er in 2024 staan. Dat is niet gebeurd."


@pytest.fixture
def give(cast):
    """By the municipality to the tenants, about one action, unless the test says otherwise."""

    def give(by=None, party=None, parties=None, **about) -> DisputeNotice:
        about = about or {"actions": [cast.action.pk]}
        return give_notice(
            agreement=cast.agreement,
            party=party or cast.municipality,
            parties=parties or [cast.tenants],
            text=TEXT,
            by=by or cast.officer,
            **about,
        )

    return give


def kinds_of(notice) -> list[tuple[str, str]]:
    return [(row.person.name, row.kind) for row in notice.receipts.order_by("pk")]


def test_it_is_mailed_with_its_words_to_who_coordinates_or_signs(cast, give):
    notice = give()
    assert kinds_of(notice) == [("Tess Huurder", "mailed")]
    (sent,) = mail.outbox
    assert sent.to == ["Tess Huurder <tess@huurdersraad.example>"]
    assert TEXT in sent.body
    assert notice.get_absolute_url() in sent.body


def test_who_signs_gives_one_too_and_whoever_only_writes_does_not(cast, give):
    assert give(by=cast.executive).by == cast.executive
    with pytest.raises(PermissionDenied):
        give(by=cast.association_officer, party=cast.association)
    with pytest.raises(PermissionDenied):
        give(by=cast.admin)
    with pytest.raises(PermissionDenied):
        give(by=cast.officer, party=cast.association)


@pytest.mark.parametrize(("kind", "role"), [(Party.Kind.CARE_PROVIDER, "signatory"), (Party.Kind.MUNICIPALITY, "advisory")])
def test_the_law_lets_no_care_provider_open_a_dispute_nor_who_does_not_sign(cast, give, kind, role):
    Party.objects.filter(pk=cast.municipality.pk).update(kind=kind)
    Participation.objects.filter(party=cast.municipality).update(role=role)
    with pytest.raises(PermissionDenied):
        give()


def test_it_goes_to_another_party_that_signs_of_which_somebody_can_be_reached(cast, give):
    with pytest.raises(NotAllowedNowError, match="minstens één andere"):
        give(parties=[cast.municipality])
    with pytest.raises(NotAllowedNowError, match="minstens één andere"):
        give(parties=[cast.elsewhere])
    with pytest.raises(NotAllowedNowError, match="De Sleutel"):
        give(parties=[cast.tenants, cast.association])
    assert not DisputeNotice.objects.exists()


def test_it_is_about_goals_and_actions_of_this_agreement_only(cast, give):
    with pytest.raises(ValidationError):
        give(actions=[cast.other_action.pk])
    with pytest.raises(ValidationError):
        give(goals=[cast.other_goal.pk])


def test_one_press_confirms_for_the_party_once_and_opening_is_recorded_once(cast, give, client):
    notice = give()
    client.force_login(cast.tenant)
    address = notice.get_absolute_url()
    client.head(address)
    assert kinds_of(notice) == [("Tess Huurder", "mailed")]
    assert "Bevestig dat wij dit hebben ontvangen" in words_of(client.get(address))
    client.get(address)
    for _twice in range(2):
        client.post(reverse("notice_confirm", args=[notice.pk]))
    assert kinds_of(notice) == [("Tess Huurder", kind) for kind in ("mailed", "opened", "confirmed")]
    assert "Bevestig dat wij dit hebben ontvangen" not in words_of(client.get(address))


def test_only_who_speaks_for_a_party_that_got_it_confirms_and_leaves_a_trace(cast, give):
    notice = give()
    for person in (cast.officer, cast.association_officer, cast.admin):
        record_opened(notice=notice, by=person)
        with pytest.raises(PermissionDenied):
            confirm_receipt(notice=notice, by=person)
    assert kinds_of(notice) == [("Tess Huurder", "mailed")]


def test_the_party_that_gave_it_ends_it_once_with_a_sentence_and_all_hear(cast, give):
    notice = give()
    with pytest.raises(PermissionDenied):
        end_notice(notice=notice, kind="settled", text="Opgelost.", by=cast.tenant)
    end_notice(notice=notice, kind="settled", text="Wij bouwen ze in 2025.", by=cast.executive)
    with pytest.raises(NotAllowedNowError):
        end_notice(notice=notice, kind="withdrawn", text="Toch niet.", by=cast.officer)
    mails = mail.outbox
    assert "Wij bouwen ze in 2025." in mails[-1].body
    assert mails[-1].to == ["Tess Huurder <tess@huurdersraad.example>"]


def test_nothing_of_it_changes_or_goes(cast, give):
    notice = give()
    confirm_receipt(notice=notice, by=cast.tenant)
    end_notice(notice=notice, kind="withdrawn", text="Ingetrokken.", by=cast.officer)
    for row in (notice, notice.subjects.get(), notice.receipts.first(), notice.end):
        with pytest.raises(ValidationError):
            row.delete()
    notice.text = "Iets anders"
    with pytest.raises(ValidationError):
        notice.save()
    receipt = NoticeReceipt.objects.first()
    receipt.kind = "confirmed"
    with pytest.raises(ValidationError):
        receipt.save()


def test_everyone_who_takes_part_reads_it_and_nobody_else(cast, give, client):
    address = give().get_absolute_url()
    client.force_login(cast.association_officer)
    assert TEXT in words_of(client.get(address))
    client.force_login(cast.outsider)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("moment", "last"),
    [
        ("2026-03-28 23:30", date(2026, 4, 25)),  # an hour less, in the night after
        ("2026-03-29 00:30", date(2026, 4, 26)),
        ("2026-10-25 02:30", date(2026, 11, 22)),  # an hour more
        ("2025-12-31 23:59", date(2026, 1, 28)),
        ("2028-02-10 12:00", date(2028, 3, 9)),  # a leap year
    ],
)
def test_four_weeks_are_counted_in_days_of_the_netherlands(cast, give, at, moment, last):
    at(moment)
    notice = give()
    assert notice.given_on == timezone.localdate()
    assert notice.ends_on == last
    assert not notice.is_over(last)
    assert DisputeNotice.objects.running(last).exists()
    assert not DisputeNotice.objects.running(last + timezone.timedelta(days=1)).exists()


def test_its_last_day_is_in_the_calendar_of_the_year_and_in_those_of_who_gave_or_got_it(cast, give, at, client):
    at("2023-12-12 09:00")
    notice = give()
    client.force_login(cast.association_officer)
    address = reverse("year_calendar", args=[cast.agreement.slug])
    assert str(notice) in words_of(client.get(address, {"jaar": "2024", "soort": "geschil"}))
    assert str(notice) not in words_of(client.get(address, {"jaar": "2023", "soort": "geschil"}))
    for person, number in ((cast.officer, 1), (cast.tenant, 1), (cast.association_officer, 0)):
        assert [row.begins for row in entries_for(person) if row.uid == f"melding-{notice.pk}"] == number * [date(2024, 1, 9)]


def test_pages_take_as_many_queries_with_three_people_as_with_one(cast, give, client, django_assert_max_num_queries):
    few, notice = give(), None
    for _more in range(3):
        person = UserFactory()
        MembershipFactory(user=person, party=cast.tenants, role=Membership.Role.COORDINATOR)
    notice = give()
    client.force_login(cast.association_officer)
    for row in (few, notice):
        client.get(row.get_absolute_url())
        with django_assert_max_num_queries(22):
            client.get(row.get_absolute_url())
