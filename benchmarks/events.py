"""Events from one service's transaction to the others' committed effects."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator

from sqlalchemy import create_engine, text

from benchmarks.alone import platform_alone
from benchmarks.figures import Figure, percentile, table
from benchmarks.processors import measured
from shared.auth.actor import Actor
from shared.database.database import Database
from shared.embedded import Platform

_AREAS = itertools.cycle(f"450403{street:03}{community:03}" for street in range(1, 21) for community in range(1, 51))
_SUBSCRIBERS = ("training", "notices")
_FLOOD = 20_000
_PER_TRANSACTION = 100
_RATE = 200  # events a second, each in a transaction of its own
_SECONDS = 15
_LIMIT = 120.0


def idle(platform: Platform) -> list[Figure]:
    """What a platform takes that has nothing to do. The relays of the flood that follows have waited so long, too."""
    with measured(platform) as usage:
        time.sleep(_SECONDS)
    return [Figure("processor time with nothing to do, all processes", usage.share)]


def throughput(platform: Platform) -> tuple[list[Figure], str]:
    """Events a second when a flood is written, until both subscribers' effects are committed."""
    database = _elections(platform)
    first = _last_sequence(database)
    with measured(platform) as usage:
        started = time.monotonic()
        for _ in range(_FLOOD // _PER_TRANSACTION):
            _emit(database, _PER_TRANSACTION)
        written = time.monotonic() - started
        for subscriber in _SUBSCRIBERS:
            _wait_for(platform, subscriber, first + _FLOOD)
        seconds = time.monotonic() - started
    rate = _FLOOD / seconds
    figures = [
        Figure("events/s end to end, each to two subscribers", f"{rate:,.0f}", "≥ 2,000", rate >= 2_000),
        Figure("events/s written to the outbox, 100 in a transaction", f"{_FLOOD / written:,.0f}"),
    ]
    return figures, usage.told()


def lag(platform: Platform) -> list[Figure]:
    """The time from an event's transaction to the subscriber's commit, seen from outside every few milliseconds."""
    database = _elections(platform)
    first = _last_sequence(database)
    born: list[float] = []
    writer = threading.Thread(target=_write_steadily, args=(database, born))
    with _cursor_of(platform, "notices") as through, measured(platform) as usage:
        writer.start()
        lags = list(_lags(born, through, first))
        writer.join()
    p50, p99 = percentile(lags, 0.50), percentile(lags, 0.99)
    rate = len(born) / _SECONDS
    return [
        Figure(f"lag p50 at {rate:.0f} events/s", f"{p50 * 1000:.0f} ms"),
        Figure(f"lag p99 at {rate:.0f} events/s", f"{p99 * 1000:.0f} ms", "< 1,000 ms", p99 < 1),
        Figure(f"processor time at {rate:.0f} events/s, all processes", usage.share),
    ]


def _write_steadily(database: Database, born: list[float]) -> None:
    """One event in a transaction of its own `_RATE` times a second; `born` gets the moment of each commit's begin."""
    started = time.monotonic()
    for number in range(_RATE * _SECONDS):
        time.sleep(max(0.0, started + number / _RATE - time.monotonic()))
        born.append(time.monotonic())
        _emit(database, 1)


def _lags(born: list[float], through: Iterator[int], first: int) -> Iterator[float]:
    """How long after its birth each event was seen to have arrived, in order."""
    deadline = time.monotonic() + _SECONDS + _LIMIT
    arrived = 0
    while arrived < _RATE * _SECONDS:
        reached, now = next(through), time.monotonic()
        while arrived < min(reached - first, len(born)):
            yield now - born[arrived]
            arrived += 1
        if now > deadline:
            raise TimeoutError(f"{arrived} of {_RATE * _SECONDS} events arrived")


class _cursor_of:  # noqa: N801 - reads as a phrase
    """Within the block, an iterator of how far a subscriber is with elections' events, read on one connection."""

    def __init__(self, platform: Platform, subscriber: str) -> None:
        url = platform.endpoints.databases[subscriber].replace("postgresql://", "postgresql+psycopg://")
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT")

    def __enter__(self) -> Iterator[int]:
        self._connection = self._engine.connect()
        return self._read()

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._engine.dispose()

    def _read(self) -> Iterator[int]:
        query = text("SELECT through FROM event_cursors WHERE source = 'elections'")
        while True:
            yield self._connection.scalar(query) or 0
            time.sleep(0.002)


def _wait_for(platform: Platform, subscriber: str, sequence: int) -> None:
    deadline = time.monotonic() + _LIMIT
    with _cursor_of(platform, subscriber) as through:
        for reached in through:
            if reached >= sequence:
                return
            if time.monotonic() > deadline:
                raise TimeoutError(f"{subscriber} is at {reached} of {sequence}")
            time.sleep(0.02)


def _emit(database: Database, count: int) -> None:
    """One transaction of so many events, each of another community."""
    with database.unit_of_work(Actor.system("elections")) as uow:
        for area in itertools.islice(_AREAS, count):
            facts = {"code": area, "name": "步埠社区", "level": "community"}
            uow.emit("elections.area_registered.v1", subject=f"areas/{area}", area=area, data=facts)


def _elections(platform: Platform) -> Database:
    database = Database("elections")
    database.connect(platform.endpoints.databases["elections"], pool=2)
    return database


def _last_sequence(database: Database) -> int:
    """After everything written before has been numbered."""
    deadline = time.monotonic() + _LIMIT
    with database.reading() as session:
        query = text("SELECT count(*) FILTER (WHERE sequence IS NULL), coalesce(max(sequence), 0) FROM outbox")
        waiting, last = session.execute(query).one()
    while waiting and time.monotonic() < deadline:
        time.sleep(0.05)
        return _last_sequence(database)
    return int(last)


if __name__ == "__main__":
    with platform_alone() as started:
        quiet = idle(started)
        flood, usage = throughput(started)
        print(table([*quiet, *flood, *lag(started)]), usage, sep="\n")
