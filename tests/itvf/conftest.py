"""Places of a test's own, beside the one that the whole run works in."""

import pytest

from itvf import places


@pytest.fixture
def embedded(monkeypatch):
    """As on a machine that has no services of its own."""
    for variable in ("DATABASE_URL", "DATABASE_MIGRATOR_URL", "REDIS_URL", "ITVF_FILES", "ITVF_MAIL"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def place(embedded):
    with places.throwaway("test-place") as place:
        yield place
