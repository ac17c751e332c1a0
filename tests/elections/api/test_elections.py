from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.elections.domain.rules.numbers import years_after
from shared import clock
from tests.conftest import COMMUNITY, DISTRICT, OTHER_COMMUNITY
from tests.elections.conftest import CONTESTS, Office, candidates_csv, events, roll_csv, run_jobs


def _new(**changes: Any) -> dict[str, Any]:
    polling_day = (clock.today() + timedelta(days=60)).isoformat()
    return {"area": COMMUNITY, "title": "换届选举", "polling_day": polling_day, "contests": CONTESTS} | changes


def test_an_election_is_made_as_a_draft_that_says_what_is_missing(office: Office, community: str) -> None:
    made = office.post("/elections", _new())
    assert made.status_code == 201
    assert made.headers["Location"] == f"/api/v1/elections/{made.json['id']}"
    assert made.headers["ETag"] == '"1"'
    assert (made.json["state"], made.json["mode"], made.json["rule_set"]) == ("draft", "all", "cn-urban-2026")
    who = "居民选举委员会"
    announce, cancel = made.json["next_steps"]
    assert (announce["step"], announce["responsible"]) == ("announce", who)
    assert [duty["code"] for duty in announce["missing"]] == ["election_committee_missing"]
    assert cancel == {"step": "cancel", "responsible": who, "missing": []}
    assert events()[-1]["type"] == "elections.area_registered.v1"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"contests": [{"post": "director", "seats": 0}]}, "contests.0.seats", "out_of_range"),
        ({"contests": [{"post": "mayor", "seats": 1}]}, "contests.0.post", "not_a_choice"),
        (
            {"contests": [{"post": "member", "seats": 2}, {"post": "member", "seats": 3}]},
            "contests.0.post",
            "post_doubled",
        ),
        ({"contests": []}, "contests", "bad_length"),
        ({"title": "   "}, "title", "bad_format"),
        ({"titel": "x"}, "titel", "unknown_field"),
        ({"stations": [{"name": "一", "size": 3}]}, "stations.0.size", "unknown_field"),
        ({"mode": "lottery"}, "mode", "not_a_choice"),
        ({"polling_day": "12月20日"}, "polling_day", "not_a_date"),
        ({"polling_day": "2018-12-28"}, "polling_day", "rule_set_none_in_force"),
        ({"rule_set": "../etc/passwd"}, "rule_set", "rule_set_unknown"),
        ({"area": OTHER_COMMUNITY}, "area", "area_unknown"),
        ({"stations": [{"name": "主会场"}, {"name": "主会场"}]}, "name", "station_doubled"),
    ],
)
def test_what_cannot_be_an_election_is_refused_by_field(
    office: Office, community: str, changes: dict[str, Any], field: str, code: str
) -> None:
    answer = office.post("/elections", _new(**changes))
    assert answer.status_code == 422
    assert (field, code) in {(fault["field"], fault["code"]) for fault in answer.json["fields"]}
    assert office.get("/elections").json["items"] == []


def test_a_districts_election_is_refused(office: Office) -> None:
    office.post("/areas", {"code": DISTRICT, "name": "长洲区"})
    answer = office.post("/elections", _new(area=DISTRICT))
    assert answer.json["fields"][0]["code"] == "area_not_community"


def test_faults_are_told_in_the_readers_language(office: Office, community: str) -> None:
    answer = office.post("/elections", _new(titel="x"), headers={"Accept-Language": "en"})
    assert answer.json["fields"][0]["message"] == "There is no field of this name."
    assert answer.headers["Content-Language"] == "en"


def test_elections_are_listed_newest_first_by_area_and_state(office: Office, community: str) -> None:
    ids = [office.post("/elections", _new()).json["id"] for _ in range(3)]
    office.step(ids[0], "cancel")
    assert [row["id"] for row in office.get("/elections").json["items"]] == ids[::-1]
    assert [row["id"] for row in office.get("/elections?state=cancelled").json["items"]] == ids[:1]
    assert office.get(f"/elections?area={OTHER_COMMUNITY}").json["items"] == []
    assert office.get("/elections?state=won").status_code == 422


def test_a_draft_is_changed_by_whoever_has_read_its_latest_version(office: Office, election: dict[str, Any]) -> None:
    path = f"/elections/{election['id']}"
    changed = office.call("PATCH", path, json={"title": "补选"}, headers={"If-Match": '"1"'})
    assert (changed.status_code, changed.json["title"], changed.headers["ETag"]) == (200, "补选", '"2"')
    assert office.call("PATCH", path, json={"title": "乙"}, headers={"If-Match": '"1"'}).status_code == 412
    assert office.call("PATCH", path, json={"title": "乙"}).status_code == 428
    assert office.call("PATCH", path, json={"state": "certified"}, headers={"If-Match": '"2"'}).status_code == 422


def test_an_announced_election_stands(office: Office, election: dict[str, Any]) -> None:
    announced = office.step(election["id"], "announce", days_before=30)
    headers = {"If-Match": announced.headers["ETag"]}
    answer = office.call("PATCH", f"/elections/{election['id']}", json={"title": "乙"}, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (409, "change_closed")
    assert answer.json["missing"][0]["code"] == "state_needed"


def test_the_polling_day_does_not_move_to_a_day_on_which_someone_is_under_age(
    office: Office, election: dict[str, Any]
) -> None:
    birthday = years_after(clock.today(), -18)
    row = f"\n小明,男,{birthday},和平路99号,一组,户籍".encode()
    office.upload(f"/elections/{election['id']}/roll", roll_csv() + row)
    assert run_jobs()[0]["state"] == "done"
    version = office.get(f"/elections/{election['id']}").headers["ETag"]
    earlier = (clock.today() - timedelta(days=2)).isoformat()  # nobody comes of age on 29 February alone
    answer = office.call(
        "PATCH", f"/elections/{election['id']}", json={"polling_day": earlier}, headers={"If-Match": version}
    )
    assert (answer.status_code, answer.json["missing"][0]["code"]) == (409, "under_age")
    assert answer.json["missing"][0]["article"] == "Art 16"


def test_every_change_to_an_election_gives_it_a_new_version(office: Office, election: dict[str, Any]) -> None:
    path = f"/elections/{election['id']}"
    versions = [office.get(path).json["version"]]
    office.post(f"{path}/stations", {"name": "三号站"})
    versions.append(office.get(path).json["version"])
    office.upload(f"{path}/candidates/import", candidates_csv())
    versions.append(office.get(path).json["version"])
    office.upload(f"{path}/roll", roll_csv())
    run_jobs()
    versions.append(office.get(path).json["version"])
    assert versions == [1, 2, 3, 4]


def test_the_same_request_sent_twice_makes_one_election(office: Office, community: str) -> None:
    answers = [office.post("/elections", _new(), headers={"Idempotency-Key": "k1"}) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert len(office.get("/elections").json["items"]) == 1
