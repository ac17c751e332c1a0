"""Notices to residents: a million rows queued, messages a second by gateway and by mail, an emergency in between.

A platform of its own, with sinks in a process of their own that take whatever comes.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import text

from benchmarks.figures import Figure, table
from benchmarks.imports import PeakMemory
from benchmarks.processors import measured
from services.notices.domain.delivery.channels import Channel
from services.notices.domain.delivery.lanes import Lane
from services.notices.domain.notice import Kind, State
from services.notices.store.database import database, unit_of_work
from services.notices.store.tables import Notice
from services.notices.workflows.delivery.campaigns import Plan, begin_campaign
from services.notices.workflows.notices import publish
from shared import clock
from shared.auth.actor import Actor
from shared.embedded import Platform
from shared.ids import new_id
from shared.sinks import SinkProcess

_BENCH = Actor("bench", None)
_LIMIT = 600.0
AT_ANY_HOUR = {"QUIET_FROM": "24", "QUIET_UNTIL": "0"}

QUEUED = {"450601": 10_000, "450602": 100_000, "450603": 1_000_000}
"""Residents by county, each with a number for SMS and an e-mail address; of these no message is sent."""

SMS, MAIL, LONG, SHORT = "450604", "450605", "450606", "450607"
SENT = {SMS: 50_000, MAIL: 20_000, LONG: 100_000, SHORT: 10_000}
_AT_ONCE = timedelta(0)
_LATER = timedelta(hours=1)  # until what is only queued would be sent


def measure(queued: dict[str, int] | None = None, sent: dict[str, int] | None = None) -> list[Figure]:
    queued, sent = QUEUED if queued is None else queued, SENT if sent is None else sent
    with tempfile.TemporaryDirectory(prefix="shequ-bench-", dir="/tmp", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        with _running(folder) as bench:
            notices = {county: bench.settle(county, count) for county, count in (queued | sent).items()}
            figures = [figure for county, count in queued.items() for figure in bench.queue(notices[county], count)]
            if sent:
                figures += bench.rate(notices[SMS], sent[SMS], Channel.SMS, goal=2000)
                figures += bench.rate(notices[MAIL], sent[MAIL], Channel.EMAIL, goal=1000)
                figures += bench.emergency(notices[LONG], notices[SHORT], sent[SHORT])
    return figures


@contextmanager
def _running(folder: Path) -> Iterator[_Bench]:
    with sinks_and_providers(folder) as (sinks, file):
        environment = {"PROVIDERS_FILE": str(file), **AT_ANY_HOUR}
        with Platform(folder / "data", port_base=0, environment=environment) as platform:
            database.connect(platform.endpoints.databases["notices"], pool=2)
            yield _Bench(platform, sinks)
            database.dispose()


@contextmanager
def sinks_and_providers(folder: Path) -> Iterator[tuple[SinkProcess, Path]]:
    """A gateway and a mail server that take whatever comes, and the providers file that leads there."""
    secret = folder / "secret"
    secret.touch(0o600)
    secret.write_text("0123456789abcdef0123456789abcdef", encoding="ascii")
    with SinkProcess(secret) as sinks:
        gateway = {"name": "sms", "kind": "gateway", "channel": "sms", "url": sinks.gateway_url, "plain_http": True}
        gateway |= {"secret_file": str(secret), "batch": 250, "receipts": False}
        mail = {"name": "mail", "kind": "smtp", "host": "127.0.0.1", "port": sinks.mail_port, "security": "none"}
        mail |= {"sender": "notices@example.com", "sender_name": "居民委员会", "batch": 100}
        file = folder / "providers.yaml"
        file.write_text(yaml.safe_dump({"providers": [gateway, mail]}), encoding="utf-8")
        yield sinks, file


@dataclass
class _Bench:
    platform: Platform
    sinks: SinkProcess

    def settle(self, county: str, count: int) -> UUID:
        """So many residents in a county's three hundred communities; the answer is a notice for them."""
        with unit_of_work(_BENCH) as uow:
            words = {"title": "停水通知", "body": "明天上午**停水**，请提前储水。", "writers": ["bench"]}
            kind = Kind.EMERGENCY if county == SHORT else Kind.ANNOUNCEMENT
            notice = Notice(
                id=new_id(), area=f"{county}000000", kind=kind, state=State.APPROVED, version=1, edition=1, **words
            )
            publish(uow, notice)
            for statement in SETTLE:
                uow.session.execute(text(statement), {"county": county, "count": count})
        return notice.id

    def queue(self, notice: UUID, count: int) -> list[Figure]:
        with PeakMemory(self.platform.processes["notices-worker"].pid) as memory:
            started = time.monotonic()
            campaign = self._start(notice, Channel.SMS, wait=_LATER)
            _until(lambda: _value("SELECT chosen_at IS NOT NULL FROM campaigns WHERE id = :id", campaign))
            seconds = time.monotonic() - started
        rows = _value("SELECT sum(change) FROM delivery_counts WHERE campaign_id = :id", campaign)
        if rows != count:
            raise RuntimeError(f"{rows} deliveries for {count} residents")
        goal = {1_000_000: "< 60 s"}.get(count)
        return [
            Figure(f"{count:,} deliveries queued", f"{seconds:.1f} s", goal, seconds < 60 if goal else None),
            Figure(f"memory of the worker process at most, {count:,}", f"{memory.peak:.0f} MB"),
        ]

    def rate(self, notice: UUID, count: int, channel: Channel, *, goal: int) -> list[Figure]:
        """Messages a second from the start of the campaign until the last one is noted as sent."""
        self.sinks.clear()
        with measured(self.platform) as usage:
            started = time.monotonic()
            campaign = self._start(notice, channel)
            _until(lambda: _sent(campaign) == count)
            seconds = time.monotonic() - started
        record = self.sinks.records()["gateway" if channel is Channel.SMS else "mail"]
        if (record["delivered"], record["duplicates"]) != (count, 0):
            raise RuntimeError(f"the sink has {record}")
        rate = count / seconds
        name = f"deliveries/s, {count:,} to the {'HTTP' if channel is Channel.SMS else 'SMTP'} sink"
        return [
            Figure(name, f"{rate:,.0f}", f"≥ {goal:,}", rate >= goal),
            Figure(f"busy meanwhile ({channel})", usage.told()),
        ]

    def emergency(self, ordinary: UUID, emergency: UUID, count: int) -> list[Figure]:
        """Started when a fifth of the other campaign is out."""
        other = self._start(ordinary, Channel.SMS)
        _until(lambda: _sent(other) >= SENT[LONG] // 5)
        started = time.monotonic()
        campaign = self._start(emergency, Channel.SMS, lane=Lane.EMERGENCY)
        _until(lambda: _sent(campaign) > 0)
        first = time.monotonic() - started
        _until(lambda: _sent(campaign) == count)
        seconds = time.monotonic() - started
        if _sent(other) == SENT[LONG]:
            raise RuntimeError("the ordinary campaign was over before the emergency")
        name = f"emergency to {count:,} in the middle of {SENT[LONG]:,}"
        return [
            Figure(name, f"{seconds:.1f} s", "< 15 s", seconds < 15),
            Figure("its first message after", f"{first:.1f} s"),
        ]

    def _start(self, notice: UUID, channel: Channel, *, wait: timedelta = _AT_ONCE, lane: Lane = Lane.ORDINARY) -> UUID:
        with unit_of_work(_BENCH) as uow:
            plan = Plan(channels=[channel], lane=lane, not_before=clock.now() + wait)
            return begin_campaign(uow, uow.session.get_one(Notice, notice), plan).id


SETTLE = (
    """
INSERT INTO residents (id, area, number, name)
SELECT (:county || '00-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, :county || lpad((n % 300)::text, 6, '0'),
    lpad(n::text, 8, '0'), '居民'
FROM generate_series(1, :count) AS n
""",
    """
INSERT INTO contacts (resident_id, channel, address, state)
SELECT id, channel, CASE channel WHEN 'sms' THEN '138' || number || '00' ELSE 'r' || number || '@example.org' END,
    'confirmed'
FROM residents CROSS JOIN (VALUES ('sms'), ('email')) AS channels (channel)
WHERE area LIKE :county || '%'
""",
)


def _sent(campaign: UUID) -> int:
    query = "SELECT coalesce(sum(change), 0) FROM delivery_counts WHERE campaign_id = :id AND state = 'sent'"
    return int(_value(query, campaign))


def _value(query: str, campaign: UUID) -> Any:
    with database.reading() as session:
        return session.scalar(text(query), {"id": campaign})


def _until(done: Callable[[], object]) -> None:
    deadline = time.monotonic() + _LIMIT
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.05)


if __name__ == "__main__":
    print(table(measure()))
