"""What the application's database role may do, applied after every migration.

The owner's role migrates; the application's may add to tables of record and no more. Nothing is
granted to PUBLIC. Safe to run again at any time.
"""

from django.db import transaction

from itvf import append_only

READ_ONLY = frozenset({"django_migrations"})


def apply_grants(owner_connection, app_role: str) -> list[str]:
    """This function will protect the row history and grant the application's role what it needs.

    Ordinary tables: SELECT, INSERT, UPDATE, DELETE. Tables of record: SELECT, and INSERT of the columns
    that a statement may name. Gives back warnings: what weakens the protection, in plain words.
    """
    quoted = owner_connection.ops.quote_name(app_role)
    with transaction.atomic(using=owner_connection.alias), owner_connection.cursor() as cursor:
        append_only.protect_history(cursor)
        cursor.execute("SELECT current_user, current_schema()")
        owner, schema = cursor.fetchone()
        cursor.execute(f'REVOKE ALL ON ALL TABLES IN SCHEMA "{schema}" FROM PUBLIC')
        cursor.execute(f'REVOKE ALL ON ALL SEQUENCES IN SCHEMA "{schema}" FROM PUBLIC')
        if app_role == owner:
            return [
                f"DATABASE_URL and DATABASE_MIGRATOR_URL are one role ({owner}): the books are protected by "
                "triggers only, and that role could take the triggers off. Give the application a role of its own."
            ]
        _grant(cursor, quoted, schema)
        return _weaknesses(cursor, app_role, owner)


def _grant(cursor, role: str, schema: str) -> None:
    cursor.execute(
        f"""
        REVOKE ALL ON ALL TABLES IN SCHEMA "{schema}" FROM {role};
        REVOKE ALL ON ALL SEQUENCES IN SCHEMA "{schema}" FROM {role};
        GRANT USAGE ON SCHEMA "{schema}" TO {role};
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA "{schema}" TO {role};
        ALTER DEFAULT PRIVILEGES IN SCHEMA "{schema}" GRANT SELECT ON TABLES TO {role};
        ALTER DEFAULT PRIVILEGES IN SCHEMA "{schema}" GRANT USAGE, SELECT ON SEQUENCES TO {role};
        """
    )
    of_record = append_only.tables(cursor)
    for table in append_only.tables_of_schema(cursor):
        if table in of_record:
            columns = ", ".join(f'"{column}"' for column in append_only.insertable_columns(cursor, table))
            rights = f"SELECT, INSERT ({columns})"
        elif table in READ_ONLY:
            rights = "SELECT"
        else:
            rights = "SELECT, INSERT, UPDATE, DELETE"
        cursor.execute(f'GRANT {rights} ON "{table}" TO {role}')


def _weaknesses(cursor, app_role: str, owner: str) -> list[str]:
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [app_role])
    (is_superuser,) = cursor.fetchone()
    if is_superuser:
        return [f"The role {app_role} is a superuser of the database: no protection holds against it."]
    cursor.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [app_role, owner])
    (may_become_owner,) = cursor.fetchone()
    return [f"The role {app_role} may become {owner}, the owner of the books."] if may_become_owner else []
