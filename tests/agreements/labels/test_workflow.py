"""Labels are put on goals and actions by who writes, at any moment: they are no agreed text."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from agreements.labels.listing import labelled_in, labels_of, list_of, with_labels_known
from agreements.labels.workflow import add_label, remove_label, rename_label, set_labels
from agreements.models import Agenda, Label, Labelling
from agreements.versions.recording import hash_as_it_stands
from tests.factories import ActionFactory, AgendaFactory, LabelFactory, LabellingFactory

pytestmark = pytest.mark.django_db


def names(row) -> list[str]:
    return [label.name for label in labels_of(row)]


def test_a_row_has_exactly_what_was_chosen_and_what_is_new_comes_on_the_list(cast):
    elderly = LabelFactory(agreement=cast.agreement, name="ouderen")
    LabellingFactory(label=elderly, action=cast.action)
    starters = LabelFactory(agreement=cast.agreement, name="starters")
    set_labels(row=cast.action, labels=[starters], new={"area": ["Kanaalzone"], "group": ["STARTERS"]}, by=cast.officer)
    assert names(cast.action) == ["starters", "Kanaalzone"]
    assert sorted(label.name for label in cast.agreement.labels.all()) == ["Kanaalzone", "ouderen", "starters"]
    gone = Labelling.history.filter(label=elderly.pk).first()
    assert (gone.history_type, gone.history_user, bool(gone.history_change_reason)) == ("-", cast.officer, True)
    before = Labelling.history.count()
    set_labels(row=cast.action, labels=labels_of(cast.action), new={}, by=cast.officer)
    assert Labelling.history.count() == before


def test_a_label_of_another_agreement_is_not_put_on_a_row(cast):
    strange = LabelFactory(agreement=cast.other_agreement)
    set_labels(row=cast.goal, labels=[strange], new={}, by=cast.officer)
    assert names(cast.goal) == []
    with pytest.raises(ValidationError, match="hoort bij andere prestatieafspraken"):
        Labelling(label=strange, goal=cast.goal).save()
    with pytest.raises(ValidationError, match="hoort bij andere prestatieafspraken"):
        Labelling(label=strange, action=cast.action).save()


def test_who_may(cast):
    label = LabelFactory(agreement=cast.agreement)
    for person in (cast.tenant, cast.outsider, cast.admin):
        with pytest.raises(PermissionDenied):
            set_labels(row=cast.goal, labels=[label], new={}, by=person)
        with pytest.raises(PermissionDenied):
            add_label(agreement=cast.agreement, kind="area", name="Zuid", by=person)
        with pytest.raises(PermissionDenied):
            rename_label(label=label, name="Zuid", by=person)
        with pytest.raises(PermissionDenied):
            remove_label(label=label, by=person)


def test_a_text_in_force_has_no_say_in_it(cast):
    plain = hash_as_it_stands(Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk))
    Agenda.objects.filter(pk=cast.agenda.pk).update(state="adopted", adopted_on=date(2024, 1, 1))
    set_labels(row=cast.action, labels=[], new={"group": ["ouderen"]}, by=cast.association_officer)
    set_labels(row=cast.goal, labels=[], new={"group": ["ouderen"]}, by=cast.association_officer)
    assert names(cast.action) == names(cast.goal) == ["ouderen"]
    assert hash_as_it_stands(Agenda.objects.select_related("agreement").get(pk=cast.agenda.pk)) == plain


def test_a_name_is_there_once_per_kind_and_renaming_keeps_its_places(cast):
    label = add_label(agreement=cast.agreement, kind="group", name=" jonge   mensen ", by=cast.officer)
    assert label.name == "jonge mensen"
    LabellingFactory(label=label, goal=cast.goal)
    with pytest.raises(ValidationError, match="al een label"):
        add_label(agreement=cast.agreement, kind="group", name="Jonge mensen", by=cast.officer)
    add_label(agreement=cast.agreement, kind="area", name="Jonge mensen", by=cast.officer)
    rename_label(label=label, name="jongeren", by=cast.officer)
    assert names(cast.goal) == ["jongeren"]
    key = label.pk
    remove_label(label=label, by=cast.officer)
    assert names(cast.goal) == []
    assert Label.history.filter(id=key, history_type="-").exists()


def test_the_list_counts_and_a_year_has_its_own(cast, django_assert_num_queries):
    label = LabelFactory(agreement=cast.agreement)
    later = ActionFactory(agenda=AgendaFactory(agreement=cast.agreement, year=2025), goal=cast.goal)
    for place in ({"goal": cast.goal}, {"action": cast.action}, {"action": later}):
        LabellingFactory(label=label, **place)
    assert [(row.goals, row.actions) for row in list_of(cast.agreement)] == [(1, 2)]
    (agenda,) = with_labels_known(Agenda.objects.filter(pk=cast.agenda.pk))
    with django_assert_num_queries(1):
        labelled = labelled_in(agenda)
    assert (set(labelled.goals), set(labelled.actions)) == ({cast.goal.pk}, {cast.action.pk})
    Label.objects.all().delete()
    (agenda,) = with_labels_known(Agenda.objects.filter(pk=cast.agenda.pk))
    with django_assert_num_queries(0):
        assert labelled_in(agenda).goals == {}
