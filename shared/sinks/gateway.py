"""A gateway for SMS and messaging: takes signed batches, and tells afterwards what became of each message."""

from __future__ import annotations

import asyncio
import http.client
import json
import time
from contextlib import closing, suppress
from typing import Any
from urllib.parse import urlsplit

from shared.signatures import is_genuine, signed
from shared.sinks.behaviour import Behaviour, Mood, Treatment
from shared.sinks.http_server import Answer, Request
from shared.sinks.record import Record

_RECEIPTS_AT_ONCE, _RECEIPTS_AFTER = 500, 0.2  # seconds


class Gateway:
    """`keeps_keys`: a key that was delivered before is not delivered again, and gets the same answer. With
    `receipts_to` (an address) each message that was taken is receipted there, signed with the same secret."""

    def __init__(
        self, secret: bytes, behaviour: Behaviour, *, keeps_keys: bool = True, receipts_to: str | None = None
    ) -> None:
        self.record, self.hooks, self.behaviour = Record(), Record(), behaviour
        self.records = {"gateway": self.record, "hooks": self.hooks}
        self.receipts: list[dict[str, Any]] = []
        self.receipts_failed = 0
        self._secret, self._keeps_keys, self._receipts_to = secret, keeps_keys, receipts_to

    async def respond(self, request: Request) -> Answer | None:
        """`/messages` takes a batch, `/hooks/<address>` a single notice; `/records` and `/behaviour` are for whoever
        runs the sinks."""
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

    async def send_receipts(self) -> None:
        """Runs as long as the sink does."""
        while True:
            await asyncio.sleep(_RECEIPTS_AFTER)
            while self.receipts and self._receipts_to:
                batch, self.receipts = self.receipts[:_RECEIPTS_AT_ONCE], self.receipts[_RECEIPTS_AT_ONCE:]
                status = await asyncio.to_thread(post_signed, self._receipts_to, self._secret, {"receipts": batch})
                if status != 200:
                    self.receipts_failed += len(batch)
                    self.receipts += batch  # as real ones do: they try again
                    break

    def _recorded(self, request: Request) -> Answer:
        if request.method == "DELETE":
            for record in self.records.values():
                record.clear()
        told = {name: record.told() for name, record in self.records.items()}
        return Answer(200, told | {"receipts": {"due": len(self.receipts), "failed": self.receipts_failed}})

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
        if request.path != "/messages":
            return Answer(404, {"error": "not found"})
        return Answer(200, {"messages": [self._take_message(message) for message in sent["messages"]]})

    def _take_hook(self, address: str, sent: dict[str, Any]) -> Answer:
        treatment = self.behaviour.treatment(address)
        self.hooks.offered += 1
        if treatment is Treatment.REFUSE:
            return Answer(410, {"error": "gone"})
        if treatment is Treatment.DEFER:
            return Answer(503, {"error": "later"})
        self.hooks.take(sent["key"], sent, once=True)
        return Answer(200, {})

    def _take_message(self, message: dict[str, Any]) -> dict[str, Any]:
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
        if self.record.take(key, message, once=self._keeps_keys) and self._receipts_to:
            self._receipt(ref, bounced=treatment is Treatment.BOUNCE)
        return {"key": key, "status": "accepted", "ref": ref}

    def _receipt(self, ref: str, *, bounced: bool) -> None:
        fate = {"fate": "bounced", "reason": "number is out of service"} if bounced else {"fate": "delivered"}
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.receipts.append({"ref": ref, "at": moment, **fate})


def post_signed(address: str, secret: bytes, body: object, *, purpose: str = "receipts") -> int:
    """The answer's status; 0 if there is none."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "message/rfc822" if isinstance(body, bytes) else "application/json"
    parts = urlsplit(address)
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    connection = kinds[parts.scheme](parts.hostname or "", parts.port, timeout=10)
    with closing(connection), suppress(OSError, http.client.HTTPException):
        headers = {"Content-Type": kind, **signed(secret, purpose, data, at=time.time())}
        connection.request("POST", parts.path, data, headers)
        return connection.getresponse().status
    return 0
