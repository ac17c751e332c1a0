"""Registers in bulk: COPY into a table beside the residents, comparing, and changing by sets."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, BinaryIO
from uuid import UUID

from sqlalchemy import ColumnElement, Date, case, cast, delete, exists, func, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notices.domain.residents.contacts import ContactState, KeptBy
from services.notices.domain.residents.imports import OPEN, ImportState
from services.notices.domain.residents.register_file import ADDRESSED, PERSONAL
from services.notices.store.audiences import living_in
from services.notices.store.tables import Area, Contact, Resident, ResidentFilePart, ResidentImport, resident_rows
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.database.tables import jobs
from shared.errors import NotFound
from shared.ids import new_id
from shared.jobs.states import JobState

_PART = 1024 * 1024  # bytes of a file in a row
_DOUBLED_SHOWN = 1000

_CHOSEN = ("interests", "best_time", "language")
"""What residents may have chosen themselves."""

_row = resident_rows.c


def find(session: Session, actor: Actor, import_id: UUID, *, lock: bool = False) -> ResidentImport:
    """Raises NotFound."""
    query = select(ResidentImport).where(ResidentImport.id == import_id, within(ResidentImport.area, actor))
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("import_not_found", "没有找到这份导入的名册。")
    return found


def communities(session: Session, area: str) -> frozenset[str]:
    """Those that a register of the area may name: residents live in communities."""
    below = within(Area.code, Actor(subject="", area=area))
    return frozenset(session.scalars(select(Area.code).where(below, Area.level == "community")))


def expect_many(session: Session) -> None:
    """To the end of the transaction. The planner has no figures of rows that have only just come, takes a hundred
    thousand for one, and would go through a table once for each; joins by hash cost little where they are few.

    Plans that this connection kept from small registers are forgotten: the foreign key's check would go on reading
    through all residents for each address, as it may while they are a hundred."""
    session.execute(text("DISCARD PLANS; SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'"))


def keep_file(session: Session, import_id: UUID, file: BinaryIO) -> None:
    file.seek(0)
    part = 0
    while content := file.read(_PART):
        session.execute(insert(ResidentFilePart), {"import_id": import_id, "part": part, "content": content})
        part += 1


def sha256(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while content := file.read(_PART):
        digest.update(content)
    return digest.hexdigest()


def write_file(session: Session, import_id: UUID, target: BinaryIO) -> None:
    """Raises NotFound when the file has been read before."""
    parts = select(ResidentFilePart.content).where(ResidentFilePart.import_id == import_id)
    target.writelines(session.scalars(parts.order_by(ResidentFilePart.part).execution_options(yield_per=4)))
    if not target.tell():
        raise NotFound("register_file_not_found", "上传的名册文件已不存在，请重新上传。")


def drop_file(session: Session, import_id: UUID) -> None:
    session.execute(delete(ResidentFilePart).where(ResidentFilePart.import_id == import_id))


def drop_rows(session: Session, import_id: UUID) -> None:
    session.execute(delete(resident_rows).where(_row.import_id == import_id))


def drop_what_no_open_import_needs(session: Session) -> None:
    """Files and rows of imports that are over."""
    still = select(ResidentImport.id).where(ResidentImport.state.in_(OPEN))
    session.execute(delete(ResidentFilePart).where(ResidentFilePart.import_id.not_in(still)))
    session.execute(delete(resident_rows).where(_row.import_id.not_in(still)))


def forgotten(session: Session, before: datetime) -> Sequence[ResidentImport]:
    """Those that were read and that nobody has confirmed or given up since, and those whose job was lost at each of its
    tries; locked."""
    waiting = (ResidentImport.state == ImportState.READY) & (ResidentImport.created_at < before)
    own = jobs.c.id == func.coalesce(ResidentImport.confirm_job, ResidentImport.id)
    lost = ResidentImport.state.in_(OPEN) & exists().where(own, jobs.c.state == JobState.FAILED)
    return session.scalars(select(ResidentImport).where(waiting | lost).with_for_update(skip_locked=True)).all()


def ready_by_area(session: Session, actor: Actor) -> dict[str, int]:
    """Of registers of communities those that somebody has to confirm."""
    ready = within(ResidentImport.area, actor) & (ResidentImport.state == ImportState.READY)
    query = select(ResidentImport.area, func.count().label("waiting")).where(ready).group_by(ResidentImport.area)
    return {row.area: row.waiting for row in session.execute(query)}


def copy_in(
    session: Session, import_id: UUID, columns: Sequence[str], residents: Iterable[tuple[int, dict[str, Any]]]
) -> None:
    """With COPY, in the session's own transaction."""
    named = ["area", *(column for column in columns if column != "area")]
    names = ", ".join(f'"{name}"' for name in ("import_id", "line", "id", *named))
    connection = session.connection().connection.driver_connection
    with connection.cursor() as cursor, cursor.copy(f"COPY resident_rows ({names}) FROM STDIN") as copy:  # type: ignore[union-attr]
        for line, values in residents:
            copy.write_row((import_id, line, new_id(), *(values[name] for name in named)))


def doubled(session: Session, import_id: UUID) -> Sequence[tuple[int, int, str]]:
    """Lines whose number stands on an earlier line of the same community: (line, first line, number)."""
    first = func.min(_row.line).over(partition_by=[_row.area, _row.number]).label("first_line")
    lines = select(_row.line, first, _row.number).where(_row.import_id == import_id).subquery()
    again = select(lines).where(lines.c.line > lines.c.first_line).order_by(lines.c.line).limit(_DOUBLED_SHOWN)
    return [(line, first_line, number) for line, first_line, number in session.execute(again)]


