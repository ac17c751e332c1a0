"""Reminders and alerts: once for each last day, whatever runs twice; of announced elections that are not over only."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select, update

from services.elections.store.database import database, reading
from services.elections.store.tables import Deadline, Election
from services.elections.workflows.deadlines import tell_deadlines, write_down_deadlines
from shared import clock
from shared.auth.actor import Actor
from tests.elections.conftest import (
    CONTESTS,
    ElectionOffice,
    count_and_certify,
    events,
    roll_csv,
    run_jobs,
    type_sheets,
)

TODAY = clock.today()
Told = list[tuple[str, str, int]]


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes it so many days from today."""

    def travel(days: int) -> None:
        monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=days))

    return travel


@pytest.fixture
def announced(office: ElectionOffice, community: str) -> str:
    """Polls in forty days, so that the roll is due in twenty."""
    polling_day = (TODAY + timedelta(days=40)).isoformat()
    body = {"area": community, "title": "换届选举", "polling_day": polling_day, "contests": CONTESTS}
    number = office.post("/elections", body).json["id"]
    assert office.step(number, "announce").status_code == 200
    return number


def _tick() -> int:
    write_down_deadlines()
    return tell_deadlines()


def _told(stage: str = "roll") -> Told:
    """What was told of a stage: the kind, the last day, how many days are left or late."""
    found: Told = []
    for event in events():
        if event["type"].startswith("elections.deadline_") and event["data"]["stage"] == stage:
            data = event["data"]
            kind = event["type"].removeprefix("elections.deadline_").removesuffix(".v1")
            found.append((kind, data["due_on"], data.get("days_left", data.get("days_late"))))
    return found


def _day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def test_three_days_and_one_day_before_the_last_day_whoever_is_responsible_is_reminded_once(
    announced: str, on_day: Callable[[int], None]
) -> None:
    for day in range(16, 21):
        on_day(day)
        _tick()
        _tick()
    assert _told() == [("approached", _day(20), 3), ("approached", _day(20), 1)]
    data = next(event["data"] for event in events() if event["data"].get("stage") == "roll")
    assert (data["responsible"], data["clause"], data["name"]) == ("居民选举委员会", "Art 17", "公布选民名单")


def test_a_missed_last_day_is_told_once_on_the_day_after(announced: str, on_day: Callable[[int], None]) -> None:
    for day in (20, 21, 22, 25):
        on_day(day)
        _tick()
    assert [each for each in _told() if each[0] == "missed"] == [("missed", _day(20), 1)]


def test_what_the_law_sets_no_last_day_for_is_never_missed_in_public(
    announced: str, on_day: Callable[[int], None]
) -> None:
    on_day(12)
    _tick()
    on_day(30)
    _tick()
    assert {event["data"]["stage"] for event in events() if event["type"] == "elections.deadline_missed.v1"} == {"roll"}


def test_of_a_worker_that_was_away_only_what_still_holds_is_heard(
    announced: str, on_day: Callable[[int], None]
) -> None:
    write_down_deadlines()
    on_day(20)
    _tick()
    assert _told() == [("approached", _day(20), 0)]


def test_two_workers_at_once_tell_once(announced: str, on_day: Callable[[int], None]) -> None:
    write_down_deadlines()
    on_day(21)
    start = Barrier(4)

    def tick(_: int) -> int:
        start.wait()
        return _tick()

    with ThreadPoolExecutor(4) as workers:
        told = sum(workers.map(tick, range(4)))
    _tick()
    assert _told() == [("missed", _day(20), 1)]
    assert told <= len([event for event in events() if event["type"].startswith("elections.deadline_")])


def test_what_was_done_in_time_is_not_told_of(
    office: ElectionOffice, announced: str, on_day: Callable[[int], None]
) -> None:
    write_down_deadlines()
    office.upload(f"/elections/{announced}/roll", roll_csv())
    run_jobs()
    body = {"kind": "rights", "office": "派出所", "document": "步公函〔2026〕3号", "on": _day(0)}
    office.post(f"/elections/{announced}/roll/checks", body)
    assert office.step(announced, "publish_roll").status_code == 200
    for day in (17, 21):
        on_day(day)
        _tick()
    assert _told() == []


