"""One address, two roles: DATABASE_URL alone names the owner, and the application steps into `<user>_app`.

A server of your own does better with two log-ins; docs/operations.md has the two statements.
"""

import os
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from itvf.binaries import ServiceFailed


def addresses(owner: str) -> dict[str, str]:
    """This function will give the environment for both roles, and make the second role where it is missing."""
    import psycopg
    from psycopg import sql

    try:
        connection = psycopg.connect(owner, autocommit=True, connect_timeout=10)
    except psycopg.Error as error:
        raise ServiceFailed(f"The database of DATABASE_URL does not answer: {str(error).strip()}") from error
    with connection:
        (user,) = connection.execute("SELECT session_user").fetchone()
        app = f"{user}_app"
        statements = [
            sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(app)),
            sql.SQL("GRANT {} TO {}").format(sql.Identifier(app), sql.Identifier(user)),
        ]
        exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [app]).fetchone()
        member = exists and connection.execute("SELECT pg_has_role(%s, 'MEMBER')", [app]).fetchone()[0]
        try:
            for statement in statements[(1 if exists else 0) :] if not member else []:
                connection.execute(statement)
        except psycopg.errors.DuplicateObject:
            pass  # another starter was quicker
        except psycopg.errors.InsufficientPrivilege as refusal:
            wanted = ";\n  ".join(statement.as_string(connection) for statement in statements)
            raise ServiceFailed(
                f"The books need a second database role, and {user} may not make one. Ask the server's "
                f"administrator for\n  {wanted};\nor set DATABASE_MIGRATOR_URL (the owner) beside DATABASE_URL (the "
                "application). docs/operations.md says more."
            ) from refusal
    return {
        "DATABASE_URL": with_option(owner, f"-c role={app}"),
        "DATABASE_MIGRATOR_URL": owner,
        "ITVF_APP_ROLE": app,
    }


def with_option(url: str, option: str) -> str:
    """This function will add an option of libpq to a database's address."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    query["options"] = f"{query.get('options', '')} {option}".strip()
    return urlunsplit(parts._replace(query=urlencode(query, quote_via=quote, safe="/")))


def with_name(url: str, name: str) -> str:
    """This function will give the address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(name)}"))


def is_given() -> bool:
    """Whether the database is the user's own, not the embedded one."""
    return bool(os.environ.get("DATABASE_URL"))
