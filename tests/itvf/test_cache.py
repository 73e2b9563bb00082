"""The cache forgets when the broker is down; nobody is kept out by it."""

import pytest
from django.core.cache import caches

from itvf.cache import ForgetfulRedisCache


@pytest.fixture
def silent():
    """A cache whose broker is not there."""
    return ForgetfulRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 1}})


class TestWithoutBroker:
    def test_is_empty(self, silent):
        silent.set("a", 1)
        silent.set_many({"b": 2})
        assert silent.get("a") is None
        assert silent.get("a", "nothing") == "nothing"
        assert silent.get_many(["a", "b"]) == {}
        assert "a" not in silent
        assert silent.add("a", 1)
        assert not silent.delete("a")
        assert not silent.touch("a")
        silent.delete_many(["a"])


def test_the_site_uses_it():
    assert isinstance(caches["default"], ForgetfulRedisCache)


def test_with_a_broker_it_remembers():
    cache = caches["default"]
    cache.set("itvf-test-remembers", 1, 5)
    assert cache.get("itvf-test-remembers") == 1
    cache.delete("itvf-test-remembers")
    assert cache.get("itvf-test-remembers") is None
