"""Candidates struck off after the list was published: what blocks the poll, and what a name on printed papers is worth
(Art 16, 18; ADR 15)."""

from __future__ import annotations

from typing import Any

import pytest

from shared import clock
from tests.elections.conftest import (
    ElectionOffice,
    account_for_papers,
    candidates_csv,
    check_roll,
    count_and_certify,
    enter_sheets,
    events,
    publish_audit,
    put_up_candidates,
    roll_csv,
    run_jobs,
    staff_stations,
)

RESERVE = "委员,备选一,女,1991-01-01,大专,社区党组织,,是"
FULL = {
    "director": {"主任1": 10, "主任2": 0},
    "vice_director": {"副主任1": 10, "副主任2": 0},
    "member": {"委员1": 9, "委员2": 8, "委员3": 7, "委员4": 6},
}


def _today() -> str:
    return clock.today().isoformat()


@pytest.fixture
def published(office: ElectionOffice, election: dict[str, Any]) -> str:
    """An election that polls today, with four candidates for three members' seats and one in reserve."""
    number = election["id"]
    office.step(number, "announce", days_before=30)
    header, *rows = candidates_csv().decode().splitlines()
    standing = [tuple(row.split(",")[1:4]) for row in (*rows, RESERVE)]
    office.upload(f"/elections/{number}/roll", roll_csv(10, standing=standing))
    run_jobs()
    check_roll(office, number)
    publish_audit(office, number)
    assert office.step(number, "publish_roll", days_before=25).status_code == 200
    listed = "\n".join([f"{header},备选", *(f"{row}," for row in rows), RESERVE])
    assert office.upload(f"/elections/{number}/candidates/import", listed.encode()).status_code == 201
    put_up_candidates(office, number)
    staff_stations(office, number)
    assert office.step(number, "publish_candidates", unprepared=True).status_code == 200
    return str(number)


def _named(office: ElectionOffice, number: str, name: str) -> dict[str, Any]:
    listed = office.get(f"/elections/{number}/candidates").json["items"]
    return next(each for each in listed if each["name"] == name)


def _strike(office: ElectionOffice, number: str, name: str, **changes: Any) -> Any:
    body = {"reason": "died", "on": _today(), "document": "死亡证明"} | changes
    return office.post(f"/elections/{number}/candidates/{_named(office, number, name)['id']}/striking", body)


def _missing(office: ElectionOffice, number: str) -> dict[str, str]:
    refused = office.step(number, "open_polling")
    assert refused.status_code == 409, refused.json
    return {each["code"]: each["article"] for each in refused.json["missing"]}


def test_art_18_a_bar_found_after_publication_blocks_the_poll_until_the_candidate_is_struck_off(
    office: ElectionOffice, published: str
) -> None:
    found = {
        "candidates": [_named(office, published, "委员1")["id"]],
        "items": ["criminal_punishment"],
        "passed": False,
    }
    found |= {"office": "派出所", "document": "步公函〔2026〕9号", "on": _today()}
    assert office.post(f"/elections/{published}/candidates/checks", found).status_code == 201
    assert _missing(office, published) == {"published_barred": "Art 18"}
    answer = _strike(office, published, "委员1", reason="barred")
    assert answer.status_code == 201, answer.json
    (struck,) = answer.json["items"]
    assert (struck["candidate"]["state"], struck["replaced_by"]["name"]) == ("struck", "备选一")
    told = events()[-1]["data"]
    assert (told["struck_for"], told["on_papers"], told["replaced_by"]) == ("barred", False, "备选一")
    page = office.client.get(f"/elections/{published}").get_data(as_text=True)
    assert "已除名" in page
    assert "步公函" not in page
    assert office.step(published, "open_polling").status_code == 200


def test_art_16_who_is_taken_off_the_roll_blocks_the_poll_and_the_difference_is_looked_at_again(
    office: ElectionOffice, published: str
) -> None:
    office.call("PUT", f"/elections/{published}/papers", json={"printed": 12, "kept": 2}, headers={"If-Match": '"0"'})
    electors = office.get(f"/elections/{published}/electors").json["items"]
    gone = next(each["id"] for each in electors if each["name"] == "委员1")
    body = {"elector_id": gone, "reason": "rights_lost", "on": _today()}
    assert office.post(f"/elections/{published}/roll/removals", body).status_code == 204
    assert _missing(office, published) == {"published_not_on_roll": "Art 16"}
    (struck,) = _strike(office, published, "委员1", reason="rights_lost").json["items"]
    assert struck["replaced_by"] is None
    assert events()[-1]["data"]["on_papers"] is True
    assert _missing(office, published) == {"candidates_too_few": "Art 18"}
    excused = {"duty": "candidates_too_few", "reason": "候选人去世，选票已经印制，来不及递补。"}
    assert office.post(f"/elections/{published}/exceptions", excused).status_code == 201
    assert office.step(published, "open_polling").status_code == 200


def test_votes_for_a_name_struck_off_while_people_vote_elect_nobody(office: ElectionOffice, published: str) -> None:
    """委员1 has most votes and died on polling day: the three after are elected by their own."""
    assert office.step(published, "open_polling").status_code == 200
    assert _strike(office, published, "委员1").status_code == 201
    assert office.step(published, "close").status_code == 200
    enter_sheets(office, published, FULL, papers=10)
    result = count_and_certify(office, published)
    members = next(each for each in result["contests"] if each["post"] == "member")
    assert [(each["name"], each["votes"], each["elected"]) for each in members["candidates"]] == [
        ("委员1", 9, False),
        ("委员2", 8, True),
        ("委员3", 7, True),
        ("委员4", 6, True),
    ]
    assert members["candidates"][0]["passed_over"] == "struck"
    assert members["outcome"] == "filled"


def test_nobody_is_struck_off_before_the_list_is_out_nor_twice_nor_in_the_count(
    office: ElectionOffice, published: str
) -> None:
    assert _strike(office, published, "委员1", on="2099-01-01").json["fields"][0]["code"] == "striking_day"
    assert _strike(office, published, "委员1").status_code == 201
    assert _strike(office, published, "委员1").json["code"] == "candidate_not_standing"
    for step in ("open_polling", "close"):
        assert office.step(published, step).status_code == 200
    enter_sheets(office, published, FULL | {"member": {"委员2": 8, "委员3": 7, "委员4": 6, "备选一": 5}}, papers=10)
    account_for_papers(office, published)
    assert office.step(published, "count").status_code == 200
    assert _strike(office, published, "委员2").json["code"] == "change_closed"
