"""Tables of record: rows are added and never changed, for every hand but the owner's.

A migration says `AppendOnly("funds_posting")`. Row history (pghistory's event tables) is protected
without being named, by `protect_history`, so that a new tracked model can't be forgotten.
"""

from pathlib import Path

import pghistory.models
from django.apps import apps
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.operations.special import RunSQL

TRIGGER = "append_only"
# Columns whose value is the database's own clock, and columns that no statement may name at all.
CLOCKS = ("recorded_at", "uploaded_at", "pgh_created_at")
UNNAMED = ("xact_id",)


class AppendOnly(Operation):
    """A migration's operation: from here on, rows of the table are added and never changed.

    The table's clock column, if it has one of `CLOCKS`, is set by the database unless the table has a
    seal of its own (`own_seal=True`). Triggers are ENABLE ALWAYS: no session setting passes them.
    """

    reversible = True
    category = OperationCategory.SQL

    def __init__(self, table: str, *, own_seal: bool = False):
        self.table = table
        self.own_seal = own_seal

    def deconstruct(self):
        """As Django asks, for squashing."""
        return (type(self).__name__, [self.table], {"own_seal": True} if self.own_seal else {})

    def state_forwards(self, app_label, state):
        """Django's idea of the models does not change."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Installs the triggers."""
        with schema_editor.connection.cursor() as cursor:
            protect(cursor, self.table, own_seal=self.own_seal)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Takes the triggers off."""
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f'DROP TRIGGER IF EXISTS {TRIGGER} ON "{self.table}"')
            for clock in CLOCKS:
                cursor.execute(f'DROP TRIGGER IF EXISTS seal_{clock} ON "{self.table}"')

    def describe(self):
        """For `migrate --plan`."""
        return f"Rows of {self.table} are added and never changed"


def sql_file(folder_of: str, name: str) -> RunSQL:
    """This function will give the operation that runs a `.sql` file beside a migration; `<name>_reverse.sql` undoes it.

    `folder_of` is the migration's `__file__`.
    """
    folder = Path(folder_of).parent
    forward, reverse = ((folder / f"{name}{ending}.sql").read_text("utf-8") for ending in ("", "_reverse"))
    return RunSQL([(forward, None)], [(reverse, None)])


def protect(cursor, table: str, *, own_seal: bool = False) -> None:
    """This function will install the triggers of a table of record; a second time changes nothing."""
    cursor.execute(
        f"""
        CREATE OR REPLACE TRIGGER {TRIGGER} BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"
            FOR EACH STATEMENT EXECUTE FUNCTION append_only();
        ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {TRIGGER};
        """
    )
    for clock in () if own_seal else CLOCKS:
        if clock in _columns(cursor, table):
            cursor.execute(
                f"""
                CREATE OR REPLACE TRIGGER seal_{clock} BEFORE INSERT ON "{table}"
                    FOR EACH ROW EXECUTE FUNCTION seal_{clock}();
                ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER seal_{clock};
                """
            )


def protect_history(cursor) -> None:
    """This function will protect every table of row history that stands."""
    standing = set(tables_of_schema(cursor))
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, pghistory.models.Event) and model._meta.managed and model._meta.db_table in standing:
            protect(cursor, model._meta.db_table)


def tables(cursor) -> set[str]:
    """This function will give the tables of record as the database itself knows them: by their trigger."""
    cursor.execute(
        """
        SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE t.tgname = %s AND NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
        """,
        [TRIGGER],
    )
    return {name for (name,) in cursor.fetchall()}


def tables_of_schema(cursor) -> list[str]:
    """This function will give all tables of the schema."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
    return [name for (name,) in cursor.fetchall()]


def insertable_columns(cursor, table: str) -> list[str]:
    """This function will give the columns of a table of record that a statement may name: not its id, not its seals."""
    return [name for name, is_identity in _columns(cursor, table).items() if not is_identity and name not in UNNAMED]


def _columns(cursor, table: str) -> dict[str, bool]:
    cursor.execute(
        """
        SELECT attname, attidentity <> '' FROM pg_attribute
        WHERE attrelid = to_regclass(quote_ident(%s)) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
        """,
        [table],
    )
    return dict(cursor.fetchall())
