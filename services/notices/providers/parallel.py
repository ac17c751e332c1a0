"""Sends parts of a batch over several connections at once: what a slow other side needs to be quick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

C = TypeVar("C")
T = TypeVar("T")
R = TypeVar("R")


class Lines(Generic[C]):
    """Up to `count` connections, each made when it is first needed and kept for the next batch. Threads are started at
    first use too, hence after a worker's pool has forked."""

    def __init__(self, make: Callable[[], C], count: int) -> None:
        self._make, self._count = make, count
        self._idle: SimpleQueue[C] = SimpleQueue()
        self._pool: ThreadPoolExecutor | None = None

    def each(self, work: Callable[[C, Sequence[T]], Sequence[R]], parts: Sequence[Sequence[T]]) -> list[R]:
        """`work` on each part with a connection of its own; what came of all of them, in their order."""
        if len(parts) <= 1 or self._count == 1:
            return [result for part in parts for result in self._lend(work, part)]
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._count, thread_name_prefix="lines")
        return [result for results in self._pool.map(lambda part: self._lend(work, part), parts) for result in results]

    def idle(self) -> list[C]:
        """Takes all connections that nobody uses now, to be closed."""
        taken: list[C] = []
        with suppress(Empty):
            while True:
                taken.append(self._idle.get_nowait())
        if self._pool:
            self._pool.shutdown()
            self._pool = None
        return taken

    def _lend(self, work: Callable[[C, Sequence[T]], Sequence[R]], part: Sequence[T]) -> Sequence[R]:
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._make()
        try:
            return work(connection, part)
        finally:
            self._idle.put(connection)


def parts_of(items: Sequence[T], most: int) -> list[Sequence[T]]:
    return [items[start : start + most] for start in range(0, len(items), most)]
