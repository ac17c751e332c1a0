"""A gateway for SMS and messaging: takes signed batches, and tells afterwards what became of each message."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from shared.signatures import is_genuine
from shared.sinks.behaviour import Behaviour, Mood, Treatment
from shared.sinks.http_server import Answer, Request
from shared.sinks.record import Record
from shared.sinks.reports import Reports


class Gateway:
    """`keeps_keys`: a key that was delivered before is not delivered again, and gets the same answer."""

    def __init__(self, secret: bytes, behaviour: Behaviour, reports: Reports, *, keeps_keys: bool = True) -> None:
        self.record, self.hooks = Record(), Record()
        self.records = {"gateway": self.record, "hooks": self.hooks}
        self.behaviour, self.reports = behaviour, reports
        self._secret, self._keeps_keys = secret, keeps_keys

    async def respond(self, request: Request) -> Answer | None:
        """`/messages/<provider>` takes a batch, `/hooks/<address>` a single notice; `/records` and `/behaviour` are for
        whoever runs the sinks."""
        if request.path == "/records":
            return self._recorded(request)
        if request.path == "/behaviour":
            return self._change_behaviour(json.loads(request.body))
        if self.behaviour.delay:
            await asyncio.sleep(self.behaviour.delay)
        mood = self.behaviour.next_mood()
        if mood is Mood.AWAY:
            return Answer(503, {"error": "away"}, {"Retry-After": str(self.behaviour.retry_after)})
        answer = self._take(request)
        if answer.status == 200 and mood is Mood.SWALLOWING:
            await asyncio.sleep(3600)
        if mood is Mood.GARBLING:
            return Answer(200, b"<html>It works!</html>")
        return None if mood is Mood.HANGING_UP else answer

    def _recorded(self, request: Request) -> Answer:
        if request.method == "DELETE":
            for record in self.records.values():
                record.clear()
        told = {name: record.told() for name, record in self.records.items()}
        return Answer(200, told | {"reports": self.reports.told()})

    def _change_behaviour(self, changes: dict[str, Any]) -> Answer:
        """`{"mood": "away", "times": 3, "delay": 0.2}`, each of them as it is wanted."""
        for name in changes.keys() & {"mood", "times", "delay", "retry_after"}:
            setattr(self.behaviour, name, Mood(changes[name]) if name == "mood" else changes[name])
        return Answer(200, {})

    def _take(self, request: Request) -> Answer:
        purpose = "webhook" if request.path.startswith("/hooks/") else "messages"
        if not is_genuine(self._secret, purpose, request.body, request.headers, now=time.time()):
            return Answer(401, {"error": "signature"})
        sent = json.loads(request.body)
        if purpose == "webhook":
            return self._take_hook(request.path.removeprefix("/hooks/"), sent)
        if not request.path.startswith("/messages/"):
            return Answer(404, {"error": "not found"})
        provider = request.path.removeprefix("/messages/")
        return Answer(200, {"messages": [self._take_message(provider, message) for message in sent["messages"]]})

    def _take_hook(self, address: str, sent: dict[str, Any]) -> Answer:
        treatment = self.behaviour.treatment(address)
        self.hooks.offered += 1
        if treatment is Treatment.REFUSE:
            return Answer(410, {"error": "gone"})
        if treatment is Treatment.DEFER:
            return Answer(503, {"error": "later"})
        self.hooks.take(sent["key"], sent, once=True)
        return Answer(200, {})

    def _take_message(self, provider: str, message: dict[str, Any]) -> dict[str, Any]:
        key, treatment = message["key"], self.behaviour.treatment(message["to"])
        self.record.offered += 1
        if treatment is Treatment.NO_ADDRESS:
            self.record.refused += 1
            return {"key": key, "status": "no_address", "reason": "number does not exist"}
        if treatment is Treatment.REFUSE:
            self.record.refused += 1
            return {"key": key, "status": "refused", "reason": "content is not allowed"}
        if treatment is Treatment.DEFER:
            self.record.deferred += 1
            return {"key": key, "status": "later", "reason": "out of reach"}
        ref = f"gw-{key}"
        if self.record.take(key, message, once=self._keeps_keys):
            self.reports.receipt(provider, ref, bounced=treatment is Treatment.BOUNCE)
        return {"key": key, "status": "accepted", "ref": ref}
