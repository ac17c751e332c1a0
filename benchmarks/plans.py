"""What plans cost that a worker's connections keep from when there was little: `python -m benchmarks.plans`.

A worker's tasks run in this process through the days of a small office: ticks, notices to sixty residents, events one
by one, small registers; and PostgreSQL has looked at the tables meanwhile. Then they fill, and it does not look again
(else it does so once a minute). The same work is done in turns by those connections and by new ones.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy import text

from benchmarks.deliveries import AT_ANY_HOUR, SETTLE, sinks_and_providers
from samples.residents import HEADER, residents, write_register
from services.notices.domain.delivery.channels import Channel
from services.notices.domain.notice import Kind, State
from services.notices.store.database import database, unit_of_work
from services.notices.store.tables import Notice
from services.notices.worker import create_worker_app
from services.notices.workflows.delivery.campaigns import Plan, begin_campaign
from services.notices.workflows.notices import publish
from services.notices.workflows.resident_imports import accept_register
from shared import clock
from shared.auth.actor import Actor
from shared.database.database import make_engine
from shared.database.migrate import upgrade
from shared.embedded import PostgresServer, RedisServer
from shared.events.envelope import Batch, Event
from shared.ids import new_id
from shared.settings import load_settings

_BENCH = Actor.system("bench")
_DISTRICT = "450403000000"
_CODES = [f"450403{street:03}{community:03}" for street in range(1, 21) for community in range(1, 51)]
_FEW = 60

_NO_AUTOVACUUM = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER TABLE %I SET (autovacuum_enabled = false)', name);
    END LOOP;
END $$"""

_FILL = (
    *SETTLE,
    """
    INSERT INTO deliveries (campaign_id, notice_id, edition, resident_id, channel, state)
    SELECT once.campaign, once.campaign, 1, residents.id, 'sms', 'delivered'
    FROM residents CROSS JOIN (SELECT gen_random_uuid() AS campaign OFFSET 0) AS once WHERE area LIKE :county || '%'
    """,
    """
    INSERT INTO inbox (source, event_id, sequence)
    SELECT 'training', gen_random_uuid(), n FROM generate_series(1, :count) AS n
    """,
    """
    INSERT INTO idempotency_keys (actor, key, request_hash)
    SELECT 'bench', n::text, '0' FROM generate_series(1, :count) AS n
    """,
    """
    INSERT INTO jobs (id, task, queue, area, arguments, state, requested_by, correlation_id)
    SELECT gen_random_uuid(), '', '', '450403000000', '{}', 'done', '', '' FROM generate_series(1, :count) AS n
    """,
)


_SENT = """
SELECT coalesce(sum(change), 0) = :people FROM delivery_counts WHERE campaign_id = :campaign AND state = 'sent'
"""


