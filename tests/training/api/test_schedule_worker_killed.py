"""A worker that is killed while it searches for a plan: the job is taken up again, and there is one plan."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from services.training.store.database import database
from services.training.store.tables import ScheduleSolution
from services.training.workflows.schedules import solve_schedule
from shared.database.tables import jobs
from shared.embedded.plan import ROOT
from shared.jobs.run import carry_out
from shared.settings import Settings
from tests.events import Publisher
from tests.office import Office
from tests.training.api.test_schedules import School

_WORKER = """
import sys, time
from uuid import UUID
from services.training.store.database import database
from services.training.workflows import schedules
from shared.jobs.run import carry_out

make_plan = schedules.make_plan

def make_plan_and_wait(problem, watch):
    made = make_plan(problem, watch)
    print("searching", flush=True)
    time.sleep(60)
    return made

schedules.make_plan = make_plan_and_wait
database.connect(sys.argv[1], pool=3)
carry_out(database, UUID(sys.argv[2]), schedules.solve_schedule, retry_seconds=60)
"""


@pytest.mark.faults
def test_kill_9_in_the_middle_of_the_search_costs_nothing_but_time(
    app: Flask, office: Office, elections: Publisher
) -> None:
    school, settings = School(office, elections), app.config["SETTINGS"]
    assert isinstance(settings, Settings)
    schedule_id = school.ask(seconds=5).json["id"]
    command = [sys.executable, "-c", _WORKER, settings.database_url, schedule_id]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout
        assert worker.stdout.readline() == "searching\n"
        os.kill(worker.pid, signal.SIGKILL)
    assert school.show(schedule_id)["state"] == "solving"
    carry_out(database, UUID(schedule_id), solve_schedule, retry_seconds=0)
    assert school.show(schedule_id)["state"] == "solved"
    with database.reading() as session:
        assert session.scalar(select(jobs.c.attempts).where(jobs.c.id == UUID(schedule_id))) == 2
        costs = session.scalars(select(ScheduleSolution.cost)).all()
        assert len(costs) == len(set(costs)), "what the first run had told is forgotten"
        assert session.scalar(select(func.count()).select_from(jobs)) == 1
