"""Rolls in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from services.elections.domain.electors import Elector
from services.elections.store import tables
from shared.database.tables import jobs
from shared.errors import NotFound
from shared.ids import new_id
from shared.jobs.states import FINAL

_COPY = 'COPY electors (id, election_id, roll, area, name, sex, birth_date, address, "group", registration) FROM STDIN'


def file_content(session: Session, job_id: UUID) -> bytes:
    file = session.get(tables.RollFile, job_id)
    if file is None:
        raise NotFound("roll_file_not_found", "上传的名单文件已不存在，请重新上传。")
    return file.content


def copy_in(session: Session, election: tables.Election, roll: UUID, electors: Iterable[Elector]) -> None:
    """Adds electors with COPY, some ten times as fast as INSERT, in the session's own transaction."""
    connection = session.connection().connection.driver_connection
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:  # type: ignore[union-attr]
        for elector in electors:
            copy.write_row((new_id(), election.id, roll, election.area, *elector))


def count_born_after(session: Session, election_id: UUID, day: date) -> int:
    """How many electors and candidates are younger than those born on the day."""
    queries = (
        select(func.count()).where(table.election_id == election_id, table.birth_date > day)
        for table in (tables.Elector, tables.Candidate)
    )
    return sum(session.scalar(query) or 0 for query in queries)


def later_exists(session: Session, election_id: UUID, roll: UUID) -> bool:
    """Whether a roll that was uploaded after this one is in already: jobs' ids rise with time."""
    later = (tables.Elector.election_id == election_id) & (tables.Elector.roll > roll)
    return session.scalar(select(exists().where(later))) or False


def delete_other(session: Session, election_id: UUID, roll: UUID) -> None:
    """Takes away the rolls that this one replaces."""
    other = (tables.Elector.election_id == election_id) & (tables.Elector.roll != roll)
    session.execute(delete(tables.Elector).where(other))


def delete_read_files(session: Session) -> None:
    """Takes away the files of imports that are over, however they ended."""
    over = select(jobs.c.id).where(jobs.c.state.in_(FINAL))
    session.execute(delete(tables.RollFile).where(tables.RollFile.id.in_(over)))
