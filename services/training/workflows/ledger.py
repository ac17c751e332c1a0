"""The training ledger from a file: sessions that were held before, who came and how they did. All rows or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.training.domain.learning.courses import CourseKind
from services.training.domain.learning.ledger_file import COLUMNS, Attendees, Came, Held, LedgerFile
from services.training.domain.learning.results import passes
from services.training.domain.learning.sessions import SessionKind, SessionState
from services.training.store import attendance, ledger, sessions
from services.training.store.database import unit_of_work
from services.training.store.places import must_be_registered
from services.training.store.tables import Course, TrainingSession
from services.training.workflows.named_cadres import NamedCadres
from shared import clock
from shared.auth.actor import Actor
from shared.columns.headers import read_headers
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from shared.tabular import read_table


@dataclass(slots=True)
class Taken:
    """What a file added."""

    rows: int = 0
    sessions: int = 0
    attendances: int = 0


def import_ledger(actor: Actor, content: bytes, *, area: str) -> Taken:
    """`area` is the office that held the sessions. Nobody is told of them: they are over. The same file again changes
    nothing. Raises Invalid with every bad row."""
    actor.must_reach(area)
    table = read_table(content)
    headers = read_headers(table.header, COLUMNS, table.line)
    file = LedgerFile(headers.by_column, clock.now())
    with unit_of_work(actor) as uow:
        must_be_registered(uow.session, area)
        sessions.hold_places(uow.session)
        rows = list(file.rows(table.rows))
        courses = ledger.courses_by_code(uow.session, area, {row.held.course for row in rows})
        by_session = _by_session(uow, file, rows, courses)
        file.check(rows)
        taken = Taken(rows=len(rows))
        for held, came in by_session.items():
            _take(uow, area, _Class(held, courses.get(held.course), came), taken)
        uow.record("import_ledger", subject=f"areas/{area}", area=area, after={"rows": taken.rows})
        return taken


@dataclass(frozen=True, slots=True)
class _Class:
    """A session that was held, with the scores of who came by cadre."""

    held: Held
    course: Course | None
    scores: dict[UUID, int | None]

    @property
    def title(self) -> str:
        return self.held.title or (self.course.title_zh if self.course else "")


def _by_session(
    uow: UnitOfWork, file: LedgerFile, rows: Sequence[Came], courses: dict[str, Course]
) -> dict[Held, dict[UUID, int | None]]:
    """Scores by session and cadre, of the rows without a fault; the file gets the faults."""
    people, attendees = NamedCadres(uow, [row._asdict() for row in rows]), Attendees()
    found: dict[Held, dict[UUID, int | None]] = {}
    for row in rows:
        if row.held.course and row.held.course not in courses:
            facts = {"code": row.held.course}
            file.reader.fault(row.line, "course", "course_unknown", "没有代码为{code}的课程。", facts)
            continue
        if row.score is not None and not _tested(courses.get(row.held.course)):
            file.reader.fault(row.line, "score", "course_without_test", "这次培训不考核，出勤即算完成。", {})
        cadre = people.find(file.reader, row.line, row._asdict())
        if cadre is not None and attendees.check(file.reader, row, cadre.id):
            found.setdefault(row.held, {})[cadre.id] = row.score
    return found


def _tested(course: Course | None) -> bool:
    return course is not None and course.pass_mark is not None


def _take(uow: UnitOfWork, area: str, each: _Class, taken: Taken) -> None:
    found = ledger.known(uow.session, area, each.title, each.held.starts_at)
    if found is None:
        taken.sessions += 1
        found = _made(area, each)
        uow.session.add(found)
        uow.session.flush()
    taken.attendances += ledger.attend(uow.session, found, list(each.scores), uow.actor.subject)
    found.capacity = max(found.capacity, sessions.slot(uow.session, found).enrolled)
    grading = attendance.grading(uow.session, found)
    tested: list[dict[str, Any]] = [
        {
            "session_id": found.id,
            "cadre_id": cadre_id,
            "score": score,
            "passed": passes(score, grading),
            "recorded_by": uow.actor.subject,
        }
        for cadre_id, score in each.scores.items()
        if score is not None
    ]
    if tested:
        attendance.record_results(uow.session, tested)


def _made(area: str, each: _Class) -> TrainingSession:
    held, course = each.held, each.course
    induction = course is not None and course.kind == CourseKind.INDUCTION
    return TrainingSession(
        id=new_id(),
        area=area,
        title=each.title,
        kind=SessionKind.INDUCTION if induction else SessionKind.COURSE,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        venue=held.venue,
        teacher=held.teacher,
        capacity=len(each.scores),
        course_id=course.id if course else None,
        state=SessionState.SCHEDULED,
        version=1,
        changed_at=clock.now(),
    )
