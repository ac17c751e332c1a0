from __future__ import annotations

from typing import Any

import pytest

from tests.elections.conftest import Office, candidates_csv

CANDIDATE = {
    "post": "director",
    "name": "王　芳",
    "sex": "female",
    "birth_date": "1980-01-02",
    "education": "大专",
    "nominated_by": "joint",
    "joint_electors": 10,
}


def _names(office: Office, election: dict[str, Any]) -> list[str]:
    items = office.get(f"/elections/{election['id']}/candidates").json["items"]
    return [candidate["name"] for candidate in items]


def test_a_candidate_is_added_and_withdrawn(office: Office, election: dict[str, Any]) -> None:
    path = f"/elections/{election['id']}/candidates"
    added = office.post(path, CANDIDATE)
    assert (added.status_code, added.json["name"]) == (201, "王芳")
    assert _names(office, election) == ["王芳"]
    assert office.call("DELETE", f"{path}/{added.json['id']}").status_code == 204
    assert _names(office, election) == []
    assert office.call("DELETE", f"{path}/{added.json['id']}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"joint_electors": 9}, "joint_electors", "joint_electors_too_few"),
        ({"birth_date": "2020-01-01"}, "birth_date", "under_age"),
        ({"name": "\u200b"}, "name", "cell_empty"),
        ({"post": "mayor"}, "post", "not_a_choice"),
        ({"joint_electors": 2**40}, "joint_electors", "out_of_range"),
        ({"vote": 1}, "vote", "unknown_field"),
    ],
)
def test_who_may_not_stand_is_refused_by_field(
    office: Office, election: dict[str, Any], changes: dict[str, Any], field: str, code: str
) -> None:
    answer = office.post(f"/elections/{election['id']}/candidates", CANDIDATE | changes)
    assert answer.status_code == 422
    assert [(fault["field"], fault["code"]) for fault in answer.json["fields"]] == [(field, code)]


def test_nobody_stands_twice_for_one_post(office: Office, election: dict[str, Any]) -> None:
    path = f"/elections/{election['id']}/candidates"
    office.post(path, CANDIDATE)
    again = office.post(path, CANDIDATE | {"name": "王芳"})
    assert again.json["fields"][0]["code"] == "candidate_doubled"
    assert office.post(path, CANDIDATE | {"post": "member"}).status_code == 201


def test_a_list_is_imported_whole(office: Office, election: dict[str, Any]) -> None:
    answer = office.upload(f"/elections/{election['id']}/candidates/import", candidates_csv())
    assert (answer.status_code, answer.json) == (201, {"added": 8})
    assert _names(office, election)[:3] == ["主任1", "主任2", "副主任1"]


def test_a_list_with_a_bad_row_is_not_imported_at_all(office: Office, election: dict[str, Any]) -> None:
    content = candidates_csv() + "\n委员,委员9,女,1990-01-01,高中,选民联名,三\n".encode()
    answer = office.upload(f"/elections/{election['id']}/candidates/import", content)
    assert (answer.status_code, answer.json["code"], answer.json["total"]) == (422, "candidates_invalid", 1)
    assert (answer.json["fields"][0]["line"], answer.json["fields"][0]["column"]) == (10, "联名人数")
    assert _names(office, election) == []


def test_a_list_imported_twice_names_everyone_as_doubled(office: Office, election: dict[str, Any]) -> None:
    path = f"/elections/{election['id']}/candidates/import"
    office.upload(path, candidates_csv())
    again = office.upload(path, candidates_csv())
    assert {fault["code"] for fault in again.json["fields"]} == {"candidate_doubled"}
    assert len(_names(office, election)) == 8


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "empty_file"),
        (b"%PDF-1.7", 415, "unsupported_file"),
        ("职务,姓名\n主任,王芳".encode(), 422, "columns_wrong"),
        (candidates_csv().split(b"\n")[0], 422, "candidates_empty"),
    ],
)
def test_what_is_no_list_of_candidates_is_refused(
    office: Office, election: dict[str, Any], content: bytes, status: int, code: str
) -> None:
    answer = office.upload(f"/elections/{election['id']}/candidates/import", content)
    assert (answer.status_code, answer.json["code"]) == (status, code)
