"""Plans by solver, from the request to the published sessions."""

from __future__ import annotations

import json
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from services.training.store.database import database
from services.training.store.tables import PollingDay, Schedule, ScheduleSolution
from services.training.worker import create_worker_app
from services.training.workflows import schedules as workflows
from services.training.workflows.schedules import solve_schedule
from shared import clock
from shared.auth.actor import Actor
from shared.database.tables import jobs, outbox
from shared.jobs.run import carry_out
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import CHEN, HE, LIU, ZHANG, certify, result

TOMORROW = clock.today() + timedelta(days=1)
STARTS = TOMORROW if TOMORROW.year == (TOMORROW + timedelta(days=60)).year else date(TOMORROW.year + 1, 1, 4)
ENDS = STARTS + timedelta(days=55)
SYSTEM = Actor.system("test")


class School:
    """A district school with a room, two teachers and four courses, and two committees that are in office."""

    def __init__(self, office: Office, elections: Publisher) -> None:
        self.office = office
        certify(elections, result([ZHANG, CHEN, HE]))
        others = [(post, f"{name}乙", born) for post, name, born in (ZHANG, CHEN, LIU)]
        certify(elections, result(others), area=OTHER_COMMUNITY)
        self.courses = [self._add("courses", **_course(n))["id"] for n in range(4)]
        self.room = self._add("rooms", name="一号教室", venue="区委党校", capacity=20)["id"]
        self.teachers = [self._add("teachers", name=name, unit="区委党校")["id"] for name in ("李老师", "吴老师")]

    def _add(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.office.post(f"/{path}", {"area": DISTRICT, **body})
        assert answer.status_code == 201, answer.json
        return answer.json

    def ask(self, **changes: Any) -> Any:
        return self.office.post("/schedules", asked(**changes))

    def made(self, **changes: Any) -> dict[str, Any]:
        """A plan, when its job is done."""
        answer = self.ask(**changes)
        assert answer.status_code == 202, answer.json
        return self.solved(answer.json["id"])

    def solved(self, schedule_id: str) -> dict[str, Any]:
        carry_out(database, UUID(schedule_id), solve_schedule, retry_seconds=60)
        return self.show(schedule_id)

    def show(self, schedule_id: str) -> dict[str, Any]:
        return self.office.get(f"/schedules/{schedule_id}").json

    def sessions(self, schedule_id: str) -> list[dict[str, Any]]:
        return self.office.get(f"/schedules/{schedule_id}/sessions").json["items"]


def _course(n: int) -> dict[str, Any]:
    return {"code": f"C{n}", "title_zh": f"课程{n}", "title_en": f"Course {n}", "kind": "theory", "hours": 3}


def asked(**changes: Any) -> dict[str, Any]:
    body = {
        "area": DISTRICT, "starts_on": STARTS.isoformat(), "ends_on": ENDS.isoformat(), "seconds": 1,
        "size": {"least": 1, "most": 20},
    }  # fmt: skip
    return {**body, **changes}


@pytest.fixture
def school(office: Office, elections: Publisher) -> School:
    return School(office, elections)


def told(kind: str) -> list[dict[str, Any]]:
    with database.reading() as db:
        return list(db.scalars(select(outbox.c.data).where(outbox.c.type == kind).order_by(outbox.c.event_id)))


def test_a_plan_is_made_by_a_job_and_published(school: School) -> None:
    made = school.made(required=[{"course_id": school.courses[0], "posts": ["director"]}])
    assert (made["state"], made["binding"], made["short"]) == ("solved", None, [])
    assert made["bound"] <= made["cost"] == sum(made["costs"].values())
    assert 0 <= made["gap"] <= 1
    published = school.office.post(f"/schedules/{made['id']}/publication")
    assert published.json["state"] == "published"
    planned = {each["id"]: each for each in school.sessions(made["id"])}
    sessions = school.office.get("/sessions").json["items"]
    assert {each["id"] for each in sessions} == planned.keys()
    for each in sessions:
        enrolled = school.office.get(f"/sessions/{each['id']}/enrolments").json["items"]
        assert {cadre["cadre_id"] for cadre in enrolled} == set(planned[each["id"]]["cadres"])
    assert len(told("training.session_scheduled.v1")) == len(planned)
    assert [each["places"] for each in told("training.plan_published.v1")] == [made["places"]]
    again = school.office.post(f"/schedules/{made['id']}/publication")
    assert (again.status_code, again.json["code"]) == (409, "schedule_not_solved")


def test_the_job_whose_address_a_plan_names_is_kept(school: School, app: Flask) -> None:
    made = school.made()
    with database.unit_of_work(SYSTEM) as uow:
        uow.enqueue("training.solve_schedule", queue="training.schedule", area=DISTRICT)  # that no plan names
    with database.unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(jobs).values(state="done", touched_at=clock.now() - timedelta(days=1000)))
    create_worker_app(app.config["SETTINGS"]).tasks["training.tick"].apply(throw=True)
    assert school.office.get(made["job"].removeprefix("/api/v1")).json["state"] == "done"
    with database.reading() as db:
        assert db.scalars(select(jobs.c.id)).all() == [UUID(made["id"])]


