from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, update

from shared import context
from shared.auth.actor import Actor
from shared.clock import now
from shared.database.database import Database
from shared.database.tables import jobs
from shared.errors import FieldError, Invalid, NotFound
from shared.ids import new_id
from shared.jobs import dispatch, queries
from shared.jobs.run import Job, carry_on, carry_out
from shared.jobs.states import JobState
from tests.shared.things import Thing

ACTOR = Actor(subject="li", area="450403000000")
AREA = "450403002003"
RETRY = 60.0


@pytest.fixture
def job_id(database: Database) -> UUID:
    with context.working(correlation_id="chain"), database.unit_of_work(ACTOR) as uow:
        return uow.enqueue("elections.import_roll", queue="elections.imports", area=AREA, rows=3)


def _row(database: Database, job_id: UUID) -> dict[str, Any]:
    return queries.job(database, ACTOR, job_id)


def _send_due(database: Database) -> list[Any]:
    sent: list[Any] = []
    dispatch.send_due(database, Actor.system("x"), lambda *message: sent.append(message), retry_seconds=RETRY)
    return sent


def _be_silent(database: Database, seconds: float = RETRY + 1) -> None:
    with database.unit_of_work(ACTOR) as uow:
        uow.session.execute(update(jobs).values(touched_at=now() - timedelta(seconds=seconds)))


def _finish(name: str = "done") -> Callable[[Job], None]:
    """Work with one effect and an outcome, in one unit of work."""

    def work(job: Job) -> None:
        with job.database.unit_of_work(job.actor) as uow:
            uow.session.add(Thing(id=new_id(), area=job.area, name=name, seats=1))
            uow.session.flush()
            job.finish(uow, {"rows": job.arguments["rows"]})

    return work


def _things(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Thing)) or 0


def test_a_job_is_sent_once_with_its_queue(database: Database, job_id: UUID) -> None:
    assert _row(database, job_id)["state"] == JobState.WAITING
    assert _send_due(database) == [("elections.import_roll", "elections.imports", {"job_id": str(job_id)})]
    assert _send_due(database) == []
    assert _row(database, job_id)["state"] == JobState.SENT


def test_a_job_is_sent_under_the_id_of_what_asked_for_it(database: Database, job_id: UUID) -> None:
    ids: list[str] = []
    send = lambda *_: ids.append(context.current().correlation_id)  # noqa: E731 - a function of one line
    dispatch.send_due(database, Actor.system("x"), send, retry_seconds=RETRY)
    assert ids == ["chain"]


def test_a_job_whose_sending_fails_waits(database: Database, job_id: UUID) -> None:
    def refuse(*_: object) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        dispatch.send_due(database, Actor.system("x"), refuse, retry_seconds=RETRY)
    assert _row(database, job_id)["state"] == JobState.WAITING


def test_a_job_is_done_once_with_its_effect(database: Database, job_id: UUID) -> None:
    for _ in range(3):
        carry_out(database, job_id, _finish(), retry_seconds=RETRY)
    row = _row(database, job_id)
    assert (row["state"], row["outcome"]) == (JobState.DONE, {"rows": 3})
    assert _things(database) == 1


def test_progress_is_seen_while_the_work_goes_on(database: Database, job_id: UUID) -> None:
    seen: list[tuple[Any, ...]] = []

    def work(job: Job) -> None:
        for done in (1, 2):
            job.progress(done, 3)
            row = _row(database, job_id)
            seen.append((row["state"], row["done"], row["total"]))
        job.progress(3)
        _finish()(job)

    carry_out(database, job_id, work, retry_seconds=RETRY)
    assert seen == [(JobState.RUNNING, 1, 3), (JobState.RUNNING, 2, 3)]
    assert (_row(database, job_id)["done"], _row(database, job_id)["total"]) == (3, 3)


def test_work_carries_the_ids_of_what_asked_for_it(database: Database, job_id: UUID) -> None:
    def work(job: Job) -> None:
        assert context.current().correlation_id == "chain"
        assert (job.actor.subject, job.actor.area) == ("li", None)
        _finish()(job)

    carry_out(database, job_id, work, retry_seconds=RETRY)
    assert _row(database, job_id)["state"] == JobState.DONE


def test_a_refusal_ends_the_job_with_reasons_and_no_effect(database: Database, job_id: UUID) -> None:
    fault = FieldError(
        "row 2, 出生日期", "not_a_date", "格式不对。", {"day": date(2026, 1, 1)}, line=2, column="出生日期"
    )

    def work(job: Job) -> None:
        with job.database.unit_of_work(job.actor) as uow:
            uow.session.add(Thing(id=new_id(), area=job.area, name="x", seats=1))
            uow.session.flush()
            raise Invalid(
                "rows_invalid", "提交的内容有误，请按提示修改。", fields=[fault], total=9, on=date(2026, 1, 2)
            )

    carry_out(database, job_id, work, retry_seconds=RETRY)
    row = _row(database, job_id)
    assert row["state"] == JobState.REFUSED
    assert row["outcome"]["fields"][0]["line"] == 2
    assert (row["outcome"]["total"], row["outcome"]["facts"]) == (9, {"on": "2026-01-02"})
    assert _things(database) == 0
    assert _send_due(database) == []


