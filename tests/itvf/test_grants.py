"""What the application's database role may do: everything its work needs, and no more."""

import pytest
from django.db import connection, connections

from itvf import append_only
from itvf.grants import apply_grants

pytestmark = pytest.mark.django_db(databases=["default", "migrator"])

RECORDS = {"itvf_auditevent", "itvf_file", "itvf_userevent", "itvf_rolegrantevent"}


def rights(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT right_name FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES',"
            " 'TRIGGER']) right_name WHERE has_table_privilege(current_user, %s, right_name)",
            [f'"{table}"'],
        )
        return {name for (name,) in cursor.fetchall()}


def may_name(table: str, column: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_column_privilege(current_user, %s, %s, 'INSERT')", [f'"{table}"', column])
        return cursor.fetchone()[0]


def tables_of_record() -> set[str]:
    with connection.cursor() as cursor:
        return append_only.tables(cursor)


class TestGrants:
    def test_let_every_ordinary_table_be_worked_with(self):
        ordinary = set(tables_everywhere()) - tables_of_record() - {"django_migrations"}
        needed = {"SELECT", "INSERT", "UPDATE", "DELETE"}
        assert [table for table in ordinary if rights(table) != needed] == []

    def test_let_records_be_read(self):
        assert tables_of_record() >= RECORDS
        assert [table for table in tables_of_record() if rights(table) != {"SELECT"}] == []

    def test_let_no_statement_name_an_id_of_a_record(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT table_name, column_name FROM information_schema.columns"
                " WHERE table_schema = current_schema() AND is_identity = 'YES' AND table_name = ANY(%s)",
                [sorted(tables_of_record())],
            )
            identities = cursor.fetchall()
        assert len(identities) == len(tables_of_record())
        assert not [pair for pair in identities if may_name(*pair)]

    def test_forget_no_table_of_history(self):
        others = {"itvf_auditevent", "funds_agreementevent"}  # events of their own, no history of another table
        events = {table for table in tables_everywhere() if table.endswith("event")} - others
        assert events
        assert events <= tables_of_record()

    def test_leave_the_list_of_migrations_alone(self):
        assert rights("django_migrations") == {"SELECT"}

    def test_give_nothing_to_everybody(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class, aclexplode(relacl) WHERE grantee = 0"
                " AND relnamespace = current_schema()::regnamespace"
            )
            assert cursor.fetchall() == []

    def test_can_be_applied_again_and_change_nothing(self):
        app_role = connections["default"].settings_dict["USER"]
        before = {table: rights(table) for table in tables_everywhere()}
        assert apply_grants(connections["migrator"], app_role) == []
        assert {table: rights(table) for table in tables_everywhere()} == before

    def test_warn_where_one_role_does_everything(self):
        owner = connections["migrator"].settings_dict["USER"]
        (warning,) = apply_grants(connections["migrator"], owner)
        assert "triggers only" in warning

    def test_make_every_guard_fire_always(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " WHERE (t.tgname = 'append_only' OR t.tgname LIKE 'seal_%%') AND t.tgenabled <> 'A'"
            )
            assert cursor.fetchall() == []


def tables_everywhere() -> list[str]:
    with connection.cursor() as cursor:
        return append_only.tables_of_schema(cursor)
