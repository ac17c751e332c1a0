"""Nothing is lost and nothing happens twice, whatever dies: real processes, really killed.

Each test tells some news, does harm, and then asks that every event took effect in the notices service exactly once,
in the order of its subject, in the count of effects as in the service's own copy of the areas.
"""

from __future__ import annotations

import base64
import json
import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from services.notices.store.tables import Area
from shared.auth.actor import Actor
from shared.database.tables import dead_letters, event_cursors, inbox, outbox, outbox_cursors
from shared.events.recovery import rewind_for
from shared.worker.sender import make_sender
from tests.system.counting_worker import PAUSE, effects
from tests.system.stack import Stack, until

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

ACTOR = Actor.system("elections")
_codes = count(450403_000_001)


@pytest.fixture(scope="module")
def stack(signing_key: Path) -> Iterator[Stack]:
    with tempfile.TemporaryDirectory(prefix="shequ-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        stack = Stack(Path(folder), signing_key.parent / "jwks.json")
        try:
            stack.start()
            tell(stack, "first")
            until(lambda: settled(stack), "the stack to start")
            yield stack
        finally:
            stack.stop()


@pytest.fixture(autouse=True)
def _sound_stack(stack: Stack) -> Iterator[None]:
    """Each test finds and leaves everything running, with nothing under way."""
    until(lambda: settled(stack), "earlier events")
    stack.paused_file.unlink(missing_ok=True)
    yield
    until(lambda: settled(stack), "all events to take effect")
    assert_exactly_once(stack)


def tell(stack: Stack, *names: str) -> None:
    """Registers an area for each name, each in a transaction of its own."""
    for name in names:
        code = str(next(_codes))
        with stack.elections.unit_of_work(ACTOR) as uow:
            data = {"code": code, "name": name, "level": "community"}
            uow.emit("elections.area_registered.v1", subject=f"areas/{code}", area=code, data=data)


def numbers(stack: Stack) -> tuple[int, int]:
    """How many events were told, how many effects there are."""
    with stack.elections.reading() as session:
        told = session.scalar(select(func.count()).select_from(outbox)) or 0
    with stack.notices.reading() as session:
        done = session.scalar(select(func.count()).select_from(effects)) or 0
    return told, done


def settled(stack: Stack) -> bool:
    """Whether the subscriber has taken all that was told."""
    with stack.elections.reading() as session:
        last, told = session.execute(select(func.max(outbox.c.sequence), func.count(outbox.c.id))).one()
    with stack.notices.reading() as session:
        through = session.scalar(select(event_cursors.c.through).where(event_cursors.c.source == "elections"))
    return last == told == through


def assert_exactly_once(stack: Stack) -> None:
    with stack.elections.reading() as session:
        told = session.execute(select(outbox.c.event_id, outbox.c.data["name"].astext).order_by(outbox.c.id)).all()
    with stack.notices.reading() as session:
        done = session.execute(select(effects.c.event_id, effects.c.name).order_by(effects.c.id)).all()
        taken = session.scalar(select(func.count()).select_from(inbox))
        areas = set(session.scalars(select(Area.name)))
        letters = session.scalar(select(func.count()).select_from(dead_letters))
    assert [tuple(row) for row in done] == [tuple(row) for row in told]
    assert taken == len(told)
    assert areas == {name for _, name in told}
    assert letters == 0


def queued(stack: Stack) -> int:
    with stack.redis.client() as redis:
        return int(redis.llen("notices.events"))


def sent_through(stack: Stack) -> int:
    with stack.elections.reading() as session:
        query = select(outbox_cursors.c.sent_through).where(outbox_cursors.c.subscriber == "notices")
        return session.scalar(query) or 0


def fresh_since(file: Path, moment: float) -> bool:
    return file.exists() and file.stat().st_mtime > moment


def test_events_cross_when_nothing_is_wrong(stack: Stack) -> None:
    started = time.monotonic()
    tell(stack, *(f"calm {number}" for number in range(50)))
    until(lambda: settled(stack), "fifty events", seconds=10)
    assert time.monotonic() - started < 10


def test_a_worker_process_killed_in_the_middle_of_an_event(stack: Stack) -> None:
    tell(stack, "before the kill", f"{PAUSE} for the kill", "after the kill")
    until(stack.paused_file.exists, "the handler to be in the middle of the event")
    os.kill(int(stack.paused_file.read_text(encoding="ascii")), signal.SIGKILL)
    until(lambda: settled(stack), "the events of the killed process")


def test_a_whole_worker_killed_in_the_middle_of_an_event(stack: Stack) -> None:
    tell(stack, f"{PAUSE} for the worker", "behind the worker")
    until(stack.paused_file.exists, "the handler to be in the middle of the event")
    stack.kill("notices-worker")
    tell(stack, "while there is no worker")
    stack.run("notices-worker")
    until(lambda: settled(stack), "the events of the killed worker")


def test_a_relay_killed_while_sending(stack: Stack) -> None:
    tell(stack, *(f"relay {number}" for number in range(200)))
    stack.kill("relay")
    tell(stack, "while there is no relay")
    stack.run("relay")
    until(lambda: settled(stack), "events after the relay's death")


def test_redis_away_for_ten_seconds_during_writes(stack: Stack) -> None:
    tell(stack, "before the outage")
    until(lambda: settled(stack), "the event before the outage")
    stack.redis.stop()
    slowest, written, back_at = 0.0, 0, time.monotonic() + 10
    while time.monotonic() < back_at:
        started = time.monotonic()
        tell(stack, f"outage {written}")
        slowest, written = max(slowest, time.monotonic() - started), written + 1
        time.sleep(0.05)
    assert written > 50
    assert slowest < 2, "a write waited for Redis"
    stack.redis.start()
    back = time.time()
    until(lambda: settled(stack), "what was written during the outage")
    assert all(process.poll() is None for process in stack.processes.values()), "a process died of it"
    for name in ("notices-worker", "elections-worker", "relay", "beat"):
        until(lambda name=name: fresh_since(stack.heartbeat(name), back), f"a heartbeat of {name}")
    tell(stack, "after the outage")
    until(lambda: settled(stack), "an event after the outage", seconds=10)


def test_redis_away_while_an_event_is_being_handled(stack: Stack) -> None:
    """The worker holds messages that it cannot acknowledge: the moment in which Celery was seen to die."""
    tell(stack, f"{PAUSE} for the outage", *(f"prefetched {number}" for number in range(60)))
    until(stack.paused_file.exists, "the handler to be in the middle of the event")
    stack.redis.stop()
    tell(stack, "written while Redis is away")
    until(lambda: "Connection to broker lost" in stack.log("notices-worker"), "the worker to notice")
    stack.redis.start()
    stack.paused_file.unlink()
    until(lambda: settled(stack), "the events around the outage")
    assert stack.processes["notices-worker"].poll() is None, "the worker died"


def test_redis_losing_everything_with_500_events_on_their_way(stack: Stack) -> None:
    stack.signal("notices-worker", signal.SIGSTOP)
    try:
        tell(stack, *(f"flushed {number}" for number in range(500)))
        until(lambda: sent_through(stack) == numbers(stack)[0], "all events to be with Redis")
        assert queued(stack) > 0
        with stack.redis.client() as redis:
            redis.flushall()
    finally:
        stack.signal("notices-worker", signal.SIGCONT)
    assert not settled(stack)
    until(lambda: settled(stack), "the lost events to come again")


def test_postgresql_restarted_while_events_flow(stack: Stack) -> None:
    tell(stack, *(f"before the restart {number}" for number in range(100)))
    stack.postgres.stop()
    with pytest.raises(OperationalError):
        tell(stack, "never told")
    stack.postgres.start()
    tell(stack, *(f"after the restart {number}" for number in range(20)))
    until(lambda: settled(stack), "events around the restart")


def test_deliveries_doubled_and_out_of_order(stack: Stack) -> None:
    stack.signal("notices-worker", signal.SIGSTOP)
    try:
        tell(stack, *(f"shuffled {number}" for number in range(120)))
        until(lambda: sent_through(stack) == numbers(stack)[0], "all events to be with Redis")
        with stack.redis.client() as redis:
            messages = [json.loads(raw) for raw in redis.lrange("notices.events", 0, -1)]
            redis.delete("notices.events")
        batches = [message for message in messages if message["headers"]["task"] == "notices.receive_events"] * 3
        random.Random(1).shuffle(batches)  # noqa: S311 - to be the same each time
        send = make_sender(stack.redis.url)
        for batch in batches:
            _, arguments, _ = json.loads(base64.b64decode(batch["body"]))
            send("notices.receive_events", "notices.events", arguments)
    finally:
        stack.signal("notices-worker", signal.SIGCONT)
    until(lambda: settled(stack), "the shuffled events")
    rewind_for(stack.elections, "notices", 0)  # and everything since the beginning once more
    until(lambda: sent_through(stack) == numbers(stack)[0] and queued(stack) == 0, "the repetition")
