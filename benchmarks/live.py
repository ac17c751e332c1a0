"""A live count before 200 viewers: how long after a recorder sends a paper each of them has it.

Papers go through the API, viewers listen to the process `elections-live`, all on this machine. The clock of a paper
starts before its request and stops when a viewer has read the event.
"""

from __future__ import annotations

import re
import selectors
import socket
import threading
import time
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import insert, update

from benchmarks.figures import Figure, percentile
from demo.office import Office
from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.callout import Marks, Record
from services.elections.domain.procedure.steps import State, Step
from services.elections.store import tables
from services.elections.store.database import database, unit_of_work
from shared import clock
from shared.auth.actor import Actor
from shared.embedded import Platform
from shared.ids import new_id

VIEWERS = 200
_RATE = 5  # papers a second: some ten halls at once
_SECONDS = 20
_GRACE = 5.0  # seconds after the last paper in which the last viewer must have it
_AREA = "450404001001"
_VERSION = re.compile(rb"^id: (\d+)$", re.MULTILINE)


def measure(platform: Platform) -> list[Figure]:
    endpoints = platform.endpoints
    database.connect(endpoints.databases["elections"], pool=2)
    with Office(endpoints.services, endpoints.signing_key, area=_AREA) as office:
        election, station, candidate = _closed_election(office)
        path = f"/api/v1/stations/{station}/callouts"
        callout = office.post("tally-a", "elections", path, {"issued": _RATE * _SECONDS})
        audience = Audience(endpoints.live, election)
        with audience:
            sent = _call_papers(office, callout["id"], candidate)
            audience.wait_for(len(sent))
    database.dispose()
    return list(_figures(audience, sent))


class Audience:
    """`VIEWERS` connections, read by one thread. `seen`: by version of the state, when each viewer had it."""

    def __init__(self, address: str, election: str) -> None:
        parts = urlsplit(address)
        self._place = (parts.hostname or "", parts.port or 80)
        self._request = f"GET /elections/{election}/live/stream HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
        self._selector = selectors.DefaultSelector()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._over = threading.Event()
        self.seen: defaultdict[int, list[float]] = defaultdict(list)

    def __enter__(self) -> Audience:
        for _ in range(VIEWERS):
            viewer = socket.create_connection(self._place, timeout=10)
            viewer.sendall(self._request)
            self._selector.register(viewer, selectors.EVENT_READ, {"version": 0, "rest": b""})
        self._thread.start()
        self._until(lambda: len(self.seen[1]) == VIEWERS, "every viewer to be there")
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()

    def wait_for(self, papers: int) -> None:
        self._until(lambda: len(self.seen[papers + 1]) == VIEWERS, "the last paper")

    def _until(self, done: Any, what: str) -> None:
        deadline = time.monotonic() + _GRACE
        while not done():
            if time.monotonic() > deadline:
                raise TimeoutError(f"viewers waited in vain for {what}")
            time.sleep(0.01)

    def _read(self) -> None:
        while not self._over.is_set():
            for key, _ in self._selector.select(timeout=0.1):
                self._take(key.data, key.fileobj.recv(65_536))  # type: ignore[union-attr]

    def _take(self, viewer: dict[str, Any], read: bytes) -> None:
        """A newer state has the papers of all versions before it, too."""
        now, text = time.monotonic(), viewer["rest"] + read
        viewer["rest"] = text[text.rfind(b"\n") + 1 :]
        for found in _VERSION.finditer(text):
            for version in range(viewer["version"] + 1, int(found[1]) + 1):
                self.seen[version].append(now)
            viewer["version"] = max(viewer["version"], int(found[1]))


def _call_papers(office: Office, callout: str, candidate: str) -> list[float]:
    """When each was sent: at a steady rate, whatever the answers take."""
    head, sent, started = callout, [], time.monotonic()
    for number in range(1, _RATE * _SECONDS + 1):
        time.sleep(max(0.0, started + number / _RATE - time.monotonic()))
        record = Record(number, str(uuid4()), head, {Post.DIRECTOR: Marks((candidate,))})
        head = record.hash
        marks = {post.value: each.as_facts() for post, each in record.contests.items()}
        item = {"number": number, "id": record.id, "previous": record.previous, "hash": head, "contests": marks}
        sent.append(time.monotonic())
        office.post("tally-a", "elections", f"/api/v1/callouts/{callout}/papers", {"items": [item]})
    return sent


def _figures(audience: Audience, sent: list[float]) -> list[Figure]:
    lags = [moment - began for number, began in enumerate(sent, 1) for moment in audience.seen[number + 1]]
    if len(lags) != len(sent) * VIEWERS:
        raise RuntimeError(f"{len(sent) * VIEWERS} updates were due, {len(lags)} came")
    p50, p95, p99 = (percentile(lags, share) for share in (0.5, 0.95, 0.99))
    value = f"p50 {p50 * 1000:.0f}, p95 {p95 * 1000:.0f}, p99 {p99 * 1000:.0f} ms"
    return [Figure(f"live count, {_RATE} papers/s before {VIEWERS} viewers: lag", value, "p95 < 1 s", p95 < 1)]


def _closed_election(office: Office) -> tuple[str, str, str]:
    """An election whose boxes were closed, with its station and a candidate."""
    office.post("clerk", "elections", "/api/v1/areas", {"code": _AREA, "name": "唱票社区"})
    body = {
        "area": _AREA,
        "title": "唱票社区居民委员会换届选举",
        "polling_day": clock.today().isoformat(),
        "contests": [{"post": "director", "seats": 1}],
        "stations": [{"name": "主会场"}],
    }
    election = office.post("clerk", "elections", "/api/v1/elections", body)["id"]
    candidate, at = new_id(), {"election_id": UUID(election), "area": _AREA}
    person = {
        "post": "director",
        "name": "主任甲",
        "sex": "female",
        "birth_date": clock.today().replace(year=1980, day=1),
    }
    nominated = {"education": "大专", "nominated_by": "party", "joint_electors": 0}
    step = {"step": Step.ANNOUNCE, "on": clock.today(), "by": "bench", "at": clock.now()}
    with unit_of_work(Actor.system("bench")) as uow:
        uow.session.execute(insert(tables.Candidate).values(id=candidate, **at, **person, **nominated))
        uow.session.execute(insert(tables.StepTaken).values(**at, **step))
        closed = update(tables.Election).where(tables.Election.id == at["election_id"]).values(state=State.CLOSED)
        uow.session.execute(closed)
    (station,) = office.get("clerk", "elections", f"/api/v1/elections/{election}/stations")["items"]
    return election, station["id"], str(candidate)