class _Office:
    """The tasks of a worker of the notices service, one after the other."""

    def __init__(self, tasks: Mapping[str, Any], url: str, folder: Path) -> None:
        self._tasks, self._folder = tasks, folder
        self._admin = make_engine(url, pool=1).execution_options(isolation_level="AUTOCOMMIT")
        self._counties, self._seeds, self._sequence = count(450601), count(1), 0

    def ask(self, *statements: str, **values: Any) -> Any:
        """On a connection of its own that keeps no plans; the answer is the last one's."""
        with self._admin.connect() as connection:
            connection.execute(text("DISCARD PLANS"))
            answers = [connection.execute(text(statement), values) for statement in statements]
            return answers[-1].scalar() if answers[-1].returns_rows else None

    def fill(self, rows: int) -> None:
        self.ask(*_FILL, county=str(next(self._counties)), count=rows)

    def tick(self) -> None:
        self._run("tick")

    def tell(self, people: int) -> None:
        """A notice to so many residents of a county of their own, until the last message is noted as sent."""
        campaign = self._begin(people)
        while not self.ask(_SENT, campaign=campaign, people=people):
            self._run("deliver")

    def hear(self, events: int, batch: int) -> None:
        for _ in range(events // batch):
            heard = tuple(_event(self._sequence + number) for number in range(1, batch + 1))
            message = Batch("elections", self._sequence, self._sequence + batch, heard).to_message()
            self._sequence += batch
            self._run("receive_events", batch=message)

    def register(self, people: int) -> None:
        """Residents of a hundred communities from a file, with their addresses."""
        file, seed = self._folder / "register.csv", next(self._seeds)
        rows = enumerate(residents(people, seed))
        numbered = ((_CODES[n % 100], f"{seed}{number}", *row) for n, (number, *row) in rows)
        write_register(file, numbered, header=("区划代码", *HEADER))
        with file.open("rb") as content:
            job = accept_register(_BENCH, _DISTRICT, name="", file=content, complete=False, apply_at_once=True)
        self._run("read_register", job_id=str(job))

    def _begin(self, people: int) -> UUID:
        county = str(next(self._counties))
        self.ask(*SETTLE, county=county, count=people)
        words = {"title": "停水通知", "body": "明天上午**停水**，请提前储水。", "writers": ["bench"]}
        with unit_of_work(_BENCH) as uow:
            notice = Notice(
                id=new_id(), area=f"{county}000000", kind=Kind.ANNOUNCEMENT, state=State.APPROVED, version=1, **words
            )
            publish(uow, notice)
            return begin_campaign(uow, notice, Plan(channels=[Channel.SMS])).id

    def _run(self, task: str, **arguments: Any) -> None:
        self._tasks[f"notices.{task}"].apply(kwargs=arguments, throw=True)


def _event(sequence: int) -> Event:
    code = _CODES[sequence % len(_CODES)]
    facts = {"code": code, "name": "步埠社区", "level": "community"}
    return Event(
        id=new_id(), source="elections", type="elections.area_registered.v1", subject=f"areas/{code}", area=code,
        time=clock.now(), sequence=sequence, correlation_id="", data=facts,
    )  # fmt: skip


@contextmanager
def _office() -> Iterator[tuple[_Office, str]]:
    with tempfile.TemporaryDirectory(prefix="shequ-bench-", dir="/tmp", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        postgres, redis = PostgresServer(folder / "postgres", durable=False), RedisServer(folder / "redis")
        postgres.start()
        redis.start()
        try:
            url = postgres.url("postgres")
            upgrade("notices", url)
            with sinks_and_providers(folder) as (_, file):
                urls = {"DATABASE_URL": url, "REDIS_URL": redis.url, "JWKS": "none", "PROVIDERS_FILE": str(file)}
                os.environ.update(urls, **AT_ANY_HOUR)
                yield _Office(create_worker_app(load_settings("notices")).tasks, url, folder), url
        finally:
            database.dispose()
            redis.stop()
            postgres.stop()


def _live_small(office: _Office) -> None:
    """Days of an office with little, in each of which something comes. PostgreSQL looks at the tables on the first."""
    office.ask("INSERT INTO areas (code, name, level) VALUES (:code, '万秀区', 'district')", code=_DISTRICT)
    office.hear(1_000, 500)
    for day in range(10):
        office.register(_FEW)
        if day == 0:
            office.ask("VACUUM ANALYZE")
        office.hear(5, 1)
        office.tell(_FEW)
        for _ in range(5):
            office.tick()


_WORK: Mapping[str, Callable[[_Office], None]] = {
    "a tick of all chores": _Office.tick,
    "10,000 events": lambda office: office.hear(10_000, 400),
    "10,000 residents told": lambda office: office.tell(10_000),
    "10,000 residents imported": lambda office: office.register(10_000),
}


def _in_turns(office: _Office, url: str) -> Iterator[tuple[str, float, float]]:
    """Each work, and its seconds with plans kept and on new connections: in both orders, since tables grow."""
    kept = database.engine
    for name, work in _WORK.items():
        seconds = {True: 0.0, False: 0.0}
        for old in (True, False, False, True):
            engine = kept if old else make_engine(url)
            database._engine = engine  # noqa: SLF001 - `connect` would close the connections that keep the plans
            started = time.monotonic()
            work(office)
            seconds[old] += time.monotonic() - started
            if not old:
                engine.dispose()
        yield name, seconds[True] / 2, seconds[False] / 2
    database._engine = kept  # noqa: SLF001


@click.command()
@click.option("--rows", default=1_000_000, show_default=True, help="Residents, deliveries, jobs … that come at once.")
def main(rows: int) -> None:
    with _office() as (office, url):
        office.ask(_NO_AUTOVACUUM)
        _live_small(office)
        office.fill(rows)
        click.echo("| | with plans kept | on new connections |\n|---|---|---|")
        for name, kept, new in _in_turns(office, url):
            click.echo(f"| {name} | {kept:.2f} s | {new:.2f} s |")


if __name__ == "__main__":
    main()