def test_a_request_while_one_is_running_is_told_where_it_is(school: School) -> None:
    first = school.ask()
    second = school.ask()
    assert (second.status_code, second.json["code"]) == (409, "schedule_running")
    assert second.json["link"] == first.headers["Location"]


def test_of_two_requests_at_the_same_moment_one_is_accepted(school: School, client: Any) -> None:
    barrier, statuses = Barrier(2), []

    def ask() -> None:
        own = client()
        barrier.wait()
        statuses.append(own.post("/schedules", asked()).status_code)

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [202, 409]


def test_a_cancelled_search_leaves_room_for_another(school: School) -> None:
    first = school.ask().json["id"]
    assert school.office.post(f"/schedules/{first}/cancellation").json["state"] == "cancelled"
    assert school.solved(first)["state"] == "cancelled"
    assert school.ask().status_code == 202
    assert school.office.post(f"/schedules/{first}/cancellation").json["code"] == "schedule_not_solving"


def test_solutions_so_far_are_a_stream(school: School) -> None:
    made = school.made()
    stream = school.office.get(f"/schedules/{made['id']}/solutions")
    assert stream.mimetype == "text/event-stream"
    blocks = [dict(line.split(": ", 1) for line in each.splitlines()) for each in stream.text.split("\n\n") if each]
    solutions = [json.loads(each["data"]) for each in blocks if each.get("event") == "solution"]
    assert [each["number"] for each in solutions] == list(range(1, len(solutions) + 1))
    assert solutions[-1]["cost"] == made["cost"]
    assert json.loads(blocks[-1]["data"]) == {"state": "solved"}
    last = {"Last-Event-ID": str(len(solutions))}
    rest = school.office.get(f"/schedules/{made['id']}/solutions", headers=last)
    assert "event: solution" not in rest.text


def test_why_not_names_people_and_rules(school: School) -> None:
    made = school.made()
    session = school.sessions(made["id"])[0]
    absent = next(
        each for each in school.office.get("/cadres").json["items"] if each["id"] not in session["cadres"]
    )  # fmt: skip
    leave = {"starts_on": session["day"], "ends_on": session["day"], "reason": "探亲"}
    assert school.office.post(f"/cadres/{absent['id']}/leaves", leave).status_code == 201
    answer = school.office.get(f"/schedules/{made['id']}/why-not?cadre={absent['id']}&session={session['id']}").json
    reasons = {each["code"]: each["message"] for each in answer["binding"]}
    assert absent["name"] in reasons["leave"]
    assert not answer["sits_there"]
    unknown = school.office.get(f"/schedules/{made['id']}/why-not?cadre={absent['id']}&session={absent['id']}")
    assert (unknown.status_code, unknown.json["code"]) == (404, "session_not_planned")


