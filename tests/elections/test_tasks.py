"""The service's jobs on a real Celery worker and a real Redis, as `celery -A services.elections.worker` runs them."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from services.elections.store.database import database, reading
from services.elections.worker import create_worker_app
from services.elections.workflows.rolls import discard_read_files
from shared.auth.actor import Actor
from shared.clock import now
from shared.database.tables import jobs
from shared.embedded import RedisServer
from shared.events.relay import Relay
from shared.jobs.run import carry_out
from shared.settings import Settings
from shared.worker.queues import Queues
from shared.worker.sender import make_sender
from tests.elections.conftest import Office, roll_csv, run_jobs, type_sheets

_ROOT = Path(__file__).resolve().parents[2]
_SYSTEM = Actor.system("elections")
_SECONDS = 40  # for a worker to start on a busy machine and do its work


@pytest.fixture
def settings(app: Flask, redis_server: RedisServer) -> Settings:
    with redis_server.client() as redis:
        redis.flushall()
    return dataclasses.replace(app.config["SETTINGS"], job_retry_seconds=0.5)


@pytest.fixture
def relay(settings: Settings) -> Relay:
    return Relay(database, settings, make_sender(settings.redis_url))


@contextmanager
def _working() -> Iterator[None]:
    """A worker process; its settings are those that the test's fixtures put into the environment."""
    queues = f"{Queues.ELECTIONS_IMPORTS},{Queues.ELECTIONS_TALLY}"
    command = (sys.executable, "-m", "celery", "-A", "services.elections.worker", "worker", "-Q", queues, "-c", "1")
    environment = {**os.environ, "JOB_RETRY_SECONDS": "0.5"}
    worker = subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(_SECONDS)


def _wait(reached: Callable[[], Any], relay: Relay) -> None:
    deadline = time.monotonic() + _SECONDS
    while not reached():
        assert time.monotonic() < deadline, "the job did not finish"
        relay.run_once()
        time.sleep(0.1)


def _ask_for_count(office: Office, election: dict[str, Any]) -> UUID:
    type_sheets(office, election["id"])
    office.step(election["id"], "count")
    with reading() as session:
        return session.scalars(select(jobs.c.id).where(jobs.c.task == "elections.count")).one()


def test_every_job_that_is_asked_for_has_its_task(settings: Settings) -> None:
    wanted = {"import_roll", "count", "count_station", "finish_count", "receive_events", "tick"}
    assert {f"elections.{name}" for name in wanted} <= set(create_worker_app(settings).tasks)


def test_a_job_stays_until_the_file_that_goes_by_its_end_is_gone(
    office: Office, election: dict[str, Any], settings: Settings
) -> None:
    job_id = office.upload(f"/elections/{election['id']}/roll", roll_csv(5)).json["job_id"]
    with database.unit_of_work(_SYSTEM) as uow:  # lost five times: no import came so far as to take the file away
        uow.session.execute(update(jobs).values(state="failed", touched_at=now() - timedelta(days=1000)))
    tick = create_worker_app(settings).tasks["elections.tick"]
    tick.apply(throw=True)
    assert office.get(f"/jobs/{job_id}").json["state"] == "failed"
    discard_read_files(_SYSTEM)
    tick.apply(throw=True)
    assert office.get(f"/jobs/{job_id}").json["code"] == "job_not_found"


def test_a_worker_imports_a_roll(office: Office, election: dict[str, Any], relay: Relay) -> None:
    office.upload(f"/elections/{election['id']}/roll", roll_csv(50))
    with _working():
        _wait(lambda: office.get(f"/elections/{election['id']}").json["electors"] == 50, relay)


def test_the_count_comes_to_its_result_though_the_first_worker_was_lost_with_the_chord(
    office: Office, closed_election: dict[str, Any], relay: Relay
) -> None:
    job_id = _ask_for_count(office, closed_election)
    carry_out(database, job_id, lambda _: None, retry_seconds=60)  # begun, and no more heard of it
    with _working():
        _wait(lambda: office.get(f"/jobs/{job_id}").json["state"] == "done", relay)
    assert office.get(f"/elections/{closed_election['id']}").json["state"] == "counted"
    assert office.get(f"/elections/{closed_election['id']}/result").json["voted"] == 8


def test_a_count_done_again_by_a_late_worker_changes_nothing(
    office: Office, closed_election: dict[str, Any], settings: Settings
) -> None:
    job_id = _ask_for_count(office, closed_election)
    run_jobs()
    before = office.get(f"/elections/{closed_election['id']}/result").json
    tasks = create_worker_app(settings).tasks
    for station in office.get(f"/elections/{closed_election['id']}/stations").json["items"]:
        tasks["elections.count_station"].apply(kwargs={"station_id": station["id"]}, throw=True)
    tasks["elections.finish_count"].apply(args=[[]], kwargs={"job_id": str(job_id)}, throw=True)
    assert office.get(f"/elections/{closed_election['id']}/result").json == before
