"""Providers at the desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask

from services.notices.providers.arranged import Arranged
from services.notices.providers.provider import Message, Outcome, Verdict
from services.notices.providers.webhook import Webhook
from services.notices.workflows.carriers import carriers
from tests.conftest import COMMUNITY
from tests.desk_clerk import DeskClerk
from tests.events import Publisher
from tests.notices.conftest import SCOPES
from tests.notices.providers.messages import message

BROKEN = Outcome(Verdict.LATER, reason="HTTP 401: signature", outage=True)


class _Broken(Webhook):
    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        return [BROKEN for _ in messages]


def test_a_provider_that_does_not_work_is_seen_with_its_reason(
    app: Flask, publisher: Publisher, token: Callable[..., str]
) -> None:
    broken = _Broken("hooks", b"")
    carriers.arrange([Arranged(broken, kind="webhook")])
    for _ in range(3):
        carriers.send(carriers.take(broken.channel, 1), [message()])
    page = DeskClerk(app.test_client(), token, "clerk", SCOPES).get(f"/desk/areas/{COMMUNITY}/providers")
    carriers.arrange([])
    assert "暂停使用" in page
    assert "HTTP 401: signature" in page