def test_what_stands_in_the_way_is_told_when_there_is_no_plan(school: School) -> None:
    days = {"starts_on": STARTS.isoformat(), "ends_on": ENDS.isoformat(), "reason": "外出"}
    for teacher in school.teachers:
        assert school.office.post(f"/teachers/{teacher}/leaves", days).status_code == 201
    made = school.made()
    assert (made["state"], made["sessions"]) == ("infeasible", None)
    assert [each["code"] for each in made["binding"]["groups"]] == ["teacher_free"]
    assert made["binding"]["smallest"]
    assert school.office.post(f"/schedules/{made['id']}/publication").status_code == 409


def test_facts_that_make_no_problem_are_told(school: School) -> None:
    long = school._add("courses", **{**_course(9), "hours": 8})["id"]
    made = school.made(required=[{"course_id": long}])
    assert made["state"] == "refused"
    assert [each["code"] for each in made["refusal"]["fields"]] == ["course_fits_no_window"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_on": "2020-01-01", "ends_on": "2020-03-01"}, "in_the_past"),
        ({"ends_on": (STARTS - timedelta(days=1)).isoformat()}, "ends_before_start"),
        ({"ends_on": date(STARTS.year + 1, 2, 1).isoformat()}, "crosses_years"),
        ({"windows": [{"starts": "12:00", "ends": "09:00"}]}, "window_impossible"),
        ({"windows": [{"starts": "09:00", "ends": "12:00"}] * 2}, "window_twice"),
        ({"size": {"least": 9, "most": 3}}, "class_size_impossible"),
    ],
)
def test_a_request_that_cannot_be_is_refused(office: Office, changes: dict[str, Any], code: str) -> None:
    answer = office.post("/schedules", asked(**changes))
    assert (answer.status_code, [each["code"] for each in answer.json["fields"]]) == (422, [code])


def test_a_plan_that_was_overtaken_is_not_published(school: School) -> None:
    made = school.made()
    session = school.sessions(made["id"])[0]
    leave = {"starts_on": session["day"], "ends_on": session["day"], "reason": "探亲"}
    assert school.office.post(f"/cadres/{session['cadres'][0]}/leaves", leave).status_code == 201
    answer = school.office.post(f"/schedules/{made['id']}/publication")
    assert (answer.status_code, answer.json["code"]) == (409, "plan_broken")
    assert "leave" in {each["code"] for each in answer.json["missing"]}


def test_a_teacher_who_falls_ill_is_replaced_and_people_are_told_of_what_changed(school: School) -> None:
    made = school.made()
    school.office.post(f"/schedules/{made['id']}/publication")
    before = {each["id"]: each for each in school.sessions(made["id"])}
    ill = next(iter(before.values()))["teacher_id"]
    days = {"starts_on": STARTS.isoformat(), "ends_on": ENDS.isoformat(), "reason": "病假"}
    assert school.office.post(f"/teachers/{ill}/leaves", days).status_code == 201
    answer = school.office.post(f"/schedules/{made['id']}/replanning")
    assert answer.status_code == 202
    again = school.solved(answer.json["id"])
    assert (again["state"], again["replans"]) == ("solved", made["id"])
    assert school.office.post(f"/schedules/{again['id']}/publication").status_code == 200
    assert school.show(made["id"])["state"] == "replaced"
    after = school.office.get("/sessions").json["items"]
    assert {each["id"] for each in after} == before.keys()
    assert ill not in {each["teacher_id"] for each in after}
    hurt = [each for each in before.values() if each["teacher_id"] == ill]
    assert len(told("training.session_changed.v1")) == len(hurt)
    assert told("training.session_cancelled.v1") == []


