"""A small programme on a fixed day, and who reads it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import portal
from tests.investments.portal import world


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The portal's day."""
    portal.stop_clock(monkeypatch, world.TODAY)


@pytest.fixture(scope="module")
def standing(held):
    """A fund that holds one company."""
    return world.start()


@pytest.fixture
def made(world):
    return world


@pytest.fixture
def officer(made):
    """Staff, who read every fund."""
    return portal.client_of(made.people.officer)


@pytest.fixture
def maker(made):
    """The fund's general partner."""
    return portal.client_of(made.people.maker)


@pytest.fixture
def outsiders(made):
    """The contact of a partner, and somebody without a part in any fund."""
    return portal.client_of(made.people.contact), portal.client_of(made.people.stranger)


@pytest.fixture
def count():
    """How many queries a page takes once everything is warm: `count(client, url)`."""

    def count(client, url):
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url)
        return len(queries)

    return count


@pytest.fixture
def text():
    """A page as text: `text(client, url)`."""

    def text(client, url):
        answer = client.get(url)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode().replace("\xa0", " ")

    return text
