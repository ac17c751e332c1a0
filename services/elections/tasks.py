"""The service's heavy work on Celery: importing rolls, and counting as a chord over the stations."""

from __future__ import annotations

from uuid import UUID

from celery import Celery, chord

from services.elections.store.database import database
from services.elections.workflows import counting, rolls
from shared import context
from shared.auth.actor import Actor
from shared.jobs.run import Job, carry_on, carry_out
from shared.settings import Settings
from shared.worker.queues import Queues
from shared.worker.task import ShequTask

_SYSTEM = Actor.system("elections")


def register(app: Celery, settings: Settings) -> None:
    _register_import(app, settings.job_retry_seconds)
    _register_count(app, settings.job_retry_seconds)


def _register_import(app: Celery, retry_seconds: float) -> None:
    @app.task(name="elections.import_roll", base=ShequTask, shared=False)
    def import_roll(job_id: str) -> None:
        carry_out(database, UUID(job_id), rolls.import_roll, retry_seconds=retry_seconds)
        rolls.discard_read_files(_SYSTEM)


def _register_count(app: Celery, retry_seconds: float) -> None:
    """A chord that the broker forgets is started anew with its job: every part may run twice."""

    @app.task(name="elections.count_station", base=ShequTask, shared=False, ignore_result=False)  # the chord waits
    def count_station(station_id: str) -> None:
        counting.count_station(UUID(station_id))

    @app.task(name="elections.finish_count", base=ShequTask, shared=False)
    def finish_count(_: list[None], job_id: str) -> None:
        carry_on(database, UUID(job_id), counting.finish_count)

    def start_chord(job: Job) -> None:
        options = {"queue": Queues.ELECTIONS_TALLY, "headers": {"correlation_id": context.current().correlation_id}}
        stations = [count_station.si(station).set(**options) for station in counting.stations_to_count(job)]
        chord(stations, app=app)(finish_count.s(job_id=str(job.id)).set(**options))

    @app.task(name="elections.count", base=ShequTask, shared=False)
    def count(job_id: str) -> None:
        carry_out(database, UUID(job_id), start_chord, retry_seconds=retry_seconds)
