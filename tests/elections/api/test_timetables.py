"""The timetable of an election: planned, planned anew, marked by hand; the leaving audit before the poll (Art 38)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from shared import clock
from tests.conftest import COMMUNITY
from tests.elections.conftest import (
    CONTESTS,
    ElectionOffice,
    candidates_csv,
    check_roll,
    count_and_certify,
    events,
    publish_audit,
    roll_csv,
    run_jobs,
    staff_stations,
    type_sheets,
)

REASON = "台风停工两日，经街道同意推迟投票。"


def _day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


@pytest.fixture
def ahead(office: ElectionOffice, community: str) -> str:
    """A draft that polls in forty days."""
    body = {"area": community, "title": "换届选举", "polling_day": _day(40), "contests": CONTESTS}
    return office.post("/elections", body).json["id"]


@pytest.fixture
def announced(office: ElectionOffice, ahead: str) -> str:
    assert office.step(ahead, "announce").status_code == 200
    return ahead


def _timetable(office: ElectionOffice, number: str) -> dict[str, Any]:
    answer = office.get(f"/elections/{number}/timetable")
    assert answer.status_code == 200, answer.json
    return answer.json


def _stage(shown: dict[str, Any], code: str) -> dict[str, Any]:
    return next(each for each in shown["stages"] if each["code"] == code)


def _replan(office: ElectionOffice, number: str, *, version: int | None = None, **changes: Any) -> TestResponse:
    shown = office.get(f"/elections/{number}").json
    headers = {"If-Match": f'"{version or shown["version"]}"'}
    return office.post(f"/elections/{number}/timetable/replan", {"reason": REASON, **changes}, headers=headers)


def _mark(office: ElectionOffice, number: str, stage: str, **noted: Any) -> TestResponse:
    return office.post(f"/elections/{number}/timetable/stages/{stage}/done", noted)


def test_each_stage_has_its_days_its_article_and_who_is_responsible(office: ElectionOffice, ahead: str) -> None:
    shown = _timetable(office, ahead)
    roll = _stage(shown, "roll")
    assert (roll["planned_on"], roll["latest_on"], roll["lawful_until"]) == (_day(12), _day(20), _day(20))
    assert (roll["clause"], roll["responsible"]) == ("Art 17", "居民选举委员会")
    assert (roll["notice"], roll["done_by"]) == ("elections.roll_published.v1", "step")
    assert (roll["state"], roll["waiting_for"]) == ("waiting", ["announcement"])
    assert shown["earliest_polling_day"] == _day(20)
    assert "delegates" not in [each["code"] for each in shown["stages"]]


def test_the_current_stage_what_is_missing_and_who_must_act_come_in_one_call(
    office: ElectionOffice, announced: str
) -> None:
    shown = _timetable(office, announced)
    step = shown["act_now"][0]
    assert (step["step"], step["responsible"], step["due_on"]) == ("publish_roll", "居民选举委员会", _day(20))
    assert {"electors_missing", "rights_unchecked"} == {each["code"] for each in step["missing"]}
    assert _stage(shown, "announcement")["state"] == "done"
    assert shown["current"] == "leaving_audit"


def test_a_stage_of_the_state_machine_is_done_by_its_step_and_not_by_hand(office: ElectionOffice, ahead: str) -> None:
    answer = _mark(office, ahead, "roll")
    assert (answer.status_code, answer.json["code"]) == (409, "stage_by_step")
    assert "公布选民名单" in answer.json["missing"][0]["message"]


def test_a_mark_keeps_day_and_note_and_may_be_corrected(office: ElectionOffice, ahead: str) -> None:
    assert _mark(office, ahead, "leaving_audit", on=_day(-3), note="公布在社区公告栏").status_code == 200
    corrected = _mark(office, ahead, "leaving_audit", on=_day(-4), note="公布在社区公告栏")
    stage = _stage(corrected.json, "leaving_audit")
    assert (stage["state"], stage["done_on"], stage["note"]) == ("done", _day(-4), "公布在社区公告栏")


@pytest.mark.parametrize(
    ("stage", "noted", "code"),
    [
        ("leaving_audit", {"on": "tomorrow"}, "date_in_future"),
        ("leaving_audit", {"not_needed": True, "note": "首届"}, "reason_too_short"),
    ],
)
def test_a_mark_that_cannot_be_is_refused(
    office: ElectionOffice, ahead: str, stage: str, noted: dict[str, Any], code: str
) -> None:
    noted = {**noted, "on": _day(1)} if "on" in noted else noted
    answer = _mark(office, ahead, stage, **noted)
    assert (answer.status_code, [fault["code"] for fault in answer.json["fields"]]) == (422, [code])


def test_a_stage_waits_for_those_before_it(office: ElectionOffice, announced: str) -> None:
    answer = _mark(office, announced, "joint_review")
    assert (answer.status_code, answer.json["code"]) == (409, "stage_waits")
    assert "预选或者征求意见" in answer.json["missing"][0]["message"]


def test_a_stage_that_is_not_in_the_timetable_is_not_found(office: ElectionOffice, ahead: str) -> None:
    assert _mark(office, ahead, "lottery").json["code"] == "stage_not_found"
    assert _mark(office, ahead, "delegates").json["code"] == "stage_not_found"


def test_a_mark_is_not_dated_before_what_it_follows_on(office: ElectionOffice, announced: str) -> None:
    office.upload(f"/elections/{announced}/roll", roll_csv())
    run_jobs()
    check_roll(office, announced)
    assert office.step(announced, "publish_roll").status_code == 200
    answer = _mark(office, announced, "nomination", on=_day(-1))
    assert [fault["code"] for fault in answer.json["fields"]] == ["date_before_earlier_stage"]


def test_when_a_stage_slips_later_ones_move_and_the_poll_stays(office: ElectionOffice, announced: str) -> None:
    answer = _replan(office, announced, stage="roll", planned_on=_day(18))
    assert answer.status_code == 200, answer.json
    assert answer.json["polling_day"] == _day(40)
    assert _stage(answer.json, "roll")["planned_on"] == _day(18)
    assert _stage(answer.json, "objections")["planned_on"] == _day(23)
    assert _stage(_timetable(office, announced), "objections")["planned_on"] == _day(23)
    told = events()[-1]
    assert told["type"] == "elections.timetable_changed.v1"
    assert (told["data"]["polling_day"], told["data"]["reason"]) == (_day(40), REASON)
    assert [each["stage"] for each in told["data"]["stages"]][:2] == ["leaving_audit", "roll"]


def test_a_stage_that_slips_too_far_is_refused_with_the_earliest_polling_day(
    office: ElectionOffice, announced: str
) -> None:
    answer = _replan(office, announced, stage="roll", planned_on=_day(21))
    assert (answer.status_code, answer.json["code"]) == (409, "plan_too_short")
    assert _day(41) in answer.json["detail"]
    assert answer.json["missing"][0]["article"] == "Art 17"
    both = _replan(office, announced, stage="roll", planned_on=_day(21), polling_day=_day(41))
    assert both.status_code == 200
    assert both.json["polling_day"] == _day(41)


def test_the_polling_day_moves_after_the_announcement_if_that_is_lawful(office: ElectionOffice, announced: str) -> None:
    assert _replan(office, announced, polling_day=_day(19)).json["code"] == "plan_too_short"
    moved = _replan(office, announced, polling_day=_day(50))
    assert moved.status_code == 200, moved.json
    assert _stage(moved.json, "roll")["planned_on"] == _day(22)
    assert office.get(f"/elections/{announced}").json["polling_day"] == _day(50)
    assert _day(50) in str(date.fromisoformat(events()[-1]["data"]["polling_day"]))


def test_a_polling_day_on_which_somebody_is_too_young_is_refused(office: ElectionOffice, announced: str) -> None:
    """Eighteen on the day that was announced, not yet on an earlier one."""
    birthday = clock.today() + timedelta(days=35)
    born = birthday.replace(year=birthday.year - 18, day=min(birthday.day, 28)).isoformat()
    rows = f"姓名,性别,出生日期,住址,居民小组,登记类型\n王年轻,女,{born},和平路1号,一组,户籍"
    office.upload(f"/elections/{announced}/roll", rows.encode())
    assert [job["state"] for job in run_jobs()] == ["done"]
    answer = _replan(office, announced, polling_day=_day(25))
    assert (answer.status_code, answer.json["code"]) == (409, "polling_day_too_early")
    assert office.get(f"/elections/{announced}").json["polling_day"] == _day(40)


def test_two_officers_cannot_plan_over_each_other(office: ElectionOffice, announced: str) -> None:
    version = office.get(f"/elections/{announced}").json["version"]
    assert _replan(office, announced, version=version, polling_day=_day(45)).status_code == 200
    late = _replan(office, announced, version=version, polling_day=_day(46))
    assert (late.status_code, late.json["code"]) == (412, "version_changed")
    path = f"/elections/{announced}/timetable/replan"
    assert office.post(path, {"reason": REASON}).status_code == 428


def test_a_request_that_is_sent_twice_plans_once(office: ElectionOffice, announced: str) -> None:
    version = office.get(f"/elections/{announced}").json["version"]
    headers = {"If-Match": f'"{version}"', "Idempotency-Key": "replan-once"}
    path, body = f"/elections/{announced}/timetable/replan", {"reason": REASON, "polling_day": _day(45)}
    first, again = (office.post(path, body, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert [event["type"] for event in events()].count("elections.timetable_changed.v1") == 1


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"reason": "台风"}, "reason", "reason_too_short"),
        ({"stage": "roll"}, "planned_on", "stage_and_day"),
        ({"stage": "lottery", "planned_on": 10}, "stage", "stage_unknown"),
        ({"stage": "polling", "planned_on": 41}, "stage", "stage_polling"),
        ({"stage": "announcement", "planned_on": 5}, "stage", "stage_done"),
        ({"stage": "roll", "planned_on": -1}, "planned_on", "date_past"),
        ({"stage": "objections", "planned_on": 2}, "planned_on", "stage_early"),
        ({"stage": "handover", "planned_on": 51}, "planned_on", "stage_late"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    office: ElectionOffice, announced: str, changes: dict[str, Any], field: str, code: str
) -> None:
    changes = {name: _day(value) if name == "planned_on" else value for name, value in changes.items()}
    answer = _replan(office, announced, **changes)
    assert answer.status_code == 422, answer.json
    assert [(fault["field"], fault["code"]) for fault in answer.json["fields"]] == [(field, code)]


def test_what_has_passed_moves_to_today_when_planned_anew(office: ElectionOffice, community: str) -> None:
    """Twenty-five days before the poll nothing is done of what should have begun ten days ago."""
    body = {"area": community, "title": "换届选举", "polling_day": _day(25), "contests": CONTESTS}
    number = office.post("/elections", body).json["id"]
    office.step(number, "announce")
    assert _stage(_timetable(office, number), "leaving_audit")["state"] == "behind"
    shown = _replan(office, number).json
    assert _stage(shown, "leaving_audit")["planned_on"] == _day(0)
    assert _stage(shown, "roll")["planned_on"] == _day(0)
    assert _stage(shown, "leaving_audit")["state"] == "under_way"


def test_a_draft_is_planned_anew_without_telling_anybody(office: ElectionOffice, ahead: str) -> None:
    assert _replan(office, ahead, polling_day=_day(60)).status_code == 200
    assert [event["type"] for event in events()] == ["elections.area_registered.v1"]


def test_a_drafts_other_polling_day_is_planned_by_the_template(office: ElectionOffice, ahead: str) -> None:
    _replan(office, ahead, stage="roll", planned_on=_day(18))
    version = office.get(f"/elections/{ahead}").json["version"]
    office.patch(f"/elections/{ahead}", {"polling_day": _day(60)}, version=version)
    assert _stage(_timetable(office, ahead), "roll")["planned_on"] == _day(32)


def test_nothing_is_planned_once_the_poll_is_open(office: ElectionOffice, closed_election: dict[str, Any]) -> None:
    answer = _replan(office, closed_election["id"], polling_day=_day(30))
    assert (answer.status_code, answer.json["code"]) == (409, "change_closed")


def test_the_stages_of_an_election_go_by_what_is_recorded(
    office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    number = closed_election["id"]
    states = {each["code"]: each["state"] for each in _timetable(office, number)["stages"]}
    assert states["leaving_audit"] == states["roll"] == states["objections"] == states["nomination"] == "done"
    assert states["joint_review"] == "passed"
    type_sheets(office, number)
    count_and_certify(office, number)
    shown = _timetable(office, number)
    assert _stage(shown, "polling")["state"] == "done"
    assert _stage(shown, "handover")["lawful_until"] == _day(10)
    assert _mark(office, number, "filing").status_code == 200


def test_art_38_no_poll_before_the_leaving_audit_is_published(office: ElectionOffice, election: dict[str, Any]) -> None:
    number = election["id"]
    _ready(office, number)
    refused = office.step(number, "open_polling")
    assert [each["code"] for each in refused.json["missing"]] == ["leaving_audit_unpublished"]
    assert refused.json["missing"][0]["article"] == "Art 38"
    assert _mark(office, number, "leaving_audit", on=_day(0)).status_code == 200
    assert office.step(number, "open_polling").status_code == 409, "on polling day is not before the election"
    publish_audit(office, number, days_before=1)
    assert office.step(number, "open_polling").status_code == 200


def test_art_38_a_first_election_has_no_leaving_audit_and_says_so(
    office: ElectionOffice, election: dict[str, Any]
) -> None:
    number = election["id"]
    _ready(office, number)
    note = "本社区新成立，第一届选举没有离任审计。"
    marked = _mark(office, number, "leaving_audit", not_needed=True, note=note)
    assert _stage(marked.json, "leaving_audit")["state"] == "not_needed"
    assert office.step(number, "open_polling").status_code == 200


def test_a_by_election_has_no_leaving_audit_no_committee_and_no_handover(
    office: ElectionOffice, community: str
) -> None:
    body = {"area": community, "title": "补选", "polling_day": _day(40), "kind": "by_election", "contests": CONTESTS}
    number = office.post("/elections", body | {"term_ends_on": _day(400)}).json["id"]
    codes = {each["code"] for each in _timetable(office, number)["stages"]}
    assert not codes & {"leaving_audit", "committee", "handover"}
    late = _replan(office, number, polling_day=_day(400))
    assert [fault["code"] for fault in late.json["fields"]] == ["term_end_missing"]


def test_household_delegates_are_a_stage_of_their_own(office: ElectionOffice, community: str) -> None:
    body = {"area": community, "title": "选举", "polling_day": _day(40), "mode": "household", "contests": CONTESTS}
    number = office.post("/elections", body).json["id"]
    assert _stage(_timetable(office, number), "roll")["after"] == ["announcement", "delegates"]


def test_nothing_of_a_cancelled_election_is_due(office: ElectionOffice, announced: str) -> None:
    office.step(announced, "cancel")
    shown = _timetable(office, announced)
    assert (shown["act_now"], shown["current"]) == ([], None)
    assert _mark(office, announced, "leaving_audit").json["code"] == "election_ended"


def test_the_timetable_speaks_english(office: ElectionOffice, ahead: str) -> None:
    shown = office.get(f"/elections/{ahead}/timetable", headers={"Accept-Language": "en"}).json
    assert _stage(shown, "roll")["name"] == "publish the roll"


def _ready(office: ElectionOffice, number: str) -> None:
    """All that polling needs but the leaving audit."""
    assert office.get(f"/elections/{number}").json["area"] == COMMUNITY
    office.step(number, "announce", days_before=30)
    office.upload(f"/elections/{number}/roll", roll_csv())
    run_jobs()
    check_roll(office, number)
    office.step(number, "publish_roll", days_before=25)
    office.upload(f"/elections/{number}/candidates/import", candidates_csv())
    assert office.step(number, "publish_candidates").status_code == 200
    staff_stations(office, number)
