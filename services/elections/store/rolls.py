"""Rolls in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from services.elections.domain.electors import Elector
from services.elections.store import tables
from shared.errors import NotFound
from shared.ids import new_id

_COPY = 'COPY electors (id, election_id, area, name, sex, birth_date, address, "group", registration) FROM STDIN'


def file_content(session: Session, file_id: UUID) -> bytes:
    file = session.get(tables.RollFile, file_id)
    if file is None:
        raise NotFound("roll_file_not_found", "上传的名单文件已不存在，请重新上传。")
    return file.content


def copy_in(session: Session, election: tables.Election, electors: Iterable[Elector]) -> None:
    """Adds electors with COPY, some ten times as fast as INSERT, in the session's own transaction."""
    session.flush()
    connection = session.connection().connection.driver_connection
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:  # type: ignore[union-attr]
        for elector in electors:
            copy.write_row((new_id(), election.id, election.area, *elector))
