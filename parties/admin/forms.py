"""Forms of the admin: with room for the reason of the change, and with every error where the person can see it."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AutocompleteSelect
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.models import InlineForeignKeyField
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from parties.history.edit_conflicts import EditConflictMixin
from parties.history.records import acting_person, may_always_change
from parties.history.write_rules import why_not_delete
from parties.row_ids import row_id
from parties.texts import LongTextField

REASON = "change_reason"


def reason_in(data) -> str:
    """The reason that was typed, from the data of a request; without the sign that PostgreSQL keeps in no text."""
    return (data or {}).get(REASON, "").replace("\0", "").strip()


class CheckedForm(forms.ModelForm):
    """A form that shows every rule of the model: at its field, or on top where it has no such field."""

    def _post_clean(self) -> None:
        super()._post_clean()
        # Below a row Django skips the rules about that row; the database and save() do not.
        if not self.errors and any(isinstance(field, InlineForeignKeyField) for field in self.fields.values()):
            try:
                self.instance.validate_constraints(exclude=self._get_validation_exclusions())
            except ValidationError as errors:
                self._update_errors(errors)

    def _update_errors(self, errors: ValidationError) -> None:
        if hasattr(errors, "error_dict"):
            self._name_the_unseen(errors.error_dict)
            self._bring_to_the_field(errors.error_dict)
        super()._update_errors(errors)

    def _name_the_unseen(self, told: dict) -> None:
        """A sentence at a field that the form does not have goes to the top, with the name of the field."""
        for name in told.keys() - self.fields.keys() - {NON_FIELD_ERRORS}:
            label = capfirst(str(self._meta.model._meta.get_field(name).verbose_name))
            named = [f"{label}: {sentence}" for error in told.pop(name) for sentence in error.messages]
            told.setdefault(NON_FIELD_ERRORS, []).extend(ValidationError(named).error_list)

    def _bring_to_the_field(self, told: dict) -> None:
        """A rule about several fields is shown at the last of them, unless that has a sentence already."""
        places = {str(rule.violation_error_message): self._place_of(rule) for rule in self._meta.model._meta.constraints}
        on_top = []
        for error in told.pop(NON_FIELD_ERRORS, []):
            place = places.get(" ".join(error.messages))
            if not place:
                on_top.append(error)
            elif place not in told and place not in self.errors:
                told[place] = [error]
        if on_top:
            told[NON_FIELD_ERRORS] = on_top

    def _place_of(self, rule: models.BaseConstraint) -> str | None:
        named = list(rule.fields) if isinstance(rule, models.UniqueConstraint) else _fields_in(rule.condition)
        seen = [name for name in named if name in self.fields and not isinstance(self.fields[name], InlineForeignKeyField)]
        return seen[-1] if seen else None


class ReasonForm(EditConflictMixin, CheckedForm):
    """Has room for why; why_not_change() is that of the admin."""

    change_reason = LongTextField(
        label=_("Reason for the change"),
        required=False,
        max_length=1000,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Stands in the history beside your name. Not required."),
    )
    why_not_change = staticmethod(may_always_change)

    @property
    def row_changed(self) -> bool:
        return self.instance._state.adding or bool(self._changed_fields)

    @property
    def _changed_fields(self) -> set[str]:
        return set(self.changed_data) - {REASON}

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.row_changed:
            fields = None if self.instance._state.adding else self._changed_fields
            if why := self.why_not_change(self.instance, fields=fields):
                self.add_error(None, why)


class CheckedFormSet(forms.BaseInlineFormSet):
    """Rows below a row: what one row alone cannot see is checked here, before anything is saved."""

    why_not_change = notice_on = staticmethod(may_always_change)  # both are those of the admin

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(data, *args, **kwargs)
        if self.is_bound and self.management_form.is_valid():
            self.data = self._without_gone_rows()
            self.__dict__.pop("management_form", None)

    def _without_gone_rows(self):
        """Rows that someone else deleted: those with typed changes come back as new rows, others do not."""
        total, initial = self.total_form_count(), self.initial_form_count()
        key = self.model._meta.pk.name
        here = {str(pk) for pk in self.get_queryset().values_list("pk", flat=True)} if initial else set()
        order = [number for number in range(initial) if self.data.get(f"{self.prefix}-{number}-{key}") in here]
        if len(order) == initial:
            return self.data
        gone = [number for number in range(initial) if number not in order and self._was_typed_in(number, key)]
        kept = {name: value for name, value in self.data.lists() if not name.startswith(f"{self.prefix}-")}
        for place, number in enumerate([*order, *range(initial, total), *gone]):
            start = f"{self.prefix}-{number}-"
            for name in [name for name in self.data if name.startswith(start)]:
                kept[f"{self.prefix}-{place}-{name[len(start) :]}"] = self.data.getlist(name)
            if number in gone:
                kept[f"{self.prefix}-{place}-{key}"] = [""]
        data = QueryDict(mutable=True)
        for name, values in kept.items():
            data.setlist(name, values)
        counts = {"TOTAL_FORMS": len(order) + total - initial + len(gone), "INITIAL_FORMS": len(order)}
        for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS"):
            data[f"{self.prefix}-{name}"] = counts.get(name, self.data.get(f"{self.prefix}-{name}", ""))
        return data

    def _was_typed_in(self, number: int, key: str) -> bool:
        """Whether the posted row differs from the row as it last was."""
        prefix = f"{self.prefix}-{number}"
        was = {key: row_id(self.data.get(f"{prefix}-{key}")), self.fk.attname: self.instance.pk}
        record = None
        if hasattr(self.model, "history"):
            record = self.model.history.filter(**was).order_by("history_date", "history_id").last()
        is_away = self.data.get(f"{prefix}-DELETE") or record is None
        return not is_away and self.form(self.data, prefix=prefix, instance=record.instance, **self.form_kwargs).has_changed()

    @property
    def live_forms(self) -> list[forms.ModelForm]:
        """The forms whose rows will be there after saving."""
        return [form for form in self.forms if not self._is_deleted(form) and (form.has_changed() or form.instance.pk)]

    def _is_deleted(self, form: forms.ModelForm) -> bool:
        return self.can_delete and self._should_delete_form(form)

    def add_fields(self, form, index) -> None:
        """Give every field a name of its own for screen readers: the heading of its column."""
        super().add_fields(form, index)
        if form.instance.pk:
            self.fk.set_cached_value(form.instance, self.instance)
            form.stands_still = bool(self.notice_on(form.instance))
        for field in form.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs.setdefault("aria-label", capfirst(str(field.label)))

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        self._refuse_twice()
        for form in self.forms:
            is_whole = self._is_deleted(form) or (form.has_changed() and form.instance._state.adding)
            fields = None if is_whole else form.changed_data
            if why := self.why_not_change(form.instance, fields=fields) or self._why_it_stays(form):
                raise ValidationError(why)
            if self._is_deleted(form) and not form.instance._state.adding and (stays := form.instance.why_it_stays_here()):
                raise ValidationError(stays)

    def _why_it_stays(self, form: forms.ModelForm) -> str:
        return why_not_delete(form.instance, by=acting_person(form.instance)) if self._is_deleted(form) else ""

    def _refuse_twice(self) -> None:
        """Two rows of this form that the database would refuse together: the second gets the sentence."""
        for rule in self.model._meta.constraints:
            if not isinstance(rule, models.UniqueConstraint) or not rule.fields:
                continue
            seen = set()
            for form in self.live_forms:
                own = [self.model._meta.get_field(name).attname for name in rule.fields if name != self.fk.name]
                key = tuple(getattr(form.instance, name) for name in own)
                if None in key or not _applies(rule, form.instance):
                    continue
                if key in seen:
                    form.add_error(form._place_of(rule), rule.violation_error_message)
                seen.add(key)

    def validate_unique(self) -> None:
        """_refuse_twice does this, with the sentences of the rules."""


def _applies(rule: models.UniqueConstraint, row: models.Model) -> bool:
    if rule.condition is None:
        return True
    return rule.condition.check({field.name: models.Value(getattr(row, field.attname), field) for field in row._meta.fields})


def _fields_in(condition: models.Q) -> list[str]:
    """The fields that a condition names, in its order."""
    named = []
    for part in condition.children:
        named += _fields_in(part) if isinstance(part, models.Q) else [part[0].split("__")[0]]
    return named


class KnownSearchBox(AutocompleteSelect):
    """Django's search box; known holds the names of the chosen rows, so that it asks for none of them.

    offered() gives all choices when there are few: then it is a list too, without JavaScript.
    """

    def __init__(self, field, admin_site, *, known: dict[str, str] | None, offered=lambda: None, **kwargs):
        super().__init__(field, admin_site, **kwargs)
        self.known = known
        self.offered = offered

    def optgroups(self, name, value, attrs=None):
        value = chosen = [str(key) for key in value if row_id(key) is not None]  # Django asks the database for whatever was sent
        names = self.offered()
        if names is None and self.known is not None:
            names = {key: self.known[key] for key in chosen if key in self.known}
        if names is None or any(key not in names and key not in (self.known or {}) for key in chosen):
            return super().optgroups(name, value, attrs)
        names = names | {key: self.known[key] for key in chosen if key not in names}
        options = [self.create_option(name, "", "", False, 0)]
        options += [self.create_option(name, key, label, key in chosen, len(options)) for key, label in names.items()]
        return [(None, options, 0)]