def test_a_job_in_hands_that_still_move_is_not_begun_again(database: Database, job_id: UUID) -> None:
    def work(job: Job) -> None:
        carry_out(database, job_id, _finish("thief"), retry_seconds=RETRY)
        _finish("first")(job)

    carry_out(database, job_id, work, retry_seconds=RETRY)
    with database.reading() as session:
        assert session.scalars(select(Thing.name)).all() == ["first"]


def test_a_job_of_a_lost_worker_is_sent_again_and_done(database: Database, job_id: UUID) -> None:
    _send_due(database)
    _die_at_work(database, job_id)
    assert _send_due(database) == []
    _be_silent(database)
    assert len(_send_due(database)) == 1
    carry_out(database, job_id, _finish(), retry_seconds=RETRY)
    assert _row(database, job_id)["state"] == JobState.DONE


def test_a_worker_that_was_thought_lost_and_one_that_took_over_have_one_effect(
    database: Database, job_id: UUID
) -> None:
    def slow(job: Job) -> None:
        _be_silent(database)
        _send_due(database)
        carry_out(database, job_id, _finish("second"), retry_seconds=RETRY)
        _finish("first")(job)

    carry_out(database, job_id, slow, retry_seconds=RETRY)
    with database.reading() as session:
        assert session.scalars(select(Thing.name)).all() == ["second"]
    assert _row(database, job_id)["state"] == JobState.DONE


def test_a_slow_worker_may_finish_what_was_sent_again_but_not_begun(database: Database, job_id: UUID) -> None:
    def slow(job: Job) -> None:
        _be_silent(database)
        assert len(_send_due(database)) == 1
        _finish()(job)

    carry_out(database, job_id, slow, retry_seconds=RETRY)
    carry_out(database, job_id, _finish("again"), retry_seconds=RETRY)
    assert _row(database, job_id)["state"] == JobState.DONE
    assert _things(database) == 1


def test_a_late_refusal_does_not_overwrite_what_another_did(database: Database, job_id: UUID) -> None:
    def slow(job: Job) -> None:
        _be_silent(database)
        carry_out(database, job_id, _finish(), retry_seconds=RETRY)
        raise Invalid("late", "内容有误")

    carry_out(database, job_id, slow, retry_seconds=RETRY)
    assert _row(database, job_id)["state"] == JobState.DONE


def test_after_enough_beginnings_a_job_has_failed(database: Database, job_id: UUID) -> None:
    for _ in range(dispatch.MAX_ATTEMPTS):
        assert len(_send_due(database)) == 1
        _die_at_work(database, job_id)
        _be_silent(database)
    assert _send_due(database) == []
    row = _row(database, job_id)
    assert (row["state"], row["outcome"]["code"]) == (JobState.FAILED, "job_lost")
    carry_out(database, job_id, _finish(), retry_seconds=RETRY)
    assert _things(database) == 0


def test_a_job_that_waits_behind_long_ones_does_not_fail_for_it(database: Database, job_id: UUID) -> None:
    for _ in range(3 * dispatch.MAX_ATTEMPTS):
        assert len(_send_due(database)) == 1
        _be_silent(database)
    carry_out(database, job_id, _finish(), retry_seconds=RETRY)
    assert _row(database, job_id)["state"] == JobState.DONE


def test_a_later_task_carries_the_job_on_once(database: Database, job_id: UUID) -> None:
    carry_out(database, job_id, lambda _: None, retry_seconds=RETRY)
    carry_on(database, job_id, _finish())
    carry_on(database, job_id, _finish("again"))
    assert _row(database, job_id)["state"] == JobState.DONE
    assert _things(database) == 1


def test_another_districts_job_is_not_found(database: Database, job_id: UUID) -> None:
    with pytest.raises(NotFound):
        queries.job(database, Actor(subject="x", area="450405000000"), job_id)
    with pytest.raises(NotFound):
        queries.job(database, ACTOR, uuid4())


def test_many_jobs_go_in_portions_and_oldest_first(database: Database) -> None:
    with database.unit_of_work(ACTOR) as uow:
        for number in range(130):
            uow.enqueue("elections.x", queue="elections.imports", area=AREA, number=number)
    first, second = _send_due(database), _send_due(database)
    assert (len(first), len(second)) == (100, 30)


def _die_at_work(database: Database, job_id: UUID) -> None:
    class Killed(BaseException):
        pass

    def work(_: Job) -> None:
        raise Killed

    with pytest.raises(Killed):
        carry_out(database, job_id, work, retry_seconds=RETRY)


def test_a_job_shows_life_while_one_of_its_statements_takes_long(database: Database, job_id: UUID) -> None:
    def work(job: Job) -> None:
        with job.kept_alive(seconds=0.01):
            before = _row(database, job_id)["touched_at"]
            deadline = time.monotonic() + 10
            while _row(database, job_id)["touched_at"] == before and time.monotonic() < deadline:
                pass  # the statement that takes long
            assert _row(database, job_id)["touched_at"] > before
        _finish()(job)

    carry_out(database, job_id, work, retry_seconds=RETRY)
    assert _row(database, job_id)["state"] == JobState.DONE