def changes(session: Session, found: ResidentImport) -> dict[str, int]:
    """How many residents are new, changed, back again, moved away, and the same as before."""
    known, leaving = Resident.id.is_not(None), _leaving(found)
    back = known & Resident.moved_away_on.is_not(None) & leaving.is_(None)
    gone = known & Resident.moved_away_on.is_(None) & leaving.is_not(None)
    other = known & ~back & ~gone & _differs(_new_values(found, lambda name: _from_file(found, name)))
    counts = [func.count(), *(func.count().filter(each) for each in (~known, back, gone, other))]
    query = (
        select(*counts)
        .select_from(resident_rows)
        .outerjoin(Resident, (Resident.area == _row.area) & (Resident.number == _row.number))
        .where(_row.import_id == found.id)
    )
    rows, new, came_back, left, changed = tuple(session.execute(query).one())
    same = rows - new - came_back - left - changed
    if found.complete:
        left += session.scalar(select(func.count()).select_from(Resident).where(_missing(found))) or 0
    return {"rows": rows, "new": new, "changed": changed, "back": came_back, "moved_away": left, "same": same}


def steps(session: Session, found: ResidentImport) -> list[Callable[[], None]]:
    """What is to be done, one after the other, each by few statements over all rows."""
    brought = [channel for channel in ADDRESSED if channel in (found.columns or ())]
    contacts = [partial(_upsert_contacts, session, found, channel) for channel in brought]
    return [partial(_upsert_residents, session, found), *contacts]


def move_missing_away(session: Session, found: ResidentImport, today: date) -> None:
    gone = update(Resident).where(_missing(found)).values(moved_away_on=today, version=Resident.version + 1)
    session.execute(gone, execution_options={"synchronize_session": False})


def _missing(found: ResidentImport) -> ColumnElement[bool]:
    listed = exists().where(_row.import_id == found.id, _row.area == Resident.area, _row.number == Resident.number)
    return living_in(found.area) & ~listed


def _leaving(found: ResidentImport) -> ColumnElement[Any]:
    """Whoever stands in a register without a day of leaving lives there."""
    return _row.moved_away_on if "moved_away_on" in (found.columns or ()) else cast(None, Date)


def _from_file(found: ResidentImport, name: str) -> ColumnElement[Any]:
    return _leaving(found) if name == "moved_away_on" else _row[name]


def _written(found: ResidentImport) -> list[str]:
    """The columns of residents that the import changes."""
    own = [name for name in PERSONAL if name in (found.columns or ()) and name != "moved_away_on"]
    return [*own, "moved_away_on"]


def _new_values(found: ResidentImport, row: Any) -> dict[str, ColumnElement[Any]]:
    """By column, as an existing resident gets them out of `row`; what they have chosen themselves stays."""
    chosen = Resident.chose_at.is_not(None)
    return {
        name: case((chosen, getattr(Resident, name)), else_=row(name)) if name in _CHOSEN else row(name)
        for name in _written(found)
    }


def _differs(values: dict[str, ColumnElement[Any]]) -> ColumnElement[bool]:
    return or_(*(getattr(Resident, name).is_distinct_from(value) for name, value in values.items()))


def _upsert_residents(session: Session, found: ResidentImport) -> None:
    written = _written(found)
    source = {name: _from_file(found, name) for name in written}
    rows = select(_row.id, _row.area, _row.number, *source.values()).where(_row.import_id == found.id)
    new = insert(Resident).from_select(["id", "area", "number", *source], rows)
    values = _new_values(found, lambda name: new.excluded[name])
    session.execute(
        new.on_conflict_do_update(
            index_elements=["area", "number"],
            set_={**values, "version": Resident.version + 1},
            where=_differs(values),
        )
    )


def _upsert_contacts(session: Session, found: ResidentImport, channel: str) -> None:
    """An address that the file brings, or that it has no longer. What residents keep themselves is not touched, nor is
    a channel that they left. A bounced address that comes again is no better than before."""
    residents = resident_rows.join(Resident, (Resident.area == _row.area) & (Resident.number == _row.number))
    known = (Contact.resident_id == Resident.id) & (Contact.channel == channel)
    consented = func.coalesce(
        _row[f"{channel}_consent"], Contact.consent_at.is_not(None) & (Contact.address == _row[channel])
    )
    brought = (
        select(
            Resident.id,
            literal(channel),
            _row[channel],
            case((consented, ContactState.CONFIRMED.value), else_=ContactState.UNCONFIRMED.value),
            case((consented, func.now())),
        )
        .select_from(residents.outerjoin(Contact, known))
        .where(_row.import_id == found.id, _row[channel].is_not(None))
    )
    new = insert(Contact).from_select(["resident_id", "channel", "address", "state", "consent_at"], brought)
    other = Contact.address != new.excluded.address
    consent_changed = Contact.consent_at.is_(None) != new.excluded.consent_at.is_(None)
    session.execute(
        new.on_conflict_do_update(
            index_elements=["resident_id", "channel"],
            set_={
                "address": new.excluded.address,
                "state": case(
                    (~other & (Contact.state == ContactState.BOUNCED), Contact.state), else_=new.excluded.state
                ),
                "consent_at": new.excluded.consent_at,
                "changed_at": func.now(),
            },
            where=_offices_own() & (other | consent_changed),
        )
    )
    gone = delete(Contact).where(
        Contact.channel == channel,
        _offices_own(),
        Contact.resident_id.in_(
            select(Resident.id).select_from(residents).where(_row.import_id == found.id, _row[channel].is_(None))
        ),
    )
    session.execute(gone, execution_options={"synchronize_session": False})


def _offices_own() -> ColumnElement[bool]:
    return (Contact.kept_by == KeptBy.OFFICE) & (Contact.state != ContactState.LEFT)
