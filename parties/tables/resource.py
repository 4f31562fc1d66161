"""Rows of a model as a table, out and in: by the names that people know, checked as a form checks, all or nothing, with history.

Everything follows from the model: natural_key_fields says how people know a row, the other fields come after it. A model of a
later app needs nothing but those. docs/decisions/0011-tables.md tells why.
"""

from collections import defaultdict
from difflib import get_close_matches
from functools import cache, reduce

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export import fields, resources

from parties.history.records import CheckedModel, may_always_change
from parties.tables.cells import (
    DIVIDER,
    ROW_ID,
    ROW_ID_HEADING,
    ReferenceCell,
    cells_of,
    comparable,
    is_agreement,
    names_of,
)
from parties.tables.outcome import Changes, Outcome
from parties.tables.sheet import Column, Found, NotReadable, Sheet
from parties.tables.widgets import key_of, text_of

MOST_SEARCHES, MOST_NAMES = 20, 1_000  # for what resembles a name that is not known
PROMISED = "…"  # the reason that must be typed before anything is saved: only a row that even then stays as it is is an error
NEVER = {"password", "last_login", "groups", "user_permissions"}  # whatever the model, these stay in the database


class Table(resources.ModelResource):
    """The base of every table: rows are those that the person sees, editable those that may be changed.

    above says, by the field that points there, below which rows a new one may stand. why_not_change() is that of the admin.
    """

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_bulk = False
        use_transactions = True

    def __init__(self, *, user, rows, editable, may_add=True, fixed=(), why_not_change=may_always_change, above=None):
        super().__init__()
        self.fields = {name: self.fields[name] for name in self._meta.fields}
        self.user, self.reachable, self.editable = user, rows, editable
        self.may_add, self.fixed, self.above = may_add, frozenset(fixed), above or {}
        self.why_not_change = why_not_change
        self.reason_needed = ""
        self.slug_look_up = next((name for name in self.key_look_ups if is_agreement(name)), None)
        with translation.override("nl"):
            for field in self.fields.values():
                field.column_name = str(ROW_ID_HEADING) if field.attribute == "pk" else field.heading()
        for field in self.references:
            field.bind(self)

    # -- What stands in it

    @property
    def model(self) -> type[models.Model]:
        return self._meta.model

    @property
    def key_look_ups(self) -> tuple[str, ...]:
        return names_of(self.model)

    @property
    def is_known_by_id(self) -> bool:
        """Whether only its id tells a row from its neighbours, so that a row without one is always a new row."""
        return "pk" in self.model.natural_key_fields

    @property
    def references(self) -> list[ReferenceCell]:
        return [field for field in self.fields.values() if isinstance(field, ReferenceCell)]

    @property
    def shown_fields(self) -> list[fields.Field]:
        """The cells that have a column: a reference that other cells name has none."""
        return [field for field in self.fields.values() if not (isinstance(field, ReferenceCell) and field.parts)]

    @classmethod
    def get_diff_class(cls):
        return Changes

    def get_export_fields(self, selected_fields=None):
        return self.shown_fields

    def slug_of(self, row: models.Model) -> str | None:
        return reduce(getattr, self.slug_look_up.split("__"), row) if self.slug_look_up else None

    def slug_in(self, row: dict):
        return row.get(self.fields[self.slug_look_up].column_name) if self.slug_look_up else None

    # -- Out

    def as_sheet(self, rows: models.QuerySet) -> Sheet:
        """The rows as a sheet, in one query; words are as they stand in the database."""
        columns = [Column(field.column_name, getattr(field, "width", 10)) for field in self.shown_fields]
        with translation.override("nl"):
            title = capfirst(str(self.model._meta.verbose_name_plural))
            cells = [[field.export(row) for field in self.shown_fields] for row in self.with_related(rows)]
        return Sheet(title, columns, cells)

    def with_related(self, rows: models.QuerySet) -> models.QuerySet:
        """The rows with everything by which their cells are named."""
        paths = {look_up.rpartition("__")[0] for look_up in self.key_look_ups}
        for field in self.references:
            names = field.model_field.remote_field.model.natural_key_fields
            paths |= {"__".join([field.attribute, *name.split("__")[:-1]]) for name in names}
        return rows.prefetch_related(None).select_related(*sorted(paths - {""}))

    # -- In: which row is meant

    def known_headings(self, headings: list[str]) -> list[str]:
        """The headings of a file as those of this table; raises NotReadable for what is missing, unknown or there twice."""
        known = {key_of(field.column_name): field.column_name for field in self.shown_fields}
        unknown = [heading for heading in headings if key_of(heading) not in known]
        if unknown:
            words = {"headings": ", ".join(f"“{heading}”" for heading in unknown)}
            raise NotReadable(
                _("These columns are not in this table: %(headings)s. Take them out, or correct the heading.") % words
            )
        found = [known[key_of(heading)] for heading in headings]
        if twice := [heading for heading in found if found.count(heading) > 1]:
            raise NotReadable(_("The column “%(heading)s” is there twice.") % {"heading": twice[0]})
        if self._key_columns[0] not in found and (missing := [name for name in self._key_columns[1:] if name not in found]):
            words = {"headings": ", ".join(f"“{heading}”" for heading in missing)}
            raise NotReadable(
                _("These columns are missing: %(headings)s. Without them it is not clear which row is meant.") % words
            )
        return found

    @property
    def _key_columns(self) -> list[str]:
        return [self.fields[name].column_name for name in (ROW_ID, *self.key_look_ups)]

    def before_import(self, dataset, **kwargs):
        """All rows that the file may mean, in two queries."""
        rows = self.with_related(self.reachable).filter(self._meant_by(dataset))
        self.by_id = {row.pk: row for row in rows}
        self.by_key: dict[tuple, list] = defaultdict(list)
        for row in self.by_id.values():
            self.by_key[self._key(row)].append(row)
        self.may_change = set(self.editable.filter(self._meant_by(dataset)).values_list("pk", flat=True))
        self.slugs = {text_of(slug) for slug in self._column(dataset, self.slug_look_up) if isinstance(slug, str)}
        self.slugs |= {self.slug_of(row) for row in self.by_id.values() if self.slug_look_up}
        self.seen: dict[int, int] = {}
        self.candidates: dict[str, dict[tuple, list]] = {}
        self.searches = 0

    def _meant_by(self, dataset) -> models.Q:
        ids = {int(value) for value in self._column(dataset, ROW_ID) if str(value).isdecimal() and len(str(value)) < 19}
        if self.slug_look_up:
            slugs = {value.strip() for value in self._column(dataset, self.slug_look_up) if isinstance(value, str)}
            return models.Q(pk__in=ids) | models.Q(**{f"{self.slug_look_up}__in": slugs})
        return models.Q()

    def _column(self, dataset, name: str | None) -> list:
        heading = self.fields[name].column_name if name else None
        return dataset[heading] if heading in dataset.headers else []

    def _key(self, row: models.Model) -> tuple[str, ...]:
        return key_of(*(comparable(self.fields[name], self.fields[name].export(row)) for name in self.key_look_ups))

    def get_instance(self, instance_loader, row):
        """By its id where there is one, else by how people know it; None for a new row."""
        asked = row.get(self._key_columns[0])
        columns = self._key_columns[1:]
        has_key = all(column in row for column in columns)
        try:
            asked_for = zip(self.key_look_ups, columns, strict=True) if has_key else ()
            key = key_of(*(comparable(self.fields[name], row[column]) for name, column in asked_for))
            same = self.by_key.get(key, []) if has_key else []
        except ValueError:
            same = []  # import_instance says at which field
        if asked not in (None, ""):
            found = self.by_id.get(int(asked)) if str(asked).isdecimal() and len(str(asked)) < 19 else None
            if found is None:
                sentence = _("There is no row with id %(id)s here. Leave the cell empty to add a new row.") % {"id": asked}
                raise ValidationError(sentence)
            if same and found not in same:
                raise ValidationError(_("The id %(id)s belongs to another row than the names do.") % {"id": asked})
            return found
        if self.is_known_by_id and has_key:
            return None
        if len(same) > 1:
            raise ValidationError(_("Several rows are known by these names; fill in the id of the one that you mean."))
        if not same and not has_key:
            raise ValidationError(_("Without an id the names of the row are needed, to find it or to add it."))
        return same[0] if same else None

    def after_init_instance(self, instance, new, row, *, row_number, **kwargs):
        if new and not self.may_add:
            raise ValidationError(_("You may not add rows here."))
        if not new and instance.pk in self.seen:
            raise ValidationError(_("This row is in the file twice: also in row %(row)s.") % {"row": self.seen[instance.pk]})
        if not new:
            self.seen[instance.pk] = self.numbers[row_number - 1]
        self.before = {field.attname: getattr(instance, field.attname) for field in self.model._meta.fields}
        if new and hasattr(instance, "set_unusable_password"):
            instance.set_unusable_password()  # until one is set by mail

    # -- In: what it becomes

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        if field.readonly or not field.is_in(row):
            return
        before = field.get_value(instance)
        field.save(instance, row, is_m2m, table=self, **kwargs)
        if field.attribute in self.fixed and not instance._state.adding and field.get_value(instance) != before:
            raise ValueError(_("This stays as it was when the row was added."))

    def find(self, field: ReferenceCell, wanted: tuple[str, ...], *, slug: str) -> list[models.Model]:
        """The rows within reach that the words may mean."""
        if field.attribute not in self.candidates:
            names: dict[tuple, list] = defaultdict(list)
            choices = self.choices(field.model_field)
            if field.attribute in self.above:
                choices = choices.filter(pk__in=self.above[field.attribute].order_by().values("pk"))
            for target in choices:
                for key in self._names(field, target):
                    names[key].append(target)
            self.candidates[field.attribute] = names
        names = self.candidates[field.attribute]
        return (not field.parts and names.get((slug, *wanted))) or names.get(wanted) or []

    def near(self, field: ReferenceCell, wanted: tuple[str, ...]) -> list[str]:
        """Rows within reach whose names resemble the words; for the first few mistakes, because looking takes time."""
        self.searches += 1
        if self.searches > MOST_SEARCHES:
            return []
        named = {DIVIDER.join(key): rows[0] for key, rows in self.candidates[field.attribute].items() if len(key) == len(wanted)}
        found = get_close_matches(DIVIDER.join(wanted), list(named)[:MOST_NAMES], n=3)
        return list(dict.fromkeys(field.label(named[name], None).rstrip(" |") for name in found))

    def _names(self, field: ReferenceCell, target: models.Model) -> set[tuple[str, ...]]:
        """The target as this table names it: part by part, or in one cell, with and without its agreement."""
        if field.parts:
            return {field.key(self, target.natural_key())}
        slug = self.agreement_of(target)
        return {key_of(field.label(target, None)), (*key_of(slug), *key_of(field.label(target, slug)))}

    def agreement_of(self, target: models.Model) -> str | None:
        look_up = next((name for name in type(target).natural_key_fields if is_agreement(name)), None)
        return reduce(getattr, look_up.split("__"), target) if look_up else None

    def choices(self, field: models.ForeignKey) -> models.QuerySet:
        """The rows that the field may point to, with everything by which they are named."""
        rows = field.remote_field.model._default_manager.all()
        return rows.visible_to(self.user) if hasattr(rows, "visible_to") else rows

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        if not instance._state.adding and instance.pk not in self.may_change:
            raise ValidationError(_("You may read this row, but not change it."))
        fields = None if instance._state.adding else self._changed(instance)
        if why := self.why_not_change(instance, fields=fields, reason=PROMISED):
            raise ValidationError(why)
        self.reason_needed = self.reason_needed or self.why_not_change(instance, fields=fields)
        errors = dict(import_validation_errors or {})
        try:
            instance.full_clean(exclude={*errors, *NEVER}, validate_unique=validate_unique, validate_constraints=False)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for rule in self._rules_at_stake(instance):
            try:
                rule.validate(self.model, instance, exclude=set(errors))
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def _rules_at_stake(self, instance) -> list[models.BaseConstraint]:
        """The constraints about a field that changed: Django asks the database for each of them, and the others hold already."""
        rules = self.model._meta.constraints
        if instance._state.adding:
            return rules
        changed = self._changed(instance)
        return [rule for rule in rules if changed & _fields_of(rule)]

    def _changed(self, instance) -> set[str]:
        return {field.name for field in self.model._meta.fields if getattr(instance, field.attname) != self.before[field.attname]}

    def do_instance_save(self, instance, is_create):
        """Without a second check: validate_instance() has just done that."""
        checked = {"checked": True} if isinstance(instance, CheckedModel) else {}
        instance.save(force_insert=is_create, **checked)

    def after_save_instance(self, instance, row, *, row_number, **kwargs):
        """Rows further on may point to this one, and may not mean it once more."""
        self.seen[instance.pk] = self.numbers[row_number - 1]
        self.may_change.add(instance.pk)
        if instance not in self.by_key[self._key(instance)]:
            self.by_key[self._key(instance)].append(instance)
            self.by_id[instance.pk] = instance
        for field in self.references:
            if field.model_field.remote_field.model is self.model and field.attribute in self.candidates:
                for key in self._names(field, instance):
                    if instance not in self.candidates[field.attribute][key]:
                        self.candidates[field.attribute][key].append(instance)

    def after_import(self, dataset, result, **kwargs):
        """The database numbers new rows itself: nothing to set right."""

    # -- In: all of it

    def run(self, found: Found, *, dry_run: bool) -> Outcome:
        """Read the table into the rows; a dry run and a run with errors leave no trace. Raises NotReadable."""
        import tablib

        headings = self.known_headings(found.headings)
        self.numbers = [number for number, _cells in found.rows]
        dataset = tablib.Dataset(*[cells for _number, cells in found.rows], headers=headings)
        result = self.import_data(
            dataset, dry_run=dry_run, rollback_on_validation_errors=True, retain_instance_in_row_result=True
        )
        return Outcome.of(self, result, sheet=found.sheet)


def _fields_of(rule: models.BaseConstraint) -> set[str]:
    condition = rule.condition
    return {*getattr(rule, "fields", ()), *(condition.referenced_base_fields if condition else ())}


@cache
def table_for(model: type[models.Model], base: type[Table] = Table) -> type[Table]:
    """The table of the model: its id, the names by which people know it, its other fields in their order."""
    cells = cells_of(model, leave_out=NEVER)
    options = {"fields": tuple(cells), "import_order": tuple(cells)}
    return resources.modelresource_factory(model, resource_class=base, meta_options=options, custom_fields=cells)
