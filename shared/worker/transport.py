"""kombu's Redis transport, made to outlive the loss of Redis while messages are not yet acknowledged.

When the connection is lost, Celery acknowledges messages, or hands them back, on a channel that is closed by then.
kombu answers with an AttributeError, which Celery does not expect: the worker dies of it (seen with celery and kombu
5.7, tests/system/test_faults.py). As the connection error that it is, Celery logs it and goes on. What was not
acknowledged may come again and is recognised; what is lost is sent again (see `shared.events` and `shared.jobs`).
"""

from __future__ import annotations

from typing import Any

from kombu.transport import redis
from redis.exceptions import ConnectionError as RedisConnectionError


class Channel(redis.Channel):
    def _connparams(self, asynchronous: bool = False) -> Any:
        if self.connection is None or self.connection.client is None:
            raise RedisConnectionError("the channel was closed when the connection was lost")
        return super()._connparams(asynchronous)  # type: ignore[no-untyped-call]


class Transport(redis.Transport):
    Channel = Channel
