"""Handing a task to the broker, for the relay: at once or with an exception, so nothing is thought sent that is not."""

from __future__ import annotations

from typing import Any

from shared import context
from shared.events.relay import Send
from shared.worker.broker import make_celery


def make_sender(redis_url: str) -> Send:
    app = make_celery("relay", redis_url)

    def send(task: str, queue: str, arguments: dict[str, Any]) -> None:
        headers = {"correlation_id": context.current().correlation_id}
        app.send_task(task, kwargs=arguments, queue=queue, headers=headers, retry=False, ignore_result=True)

    return send
