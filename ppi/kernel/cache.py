"""A cache that is allowed to be away: a miss is slow, an exception would be a broken page."""

import logging

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def _forgiving(name: str, when_away):
    def method(self, *args, **kwargs):
        try:
            return getattr(RedisCache, name)(self, *args, **kwargs)
        except (RedisError, OSError) as failure:
            logger.warning("The cache is away (%s): %s", name, failure)
            return when_away(args, kwargs)

    method.__name__ = name
    return method


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, but an unreachable server answers as an empty cache would."""

    add = _forgiving("add", lambda args, kwargs: True)
    get = _forgiving(
        "get", lambda args, kwargs: args[1] if len(args) > 1 else kwargs.get("default")
    )
    set = _forgiving("set", lambda args, kwargs: None)
    touch = _forgiving("touch", lambda args, kwargs: False)
    delete = _forgiving("delete", lambda args, kwargs: False)
    get_many = _forgiving("get_many", lambda args, kwargs: {})
    set_many = _forgiving("set_many", lambda args, kwargs: [])
    delete_many = _forgiving("delete_many", lambda args, kwargs: None)
    has_key = _forgiving("has_key", lambda args, kwargs: False)
    incr = _forgiving("incr", lambda args, kwargs: 1)
    clear = _forgiving("clear", lambda args, kwargs: False)
