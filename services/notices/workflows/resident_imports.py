"""The register of residents from a file: read whole or not at all, looked at, confirmed, applied."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, BinaryIO, cast
from uuid import UUID

from services.notices.domain.residents.imports import ImportState, must_be_ready
from services.notices.domain.residents.register_file import COLUMNS, Register
from services.notices.store import areas, resident_imports
from services.notices.store.database import reading, unit_of_work
from services.notices.store.tables import ResidentImport
from shared import clock
from shared.auth.actor import Actor
from shared.columns.headers import read_headers
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, Refusal
from shared.jobs.run import Job
from shared.tabular import Table, read_table, recognise
from shared.worker.queues import Queues

_PROGRESS_EVERY = 5_000  # rows
_KEPT_UNCONFIRMED = timedelta(days=7)
_SYSTEM = Actor.system("notices")


def accept_register(actor: Actor, area: str, *, name: str, file: BinaryIO, complete: bool, apply_at_once: bool) -> UUID:
    """Keeps the file and asks for it to be read; the answer is the import's id, which is its job's, too.

    A wrong kind of file is refused now, a wrong header too; but a workbook's header by the job: opening one takes long.
    """
    actor.must_reach(area)
    if recognise(file) == "text":
        table = read_table(file)
        read_headers(table.header, COLUMNS, table.line)
        del table  # lets go of the file
    with unit_of_work(actor) as uow:
        areas.area(uow.session, area)
        digest = resident_imports.sha256(file)
        job = uow.enqueue("notices.read_register", queue=Queues.NOTICES_IMPORTS, area=area)
        uow.session.add(
            ResidentImport(
                id=job,
                area=area,
                name=name[:200],
                sha256=digest,
                complete=complete,
                apply_at_once=apply_at_once,
                state=ImportState.READING,
                uploaded_by=actor.subject,
            )
        )
        uow.session.flush()
        resident_imports.keep_file(uow.session, job, file)
        uow.record("upload_register", subject=f"resident-imports/{job}", area=area, after={"sha256": digest})
        return job


def read_register(job: Job) -> None:
    """Reads the job's file into rows beside the residents and compares them. Raises Invalid with every bad row; then
    nothing of it stays."""
    try:
        with tempfile.TemporaryFile() as file:
            with reading() as session:
                found = resident_imports.find(session, job.actor, job.id)
                known = resident_imports.communities(session, found.area)
                resident_imports.write_file(session, job.id, cast("BinaryIO", file))
            table = read_table(cast("BinaryIO", file))
            headers = read_headers(table.header, COLUMNS, table.line)
            register = Register(headers.by_column, area=found.area, known=known, today=clock.today())
            with job.kept_alive(), unit_of_work(job.actor) as uow:
                resident_imports.expect_many(uow.session)
                _take_in(uow, job, register, table)
    except Refusal:
        _close(job, ImportState.REFUSED)
        raise


def confirm_import(actor: Actor, import_id: UUID) -> UUID:
    """The answer is the job's id. Raises Conflict unless the file has been read without a fault."""
    with unit_of_work(actor) as uow:
        found = resident_imports.find(uow.session, actor, import_id, lock=True)
        must_be_ready(ImportState(found.state))
        job = uow.enqueue(
            "notices.apply_register", queue=Queues.NOTICES_IMPORTS, area=found.area, import_id=str(import_id)
        )
        found.state, found.confirmed_by, found.confirm_job = ImportState.CONFIRMED, actor.subject, job
        uow.record("confirm_register", subject=f"resident-imports/{import_id}", area=found.area)
        return job


def discard_import(actor: Actor, import_id: UUID) -> None:
    with unit_of_work(actor) as uow:
        found = resident_imports.find(uow.session, actor, import_id, lock=True)
        must_be_ready(ImportState(found.state))
        found.state, found.closed_at = ImportState.DISCARDED, clock.now()
        resident_imports.drop_rows(uow.session, import_id)
        uow.record("discard_register", subject=f"resident-imports/{import_id}", area=found.area)


def apply_register(job: Job) -> None:
    """Changes the residents as a confirmed file says, all in one transaction."""
    import_id = UUID(job.arguments["import_id"])
    try:
        with job.kept_alive(), unit_of_work(job.actor) as uow:
            resident_imports.expect_many(uow.session)
            found = resident_imports.find(uow.session, job.actor, import_id, lock=True)
            changed = _apply(uow, job, found)
            job.finish(uow, changed)
    except Refusal:
        _close(job, ImportState.REFUSED, import_id)
        raise


def discard_closed_imports() -> None:
    """Files and rows that no import will ask for again."""
    with unit_of_work(_SYSTEM) as uow:
        resident_imports.drop_what_no_open_import_needs(uow.session)


def give_up_forgotten_imports() -> None:
    """Personal data of a file that nobody confirms is not kept for longer than a week, nor of one whose job was lost at
    each of its tries: it has to be uploaded again."""
    with unit_of_work(_SYSTEM) as uow:
        for found in resident_imports.forgotten(uow.session, clock.now() - _KEPT_UNCONFIRMED):
            found.state, found.closed_at = ImportState.DISCARDED, clock.now()
            resident_imports.drop_file(uow.session, found.id)
            resident_imports.drop_rows(uow.session, found.id)


def _take_in(uow: UnitOfWork, job: Job, register: Register, table: Table) -> None:
    resident_imports.copy_in(uow.session, job.id, register.columns, register.residents(_told(table, job)))
    for line, first_line, number in resident_imports.doubled(uow.session, job.id):
        register.doubled(line, first_line, number)
    register.check()
    found = resident_imports.find(uow.session, job.actor, job.id, lock=True)
    found.columns = list(register.columns)
    uow.session.flush()
    job.progress(register.rows, register.rows)
    if found.apply_at_once:
        job.finish(uow, _apply(uow, job, found))
    else:
        found.changes, found.state = resident_imports.changes(uow.session, found), ImportState.READY
        resident_imports.drop_file(uow.session, job.id)
        job.finish(uow, found.changes)


def _apply(uow: UnitOfWork, job: Job, found: ResidentImport) -> dict[str, int]:
    changed = resident_imports.changes(uow.session, found)
    if not changed["rows"]:
        raise Conflict("import_rows_lost", "待导入的名册内容已不存在（数据库曾异常重启），请重新上传。")
    steps = resident_imports.steps(uow.session, found)
    for done, carry_out in enumerate(steps, 1):
        carry_out()
        job.progress(done, len(steps))
    if found.complete:
        resident_imports.move_missing_away(uow.session, found, clock.today())
    resident_imports.drop_rows(uow.session, found.id)
    resident_imports.drop_file(uow.session, found.id)
    found.changes, found.state, found.closed_at = changed, ImportState.APPLIED, clock.now()
    uow.record("import_register", subject=f"resident-imports/{found.id}", area=found.area, after=changed)
    return changed


def _close(job: Job, state: ImportState, import_id: UUID | None = None) -> None:
    with unit_of_work(job.actor) as uow:
        found = resident_imports.find(uow.session, job.actor, import_id or job.id, lock=True)
        found.state, found.closed_at = state, clock.now()


def _told(table: Table, job: Job) -> Iterator[tuple[int, Any]]:
    """The rows, while the job's progress is kept up to date."""
    for done, row in enumerate(table.rows):
        if done % _PROGRESS_EVERY == 0:
            job.progress(done, None if table.expected is None else max(table.expected - table.line, done))
        yield row
