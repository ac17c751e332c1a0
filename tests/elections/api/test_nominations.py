"""From nominees to candidates (Art 18): nominators, checks, acceptance and the order, through the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.elections.api.test_access import NOBODY
from tests.elections.api.test_candidates import CANDIDATE
from tests.elections.conftest import (
    ElectionOffice,
    candidates_csv,
    check_roll,
    put_up_candidates,
    roll_csv,
    run_jobs,
)

CHECK = {"all": True, "passed": True, "office": "区联审机构", "document": "联审〔2026〕5号"}


@pytest.fixture
def path(office: ElectionOffice, election: dict[str, Any]) -> str:
    """The candidates' address, of an election whose roll of ten is published; 张一 and 张丁 are among them."""
    number = election["id"]
    office.step(number, "announce", days_before=30)
    office.upload(f"/elections/{number}/roll", roll_csv())
    run_jobs()
    check_roll(office, number)
    assert office.step(number, "publish_roll", days_before=25).status_code == 200
    return f"/elections/{number}/candidates"


@pytest.fixture
def names(office: ElectionOffice, path: str) -> list[str]:
    """Of everybody on the roll."""
    electors = office.get(f"{path.removesuffix('candidates')}electors").json["items"]
    return [each["name"] for each in electors]


def _today() -> str:
    return clock.today().isoformat()


