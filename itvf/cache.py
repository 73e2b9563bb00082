"""A cache that forgets when the broker is down, instead of taking sign-in and search down with it.

Nothing that has to be remembered is kept here: log-in locks, sessions and keys live in the database.
"""

import logging

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class ForgetfulRedisCache(RedisCache):
    """Redis where it answers; an empty cache where it does not."""

    def add(self, *args, **kwargs):
        """As if the key had been free."""
        return self._ask(super().add, True, *args, **kwargs)

    def get(self, key, default=None, version=None):
        """As if it had never been kept."""
        return self._ask(super().get, default, key, default, version)

    def set(self, *args, **kwargs):
        """Not kept."""
        return self._ask(super().set, None, *args, **kwargs)

    def touch(self, *args, **kwargs):
        """Not there."""
        return self._ask(super().touch, False, *args, **kwargs)

    def delete(self, *args, **kwargs):
        """Not there."""
        return self._ask(super().delete, False, *args, **kwargs)

    def get_many(self, *args, **kwargs):
        """None of them."""
        return self._ask(super().get_many, {}, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        """None of them kept."""
        return self._ask(super().set_many, list(data), data, *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        """None of them there."""
        return self._ask(super().delete_many, None, *args, **kwargs)

    def has_key(self, *args, **kwargs):
        """Not there."""
        return self._ask(super().has_key, False, *args, **kwargs)

    def _ask(self, question, otherwise, *args, **kwargs):
        try:
            return question(*args, **kwargs)
        except RedisError as error:
            log.warning("the cache does not answer and is taken as empty: %s", error)
            return otherwise
