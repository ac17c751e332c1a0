from __future__ import annotations

import logging

import pytest
from kombu import Connection

from shared.embedded import RedisServer
from shared.worker.sender import make_sender


@pytest.fixture
def connection(redis_server: RedisServer) -> Connection:
    with redis_server.client() as redis:
        redis.delete("notices.deliver")
    make_sender(redis_server.url)("notices.print", "notices.deliver", {})
    return Connection(redis_server.url, transport="shared.worker.transport:Transport")


def test_a_message_of_a_lost_connection_is_acknowledged_in_vain_and_not_fatally(
    connection: Connection, caplog: pytest.LogCaptureFixture
) -> None:
    """What Celery does when a task ends after Redis went away; kombu's own channel raises an AttributeError."""
    message = connection.default_channel.basic_get("notices.deliver")
    message.channel.close()
    message.channel._disconnect_pools()  # closing had made a new pool, which it cannot when Redis is away
    message.ack_log_error(logging.getLogger("test"), connection.connection_errors)
    assert "Couldn't ack" in caplog.text
    message.reject_log_error(logging.getLogger("test"), connection.connection_errors)
    assert "Couldn't reject" in caplog.text


def test_closing_a_lost_connection_with_unacknowledged_messages_is_harmless(
    connection: Connection, redis_server: RedisServer
) -> None:
    channel = connection.default_channel
    channel.basic_get("notices.deliver")
    channel._disconnect_pools()  # as it is after an attempt to close that failed half-way
    connection.transport.client = None
    connection.close()
