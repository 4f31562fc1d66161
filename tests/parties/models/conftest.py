import pytest
from django.core.exceptions import ValidationError
from django.utils import translation


@pytest.fixture
def refused():
    """`refused(row)`: the sentences by field that a form would show, for a model that save() itself does not check."""

    def refused(row) -> dict[str, list[str]]:
        with translation.override("en"):
            with pytest.raises(ValidationError) as refusal:
                row.full_clean()
            return refusal.value.message_dict

    return refused
