"""Many tables, or indexes of many tables, made in one step of a migration."""

from collections.abc import Sequence

from django.db.migrations import AddIndex, CreateModel
from django.db.migrations.operations.base import Operation


class _Together(Operation):
    """Operations of which Django knows the models once all of them are done.

    With one after the other, it makes its classes anew for each of them: half a minute for a hundred tables.
    """

    serialization_expand_args = ["operations"]
    said = ""

    def __init__(self, operations: Sequence[Operation]):
        self.operations = operations

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # the classes, if they were made: once more when all models are known
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return self.said.format(len(self.operations))


class CreateTogether(_Together):
    """Make the tables of models that may point at each other."""

    said = "Create {} models"

    def __init__(self, operations: Sequence[CreateModel]):
        super().__init__(operations)


class IndexTogether(_Together):
    """Add indexes to many tables."""

    said = "Add {} indexes"

    def __init__(self, operations: Sequence[AddIndex]):
        super().__init__(operations)