def test_a_plan_that_moves_the_last_day_is_told_anew(
    office: ElectionOffice, announced: str, on_day: Callable[[int], None]
) -> None:
    on_day(17)
    _tick()
    version = office.get(f"/elections/{announced}").json["version"]
    changed = {"polling_day": _day(50), "reason": "台风停工两日，经街道同意推迟投票。"}
    path = f"/elections/{announced}/timetable/replan"
    assert office.post(path, changed, headers={"If-Match": f'"{version}"'}).status_code == 200
    for day in (18, 21, 27, 31):
        on_day(day)
        _tick()
    assert _told() == [("approached", _day(20), 3), ("approached", _day(30), 3), ("missed", _day(30), 1)]


def test_an_exception_lifts_the_last_day(office: ElectionOffice, announced: str, on_day: Callable[[int], None]) -> None:
    _tick()
    reason = "台风停工两日，经区民政局同意顺延。"
    office.post(f"/elections/{announced}/exceptions", {"duty": "roll_late", "reason": reason}, subject="officer")
    on_day(21)
    _tick()
    assert [each for each in _told() if each[0] == "missed"] == []


def test_an_election_that_is_entered_whole_on_one_day_is_not_late_with_what_comes_next(
    office: ElectionOffice, election: dict[str, Any], on_day: Callable[[int], None]
) -> None:
    """It polls today, and its announcement of thirty days ago is recorded first."""
    office.step(election["id"], "announce", days_before=30)
    _tick()
    assert _told() == []
    on_day(1)
    _tick()
    assert _told() == [("missed", _day(-20), 21)]


def test_nothing_is_told_of_a_draft(office: ElectionOffice, election: dict[str, Any]) -> None:
    _tick()
    assert [event["type"] for event in events()] == ["elections.area_registered.v1"]


@pytest.mark.parametrize("state", ["cancelled", "void"])
def test_nothing_is_told_of_an_election_that_was_given_up(
    announced: str, on_day: Callable[[int], None], state: str
) -> None:
    write_down_deadlines()
    with database.unit_of_work(Actor.system("test")) as uow:
        uow.session.execute(update(Election).values(state=state, version=Election.version + 1))
    on_day(21)
    assert tell_deadlines() == 0
    assert _tick() == 0
    with reading() as session:
        waiting = select(func.count()).select_from(Deadline).where(Deadline.told_at.is_(None))
        assert session.scalar(waiting) == 0


def test_after_the_result_the_handover_is_due_and_then_nothing_more(
    office: ElectionOffice, closed_election: dict[str, Any], on_day: Callable[[int], None]
) -> None:
    """Art 25: within ten days."""
    number = closed_election["id"]
    type_sheets(office, number)
    count_and_certify(office, number)
    on_day(7)
    _tick()
    assert _told("handover") == [("approached", _day(10), 3)]
    for stage in ("filing", "handover"):
        path = f"/elections/{number}/timetable/stages/{stage}/done"
        assert office.post(path, {"on": _day(7)}).status_code == 200
    on_day(11)
    assert _tick() == 0
    assert [event["data"]["stage"] for event in events() if "deadline_missed" in event["type"]] == []


def test_an_alert_of_long_ago_is_history(
    office: ElectionOffice, closed_election: dict[str, Any], on_day: Callable[[int], None]
) -> None:
    """An election that was certified before deadlines were kept, and whose handover nobody recorded."""
    type_sheets(office, closed_election["id"])
    count_and_certify(office, closed_election["id"])
    on_day(400)
    assert _tick() == 0


def test_a_tick_with_nothing_to_do_writes_nothing(announced: str) -> None:
    _tick()
    assert (write_down_deadlines(), tell_deadlines()) == (0, 0)
