"""A service's database: its engine, and the two ways to talk to it (a unit of work, a reading session)."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session

from shared.auth.actor import Actor
from shared.database.claim import take_pending_claim
from shared.database.unit_of_work import UnitOfWork
from shared.settings import load_settings

_OPTIONS = (
    "-c timezone=UTC "
    "-c lock_timeout=10s "  # a request that waits longer for a row fails with a clear error instead of hanging
    "-c idle_in_transaction_session_timeout=60s"  # a stuck process must not hold the events' cursor for ever
)
_PLAN_ANEW = " -c plan_cache_mode=force_custom_plan"

_KEEPALIVES = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""Seconds, seconds, probes: a server that vanished without a word is found out within a minute, and no firewall on the
way forgets a connection that nobody uses."""


class Database:
    """One for each service, made at import in `services/<name>/store/database.py`, connected at first use.

    `plan_anew` is for who asks the same of a table while it fills: a plan made when it was empty would be kept, and
    read through all of it. Triggers are planned anew for each row too, so it is not for who writes many.
    """

    def __init__(self, service: str, *, plan_anew: bool = False) -> None:
        self.service = service
        self._options = _OPTIONS + _PLAN_ANEW if plan_anew else _OPTIONS
        self._engine: Engine | None = None

    def connect(self, url: str, *, pool: int = 10) -> None:
        """Points to another database; the old connections are closed. Used by create_app and by tests."""
        self.dispose()
        self._engine = make_engine(url, pool=pool, options=self._options)

    @property
    def engine(self) -> Engine:
        if self._engine is None:
            settings = load_settings(self.service)
            self._engine = make_engine(settings.database_url, pool=settings.database_pool, options=self._options)
        return self._engine

    def dispose(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    def forget_connections(self) -> None:
        """For a forked child: the parent's connections are the parent's."""
        if self._engine is not None:
            self._engine.dispose(close=False)

    @contextmanager
    def unit_of_work(self, actor: Actor) -> Iterator[UnitOfWork]:
        """A transaction: commits at the end of the block, rolls everything back if the block raises."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            take_pending_claim(session)
            uow = UnitOfWork(session, actor)
            yield uow
            uow.write_collected()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for queries, in a transaction that cannot write."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.connection(execution_options={"postgresql_readonly": True})  # goes along with BEGIN
            yield session

    @contextmanager
    def statement(self) -> Iterator[Connection]:
        """For one statement that is a transaction of its own: a round trip to the server instead of three. It has no
        audit line and tells no event."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection


def make_engine(url: str, *, pool: int = 10, options: str = _OPTIONS) -> Engine:
    """`url` is a libpq or SQLAlchemy address of PostgreSQL; the driver is psycopg 3 in either case."""
    engine = create_engine(
        "postgresql+psycopg://" + url.split("://", 1)[1],
        pool_size=pool,
        max_overflow=0,
        pool_timeout=5,
        hide_parameters=True,  # parameters are names, addresses, figures: never in a log or an error
        connect_args={"options": options, "connect_timeout": 5, **_KEEPALIVES},
    )
    event.listen(engine, "checkout", _replace_closed)
    return engine


def _replace_closed(connection: Any, *_: object) -> None:
    """Has the pool open a new connection where the server closed the old one, which then has its last words to read.
    Looking costs nothing; asking the server each time (`pool_pre_ping`) would be a round trip."""
    looking = select.poll()
    looking.register(connection, select.POLLIN)
    if looking.poll(0):
        raise DisconnectionError
