"""A cache that is allowed to be away: a miss is slow, an exception would be a broken page."""

import logging
from datetime import UTC, datetime, timedelta

from django.core.cache.backends.redis import RedisCache
from django.utils import timezone
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as HungError

logger = logging.getLogger(__name__)

# A server that hung is left alone for this long, so that a page waits for it once, however often
# it asks. One that refuses costs nothing, and is asked again each time.
LEFT_ALONE = timedelta(seconds=5)
_left_alone_until: dict[str, datetime] = {}


def _forgiving(name: str, when_away):
    def method(self, *args, **kwargs):
        if self.is_left_alone():
            return when_away(args, kwargs)
        try:
            return getattr(RedisCache, name)(self, *args, **kwargs)
        except (RedisError, OSError) as failure:
            logger.warning("The cache is away (%s): %s", name, failure)
            if isinstance(failure, (HungError, TimeoutError)):
                self.leave_alone()
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

    def is_left_alone(self) -> bool:
        """Whether this process waited in vain for the server a moment ago."""
        never = datetime.min.replace(tzinfo=UTC)
        return timezone.now() < _left_alone_until.get(self._servers[0], never)

    def leave_alone(self) -> None:
        _left_alone_until[self._servers[0]] = timezone.now() + LEFT_ALONE
