"""Putting labels on a goal or action, and keeping the list of an agreement. No agreed text: no lock is asked."""

from collections.abc import Collection, Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Action, Agreement, Goal, Label, Labelling
from agreements.writers import agreement_id_of, writes
from parties.history.records import change_set
from parties.models import User

NOT_YOURS = gettext_lazy("Only editors and coordinators of the parties that sign or advise put labels on goals and actions.")


def _demand(by: User, agreement: int | None) -> int:
    """The key of the agreement, for who writes its drafts."""
    if agreement is None or not writes(by, agreement):
        raise PermissionDenied(NOT_YOURS)
    return agreement


@transaction.atomic
def set_labels(*, row: Goal | Action, labels: Collection[Label], new: Mapping[str, Collection[str]], by: User) -> None:
    """Let the goal or action have exactly these labels of its agreement, and the new ones, by kind and name."""
    agreement = _demand(by, agreement_id_of(row))
    with change_set(reason=_("Labels chosen on the page of the goal or action"), user=by):
        wanted = {label.pk: label for label in labels if label.agreement_id == agreement}
        for kind, names in new.items():
            for name in names:
                label = _named(agreement, kind, name)
                wanted[label.pk] = label
        there = {each.label_id: each for each in row.labellings.all()}
        for key, labelling in there.items():
            if key not in wanted:
                labelling.delete()
        of_row = {"goal": row} if isinstance(row, Goal) else {"action": row}
        for key, label in wanted.items():
            if key not in there:
                Labelling(label=label, **of_row).save()


def _named(agreement: int, kind: str, name: str) -> Label:
    """The label with that name, whatever its capitals; a new one where there is none."""
    name = " ".join(name.split())
    found = Label.objects.filter(agreement=agreement, kind=kind, name__iexact=name).first()
    if found is None:
        found = Label(agreement_id=agreement, kind=kind, name=name)
        found.save()
    return found


@transaction.atomic
def add_label(*, agreement: Agreement, kind: str, name: str, by: User) -> Label:
    _demand(by, agreement.pk)
    label = Label(agreement=agreement, kind=kind, name=name)
    with change_set(reason=_("Label added to the list of the agreement"), user=by):
        label.save()
    return label


@transaction.atomic
def rename_label(*, label: Label, name: str, by: User) -> Label:
    """The same label by another name, wherever it is."""
    _demand(by, label.agreement_id)
    if label.name != name:
        label.name = name
        with change_set(reason=_("Label has another name"), user=by):
            label.save()
    return label


@transaction.atomic
def remove_label(*, label: Label, by: User) -> None:
    """Take the label off the list, and off each goal and action."""
    _demand(by, label.agreement_id)
    with change_set(reason=_("Label taken off the list of the agreement"), user=by):
        label.delete()
