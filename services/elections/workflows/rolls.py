"""The roll of electors: taken in as a file, imported whole or not at all by a job."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State
from services.elections.domain.roll.electors import COLUMNS, Roll
from services.elections.domain.roll.roll_hash import RollHash
from services.elections.store import elections, rolls, tables
from services.elections.store.database import reading, unit_of_work
from services.elections.store.rule_sets import rule_set
from shared.auth.actor import Actor
from shared.columns.headers import read_headers
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict
from shared.jobs.run import Job
from shared.tabular import Table, read_table, recognise
from shared.worker.queues import Queues

_PROGRESS_EVERY = 2_000  # rows


def accept_roll(actor: Actor, election_id: UUID, *, name: str, content: bytes) -> UUID:
    """Keeps the file and asks for its import; the answer is the job's id.

    A wrong kind of file is refused now, a wrong header too; but a workbook's header by the job: opening one takes long.
    """
    if recognise(content) == "text":
        table = read_table(content)
        read_headers(table.header, COLUMNS, table.line)
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        allow(Change.ELECTORS, State(found.state))
        arguments = {"election_id": str(found.id)}
        job = uow.enqueue("elections.import_roll", queue=Queues.ELECTIONS_IMPORTS, area=found.area, **arguments)
        digest = hashlib.sha256(content).hexdigest()
        uow.session.add(
            tables.RollFile(
                id=job, election_id=found.id, area=found.area, name=name[:200], sha256=digest, content=content
            )
        )
        uow.record("upload_roll", subject=f"elections/{found.id}", area=found.area, after={"sha256": digest})
        return job


def import_roll(job: Job) -> None:
    """Reads the job's file row by row into the election's roll. Raises Invalid with every bad row; then nothing stays.

    The rows go straight into a COPY, beside the roll that is there; the election is locked only while they change
    places.
    """
    with reading() as session:
        found = elections.election(session, job.actor, UUID(job.arguments["election_id"]))
        table = read_table(rolls.file_content(session, job.id))
    headers = read_headers(table.header, COLUMNS, table.line)
    roll, taken = Roll(headers.by_column, found.polling_day, rule_set(found.rule_set)), RollHash()
    with unit_of_work(job.actor) as uow:
        rolls.copy_in(uow.session, found, job.id, taken.passing(roll.electors(_told(table, job))))
        roll.check()
        job.progress(taken.electors, taken.electors)
        _replace(uow, job, taken, checked_for=found.polling_day)


def discard_read_files(actor: Actor) -> None:
    """Takes away uploaded rolls whose import is over: what they say is in the roll now, or was refused."""
    with unit_of_work(actor) as uow:
        rolls.delete_read_files(uow.session)


def _replace(uow: UnitOfWork, job: Job, taken: RollHash, *, checked_for: date) -> None:
    found = elections.election(uow.session, job.actor, UUID(job.arguments["election_id"]), lock=True)
    allow(Change.ELECTORS, State(found.state))
    if found.polling_day != checked_for or rolls.later_exists(uow.session, found.id, job.id):
        raise Conflict("roll_outdated", "导入期间选举日改变了，或者又上传了新的名单，这份名单没有导入。")
    rolls.delete_other(uow.session, found.id, job.id)
    before = {"electors": found.electors, "roll_hash": found.roll_hash}
    after = {"electors": taken.electors, "roll_hash": taken.hexdigest()}
    found.electors, found.roll_hash, found.version = taken.electors, taken.hexdigest(), found.version + 1
    uow.record("import_roll", subject=f"elections/{found.id}", area=found.area, before=before, after=after)
    job.finish(uow, after)


def _told(table: Table, job: Job) -> Iterator[tuple[int, Any]]:
    """The rows, while the job's progress is kept up to date."""
    for done, row in enumerate(table.rows):
        if done % _PROGRESS_EVERY == 0:
            job.progress(done, None if table.expected is None else max(table.expected - table.line, done))
        yield row
