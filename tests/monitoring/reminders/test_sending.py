"""Who is mailed what, and never the same thing twice."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from monitoring.models import Digest, Reminder, ReminderText
from monitoring.progress.reviewing import return_update
from monitoring.rounds.workflow import extend, remind
from parties.models import Membership, Party
from parties.refusals import NotAllowedNowError
from tests.factories import (
    ActionFactory,
    DataDeliveryFactory,
    IndicatorFactory,
    LeadFactory,
    MeasurementFactory,
    MembershipFactory,
    PartyFactory,
    PartyMemberFactory,
    ProgressUpdateFactory,
    ReviewFactory,
    RoundFactory,
    UserFactory,
)
from tests.monitoring.reminders.conftest import words_of

pytestmark = pytest.mark.django_db


def sent_to() -> list[str]:
    return [address for message in mail.outbox for address in message.to]


# -- A round


def test_at_the_opening_the_leads_people_get_one_mail_with_every_action(cast, asked, run):
    assert run("2024-10-01") == ["Abel Bouwer"]
    (message,) = mail.outbox
    assert message.to == ["Abel Bouwer <abel@desleutel.example>"]
    assert message.subject == "Ronde 1 is open: meld hoe het gaat"
    words = words_of(message)
    assert "Wij vragen u hoe het op 30 september 2024 stond met de afspraken waarvan De Sleutel trekker is." in words
    assert "tot en met 31 oktober 2024" in words
    for action in cast.agenda.actions.all():
        assert f"http://127.0.0.1:8000/acties/{action.pk}/voortgang/" in words
    assert "http://127.0.0.1:8000/mijn-acties/" in words
    assert "U krijgt deze mail omdat u namens De Sleutel de voortgang meldt van Prestatieafspraken Waterhoek." in words
    assert "<h2" in message.alternatives[0].content


def test_the_contact_alone_is_asked_until_she_left(cast, asked, run):
    contact = MembershipFactory(party=cast.association, role="editor", user__name="Cora Contact").user
    for lead in asked.agenda.actions.get(pk=cast.action.pk).leads.all():
        lead.contact = contact
        lead.save()
    assert run("2024-10-01") == ["Abel Bouwer", "Cora Contact"]
    about = {message.to[0].split(" <")[0]: words_of(message) for message in mail.outbox}
    assert ["flexwoningen" in about[name] for name in ("Abel Bouwer", "Cora Contact")] == [False, True]
    assert ["wachttijd" in about[name] for name in ("Abel Bouwer", "Cora Contact")] == [True, True]
    contact.is_active = False
    contact.save()
    mail.outbox.clear()
    assert run("2024-10-08") == ["Abel Bouwer"]
    assert "flexwoningen" in words_of(mail.outbox[0])


def test_running_it_again_that_day_or_before_the_next_moment_mails_nobody(asked, run):
    run("2024-10-01")
    assert [run(day) for day in ("2024-10-01", "2024-10-02", "2024-10-07")] == [[], [], []]


def test_in_between_only_people_with_open_actions_are_mailed_about_those(cast, asked, run):
    run("2024-10-01")
    ProgressUpdateFactory(action=cast.action, round=asked)
    mail.outbox.clear()
    assert run("2024-10-08") == ["Abel Bouwer"]
    words = words_of(mail.outbox[0])
    assert "wachttijd is korter" in words
    assert "flexwoningen" not in words


def test_someone_who_has_answered_everything_is_left_alone(cast, asked, run):
    for action in cast.agenda.actions.all():
        ProgressUpdateFactory(action=action, round=asked)
    assert run("2024-10-08") == []


def test_what_was_returned_waits_again_with_the_reason(cast, asked, run):
    for action in cast.agenda.actions.all():
        update = ProgressUpdateFactory(action=action, round=asked)
    ReviewFactory(update=update, outcome="returned", reason="Om hoeveel woningen gaat het?")
    assert run("2024-10-08") == ["Abel Bouwer"]
    assert "Teruggestuurd: Om hoeveel woningen gaat het?" in words_of(mail.outbox[0])


def test_never_at_weekends_or_holidays_but_on_the_next_working_day(cast, at, run):
    at("2024-12-24 09:00")
    RoundFactory(
        agenda=cast.agenda,
        opened=True,
        opens_on=date(2024, 12, 25),
        closes_on=date(2025, 1, 31),
        reference_date=date(2024, 12, 31),
    )
    days = ["2024-12-24", "2024-12-25", "2024-12-26", "2024-12-27", "2024-12-28"]
    assert [run(day) for day in days] == [[], [], [], ["Abel Bouwer"], []]


def test_before_the_end_it_says_until_when(asked, run):
    run("2024-10-01")
    mail.outbox.clear()
    run("2024-10-30")
    assert [message.subject for message in mail.outbox] == ["Ronde 1 sluit op 31 oktober 2024"]


def test_the_rhythm_is_that_of_the_round(asked, run):
    asked.remind_every, asked.remind_first, asked.remind_last = None, None, 2
    asked.save()
    mailed = [day for day in (f"2024-10-{number:02}" for number in range(1, 32)) if run(day)]
    assert mailed == ["2024-10-01", "2024-10-29"]


def test_a_round_that_nobody_opened_or_that_is_closed_asks_nothing(cast, run):
    RoundFactory(agenda=cast.agenda)
    assert run("2024-10-01") == []
    RoundFactory(agenda=cast.agenda, closed=True)
    assert "Abel Bouwer" not in run("2024-10-15")


def test_someone_who_left_or_only_reads_gets_nothing(cast, asked, run):
    MembershipFactory(user__name="Lies Lezer", party=cast.association, role=Membership.Role.READER)
    cast.association_officer.is_active = False
    cast.association_officer.save()
    assert run("2024-10-01") == ["Olga Officier"], "the coordinator hears that nobody can be reached"


def test_for_a_working_group_the_people_of_its_member_parties_are_asked(cast, asked, run):
    group = PartyFactory(name="Werkgroep Wonen", kind=Party.Kind.UMBRELLA)
    PartyMemberFactory(umbrella=group, member=cast.municipality)
    LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda), party=group)
    assert run("2024-10-01") == ["Abel Bouwer", "Olga Officier"]
    assert "namens Werkgroep Wonen" in words_of(mail.outbox[1])


def test_someone_who_reports_for_two_parties_gets_one_mail_with_both(cast, asked, run):
    MembershipFactory(user=cast.association_officer, party=cast.tenants, role=Membership.Role.EDITOR)
    LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda, text="Het huurdersloket is open."), party=cast.tenants)
    run("2024-10-01")
    (message,) = mail.outbox
    assert message.subject == "Driehoek: 2 onderwerpen wachten op u"
    assert "namens De Sleutel" in words_of(message)
    assert "namens Huurdersraad Waterhoek" in words_of(message)


# -- The coordinators


def test_coordinators_hear_at_the_opening_of_leads_that_nobody_answers_for(cast, asked, run):
    LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda), party=cast.tenants)
    ActionFactory(goal=cast.goal, agenda=cast.agenda, text="De leefbaarheid verbetert.")
    assert run("2024-10-01") == ["Abel Bouwer", "Olga Officier"]
    words = words_of(mail.outbox[1])
    assert "Huurdersraad Waterhoek Niemand van deze partij is bereikbaar." in words
    assert "De leefbaarheid verbetert. (doel 17) Deze afspraak heeft geen trekker." in words
    assert f"http://127.0.0.1:8000/rondes/{asked.pk}/" in words
    mail.outbox.clear()
    assert run("2024-10-02") == []


def test_after_the_last_day_they_hear_once_what_is_missing(cast, asked, run):
    ProgressUpdateFactory(action=cast.action, round=asked)
    extend(round=asked, party=cast.association, until=date(2024, 11, 8), reason="Cijfers.", by=cast.officer)
    mail.outbox.clear()
    assert "Olga Officier" in run("2024-11-01")
    (message,) = [message for message in mail.outbox if "olga" in message.to[0]]
    words = words_of(message)
    assert message.subject == "Ronde 1: wat er nog ontbreekt"
    assert "De wachttijd is korter dan vijf jaar. (doel 17) De Sleutel (heeft tot en met 8 november 2024)" in words
    assert "flexwoningen" not in words
    assert "Olga Officier" not in run("2024-11-04") + run("2024-11-05")


def test_nobody_is_bothered_when_nothing_is_missing(cast, asked, run):
    for action in cast.agenda.actions.all():
        ProgressUpdateFactory(action=action, round=asked)
    assert run("2024-11-01") == []


# -- Figures


def test_someone_who_owes_a_figure_is_asked_two_weeks_ahead_until_it_is_there(cast, at, run):
    delivery = DataDeliveryFactory(indicator=IndicatorFactory(goal=cast.goal, name="Huurachterstand"), party=cast.association)
    assert run("2024-09-13") == []
    assert run("2024-09-16") == ["Abel Bouwer"]
    words = words_of(mail.outbox[0])
    assert mail.outbox[0].subject == "Cijfers die De Sleutel levert"
    assert "Huurachterstand van 2024 Uiterlijk op 30 september 2024." in words
    assert f"http://127.0.0.1:8000/indicatoren/{delivery.indicator_id}/meting/" in words
    assert [run(day) for day in ("2024-09-17", "2024-09-30", "2024-10-01")] == [[], ["Abel Bouwer"], []]
    MeasurementFactory(indicator=delivery.indicator, measured_on=date(2024, 9, 30), party=cast.association)
    assert run("2024-10-14") == []


def test_a_round_and_a_figure_come_in_one_mail(cast, asked, run):
    DataDeliveryFactory(indicator=IndicatorFactory(goal=cast.goal), party=cast.association)
    assert run("2024-10-01") == ["Abel Bouwer"]
    assert len(mail.outbox) == 1
    assert sorted(Reminder.objects.values_list("kind", flat=True)) == ["delivery", "opening"]


# -- At once


def test_a_coordinator_reminds_in_the_same_words_and_the_clock_does_not_repeat_it(cast, asked, run, at):
    run("2024-10-01")
    mail.outbox.clear()
    at("2024-10-08 08:00")
    assert remind(round=asked, by=cast.officer) == [cast.association_officer]
    assert mail.outbox[0].subject == "Ronde 1: wij wachten nog op uw melding"
    assert "Met vriendelijke groet, Olga Officier" in words_of(mail.outbox[0])
    assert run("2024-10-08") == []
    with pytest.raises(NotAllowedNowError, match="vandaag al herinnerd"):
        remind(round=asked, by=cast.officer)
    with pytest.raises(PermissionDenied):
        remind(round=asked, by=cast.tenant)


def test_someone_who_got_more_time_is_told_until_when_and_warned_before_that_day(cast, asked, run, at):
    run("2024-10-01")
    at("2024-10-30 15:00")
    mail.outbox.clear()
    extend(round=asked, party=cast.association, until=date(2024, 11, 8), reason="Cijfers komen later.", by=cast.officer)
    (message,) = mail.outbox
    assert (sent_to(), message.subject) == (
        ["Abel Bouwer <abel@desleutel.example>"],
        "Ronde 1: De Sleutel heeft uitstel tot en met 8 november 2024",
    )
    assert "Cijfers komen later." in words_of(message)
    days = ["2024-10-31", "2024-11-01", "2024-11-04", "2024-11-07"]
    assert ["Abel Bouwer" in run(day) for day in days] == [False, False, False, True]


def test_someone_who_reported_is_told_at_once_why_it_was_sent_back(cast, asked, at):
    colleague = MembershipFactory(user__name="Cora Collega", party=cast.association, role=Membership.Role.EDITOR).user
    update = ProgressUpdateFactory(action=cast.action, round=asked, reported_by=cast.association_officer)
    return_update(update=update, reason="Om hoeveel woningen gaat het?", by=cast.officer)
    assert sorted(sent_to()) == sorted(["Abel Bouwer <abel@desleutel.example>", f"Cora Collega <{colleague.email}>"])
    assert "Olga Officier (Gemeente Waterhoek): Om hoeveel woningen gaat het?" in words_of(mail.outbox[0])


# -- The words


def test_the_agreements_own_words_are_used(cast, asked, run):
    ReminderText.objects.create(
        agreement=cast.agreement, kind="opening", subject="{ronde} van {afspraken}", body="**{partij}**, nog {aantal} stuks."
    )
    run("2024-10-01")
    (message,) = mail.outbox
    assert message.subject == "Ronde 1 van Prestatieafspraken Waterhoek"
    assert "<strong>De Sleutel</strong>, nog 2 stuks." in message.alternatives[0].content


def test_what_stands_in_a_name_is_text_and_never_markup(cast, asked, run):
    cast.action.text = "<script>alert(1)</script> De woningen zijn klaar."
    cast.action.save()
    run("2024-10-01")
    assert "<script>" not in mail.outbox[0].alternatives[0].content


# -- All or nothing


def test_the_record_and_the_mail_are_stored_together_or_not_at_all(asked, run, monkeypatch):
    """The server is switched off between the two: afterwards nothing was told, and the next run tells it."""

    def dies(*args, **kwargs):
        raise SystemExit("switched off")

    monkeypatch.setattr("monitoring.reminders.mails.post", dies)
    with pytest.raises(SystemExit):
        run("2024-10-01")
    assert (Digest.objects.count(), Reminder.objects.count(), len(mail.outbox)) == (0, 0, 0)
    monkeypatch.undo()
    assert run("2024-10-01") == ["Abel Bouwer"]


def test_a_run_that_died_half_way_goes_on_with_the_others(cast, asked, run, monkeypatch):
    MembershipFactory(user=UserFactory(name="Cora Collega"), party=cast.association, role=Membership.Role.EDITOR)
    from monitoring.reminders import mails

    whole, count = mails.post, []

    def dies_at_the_second(*args, **kwargs):
        count.append(1)
        if len(count) == 2:
            raise SystemExit("switched off")
        whole(*args, **kwargs)

    monkeypatch.setattr("monitoring.reminders.mails.post", dies_at_the_second)
    with pytest.raises(SystemExit):
        run("2024-10-01")
    monkeypatch.setattr("monitoring.reminders.mails.post", whole)
    assert run("2024-10-01") == ["Cora Collega"]
    assert len(sent_to()) == len(set(sent_to())) == 2


def test_the_command_says_how_many_it_stored(asked, at, capsys):
    at("2024-10-01 09:00")
    call_command("send_reminders")
    call_command("send_reminders")
    assert capsys.readouterr().out == "Mails stored: 1.\nMails stored: 0.\n"


def test_the_queries_do_not_grow_with_the_actions(cast, asked, django_assert_max_num_queries):
    from monitoring.reminders.collect import mails_of

    with django_assert_max_num_queries(28) as one:
        mails_of(date(2024, 10, 1))
    for _ in range(3):
        LeadFactory(action=ActionFactory(goal=cast.goal, agenda=cast.agenda), party=cast.association)
    with django_assert_max_num_queries(len(one)):
        mails_of(date(2024, 10, 1))
