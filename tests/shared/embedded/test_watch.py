"""When something that fell is started again, by a clock of our own."""

from __future__ import annotations

import pytest

from shared.embedded.errors import KeepsDying
from shared.embedded.watch import Watch


class Thing:
    name = "notices-relay"

    def __init__(self) -> None:
        self.now = 0.0
        self.up = True
        self.starts: list[float] = []

    def clock(self) -> float:
        return self.now

    def start(self) -> None:
        self.up = True
        self.starts.append(self.now)

    def kill(self) -> None:
        self.up = False

    def has_fallen(self) -> bool:
        return not self.up

    def last_words(self) -> str:
        return "no such table"


def run(thing: Thing, watch: Watch, *, seconds: float, dies_at_once: bool = False) -> None:
    end = thing.now + seconds
    while thing.now < end:
        watch.look()
        thing.up = thing.up and not dies_at_once
        thing.now += 0.5


def test_what_falls_once_is_started_at_once() -> None:
    thing = Thing()
    watch = Watch(thing, clock=thing.clock)
    assert not watch.look()
    thing.up = False
    assert watch.look()
    assert thing.starts == [0.0]


def test_the_pauses_grow_and_the_fifth_fall_within_a_minute_is_the_last() -> None:
    thing = Thing()
    with pytest.raises(KeepsDying, match=r"(?s)notices-relay died 5 times within a minute.*no such table"):
        run(thing, Watch(thing, clock=thing.clock), seconds=60, dies_at_once=True)
    pauses = [later - earlier for earlier, later in zip(thing.starts, thing.starts[1:], strict=False)]
    assert pauses == [1.5, 2.5, 4.5]  # 1, 2 and 4 seconds after the fall, which is noticed half a second later


def test_what_falls_now_and_then_is_started_for_ever() -> None:
    thing = Thing()
    watch = Watch(thing, clock=thing.clock)
    for _ in range(20):
        thing.up = False
        run(thing, watch, seconds=20)
    assert len(thing.starts) == 20


def test_what_somebody_else_started_meanwhile_is_not_started_twice() -> None:
    thing = Thing()
    watch = Watch(thing, clock=thing.clock)
    for _ in range(2):
        thing.up = False
        watch.look()
    thing.start()
    thing.now += 5
    assert not watch.look()
