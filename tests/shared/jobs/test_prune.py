from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update

from shared.auth.actor import Actor
from shared.clock import now
from shared.database.database import Database
from shared.database.tables import jobs
from shared.events import prune
from shared.jobs.states import FINAL, JobState
from tests.shared.things import Thing

ACTOR = Actor(subject="li", area="450403000000")
AREA = "450403002003"


def _ended(database: Database, *, days: int = 91, state: JobState = JobState.DONE) -> UUID:
    """A job that last moved so many days ago."""
    with database.unit_of_work(ACTOR) as uow:
        job_id = uow.enqueue("elections.count", queue="elections.tally", area=AREA)
    with database.unit_of_work(ACTOR) as uow:
        ago = now() - timedelta(days=days)
        values = {"state": state, "created_at": now() - timedelta(days=200), "touched_at": ago}
        uow.session.execute(update(jobs).where(jobs.c.id == job_id).values(**values))
    return job_id


def _prune(database: Database, *, keys_days: int = 30) -> int:
    days = {"events_days": 50, "keys_days": keys_days, "jobs_days": 90}
    return prune.prune(database, **days, jobs_in_use=(Thing.id,))["jobs"]


def _left(database: Database) -> list[UUID]:
    with database.reading() as session:
        return list(session.scalars(select(jobs.c.id).order_by(jobs.c.touched_at)))


@pytest.mark.parametrize("state", JobState)
def test_a_job_goes_when_it_has_been_over_for_long(database: Database, state: JobState) -> None:
    """One that is not over stays, however old: it is sent again, or tells an operator that nothing sends it."""
    _ended(database, state=state)
    assert _prune(database) == (state in FINAL)
    assert len(_left(database)) == (state not in FINAL)


def test_what_counts_is_when_it_ended(database: Database) -> None:
    lately = _ended(database, days=89)
    assert _prune(database) == 0
    assert _left(database) == [lately]


def test_the_first_to_end_go_first_and_a_bounded_number_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prune, "_AT_ONCE", 2)
    ended = [_ended(database, days=days) for days in (95, 94, 93)]
    assert _prune(database) == 2
    assert _left(database) == ended[2:]
    assert [_prune(database), _prune(database)] == [1, 0]


def test_a_job_that_something_refers_to_stays_as_long_as_that(database: Database) -> None:
    """A plan names the address of its job; a file that is not taken away yet goes by its job's end."""
    named, other = _ended(database), _ended(database)
    with database.unit_of_work(ACTOR) as uow:
        uow.session.execute(insert(Thing).values(id=named, area=AREA, name="plan", seats=1, version=1))
    assert _prune(database) == 1
    assert _left(database) == [named] != [other]
    with database.unit_of_work(ACTOR) as uow:
        uow.session.execute(Thing.__table__.delete())  # type: ignore[attr-defined]
    assert _prune(database) == 1


def test_the_address_in_a_repetitions_answer_leads_somewhere(database: Database) -> None:
    _ended(database)
    assert _prune(database, keys_days=100) == 0
