"""The cast by job, for every test: the demo's own people, in the database, without a password."""

from datetime import UTC, datetime

from reporting.demo.cast import EVERYBODY, Cast, enrol

HIRED_AT = datetime(2024, 11, 1, 1, tzinfo=UTC)
JOBS = tuple(person.job for person in EVERYBODY)


def cast() -> Cast:
    """The cast as users: `people.cast().officer`, `.manager`, `.finance`, `.maker(fund)`, `.signatory(fund)`."""
    return enrol(at=HIRED_AT, password=None)
