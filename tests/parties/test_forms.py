"""A field on a page: its label, what helps, what is wrong, and how a screen reader hears that they belong together."""

import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from parties.forms import DayInput, SiteForm


class MealForm(SiteForm, forms.Form):
    dish = forms.CharField(label="Dish", help_text="Something <warm>.", error_messages={"max_length": "Shorter."}, max_length=4)
    drink = forms.CharField(label="Drink", required=False)
    side = forms.ChoiceField(label="Side?", choices=[("rice", "rice"), ("bread", "bread")], widget=forms.RadioSelect)
    sauce = forms.ChoiceField(label="Sauce", choices=[("red", "Red")])
    vegan = forms.BooleanField(label="Vegan", required=False, help_text="No meat.")
    on = forms.DateField(label="On", widget=DayInput())
    table = forms.CharField(widget=forms.HiddenInput)


class Unmarked(MealForm):
    marks_optional = False


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def group(name: str, data: dict | None = None, form: type[MealForm] = MealForm) -> str:
    """The field as the page has it, on one line."""
    return " ".join(form(data)[name].as_field_group().split()).replace(" </", "</")


def test_the_label_stands_above_the_field_and_the_help_belongs_to_it():
    found = group("dish")
    assert found.startswith(
        '<div class="field"> <label for="id_dish">Dish</label> <div class="field__help" id="id_dish_helptext">'
    )
    assert 'aria-describedby="id_dish_helptext"' in found
    assert "Something &lt;warm&gt;." in found


def test_what_is_wrong_stands_with_the_field_and_is_heard_with_it():
    found = group("dish", {"dish": "potatoes"})
    assert found.startswith('<div class="field field--wrong">')
    assert '<p class="field__error" id="id_dish_error">Shorter.</p>' in found
    assert 'aria-describedby="id_dish_helptext id_dish_error"' in found
    assert 'aria-invalid="true"' in found


def test_a_field_that_may_stay_empty_says_so_unless_the_form_has_its_own_way():
    assert '<label for="id_drink">Drink <span class="field__optional">(optional)</span></label>' in group("drink")
    assert "optional" not in group("vegan"), "a tick always may"
    assert "optional" not in group("drink", form=Unmarked)


def test_choices_are_a_group_with_a_legend():
    found = group("side", {})
    assert found.startswith('<fieldset class="field field--wrong" id="id_side" aria-describedby="id_side_error"> <legend>Side?')
    assert re.findall(r'<label class="choice" for="(\w+)"><input type="radio"[^>]*> <span>(\w+)</span>', found) == [
        ("id_side_0", "Rice"),
        ("id_side_1", "Bread"),
    ]


def test_the_label_of_a_tick_stands_behind_it():
    assert re.search(
        r'<label class="choice" for="id_vegan"><input type="checkbox"[^>]*> <span>Vegan</span></label>', group("vegan")
    )
    assert 'aria-describedby="id_vegan_helptext"' in group("vegan")


def test_every_kind_of_field_has_the_class_of_its_component():
    classes = {
        name: re.search(r'<(?:input|select)[^>]*?class="([^"]*)"', group(name)) for name in ("dish", "sauce", "on", "vegan")
    }
    assert {name: found and found[1].split()[0] for name, found in classes.items()} == {
        "dish": "utrecht-textbox",
        "sauce": "utrecht-select",
        "on": "utrecht-textbox",
        "vegan": None,
    }


def test_what_is_missing_is_asked_for_in_a_sentence_that_says_what_to_do():
    errors = MealForm({}).errors
    assert {name: errors[name][0] for name in ("dish", "side", "sauce")} == {
        "dish": "Fill this in.",
        "side": "Make a choice.",
        "sauce": "Make a choice.",
    }


def test_the_form_is_its_hidden_fields_and_then_the_others_in_order():
    names = re.findall(r'name="(\w+)"', str(MealForm()))
    assert list(dict.fromkeys(names)) == ["table", "dish", "drink", "side", "sauce", "vegan", "on"]


def summary(form: forms.Form, **more) -> list[tuple[str, str]]:
    """Where each line of the summary leads, and its words."""
    page = render_to_string("includes/form_errors.html", {"form": form, **more})
    lines = re.findall(r"<li>(?:<a [^>]*href=\"#(\w+)\">)?(.*?)(?:</a>)?</li>", page, flags=re.DOTALL)
    return [(target, " ".join(re.sub(r"<[^>]+>", "", words).split())) for target, words in lines]


def test_the_summary_leads_to_every_field_and_of_choices_to_the_first():
    form = MealForm({"dish": "rice", "sauce": "red", "on": "2024-01-01"})
    form.add_error(None, "The kitchen is closed.")
    assert summary(form) == [("", "The kitchen is closed."), ("", "Fill this in."), ("id_side_0", "Side? Make a choice.")]


def test_an_error_of_the_whole_form_can_link_to_a_field_and_names_what_stands_beside_it():
    form = MealForm({"dish": "rice", "side": "rice", "sauce": "red", "on": "2024-01-01", "table": "1"})
    form.add_error(None, "Not together.")
    more = [("id_other", "Groei", "Write a number.")]
    assert summary(form, first=form["dish"], more=more) == [("id_dish", "Not together."), ("id_other", "Groei: Write a number.")]


def test_a_form_without_mistakes_has_no_summary():
    assert render_to_string("includes/form_errors.html", {"form": MealForm()}).strip() == ""
