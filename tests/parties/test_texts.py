"""No text is without a maximum: the model, its forms and the database know it, and whoever types is told what still fits."""

import importlib
import pkgutil

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps
from django.utils import translation

import agreements
import monitoring
import parties
from agreements.models import Action, Comment
from monitoring.models import ProgressUpdate
from monitoring.progress.report_form import ReportForm
from parties.apps import check_every_row, let_old_rows_be
from parties.history.records import change_set
from parties.texts import AGREED_TEXT, REASON, LongText, LongTextField, TextMaximum

WRITTEN_BY_US = {"history_change_reason", "history_type"}  # the first is cut by fill_from_change_set()


def our_models() -> list[type[models.Model]]:
    return [model for app in ("parties", "agreements", "monitoring") for model in apps.get_app_config(app).get_models()]


def texts_of(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.local_fields if isinstance(field, models.CharField | models.TextField)]


def our_forms() -> set[type[forms.BaseForm]]:
    for package in (agreements, monitoring, parties):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name:
                importlib.import_module(module.name)
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found |= {form for form in below if form.__module__.split(".")[0] in {"agreements", "monitoring", "parties"}}
    return found


# -- Everywhere


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_text_of_every_model_has_a_maximum(model):
    endless = [field.name for field in texts_of(model) if not field.max_length and field.name not in WRITTEN_BY_US]
    assert endless == []


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_long_text_has_its_maximum_in_the_database_and_its_history_has_none(model):
    long = [field for field in texts_of(model) if isinstance(field, LongText)]
    assert {type(field) for field in texts_of(model) if isinstance(field, models.TextField)} <= {LongText, models.TextField}
    held = {rule.name: rule.condition for rule in model._meta.constraints if isinstance(rule, TextMaximum)}
    if hasattr(model, "history_id"):
        assert held == {}
    else:
        assert held == {
            f"{model._meta.model_name}_{field.name}_maximum": models.Q(**{f"{field.name}__length__lte": field.max_length})
            for field in long
        }


def test_every_text_box_of_every_form_counts():
    silent = {
        (form.__name__, name)
        for form in our_forms()
        for name, field in form.base_fields.items()
        if isinstance(field.widget, forms.Textarea) and not field.widget.attrs.get("data-most")
    }
    assert silent == set()


def test_a_form_of_its_own_has_the_maximum_of_the_model():
    own = {name: field.max_length for name, field in ReportForm.base_fields.items() if isinstance(field, LongTextField)}
    assert own == {name: ProgressUpdate._meta.get_field(name).max_length for name in own}
    assert len(own) == 7


# -- The model


def test_the_longest_text_fits_and_one_more_is_told_in_a_sentence(cast):
    cast.action.text = "a" * AGREED_TEXT
    cast.action.save()
    cast.action.text += "bc"
    for language, sentence in {
        "nl": "Hoogstens 20.000 tekens; deze tekst heeft er 20.002. Haal er minstens 2 weg.",
        "en": "At most 20,000 characters; this text has 20,002. Take out at least 2.",
    }.items():
        with translation.override(language):
            with pytest.raises(ValidationError) as refused:
                cast.action.save()
            assert refused.value.message_dict == {"text": [sentence]}


def test_a_line_end_of_a_browser_counts_as_one(cast):
    cast.action.text = "a\r\n" * (AGREED_TEXT // 2)
    cast.action.save()
    assert Action.objects.get(pk=cast.action.pk).text == "a\n" * (AGREED_TEXT // 2)


def test_an_emoji_counts_as_one(cast):
    cast.action.text = "😀" * AGREED_TEXT
    cast.action.save()


def test_the_maximum_asks_the_database_nothing(cast, django_assert_num_queries):
    rule = next(rule for rule in Action._meta.constraints if isinstance(rule, TextMaximum))
    with django_assert_num_queries(0):
        rule.validate(Action, cast.action)


def test_the_reason_of_a_change_is_cut_where_it_goes_into_the_history(cast):
    with change_set(reason="Waarom? " * 1_000):
        cast.action.save()
    assert len(cast.action.history.first().history_change_reason) == REASON


# -- The form


def test_a_form_tells_what_is_too_much_and_keeps_all_that_was_typed(db):
    form = forms.modelform_factory(Comment, fields=["text"])({"text": "a" * 10_001})
    with translation.override("nl"):
        assert form.errors["text"] == ["Hoogstens 10.000 tekens; deze tekst heeft er 10.001. Haal er minstens 1 weg."]
    box = str(form["text"])
    assert "a" * 10_001 in box
    assert 'data-most="10000"' in box
    assert "maxlength" not in box  # a browser would cut off what is pasted


# -- What stood there before


@isolate_apps("parties")
@pytest.mark.django_db(transaction=True)
def test_a_text_that_was_longer_before_stays_and_stops_no_migration():
    class Before(models.Model):  # noqa: DJ008
        text = models.TextField()

        class Meta:
            app_label, db_table = "parties", "test_texts"

    class After(models.Model):  # noqa: DJ008
        text = LongText(max_length=10)

        class Meta:
            app_label, db_table = "parties", "test_texts"

    with connection.schema_editor() as editor:
        editor.create_model(Before)
    try:
        old, other = Before.objects.create(text="a" * 240_000), Before.objects.create(text="b")
        let_old_rows_be(using="default")
        (rule,) = After._meta.constraints
        with connection.schema_editor() as editor:
            editor.add_constraint(After, rule)
        check_every_row(using="default")
        assert After.objects.get(pk=old.pk).text == "a" * 240_000
        for row in (old, other):
            with pytest.raises(IntegrityError, match="after_text_maximum"), transaction.atomic():
                After.objects.filter(pk=row.pk).update(text="c" * 11)
        After.objects.filter(pk=old.pk).update(text="c" * 10)
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(After)