def _codes(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.json
    return [fault["code"] for fault in answer.json["fields"]]


def _missing(office: ElectionOffice, path: str) -> set[str]:
    """The codes for which the candidates are not published."""
    answer = office.step(path.split("/")[2], "publish_candidates", unprepared=True)
    assert answer.status_code == 409
    return {each["code"] for each in answer.json["missing"]}


def test_ten_electors_of_the_roll_nominate_by_their_names(office: ElectionOffice, path: str, names: list[str]) -> None:
    named = [f"{names[0]}（1980-01-02）", *names[1:]]
    added = office.post(path, CANDIDATE | {"nominator_names": named, "joint_electors": 0})
    assert (added.status_code, added.json["joint_electors"]) == (201, 10)
    signed = office.get(f"{path}/{added.json['id']}/nominators").json["items"]
    assert [each["name"] for each in signed] == names
    shown = office.get(f"{path}/{added.json['id']}").json
    assert (shown["nominators"], shown["checks"], shown["accepted_on"]) == (10, "unchecked", None)
    assert "nominator_names" not in shown


def test_nominators_are_each_on_the_roll_and_enough(office: ElectionOffice, path: str, names: list[str]) -> None:
    assert _codes(office.post(path, CANDIDATE | {"nominator_names": names[:9]})) == ["joint_electors_too_few"]
    strangers = [*names[:9], "赵六", "赵七"]
    assert _codes(office.post(path, CANDIDATE | {"nominator_names": strangers})) == ["nominator_not_on_roll"] * 2
    doubled = [*names, names[0]]
    assert _codes(office.post(path, CANDIDATE | {"nominator_names": doubled})) == ["nominator_doubled"]
    unreadable = [*names, "张三（昨天）"]
    assert _codes(office.post(path, CANDIDATE | {"nominator_names": unreadable})) == ["date_unreadable"]
    party = CANDIDATE | {"nominated_by": "party", "nominator_names": names}
    assert _codes(office.post(path, party)) == ["nominators_of_party"]


def test_nobody_nominates_more_directors_than_there_are_seats(
    office: ElectionOffice, path: str, names: list[str]
) -> None:
    body = CANDIDATE | {"nominator_names": names}
    first = office.post(path, body)
    assert first.status_code == 201
    assert set(_codes(office.post(path, body | {"name": "王兰"}))) == {"nominator_names_too_many"}
    again = office.post(f"{path}/{first.json['id']}/nominators", {"nominator_names": names})
    assert again.status_code == 201, "who is named anew for the same candidate has not named another one"
    assert office.post(path, body | {"name": "王兰", "post": "member"}).status_code == 201
    assert office.call("DELETE", f"{path}/{first.json['id']}").status_code == 204
    assert office.post(path, body | {"name": "王兰"}).status_code == 201


def test_a_file_names_nominators_and_every_fault_by_its_row(
    office: ElectionOffice, path: str, names: list[str]
) -> None:
    header = "职务,姓名,性别,出生日期,文化程度,提名方式,联名人数,联名选民\n"
    row = "主任,王芳,女,1980-01-02,大专,选民联名,,{}\n"
    bad = office.upload(f"{path}/import", (header + row.format("、".join([*names[:9], "赵六"]))).encode())
    assert [(each["code"], each["line"], each["column"]) for each in bad.json["fields"]] == [
        ("nominator_not_on_roll", 2, "联名选民")
    ]
    good = office.upload(f"{path}/import", (header + row.format("、".join(names))).encode())
    assert (good.status_code, good.json) == (201, {"added": 1})
    assert office.get(path).json["items"][0]["joint_electors"] == 10


def test_a_bare_number_is_imported_but_not_published(office: ElectionOffice, path: str, names: list[str]) -> None:
    assert office.upload(f"{path}/import", candidates_csv()).status_code == 201
    assert _missing(office, path) >= {"nominators_unchecked", "candidates_unchecked", "candidates_unaccepted"}
    joint = next(each for each in office.get(path).json["items"] if each["nominated_by"] == "joint")
    office.post(f"{path}/{joint['id']}/nominators", {"nominator_names": names})
    assert "nominators_unchecked" not in _missing(office, path)


def test_a_failed_check_bars_until_the_candidate_is_taken_off(office: ElectionOffice, path: str) -> None:
    one_more = candidates_csv() + "\n委员,委员5,女,1990-01-05,高中,社区党组织,".encode()
    office.upload(f"{path}/import", one_more)
    put_up_candidates(office, path.split("/")[2])
    last = office.get(path).json["items"][-1]
    failed = CHECK | {"all": False, "candidates": [last["id"]], "passed": False, "items": ["organised_crime"]}
    assert office.post(f"{path}/checks", failed | {"on": _today()}).json == {"recorded": 1}
    shown = office.get(f"{path}/{last['id']}").json
    assert shown["checks"] == "barred"
    assert {each["item"]: each["passed"] for each in shown["checklist"]} == {
        "age": True,
        "roll": False,
        "expelled_from_party": True,
        "criminal_punishment": True,
        "organised_crime": False,
        "illegal_religion": True,
    }
    assert _missing(office, path) == {"candidates_barred", "candidates_not_on_roll"}
    assert office.call("DELETE", f"{path}/{last['id']}").status_code == 204
    assert office.step(path.split("/")[2], "publish_candidates", unprepared=True).status_code == 200


def test_art_16_who_is_not_registered_does_not_stand(office: ElectionOffice, path: str) -> None:
    number = path.split("/")[2]
    listed = candidates_csv().decode().replace("选民联名,10", "社区党组织,0")
    office.upload(f"{path}/import", listed.encode())
    gone = next(each for each in office.get(f"/elections/{number}/electors").json["items"] if each["name"] == "委员1")
    office.post(f"/elections/{number}/roll/removals", {"elector_id": gone["id"], "reason": "moved_out", "on": _today()})
    put_up_candidates(office, number)
    refused = office.step(number, "publish_candidates", unprepared=True).json["missing"]
    assert [(each["code"], each["article"]) for each in refused] == [("candidates_not_on_roll", "Art 16")]
    assert "委员1" in refused[0]["message"]
    standing = next(each for each in office.get(path).json["items"] if each["name"] == "委员1")
    assert office.call("DELETE", f"{path}/{standing['id']}").status_code == 204
    assert _missing(office, path) == {"candidates_too_few"}


def test_who_reads_no_personal_data_sees_no_checklist(office: ElectionOffice, path: str) -> None:
    added = office.post(path, CANDIDATE).json
    shown = office.get(f"{path}/{added['id']}", scopes=("elections:read",)).json
    assert "checklist" not in shown
    assert office.get(f"{path}/{added['id']}/nominators", scopes=("elections:read",)).status_code == 403


@pytest.mark.parametrize(
    ("resource", "body", "code"),
    [
        ("checks", CHECK | {"all": False}, "candidates_unknown"),
        (
            "checks",
            CHECK | {"all": False, "candidates": [NOBODY]},
            "candidates_unknown",
        ),
        ("checks", CHECK | {"items": ["left_handed"]}, "not_a_choice"),
        ("acceptances", {"candidates": []}, "candidates_unknown"),
    ],
)
def test_a_record_about_nobody_is_refused(
    office: ElectionOffice, path: str, resource: str, body: dict[str, Any], code: str
) -> None:
    office.post(path, CANDIDATE)
    assert _codes(office.post(f"{path}/{resource}", body | {"on": _today()})) == [code]


@pytest.mark.parametrize("resource", ["checks", "acceptances"])
def test_nothing_is_recorded_beforehand(office: ElectionOffice, path: str, resource: str) -> None:
    office.post(path, CANDIDATE)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    body = CHECK if resource == "checks" else {"all": True}
    assert _codes(office.post(f"{path}/{resource}", body | {"on": tomorrow})) == ["date_in_future"]


def test_near_relatives_among_candidates_are_shown_and_not_refused(office: ElectionOffice, path: str) -> None:
    first = office.post(path, CANDIDATE).json
    office.post(path, CANDIDATE | {"post": "member", "name": "王兰"})
    pair = {"name": "王芳", "birth_date": "1980-01-02", "relative_name": "王兰", "relative_birth_date": "1980-01-02"}
    related = office.post(f"{path.removesuffix('candidates')}relatives", pair | {"relation": "sibling"})
    assert related.status_code == 201
    assert office.get(f"{path}/{first['id']}").json["relatives"] == ["王兰"]


def test_the_order_is_frozen_when_the_list_is_published(office: ElectionOffice, path: str, names: list[str]) -> None:
    body = CANDIDATE | {"post": "vice_director", "name": "张一", "birth_date": "1980-01-02", "nominator_names": names}
    assert office.post(path, body).status_code == 201
    listed = candidates_csv().decode().replace("选民联名,10", "社区党组织,0")
    assert office.upload(f"{path}/import", listed.encode()).status_code == 201
    assert office.step(path.split("/")[2], "publish_candidates").status_code == 200
    ordered = sorted(office.get(path).json["items"], key=lambda each: each["place"])
    assert [each["name"] for each in ordered][:5] == ["主任1", "主任2", "副主任1", "副主任2", "张一"]
    assert office.post(f"{path}/{ordered[0]['id']}/strokes", {"strokes": 5}).status_code == 409
    assert office.post(f"{path}/{ordered[4]['id']}/nominators", {"nominator_names": names}).status_code == 409


def test_strokes_are_typed_for_a_surname_that_is_not_known(office: ElectionOffice, path: str) -> None:
    added = office.post(path, CANDIDATE).json
    assert office.post(f"{path}/{added['id']}/strokes", {"strokes": 20}).json["strokes"] == 20
    assert _codes(office.post(f"{path}/{added['id']}/strokes", {"strokes": 0})) == ["out_of_range"]


def test_the_timetable_sees_the_committee_and_the_checks(office: ElectionOffice, path: str) -> None:
    office.upload(f"{path}/import", candidates_csv())
    put_up_candidates(office, path.split("/")[2])
    stages = office.get(f"{path.removesuffix('candidates')}timetable").json["stages"]
    done = {each["code"]: each["done_on"] for each in stages}
    assert done["first_review"] == _today()
    assert done["committee"] == (clock.today() - timedelta(days=34)).isoformat()
