"""What a sink tells afterwards: receipts for messages that it took, and delivery reports on mail that bounced."""

from __future__ import annotations

import asyncio
import http.client
import json
import time
from collections import defaultdict, deque
from contextlib import closing, suppress
from typing import Any
from urllib.parse import urlsplit

from shared.signatures import signed

_AT_ONCE, _AFTER = 500, 0.2  # seconds

_BOUNCE = """\
From: MAILER-DAEMON@sink
To: <{sender}>
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; sink

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox

--b--
"""


class Reports:
    """Posts to `<to>/receipts/<provider>` and `<to>/bounces/<provider>`; `to` is the API of the notices service (None:
    nothing is told). What is not taken is sent again, as real gateways do."""

    def __init__(self, secret: bytes, to: str | None) -> None:
        self.to = to
        self.receipts: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.bounces: deque[tuple[str, bytes]] = deque()
        self.failed = 0
        self._secret = secret

    def receipt(self, provider: str, ref: str, *, bounced: bool) -> None:
        if self.to:
            fate = {"fate": "bounced", "reason": "number is out of service"} if bounced else {"fate": "delivered"}
            moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            self.receipts[provider].append({"ref": ref, "at": moment, **fate})

    def bounce(self, provider: str, sender: str, recipient: str) -> None:
        if self.to:
            self.bounces.append((provider, _BOUNCE.format(sender=sender, recipient=recipient).encode()))

    def told(self) -> dict[str, int]:
        return {"due": sum(map(len, self.receipts.values())) + len(self.bounces), "failed": self.failed}

    async def send_for_ever(self) -> None:
        while True:
            await asyncio.sleep(_AFTER)
            if not (await self._send_receipts() and await self._send_bounces()):
                self.failed += 1

    async def _send_receipts(self) -> bool:
        for provider, due in list(self.receipts.items()):  # a gateway may get its first message meanwhile
            while due:
                batch = due[:_AT_ONCE]
                if not await self._post("receipts", provider, json.dumps({"receipts": batch}).encode()):
                    return False
                del due[: len(batch)]
        return True

    async def _send_bounces(self) -> bool:
        while self.bounces:
            if not await self._post("bounces", *self.bounces[0]):
                return False
            self.bounces.popleft()
        return True

    async def _post(self, purpose: str, provider: str, body: bytes) -> bool:
        address = f"{self.to}/{purpose}/{provider}"
        return await asyncio.to_thread(post_signed, address, self._secret, body, purpose=purpose) == 200


def post_signed(address: str, secret: bytes, body: bytes, *, purpose: str) -> int:
    """The answer's status; 0 if there is none."""
    kind = "message/rfc822" if purpose == "bounces" else "application/json"
    parts = urlsplit(address)
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    connection = kinds[parts.scheme](parts.hostname or "", parts.port, timeout=10)
    with closing(connection), suppress(OSError, http.client.HTTPException):
        headers = {"Content-Type": kind, **signed(secret, purpose, body, at=time.time())}
        connection.request("POST", parts.path, body, headers)
        return connection.getresponse().status
    return 0
