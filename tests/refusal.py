"""How a test asks a model what it refuses."""

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import translation

ROW = NON_FIELD_ERRORS  # where a sentence stands that is about more than one field


def refusal(row, **changes) -> dict[str, list[str]]:
    """Why the row, with these changes, is not saved: the sentences by field, in English.

    full_clean(), which forms call, and save(), which every other path calls, say the same, and neither writes a row or history.
    """
    for name, value in changes.items():
        setattr(row, name, value)
    before = _written(type(row))
    with translation.override("en"):
        with pytest.raises(ValidationError) as to_a_form:
            row.full_clean()
        with pytest.raises(ValidationError) as on_saving:
            row.save()
        sentences = to_a_form.value.message_dict
        assert on_saving.value.message_dict == sentences
    assert _written(type(row)) == before
    return sentences


def _written(model) -> tuple[list[dict], int]:
    return list(model.objects.order_by("pk").values()), model.history.count()
