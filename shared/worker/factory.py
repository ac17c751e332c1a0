"""Makes a service's Celery application: its events in, its ticks, and whatever tasks of its own it registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from celery import Celery, signals
from sqlalchemy.orm import InstrumentedAttribute

from shared import logs, metrics
from shared.database.database import Database
from shared.events import prune, recovery
from shared.events.envelope import Batch, Handler
from shared.events.receive import GapAhead, Receiver
from shared.settings import Settings
from shared.worker import heartbeat
from shared.worker.broker import make_celery
from shared.worker.chores import Chore, carry_out
from shared.worker.queues import events_queue
from shared.worker.task import ShequTask


def create_worker(
    settings: Settings,
    database: Database,
    handlers: Mapping[str, Handler],
    *,
    chores: Sequence[Chore] = (),
    jobs_in_use: Sequence[InstrumentedAttribute[UUID]] = (),
) -> Celery:
    """`jobs_in_use`: columns of the service's own tables that refer to jobs, which are kept as long as they do."""
    app = make_celery(settings.service, settings.redis_url)
    logs.configure(settings.service, settings.log_level)
    heartbeat.install(app, settings.heartbeat_file)
    if port := settings.metrics_port:
        signals.worker_init.connect(lambda **_: metrics.serve(port), weak=False)
    signals.worker_process_init.connect(lambda **_: database.forget_connections(), weak=False)
    signals.setup_logging.connect(lambda **_: None, weak=False)  # ours stands; Celery would add its own
    pruning = partial(_prune, settings, database, jobs_in_use)
    _register_event_tasks(app, settings, database, Receiver(database, handlers), (pruning, *chores))
    return app


def _register_event_tasks(
    app: Celery, settings: Settings, database: Database, receiver: Receiver, chores: Sequence[Chore]
) -> None:
    service = settings.service

    def ask(source: str, subscriber: str, after: int) -> None:
        arguments = {"subscriber": subscriber, "after": after}
        task, queue = f"{source}.rewind_events", events_queue(source)
        app.send_task(task, kwargs=arguments, queue=queue, expires=60, ignore_result=True)

    asked = recovery.Asking(service, ask)

    @app.task(name=f"{service}.receive_events", base=ShequTask)
    def receive_events(batch: dict[str, Any]) -> None:
        try:
            receiver.receive_in_turn(Batch.from_message(batch))
        except GapAhead as gap:
            # No retry: early batches that are tried again overtake each other for minutes, and the trickle that gets
            # through hides the gap from `tick`. The source sends what follows the gap again, this batch included.
            asked.once(gap.source, gap.through)

    @app.task(name=f"{service}.rewind_events", base=ShequTask)
    def rewind_events(subscriber: str, after: int) -> None:
        recovery.rewind_for(database, subscriber, after)

    @app.task(name=f"{service}.tick", base=ShequTask, autoretry_for=())  # the next tick is the next try
    def tick() -> None:
        own: tuple[Chore, ...] = (
            lambda: recovery.ask_for_missing(database, ask, silent_seconds=settings.replay_after_seconds),
            lambda: recovery.retry_due_letters(database, receiver),
        )
        carry_out((*own, *chores))


def _prune(settings: Settings, database: Database, jobs_in_use: Sequence[InstrumentedAttribute[UUID]]) -> None:
    prune.prune(
        database,
        events_days=settings.events_kept_days,
        keys_days=settings.answers_kept_days,
        jobs_days=settings.jobs_kept_days,
        jobs_in_use=jobs_in_use,
    )
