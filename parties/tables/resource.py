"""Rows of a model as a table, out and in: by the names people know, checked as a form, all or nothing.

Everything follows from the model: natural_key_fields says how people know a row, the other fields come after it. A model of a
later app needs nothing but those. docs/decisions/0011-tables.md tells why.
"""

from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from functools import reduce

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export import fields, resources

from parties.history.changes import FieldChange
from parties.history.records import CheckedModel, may_always_change
from parties.row_ids import row_id
from parties.tables.cells import ROW_ID, ReferenceCell, cells_of
from parties.tables.outcome import Outcome, RowError, TableRowChange
from parties.tables.sheet import Cell, Column, NotReadableError, ReadTable, Sheet
from parties.tables.widgets import dutch, key_of, text_of

NEVER = {"password", "last_login", "groups", "user_permissions"}  # whatever the model, these stay in the database


class TableResource(resources.Resource):
    """The table of a model: rows are those that the person sees, editable those that may be changed.

    above says, by the field that points there, below which rows a new one may stand. why_not_change() is that of the admin.
    """

    def __init__(self, model, *, user, rows, editable, may_add=True, fixed=(), why_not_change=may_always_change, above=None):
        super().__init__()
        self.model, self.user, self.reachable, self.editable = model, user, rows, editable
        self.may_add, self.fixed, self.above = may_add, frozenset(fixed), above or {}
        self.why_not_change = why_not_change
        self.key_names = tuple(name for name in model.natural_key_fields if name != "pk")
        self.scope = next(filter(self.is_scope, self.key_names), None)
        self.fields = cells_of(self, leave_out=NEVER)
        self.key_columns = [self.fields[name].column_name for name in (ROW_ID, *self.key_names)]

    @staticmethod
    def is_scope(look_up: str) -> bool:
        """Whether the look-up leads to the name of what all rows of a file stand in, as an agreement."""
        return False

    def scope_of(self, row: models.Model) -> str | None:
        look_up = next(filter(self.is_scope, type(row).natural_key_fields), None)
        return reduce(getattr, look_up.split("__"), row) if look_up else None

    def scope_in(self, cells: dict[str, Cell]) -> Cell:
        return cells.get(self.fields[self.scope].column_name) if self.scope else None

    @property
    def shown_cells(self) -> list[fields.Field]:
        """The cells that have a column: a reference that other cells name has none."""
        return [cell for cell in self.fields.values() if cell.has_column]

    @property
    def references(self) -> list[ReferenceCell]:
        return [cell for cell in self.fields.values() if isinstance(cell, ReferenceCell)]

    def choices(self, field: models.ForeignKey) -> models.QuerySet:
        """The rows that the field may point to, with everything by which they are named."""
        rows = field.remote_field.model._default_manager.all()
        return rows.visible_to(self.user) if hasattr(rows, "visible_to") else rows

    # -- Out

    def as_sheet(self, rows: models.QuerySet) -> Sheet:
        """The rows as a sheet, in one query; words are as they stand in the database."""
        columns = [Column(cell.column_name, cell.width) for cell in self.shown_cells]
        with translation.override("nl"):
            title = capfirst(str(self.model._meta.verbose_name_plural))
            cells = [[cell.export(row) for cell in self.shown_cells] for row in self._with_related(rows)]
        return Sheet(title, columns, cells)

    def _with_related(self, rows: models.QuerySet) -> models.QuerySet:
        """The rows with everything by which their cells are named."""
        paths = {look_up.rpartition("__")[0] for look_up in self.key_names}
        for cell in self.references:
            names = cell.model_field.remote_field.model.natural_key_fields
            paths |= {"__".join([cell.attribute, *name.split("__")[:-1]]) for name in names}
        return rows.prefetch_related(None).select_related(*sorted(paths - {""}))

    # -- In

    def run(self, found: ReadTable, *, dry_run: bool) -> Outcome:
        """Read the table into the rows; a dry run or an error leaves no trace. Raises NotReadableError."""
        headings = self._known_headings(found.headings)
        rows = [(number, dict(zip(headings, cells, strict=True))) for number, cells in found.rows]
        self._look_up([cells for _number, cells in rows])
        read, errors = [], []
        with transaction.atomic():
            for number, cells in rows:
                try:
                    read.append(self._read_row(number, cells))
                except ValidationError as error:
                    errors += [RowError(number, *told) for told in self._sentences(error)]
            transaction.set_rollback(dry_run or bool(errors))
        changed = tuple(filter(None, read))
        return Outcome(changed, len(read) - len(changed), tuple(errors), found.sheet)

    def _known_headings(self, headings: list[str]) -> list[str]:
        """The headings of a file as those of this table; NotReadableError for missing, unknown or double ones."""
        own_headings = {key_of(cell.column_name): cell.column_name for cell in self.shown_cells}
        if unknown := [heading for heading in headings if key_of(heading) not in own_headings]:
            sentence = _("These columns are not in this table: %(headings)s. Take them out, or correct the heading.")
            raise NotReadableError(sentence % {"headings": _quote(unknown)})
        found = [own_headings[key_of(heading)] for heading in headings]
        if twice := [heading for heading in found if found.count(heading) > 1]:
            raise NotReadableError(_("The column “%(heading)s” is there twice.") % {"heading": twice[0]})
        missing = [heading for heading in self.key_columns if heading not in found]
        if self.key_columns[0] in missing and missing[1:]:
            sentence = _("These columns are missing: %(headings)s. Without them it is not clear which row is meant.")
            raise NotReadableError(sentence % {"headings": _quote(missing[1:])})
        return found

    def _look_up(self, rows: list[dict[str, Cell]]) -> None:
        """All rows that the file may mean, in two queries."""
        scopes = {scope for cells in rows if isinstance(scope := self.scope_in(cells), str)}
        meant = models.Q()
        if self.scope:
            ids = {row_id(cells.get(self.key_columns[0])) for cells in rows} - {None}
            meant = models.Q(pk__in=ids) | models.Q(**{f"{self.scope}__in": {scope.strip() for scope in scopes}})
        self.by_id = {row.pk: row for row in self._with_related(self.reachable).filter(meant)}
        self.by_name: dict[tuple, list] = defaultdict(list)
        for row in self.by_id.values():
            self.by_name[self._name_of(row)].append(row)
        self.may_change = set(self.editable.filter(meant).values_list("pk", flat=True))
        self.scopes = {text_of(scope) for scope in scopes} | {self.scope_of(row) for row in self.by_id.values()}
        self.seen: dict[int, int] = {}
        self.searches = 0

    def _read_row(self, number: int, cells: dict[str, Cell]) -> TableRowChange | None:
        """Add or change the row that the cells mean; None when they say what is there already."""
        row = self._meant_by(cells)
        is_new = row is None
        row = self._new_row() if is_new else self._only_once(row, number)
        was, errors = copy(row), {}
        try:
            self.import_instance(row, cells)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        columns = row._meta.fields
        changed = {field.name for field in columns if getattr(row, field.attname) != getattr(was, field.attname)}
        if not (changed or errors):
            return None
        self._check(row, changed, errors)
        self.before_save_instance(row, cells)
        row.save(force_insert=is_new, **({"checked": True} if isinstance(row, CheckedModel) else {}))
        self._remember(row, number)
        return TableRowChange(number, is_new, str(row), self._changes(None if is_new else was, row), row)

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        """Read one cell into the row; import_instance() calls this for each of them."""
        before = field.get_value(instance)
        field.save(instance, row)
        if field.attribute in self.fixed and not instance._state.adding and field.get_value(instance) != before:
            setattr(instance, self.model._meta.get_field(field.attribute).attname, before)
            raise ValueError(_("This stays as it was when the row was added."))

    # -- In: which row is meant

    def _meant_by(self, cells: dict[str, Cell]) -> models.Model | None:
        """By its id where there is one, else by how people know it; None for a new row."""
        id_column, *name_columns = self.key_columns
        has_name = all(column in cells for column in name_columns)
        same = self._known_as([cells[column] for column in name_columns]) if has_name else []
        if cells.get(id_column) not in (None, ""):
            return self._with_id(cells[id_column], same)
        if has_name and "pk" in self.model.natural_key_fields:
            return None  # only its id tells such a row from its neighbours
        if len(same) > 1:
            raise ValidationError(_("Several rows are known by these names; fill in the id of the one that you mean."))
        if not same and not has_name:
            raise ValidationError(_("Without an id the names of the row are needed, to find it or to add it."))
        return same[0] if same else None

    def _with_id(self, asked: Cell, same: list[models.Model]) -> models.Model:
        found = self.by_id.get(row_id(asked))
        if found is None:
            sentence = _("There is no row with id %(id)s here. Leave the cell empty to add a new row.")
            raise ValidationError(sentence % {"id": asked})
        if same and found not in same:
            raise ValidationError(_("The id %(id)s belongs to another row than the names do.") % {"id": asked})
        return found

    def _known_as(self, values: Sequence[Cell]) -> list[models.Model]:
        try:
            return self.by_name.get(self._name(values), [])
        except ValueError:
            return []  # the cell itself says what is wrong with it

    def _name_of(self, row: models.Model) -> tuple[str, ...]:
        return self._name([self.fields[name].export(row) for name in self.key_names])

    def _name(self, values: Sequence[Cell]) -> tuple[str, ...]:
        named = zip(self.key_names, values, strict=True)
        return key_of(*(self.fields[name].comparable(value) for name, value in named))

    def _new_row(self) -> models.Model:
        if not self.may_add:
            raise ValidationError(_("You may not add rows here."))
        row = self.model()
        if hasattr(row, "set_unusable_password"):
            row.set_unusable_password()  # until one is set by mail
        return row

    def _only_once(self, row: models.Model, number: int) -> models.Model:
        if row.pk in self.seen:
            raise ValidationError(_("This row is in the file twice: also in row %(row)s.") % {"row": self.seen[row.pk]})
        self.seen[row.pk] = number
        return row

    def _remember(self, row: models.Model, number: int) -> None:
        """Rows further on may point to this one, and may not mean it once more."""
        self.seen[row.pk] = number
        self.may_change.add(row.pk)
        self.by_id[row.pk] = row
        if row not in self.by_name[self._name_of(row)]:
            self.by_name[self._name_of(row)].append(row)
        for cell in self.references:
            cell.add_choice(row)

    # -- In: what it becomes

    def _check(self, row: models.Model, changed: set[str], errors: dict) -> None:
        """Raise ValidationError for all that is wrong with the row, on top of the errors of its cells."""
        if not row._state.adding and row.pk not in self.may_change:
            raise ValidationError(_("You may read this row, but not change it."))
        fields = None if row._state.adding else changed
        if why := self.why_not_change(row, fields=fields):
            raise ValidationError(why)
        try:
            row.full_clean(exclude={*errors, *NEVER}, validate_constraints=False)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for rule in self.model._meta.constraints:
            # Django asks the database for each of them, and those about no changed field hold already.
            if row._state.adding or changed & _fields_of(rule):
                try:
                    rule.validate(self.model, row, exclude=set(errors))
                except ValidationError as error:
                    errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def _changes(self, was: models.Model | None, row: models.Model) -> tuple[FieldChange, ...]:
        texts = {field.name for field in self.model._meta.concrete_fields if isinstance(field, models.TextField)}
        changes = (
            FieldChange(
                cell.column_name, _words(was and cell.export(was)), _words(cell.export(row)), is_text=cell.attribute in texts
            )
            for cell in self.shown_cells
            if cell.attribute != "pk"
        )
        return tuple(change for change in changes if change.was != change.becomes)

    def _sentences(self, error: ValidationError) -> list[tuple[str, str]]:
        """Each sentence with the heading of its column, or the name on screen of a field without one."""
        if not hasattr(error, "error_dict"):
            return [("", sentence) for sentence in error.messages]
        headings = {field.name: capfirst(dutch(field.verbose_name)) for field in self.model._meta.fields}
        headings |= {name: cell.column_name for name, cell in self.fields.items()} | {NON_FIELD_ERRORS: ""}
        messages = error.message_dict.items()
        return [(headings[name], sentence) for name, sentences in messages for sentence in sentences]


def _fields_of(rule: models.BaseConstraint) -> set[str]:
    condition = rule.condition
    return {*getattr(rule, "fields", ()), *(condition.referenced_base_fields if condition else ())}


def _words(value: Cell) -> str:
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return number_format(value) if isinstance(value, int | float | Decimal) else str(value or "")


def _quote(headings: list[str]) -> str:
    return ", ".join(f"“{heading}”" for heading in headings)
