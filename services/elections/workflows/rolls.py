"""The roll of electors: taken in as a file, imported whole or not at all by a job."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from services.elections.domain.changes import Change, allow
from services.elections.domain.electors import COLUMNS, Elector, Roll
from services.elections.domain.headers import read_headers
from services.elections.domain.steps import State
from services.elections.store import elections, rolls, tables
from services.elections.store.database import reading, unit_of_work
from services.elections.store.rule_sets import rule_set
from shared.auth.actor import Actor
from shared.ids import new_id
from shared.jobs.run import Job
from shared.tabular import read_table
from shared.worker.queues import Queues

_PROGRESS_EVERY = 2_000  # rows


def accept_roll(actor: Actor, election_id: UUID, *, name: str, content: bytes) -> UUID:
    """Keeps the file and asks for its import; the answer is the job's id. A file with a wrong header is refused now."""
    line, header, _ = read_table(content)
    read_headers(header, COLUMNS, line)
    with unit_of_work(actor) as uow:
        found = elections.election(uow.session, actor, election_id, lock=True)
        allow(Change.ELECTORS, State(found.state))
        digest = hashlib.sha256(content).hexdigest()
        file = tables.RollFile(id=new_id(), election_id=found.id, name=name, sha256=digest, content=content)
        uow.session.add(file)
        uow.record("upload_roll", subject=f"elections/{found.id}", area=found.area, after={"sha256": digest})
        arguments = {"election_id": str(found.id), "file_id": str(file.id)}
        return uow.enqueue("elections.import_roll", queue=Queues.ELECTIONS_IMPORTS, area=found.area, **arguments)


def import_roll(job: Job) -> None:
    """Reads the job's file row by row and replaces the election's roll. Raises Invalid with every bad row."""
    election_id = UUID(job.arguments["election_id"])
    with reading() as session:
        found = elections.election(session, job.actor, election_id)
        content = rolls.file_content(session, UUID(job.arguments["file_id"]))
    line, header, rows = read_table(content)
    roll = Roll(read_headers(header, COLUMNS, line).by_column, found.polling_day, rule_set(found.rule_set))
    electors = list(roll.electors(_told(rows, job, total=max(content.count(b"\n"), 1))))
    roll.check()
    del content
    _replace(job, election_id, electors)


def _replace(job: Job, election_id: UUID, electors: list[Elector]) -> None:
    with unit_of_work(job.actor) as uow:
        found = elections.election(uow.session, job.actor, election_id, lock=True)
        allow(Change.ELECTORS, State(found.state))
        uow.session.execute(delete(tables.Elector).where(tables.Elector.election_id == found.id))
        rolls.copy_in(uow.session, found, electors)
        before = {"electors": found.electors, "roll_hash": found.roll_hash}
        found.electors, found.roll_hash, found.version = len(electors), roll_hash(electors), found.version + 1
        after = {"electors": found.electors, "roll_hash": found.roll_hash}
        uow.record("import_roll", subject=f"elections/{found.id}", area=found.area, before=before, after=after)
        uow.session.execute(delete(tables.RollFile).where(tables.RollFile.id == UUID(job.arguments["file_id"])))
        job.finish(uow, after)
    job.progress(len(electors), len(electors))


def roll_hash(electors: Iterable[Elector]) -> str:
    """SHA-256 (hex) of the roll: one line for each elector, its fields separated by tabs, the lines sorted, UTF-8."""
    lines = sorted("\t".join(map(str, elector)) for elector in electors)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _told(rows: Iterable[tuple[int, Any]], job: Job, *, total: int) -> Iterator[tuple[int, Any]]:
    """The rows, while the job's progress is kept up to date. A workbook's number of rows is known only at its end."""
    for done, row in enumerate(rows):
        if done % _PROGRESS_EVERY == 0:
            job.progress(done, max(total - 1, done))
        yield row
