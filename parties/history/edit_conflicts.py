"""What others changed in a row, and in the rows below it, while someone had its form open."""

from collections.abc import Iterable

from django import forms
from django.db import models
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from parties.history.timeline import DELETED, ChangedTogether, HistoryMoment, RowChange, changes_of, describe
from parties.row_ids import row_id

Below = Iterable[tuple[type[models.Model], str]]  # models with their field that points to the row
SEEN = "history_seen"


class EditConflictMixin:
    """For a form with an instance: it saves nothing over what others changed since the person opened it.

    A hidden field says up to which change of the row, and of the rows `below` it, the person has read. The form
    that comes back tells of the later changes, so that saving again is a choice. Ask is_valid() within a
    transaction: the row is locked.
    """

    below: Below = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput)
        if self.instance.pk and not self.is_bound:
            self.initial[SEEN] = self.seen_now()

    def seen_now(self) -> str:
        """Up to which change the person reads what is shown now."""
        return newest(type(self.instance), self.instance.pk, self.below)

    @cached_property
    def changed_data(self) -> list[str]:
        return [name for name in super().changed_data if name != SEEN]

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.instance.pk and self.cleaned_data.get(SEEN):
            self._refuse_to_overwrite(type(self.instance), self.instance.pk)

    def _refuse_to_overwrite(self, model: type[models.Model], pk: int) -> None:
        list(model._base_manager.select_for_update().filter(pk=pk).values_list("pk"))  # who saves now, waits
        if changes := changed_since(model, pk, self.below, self.cleaned_data[SEEN]):
            choice = _("What you typed is still here. Save again if it must replace what is there now.")
            self.add_error(None, [*changes, choice])
            self.data = self.data.copy()
            self.data[self.add_prefix(SEEN)] = newest(model, pk, self.below)


def newest(model: type[models.Model], pk: int, below: Below) -> str:
    """The newest ids of history of the row and rows below, for the hidden field: "action:12 lead.action:34"."""
    ids = {model._meta.model_name: _last(model.history.filter(**{model._meta.pk.attname: pk}))}
    for child, pointer in below:
        key = child._meta.pk.attname
        ever = child.history.filter(**{f"{pointer}_id": pk}).order_by().values(key)
        ids[f"{child._meta.model_name}.{pointer}"] = _last(child.history.filter(**{f"{key}__in": ever}))
    return " ".join(f"{name}:{number}" for name, number in ids.items())


def changed_since(model: type[models.Model], pk: int, below: Below, seen: str) -> list[str]:
    """Sentences on changes after the ids in `seen`: by whom and when, and what each field says now."""
    ids = {}
    for part in seen.split():
        name, _colon, number = part.partition(":")
        if (read := row_id(number)) is not None:
            ids[name] = read
    later = []
    for changed in changes_of(model, pk, below):
        versions = [
            version
            for version in changed.versions
            if version.record.history_id > ids.get(_name(version), version.record.history_id)
        ]
        later += [ChangedTogether(versions)] if versions else []
    fields_told: set[tuple] = set()
    return [sentence for moment in describe(later) for sentence in _sentences(moment, fields_told)]


def _last(records: models.QuerySet) -> int:
    return records.aggregate(last=models.Max("history_id"))["last"] or 0


def _name(version) -> str:
    name = version.model._meta.model_name
    return f"{name}.{version.pointer}" if version.pointer else name


def _sentences(moment: HistoryMoment, told: set[tuple]) -> list[str]:
    """Newest moment first; of each field only the last text counts. Order alone is no change."""
    found = []
    for entry in moment.entries:
        whole = f"{entry.label} «{entry.name}»" if entry.name else ""
        if entry.kind == DELETED:
            found.append(_("%(row)s has been deleted.") % {"row": whole})
            continue
        for change in entry.changes:
            if change.label == _position_of(entry) or (entry.opts, entry.pk, change.label) in told:
                continue
            told.add((entry.opts, entry.pk, change.label))
            where = f"{whole}, {change.label}" if whole else change.label
            found.append(_("%(field)s is now: %(text)s") % {"field": where, "text": change.becomes or _("empty")})
    if not found:
        return []
    at = date_format(localtime(moment.at), "j F Y, H:i")
    who = _("Changed meanwhile by %(person)s on %(at)s.") % {"person": moment.person or _("an import"), "at": at}
    return [who, *found]


def _position_of(entry: RowChange) -> str:
    named = [field for field in entry.opts.fields if field.name == "position"]
    return str(named[0].verbose_name).capitalize() if named else ""
