"""Carrying out a job: claim it, show progress, and finish it in the transaction of its effects."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import RowMapping, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from shared import context
from shared.auth.actor import Actor
from shared.database.database import Database
from shared.database.tables import jobs
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Invalid, Refusal
from shared.jobs.states import JobState

log = logging.getLogger(__name__)


class JobTakenOver(Exception):
    """Another worker finished or took over this job; what this one did is rolled back."""


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job. `actor` is who asked for it, as the system: what they may do was checked when they asked."""

    id: UUID
    area: str
    arguments: Mapping[str, Any]
    actor: Actor
    database: Database

    def progress(self, done: int, total: int | None = None) -> None:
        """Shows how far the work is; also the job's sign of life. Its own short transaction, so others see it."""
        with self.database.unit_of_work(self.actor) as uow:
            values = {"done": done, "touched_at": func.now()} | ({} if total is None else {"total": total})
            uow.session.execute(update(jobs).where(jobs.c.id == self.id).values(**values))

    @contextmanager
    def kept_alive(self, *, seconds: float = 10) -> Iterator[None]:
        """Shows a sign of life all along the block, however long one of its statements takes: else the job would be
        taken for lost and given to another worker, which would do it a second time beside this one."""
        done = threading.Event()
        thread = threading.Thread(target=self._show_life, args=(done, seconds), daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _show_life(self, done: threading.Event, seconds: float) -> None:
        while not done.wait(seconds):
            try:
                with self.database.unit_of_work(self.actor) as uow:
                    uow.session.execute(update(jobs).where(jobs.c.id == self.id).values(touched_at=func.now()))
            except SQLAlchemyError as error:  # the next time may do; if none does, the job is given to another worker
                log.warning("no sign of life", extra={"job": str(self.id), "error": type(error).__name__})

    def finish(self, uow: UnitOfWork, outcome: Mapping[str, Any]) -> None:
        """Marks the job done together with its effects. Raises JobTakenOver when it was finished already."""
        self._close(uow, JobState.DONE, outcome)

    def refuse(self, refusal: Refusal) -> None:
        """Marks the job as one that cannot be done as asked, with the reasons; nothing else is changed."""
        with self.database.unit_of_work(self.actor) as uow:
            self._close(uow, JobState.REFUSED, describe_refusal(refusal))

    def _close(self, uow: UnitOfWork, state: JobState, outcome: Mapping[str, Any]) -> None:
        closed = uow.session.execute(
            update(jobs)
            .where(jobs.c.id == self.id, jobs.c.state.in_([JobState.RUNNING, JobState.SENT]))
            .values(state=state, outcome=dict(outcome), touched_at=func.now())
        )
        if not closed.rowcount:  # type: ignore[attr-defined]
            raise JobTakenOver(str(self.id))


def carry_out(database: Database, job_id: UUID, work: Callable[[Job], None], *, retry_seconds: float) -> None:
    """Runs `work` for a job unless it is done or in other hands that still move. A Refusal ends it, with reasons."""
    row = _claim(database, job_id, retry_seconds)
    if row is None:
        log.info("job is done or in other hands", extra={"job": str(job_id)})
        return
    _run(database, row, work)


def carry_on(database: Database, job_id: UUID, work: Callable[[Job], None]) -> None:
    """Runs `work` for a job in a later task of the same piece of work (a chord's last)."""
    with database.reading() as session:
        row = session.execute(select(jobs).where(jobs.c.id == job_id)).mappings().one()
    _run(database, row, work)


def _run(database: Database, row: RowMapping, work: Callable[[Job], None]) -> None:
    job = _job(database, row)
    with context.working(correlation_id=row["correlation_id"]):
        try:
            _work_or_refuse(job, work)
        except JobTakenOver:
            log.warning("job was taken over", extra={"job": str(job.id)})


def _work_or_refuse(job: Job, work: Callable[[Job], None]) -> None:
    try:
        work(job)
    except Refusal as refusal:
        job.refuse(refusal)


def describe_refusal(refusal: Refusal) -> dict[str, Any]:
    """A refusal as JSON, in source texts and facts, so that each reader gets it in their own language later."""
    described: dict[str, Any] = {"code": refusal.code, "message": refusal.message, "facts": dict(refusal.facts)}
    if isinstance(refusal, Invalid):
        described["fields"] = [{**asdict(fault), "facts": dict(fault.facts)} for fault in refusal.fields]
        described["total"] = refusal.total
    return cast("dict[str, Any]", json.loads(json.dumps(described, default=str)))  # facts may be dates and ids


def _claim(database: Database, job_id: UUID, retry_seconds: float) -> RowMapping | None:
    silent = func.now() - func.make_interval(0, 0, 0, 0, 0, 0, retry_seconds)
    with database.unit_of_work(Actor.system(database.service)) as uow:
        return (
            uow.session.execute(
                update(jobs)
                .where(jobs.c.id == job_id)
                .where(
                    or_(
                        jobs.c.state.in_([JobState.WAITING, JobState.SENT]),
                        (jobs.c.state == JobState.RUNNING) & (jobs.c.touched_at < silent),
                    )
                )
                .values(state=JobState.RUNNING, attempts=jobs.c.attempts + 1, touched_at=func.now())
                .returning(jobs)
            )
            .mappings()
            .one_or_none()
        )


def _job(database: Database, row: RowMapping) -> Job:
    actor = Actor(subject=row["requested_by"], area=None)
    return Job(id=row["id"], area=row["area"], arguments=row["arguments"], actor=actor, database=database)
