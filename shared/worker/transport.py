"""kombu's Redis transport, made to outlive the loss of Redis while messages are not yet acknowledged.

When the connection is lost, kombu hands unacknowledged messages back over a connection that is gone; at some moments
this ends in an AttributeError or AssertionError that Celery does not expect, and the worker process dies of it (seen
with celery and kombu 5.7). Nothing needs them back: what is lost is sent again (see `shared.events`, `shared.jobs`).
"""

from __future__ import annotations

import logging
from typing import Any

from kombu.transport import redis

log = logging.getLogger(__name__)


class QoS(redis.QoS):
    def restore_unacked_once(self, stderr: Any = None) -> None:
        try:
            super().restore_unacked_once(stderr)  # type: ignore[no-untyped-call]
        except (AttributeError, AssertionError) as error:
            log.warning("unacknowledged messages not handed back", extra={"error": type(error).__name__})


class Channel(redis.Channel):
    QoS = QoS


class Transport(redis.Transport):
    Channel = Channel
