"""The service's heavy work on Celery: importing rolls, and counting as a chord over the stations."""

from __future__ import annotations

from uuid import UUID

from celery import Celery, chord

from services.elections.store.database import database
from services.elections.workflows import counting, rolls
from shared.jobs.run import Job, carry_out, resume
from shared.settings import Settings
from shared.worker.queues import Queues
from shared.worker.task import ShequTask


def register(app: Celery, settings: Settings) -> None:
    retry = settings.job_retry_seconds

    @app.task(name="elections.import_roll", base=ShequTask)
    def import_roll(job_id: str) -> None:
        carry_out(database, UUID(job_id), rolls.import_roll, retry_seconds=retry)

    @app.task(name="elections.count_station", base=ShequTask, ignore_result=False)  # the chord waits for its result
    def count_station(station_id: str) -> str:
        counting.count_station(UUID(station_id))
        return station_id

    @app.task(name="elections.finish_count", base=ShequTask)
    def finish_count(_stations: list[str], job_id: str) -> None:
        counting.finish_count(resume(database, UUID(job_id)))

    def start_chord(job: Job) -> None:
        header = [
            count_station.s(station).set(queue=Queues.ELECTIONS_TALLY) for station in counting.stations_to_count(job)
        ]
        chord(header, app=app)(finish_count.s(job_id=str(job.id)).set(queue=Queues.ELECTIONS_TALLY))

    @app.task(name="elections.count", base=ShequTask)
    def count(job_id: str) -> None:
        carry_out(database, UUID(job_id), start_chord, retry_seconds=retry)
