"""What the database has to promise before money is written to it (`check --database default`)."""

from django.core import checks
from django.db import connections

DURABLE = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "local", "remote_write", "remote_apply"},
}
OLDEST = 160000


@checks.register(checks.Tags.database)
def durability(databases=None, **kwargs) -> list[checks.CheckMessage]:
    """This function will name every setting of the server under which a commit could be lost."""
    found = []
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            for name, good in DURABLE.items():
                cursor.execute("SELECT current_setting(%s)", [name])
                (value,) = cursor.fetchone()
                if value not in good:
                    found.append(
                        checks.Warning(
                            f"The database {alias} runs with {name} = {value}: a commit could be lost.",
                            hint=f"Set {name} = on. Only a throwaway database for tests may do without.",
                            id="itvf.W001",
                        )
                    )
            if connections[alias].pg_version < OLDEST:
                found.append(checks.Warning(f"The database {alias} is older than PostgreSQL 16.", id="itvf.W002"))
    return found
