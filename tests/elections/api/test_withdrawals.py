"""Candidates after nomination: statements, meetings with residents, withdrawal and who moves up (Art 18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.elections.store import tables
from services.elections.store.database import reading
from shared import clock
from tests.elections.conftest import (
    ElectionOffice,
    candidates_csv,
    check_roll,
    events,
    meet_residents,
    publish_audit,
    put_up_candidates,
    roll_csv,
    run_jobs,
    staff_stations,
)

RESERVES = (
    "委员,备选一,女,1991-01-01,大专,选民联名,12,是",
    "委员,备选二,女,1991-01-02,本科,选民联名,30,是",
    "委员,备选三,男,1991-01-03,本科,选民联名,20,备选",
)


def _ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


def _list() -> bytes:
    header, *rows = candidates_csv().decode().splitlines()
    return "\n".join([f"{header},备选", *(f"{row}," for row in rows), *RESERVES]).encode()


@pytest.fixture
def nominated(office: ElectionOffice, election: dict[str, Any]) -> str:
    """An election that polls today; its roll is published and its candidates are entered, three in reserve."""
    number = election["id"]
    office.step(number, "announce", days_before=30)
    standing = [tuple(row.split(",")[1:4]) for row in (*candidates_csv().decode().splitlines()[1:], *RESERVES)]
    office.upload(f"/elections/{number}/roll", roll_csv(40, standing=standing))
    run_jobs()
    check_roll(office, number)
    publish_audit(office, number)
    assert office.step(number, "publish_roll", days_before=25).status_code == 200
    added = office.upload(f"/elections/{number}/candidates/import", _list())
    assert added.json == {"added": 11}
    return number


@pytest.fixture
def published(office: ElectionOffice, nominated: str) -> str:
    """Its candidates were published two days ago. Those in reserve accepted, too; the second did not pass a check."""
    put_up_candidates(office, nominated)
    barred = {"candidates": [_candidates(office, nominated)["备选二"]["id"]], "items": ["criminal_punishment"]}
    found = {"passed": False, "office": "派出所", "document": "步公函〔2026〕9号", "on": _ago(3)}
    assert office.post(f"/elections/{nominated}/candidates/checks", barred | found).status_code == 201
    answer = office.step(nominated, "publish_candidates", days_before=2, unprepared=True)
    assert answer.status_code == 200, answer.json
    return nominated


def _candidates(office: ElectionOffice, number: str) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in office.get(f"/elections/{number}/candidates").json["items"]}


def _withdraw(office: ElectionOffice, number: str, name: str, days_ago: int = 0, **options: Any) -> Any:
    candidate = _candidates(office, number)[name]["id"]
    body = {"on": _ago(days_ago), "document": "退出申请书", "reason": "家中有事"}
    return office.post(f"/elections/{number}/candidates/{candidate}/withdrawal", body, **options)


def _page(office: ElectionOffice, number: str) -> str:
    return office.client.get(f"/elections/{number}").get_data(as_text=True)


def test_who_is_in_reserve_is_neither_published_nor_counted(office: ElectionOffice, published: str) -> None:
    assert [each["state"] for each in _candidates(office, published).values()] == ["standing"] * 8 + ["reserve"] * 3
    told = next(each for each in reversed(events()) if each["type"] == "elections.candidates_published.v1")
    assert "备选" not in str(told["data"])
    assert "备选一" not in _page(office, published)


def test_a_single_nominee_is_entered_in_reserve(office: ElectionOffice, nominated: str) -> None:
    body = {"post": "director", "name": "备选四", "sex": "male", "birth_date": "1980-01-01", "nominated_by": "party"}
    added = office.post(f"/elections/{nominated}/candidates", body | {"reserve": True})
    assert (added.status_code, added.json["state"]) == (201, "reserve")


def test_reserves_do_not_make_up_the_difference(office: ElectionOffice, nominated: str) -> None:
    for name in ("委员3", "委员4"):
        gone = _candidates(office, nominated)[name]["id"]
        assert office.call("DELETE", f"/elections/{nominated}/candidates/{gone}").status_code == 204
    missing = office.step(nominated, "publish_candidates").json["missing"]
    short = next(each for each in missing if each["code"] == "candidates_too_few")
    assert "现有2名" in short["message"]


def test_a_candidate_withdraws_and_the_reserve_whom_most_nominated_moves_up(
    office: ElectionOffice, published: str
) -> None:
    answer = _withdraw(office, published, "委员1")
    assert answer.status_code == 201, answer.json
    assert (answer.json["candidate"]["state"], answer.json["candidate"]["withdrew_on"]) == ("withdrawn", _ago(0))
    assert (answer.json["replaced_by"]["name"], answer.json["replaced_by"]["state"]) == ("备选三", "standing")
    told = events()[-1]
    assert told["type"] == "elections.candidate_withdrawn.v1"
    shown = {name: told["data"][name] for name in ("post", "name", "withdrew_on", "replaced_by")}
    assert shown == {"post": "member", "name": "委员1", "withdrew_on": _ago(0), "replaced_by": "备选三"}


def test_the_paper_and_the_reason_are_kept_and_told_to_nobody(office: ElectionOffice, published: str) -> None:
    answer = _withdraw(office, published, "委员1")
    with reading() as session:
        kept = session.get_one(tables.Candidate, UUID(answer.json["candidate"]["id"])).withdrawal
    assert kept == "退出申请书（家中有事）"
    told = (answer.get_data(as_text=True), str(events()[-1]["data"]), _page(office, published))
    assert not any("家中有事" in each or "退出申请书" in each for each in told)


def test_who_withdrew_is_on_no_paper_and_seen_by_everybody(office: ElectionOffice, published: str) -> None:
    names = _candidates(office, published)
    _withdraw(office, published, "委员1")
    page = _page(office, published)
    assert "<s>委员1</s>" in page
    assert page.index("委员4") < page.index("备选三")
    assert "备选一" not in page
    staff_stations(office, published)
    meet_residents(office, published)
    for step in ("open_polling", "close"):
        answer = office.step(published, step)
        assert answer.status_code == 200, answer.json
    station = office.get(f"/elections/{published}/stations").json["items"][0]["id"]
    sheet = {"issued": 1, "recovered": 1, "contests": {"member": {"void": 0, "votes": {names["委员1"]["id"]: 1}}}}
    refused = office.post(f"/stations/{station}/entries", sheet)
    assert refused.status_code == 422
    assert names["委员1"]["id"] in str(refused.json["fields"])


def test_when_no_reserve_is_left_the_poll_waits_for_an_exception(office: ElectionOffice, published: str) -> None:
    staff_stations(office, published)
    for name, up in (("委员1", "备选三"), ("委员2", "备选一"), ("委员3", None)):
        moved = _withdraw(office, published, name).json["replaced_by"]
        assert (moved and moved["name"]) == up
    missing = office.step(published, "open_polling").json["missing"]
    assert [(each["code"], each["article"]) for each in missing] == [("candidates_too_few", "Art 18")]
    reason = {"duty": "candidates_too_few", "reason": "候选人临时退出，经区民政局同意等额选举。"}
    assert office.post(f"/elections/{published}/exceptions", reason).status_code == 201
    assert office.step(published, "open_polling").status_code == 200


def test_who_withdrew_withdraws_once_and_a_repeated_request_changes_nothing(
    office: ElectionOffice, published: str
) -> None:
    key = {"headers": {"Idempotency-Key": "withdrawal-1"}}
    first = _withdraw(office, published, "委员1", **key)
    assert _withdraw(office, published, "委员1", **key).json == first.json
    assert _withdraw(office, published, "委员1").json["code"] == "candidate_not_standing"
    assert _withdraw(office, published, "备选二").json["code"] == "candidate_not_standing"


def test_a_withdrawal_past_its_days_is_refused_with_the_rule(office: ElectionOffice, nominated: str) -> None:
    office.step(nominated, "publish_candidates", days_before=5)
    late = _withdraw(office, nominated, "委员1", days_ago=1)
    assert (late.status_code, late.json["missing"][0]["article"]) == (409, "Art 18")
    assert _ago(2) in late.json["missing"][0]["message"]
    assert _withdraw(office, nominated, "委员1", days_ago=2).status_code == 201


def test_before_publication_a_candidate_is_removed_and_does_not_withdraw(
    office: ElectionOffice, nominated: str
) -> None:
    assert _withdraw(office, nominated, "委员1").json["code"] == "change_closed"


def test_a_published_candidate_is_not_removed(office: ElectionOffice, published: str) -> None:
    gone = _candidates(office, published)["委员1"]["id"]
    assert office.call("DELETE", f"/elections/{published}/candidates/{gone}").status_code == 409


def test_once_the_poll_is_open_nobody_withdraws(office: ElectionOffice, closed_election: dict[str, Any]) -> None:
    assert _withdraw(office, closed_election["id"], "委员1").json["code"] == "change_closed"


def test_a_candidate_of_another_election_is_not_found(office: ElectionOffice, published: str) -> None:
    path = f"/elections/{published}/candidates/01930a2c-0000-7000-8000-00000000ffff"
    body = {"on": _ago(0), "document": "退出申请书"}
    assert office.post(f"{path}/withdrawal", body).json["code"] == "candidate_not_found"
    assert _put(office, f"{path}/statement", {"text": "x"}, version=0).json["code"] == "candidate_not_found"


def _put(office: ElectionOffice, path: str, body: dict[str, Any], *, version: int) -> Any:
    return office.call("PUT", path, json=body, headers={"If-Match": f'"{version}"'})


def _state(office: ElectionOffice, number: str, text: str, *, version: int = 0) -> Any:
    candidate = _candidates(office, number)["主任1"]["id"]
    return _put(office, f"/elections/{number}/candidates/{candidate}/statement", {"text": text}, version=version)


def test_a_statement_is_shown_as_written_once_the_candidates_are_published(
    office: ElectionOffice, nominated: str
) -> None:
    written = _state(office, nominated, "加装电梯\n<script>alert(1)</script>\n")
    assert (written.status_code, written.json["statement"]) == (200, "加装电梯\n<script>alert(1)</script>")
    assert "加装电梯" not in _page(office, nominated)
    assert office.step(nominated, "publish_candidates", days_before=1).status_code == 200
    page = _page(office, nominated)
    assert "加装电梯<br>&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert _state(office, nominated, "别的", version=1).json["code"] == "change_closed"


def test_two_clerks_who_write_one_statement_do_not_undo_each_other(office: ElectionOffice, nominated: str) -> None:
    assert _state(office, nominated, "加装电梯").headers["ETag"] == '"1"'
    assert _state(office, nominated, "修路灯").status_code == 412
    assert _state(office, nominated, "修路灯", version=1).json["statement"] == "修路灯"


@pytest.mark.parametrize("text", ["", " \n ", "字" * 2001, "a\u0000b"])
def test_what_is_no_statement_is_refused(office: ElectionOffice, nominated: str, text: str) -> None:
    assert {fault["field"] for fault in _state(office, nominated, text).json["fields"]} == {"text"}


def _meet(office: ElectionOffice, number: str, days_ago: int = 0, **changes: Any) -> Any:
    body = {"on": _ago(days_ago), "place": "社区礼堂", "attended": 56, "questions": 7, "document": "见面会记录"}
    return office.post(f"/elections/{number}/candidate-meetings", body | changes)


def test_the_poll_is_not_opened_before_the_candidates_met_the_residents(office: ElectionOffice, published: str) -> None:
    staff_stations(office, published)
    refused = office.step(published, "open_polling", unprepared=True)
    assert [each["code"] for each in refused.json["missing"]] == ["candidate_meeting_missing"]
    assert _meet(office, published, 1).status_code == 201
    assert [each["on"] for each in office.get(f"/elections/{published}/candidate-meetings").json["items"]] == [_ago(1)]
    page = _page(office, published)
    assert "社区礼堂" in page
    assert "56名居民到场，提问7次。" in page
    stages = office.get(f"/elections/{published}/timetable").json["stages"]
    assert next(each for each in stages if each["code"] == "meeting")["done_on"] == _ago(1)
    assert office.step(published, "open_polling", unprepared=True).status_code == 200


@pytest.mark.parametrize("days_ago", [3, -1])
def test_a_meeting_is_neither_before_publication_nor_to_come(
    office: ElectionOffice, published: str, days_ago: int
) -> None:
    assert [fault["code"] for fault in _meet(office, published, days_ago).json["fields"]] == ["meeting_day"]


def test_without_published_candidates_there_is_nobody_to_meet(office: ElectionOffice, nominated: str) -> None:
    assert _meet(office, nominated).json["code"] == "change_closed"


def test_a_meeting_to_which_nobody_came_is_none(office: ElectionOffice, published: str) -> None:
    assert [fault["field"] for fault in _meet(office, published, attended=0).json["fields"]] == ["attended"]


def test_the_record_of_a_meeting_is_put_right_until_the_poll_opens(office: ElectionOffice, published: str) -> None:
    met = _meet(office, published, 1).json
    path = f"/elections/{published}/candidate-meetings/{met['id']}"
    right = {name: met[name] for name in ("on", "place", "questions", "document")} | {"attended": 65}
    corrected = _put(office, path, right, version=1)
    assert (corrected.status_code, corrected.json["attended"], corrected.headers["ETag"]) == (200, 65, '"2"')
    assert _put(office, path, right, version=1).status_code == 412
    assert [fault["code"] for fault in _put(office, path, right | {"on": _ago(3)}, version=2).json["fields"]] == [
        "meeting_day"
    ]
    staff_stations(office, published)
    assert office.step(published, "open_polling").status_code == 200
    assert _put(office, path, right, version=2).json["code"] == "change_closed"


def test_a_bad_word_in_the_column_of_reserves_is_told_with_its_line(office: ElectionOffice, nominated: str) -> None:
    content = "\n".join([_list().decode().splitlines()[0], RESERVES[0].replace("备选一", "某某").replace("是", "也许")])
    answer = office.upload(f"/elections/{nominated}/candidates/import", content.encode())
    assert [(fault["line"], fault["column"]) for fault in answer.json["fields"]] == [(2, "备选")]
