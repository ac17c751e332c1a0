"""Event delivery seen through the operators' API: what was told, who took it, what is still on its way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from deploy.compose_test.stack import Failed
from shared import clock
from shared.auth.keys import mint
from shared.auth.roles import ROLES
from shared.contracts import routing

PROVINCE = "450000000000"
_PAGE = 1000
_POLL_SECONDS = 1.0


class Operator:
    """Also holds the scopes of the clerks whose work the test adds to the demo's."""

    def __init__(self, gateway: str, key: Path) -> None:
        token = mint(
            key,
            subject="compose-test",
            area=PROVINCE,
            scopes=ROLES["operator"] | ROLES["election_clerk"],
            issued=clock.now(),
            valid_for=timedelta(hours=1),
        )
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=gateway, headers=headers, trust_env=False, timeout=30)

    def post(self, path: str, body: dict[str, Any]) -> None:
        answer = self._http.post(path, json=body)
        if answer.is_error:
            raise Failed(f"POST {path}: {answer.status_code} {answer.text[:300]}")

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        answer = self._http.get(path, params=query)
        if answer.is_error:
            raise Failed(f"GET {path}: {answer.status_code} {answer.text[:300]}")
        found: dict[str, Any] = answer.json()
        return found

    def published(self, source: str) -> dict[str, str]:
        """Event ids → types: everything that `source` ever told."""
        return {event["event_id"]: event["type"] for event in self._events(f"/{source}/api/v1/events/published")}

    def received(self, subscriber: str, source: str) -> set[str]:
        path = f"/{subscriber}/api/v1/events/received"
        return {event["event_id"] for event in self._events(path, source=source)}

    def wait_until_delivered(self, seconds: float = 120) -> int:
        """Returns when each event has reached each of its subscribers: how many times one did. Raises Failed."""
        deadline = time.monotonic() + seconds
        while missing := self._missing():
            if time.monotonic() > deadline:
                raise Failed(f"events are missing after {seconds:.0f} seconds: {missing}")
            time.sleep(_POLL_SECONDS)
        return sum(len(self.received(subscriber, source)) for source, subscriber in _routes())

    def nothing_waits_or_failed(self) -> None:
        for service in routing.SERVICES:
            status = self.get(f"/{service}/api/v1/events/status")
            if status["waiting"] or status["dead_letters"]:
                raise Failed(f"{service}: {status}")

    def _missing(self) -> dict[str, int]:
        """Per route, how many events that the subscriber hears it has not taken."""
        missing = {}
        for source, subscriber in _routes():
            heard = routing.types_heard(subscriber, source)
            told = {event_id for event_id, kind in self.published(source).items() if kind in heard}
            if count := len(told - self.received(subscriber, source)):
                missing[f"{source} → {subscriber}"] = count
        waiting = {name: self.get(f"/{name}/api/v1/events/status")["waiting"] for name in routing.SERVICES}
        return missing | {f"{name} unsent": count for name, count in waiting.items() if count}

    def _events(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        after = 0
        while items := self.get(path, after=after, limit=_PAGE, **query)["items"]:
            yield from items
            after = items[-1]["sequence"]


def _routes() -> list[tuple[str, str]]:
    return [(source, name) for source in routing.SERVICES for name in routing.subscribers_of(source)]