def test_a_worker_that_died_leaves_a_search_that_is_made_again(school: School, monkeypatch: Any) -> None:
    """The job shows no sign of life, is handed out again, and what the dead worker told is forgotten."""
    schedule_id = school.ask().json["id"]

    def die(*_: Any) -> None:
        with database.unit_of_work(SYSTEM) as uow:
            row = {"schedule_id": UUID(schedule_id), "number": 1, "seconds": 1.0, "cost": 9_999_999, "bound": 0}
            uow.session.add(ScheduleSolution(**row))
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(workflows, "make_plan", die)
        with pytest.raises(SystemExit):
            school.solved(schedule_id)
    assert school.show(schedule_id)["state"] == "solving"
    with database.unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(jobs).values(touched_at=clock.now() - timedelta(minutes=5)))
    assert school.solved(schedule_id)["state"] == "solved"
    with database.reading() as db:
        costs = db.scalars(select(ScheduleSolution.cost).order_by(ScheduleSolution.number)).all()
    assert 9_999_999 not in costs


def test_polling_days_are_kept_clear_of(school: School, elections: Publisher) -> None:
    days = [STARTS + timedelta(days=n) for n in range((ENDS - STARTS).days + 1)]
    for day in days[:40]:
        _announce(elections, day)
    made = school.made()
    own = {each["id"] for each in school.office.get(f"/cadres?area={COMMUNITY}").json["items"]}
    called = {each["day"] for each in school.sessions(made["id"]) if own & set(each["cadres"])}
    assert called
    assert not called & {day.isoformat() for day in days[:40]}


def _announce(elections: Publisher, day: date, **changes: Any) -> dict[str, Any]:
    facts = {
        "election_id": UUID(int=day.toordinal()), "title": "换届选举", "mode": "all", "polling_day": day,
        "announced_on": clock.today(), "rule_set": "cn-urban-2026", "contests": [{"post": "director", "seats": 1}],
        **changes,
    }  # fmt: skip
    subject = f"elections/{facts['election_id']}"
    return elections.tell("elections.election_announced.v1", facts, subject=subject, area=COMMUNITY)


def test_a_polling_day_moves_with_the_timetable_and_goes_with_the_election(elections: Publisher) -> None:
    _announce(elections, STARTS)
    about = {"election_id": UUID(int=STARTS.toordinal()), "title": "换届选举", "polling_day": ENDS}
    subject = f"elections/{about['election_id']}"
    changed = {**about, "stages": [], "reason": "改期"}
    for _ in range(2):
        elections.tell("elections.timetable_changed.v1", changed, subject=subject, area=COMMUNITY)
    assert _polling_days() == [ENDS]
    elections.tell(
        "elections.election_cancelled.v1", {**about, "cancelled_on": STARTS}, subject=subject, area=COMMUNITY
    )
    assert _polling_days() == []


def _polling_days() -> list[date]:
    with database.reading() as db:
        return list(db.scalars(select(PollingDay.on)))


@pytest.mark.parametrize("path", ["", "/{id}", "/{id}/sessions", "/{id}/solutions"])
def test_plans_are_for_those_who_may_read_them(school: School, path: str) -> None:
    made = school.ask().json["id"]
    school.office.post(f"/schedules/{made}/cancellation")
    address = f"/schedules{path.format(id=made)}"
    assert school.office.get(address, scopes=("training:read",)).status_code == 200
    assert school.office.get(address, scopes=("notices:read",)).status_code == 403
    foreign = school.office.get(address, area=FOREIGN_DISTRICT)
    assert foreign.status_code == 404 or foreign.json["items"] == []


def test_asking_needs_the_right_to_write_and_the_area(office: Office) -> None:
    assert office.post("/schedules", asked(), scopes=("training:read",)).status_code == 403
    assert office.post("/schedules", asked(area=FOREIGN_DISTRICT)).status_code == 404
    with database.reading() as db:
        assert db.scalars(select(Schedule.id)).all() == []
