"""`make bench`: measures everything and writes docs/performance.md."""

from __future__ import annotations

import os
import platform as machine
from pathlib import Path

import click

from benchmarks import (
    certification,
    deliveries,
    district,
    events,
    imports,
    live,
    providers,
    requests,
    residents,
    schedules,
    website,
)
from benchmarks.alone import platform_alone
from benchmarks.figures import Figure, table
from shared import clock
from shared.embedded import Platform

_PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"

_TEXT = """# Performance

Written by `make bench` on {date}. Everything ran on one machine: {machine}; PostgreSQL, Redis, three web processes,
four workers, three relays and beat, and the program that makes the load. Absolute figures hold for that machine only.

{table}

## Where the time goes
Processor time while the flood of events was delivered, as shares of one core (100 % is one core busy all the time):

> {usage}

{bottleneck}

## How it is measured
- **Events end to end**: 20,000 `elections.area_registered.v1` (of 1,000 communities) are written in transactions of 100
  each; the clock stops when both subscribers have committed the effect of the last one.
- **Nothing to do**: fifteen seconds of a platform that has just started; the flood comes after them.
- **Lag**: single-event transactions at a steady rate; another connection looks every few milliseconds how far the
  subscriber's committed cursor is.
- **Reads, writes**: eight clients on kept-alive connections against a web server of one and of two gunicorn processes
  with eight threads each (two is a deployment's default, `WEB_PROCESSES`), in turns, the median of three rounds of four
  seconds. A write is one durable transaction with the change, an audit line and the claim of its idempotency key, and
  then the answer kept under the key: seven round trips to PostgreSQL and two commits to the disk. An area's new name is
  an event besides, which both subscribers take meanwhile. `python -m benchmarks.requests` measures these alone.
- **Import**: a generated GB18030 roll is uploaded through the API and its job followed to the end.
- **Residents**: a register of a million residents of 100 communities (GB18030, invented) is uploaded through the
  API: once with one bad row in it, once good, and the same once more. The clock stops when the import says what
  became of it.
- **Live count**: 200 connections to `elections-live`; a recorder sends 5 papers a second through the API for 20
  seconds. The lag of each paper for each viewer counts from before its request.
- **Mails, messages**: the providers alone, one process against sinks in another one; mails of some 2 KB in text and
  HTML, pipelined over two connections; a hundred messages in a request, two requests at once.
- **Schedules**: a generated county of 40 towns, 60 rooms, 120 teachers and 20 courses. The solver alone, two threads;
  the plan is held against every hard rule by the independent checker, and so is the one made when the busiest teacher
  is away for two weeks.
- **District**: 100 communities, 9,000 electors, six stations and 120 tally sheets each. All rolls are uploaded one
  after the other and imported by two worker processes. Every sheet is there twice, as two people typed it (written
  straight into the database); the counts run as jobs. The recount is `shequ recount`: every entry is read and compared
  again, and the verdicts worked out from them are held against those that stand.
- **Deliveries**: residents of four counties are written straight into the database; campaigns are started and their
  deliveries counted until the last recipient is chosen, or the last message is noted as sent. The sinks (an HTTP
  gateway that takes 250 messages a request, and a mail server) are one process of their own on the same
  machine; what they got is counted and nothing came twice. Two rounds of sending run at once, each in a worker process.
- **Website**: 200 communities with 20,000 notices written straight into the database. Boards are asked for at 300
  requests a second on 16 kept-alive connections; a request's time counts from the moment at which it was due. Half of
  the readers have the page already. Searches of one or two words come one after the other.
- **Certification**: 20 of those elections are certified over the API, one after the other; the public page and the
  notices' board are looked at every 20 ms until they show it. The clock starts before the request is sent.
"""

_BOTTLENECK = """The busiest are {busiest}. Time goes into the work for each event, not into waiting.
That work is a contract check and an insert when it is published, and for each subscriber JSON both ways, an inbox row
and the handler's own statement. The broker hardly counts, since one task carries some four hundred events. Workers on
machines of their own raise the rate until one subscriber's order (one batch at a time for each source) is the limit."""


@click.command()
@click.option("--write/--no-write", default=True, help="Write docs/performance.md.")
def bench(write: bool) -> None:
    """Measure the whole platform."""
    with platform_alone() as platform:
        figures, usage = _measure(platform)
        figures += deliveries.measure()  # a platform of its own, with sinks
        figures += providers.measure() + schedules.measure()  # when the platform is down: both want both cores
    click.echo(table(figures))
    click.echo(f"\nprocessor time during the flood: {usage}")
    if write:
        _PAGE.write_text(_page(figures, usage), encoding="utf-8")


def _measure(platform: Platform) -> tuple[list[Figure], str]:
    figures = [*imports.import_roll(platform)]
    quiet = events.idle(platform)
    flood, usage = events.throughput(platform)
    figures = [*quiet, *flood, *events.lag(platform), *requests.measure(platform), *figures]
    figures += district.measure(platform)
    figures += certification.measure(platform)
    figures += live.measure(platform)
    figures += website.measure(platform)
    figures += residents.measure(platform)
    return figures, usage


def _page(figures: list[Figure], usage: str) -> str:
    return _TEXT.format(
        date=clock.today().isoformat(),
        machine=f"{os.cpu_count()} cores, {machine.machine()}, Linux {machine.release().split('-')[0]}",
        table=table(figures),
        usage=usage,
        bottleneck=_bottleneck(usage),
    )


def _bottleneck(usage: str) -> str:
    """What the shares say, in words."""
    busiest = [part.rsplit(" ", 1)[0] for part in usage.split(", ")[:3]]
    return _BOTTLENECK.format(busiest=", ".join(busiest))


if __name__ == "__main__":
    bench()
