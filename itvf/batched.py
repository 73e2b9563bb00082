"""Many operations of one migration, their states worked out once.

Django renders every model anew after each operation that touches a relation: five hundred operations on models that
all know each other take minutes, of which the database has seconds. What stands together in a `Batch` is rendered
twice, before and after. New tables are made as the models stand at its end, so that fields and constraints which the
batch adds to them are part of them already.
"""

from collections.abc import Sequence

from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation

PART_OF_ITS_TABLE = (AddField, AddConstraint, AddIndex)


class Batch(Operation):
    """Operations that run as one step; none may need a table or column as it was in between."""

    reversible = False

    def __init__(self, operations: Sequence[Operation]):
        self.operations = list(operations)

    def deconstruct(self):
        """As Django asks, for squashing."""
        return (type(self).__name__, [self.operations], {})

    def state_forwards(self, app_label, state):
        """All states in their order; the rendered models are dropped first, so that they are rendered once."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """New tables first, as they are in the end; then what changes tables that stood before."""
        made = [operation for operation in self.operations if isinstance(operation, CreateModel)]
        names = {operation.name_lower for operation in made}
        for operation in made:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                continue
            if isinstance(operation, PART_OF_ITS_TABLE) and operation.model_name.lower() in names:
                continue
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """A batch is not undone: its tables hold the books."""
        raise NotImplementedError

    def describe(self):
        """For `migrate --plan`."""
        return f"{len(self.operations)} operations as one step"
