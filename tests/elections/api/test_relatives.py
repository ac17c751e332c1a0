"""Near relatives: recorded once a pair, seen by those who keep the roll, and heeded by the count (Art 8)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.elections.conftest import ElectionOffice, count_and_certify, type_sheets

MOTHER = {
    "name": "王芳",
    "birth_date": "1960-01-02",
    "relation": "child",
    "relative_name": "赵强",
    "relative_birth_date": "1985-03-04",
}
SON = {
    "name": "赵强",
    "birth_date": "1985-03-04",
    "relation": "parent",
    "relative_name": "王　芳",
    "relative_birth_date": "1960-01-02",
}


def _path(election: dict[str, Any]) -> str:
    return f"/elections/{election['id']}/relatives"


def _pairs(office: ElectionOffice, election: dict[str, Any]) -> list[dict[str, Any]]:
    return office.get(_path(election)).json["items"]


@pytest.mark.parametrize("said", [MOTHER, SON])
def test_a_pair_is_recorded_the_same_whichever_of_the_two_is_named_first(
    office: ElectionOffice, election: dict[str, Any], said: dict[str, str]
) -> None:
    recorded = office.post(_path(election), said)
    assert recorded.status_code == 201
    assert recorded.json.items() >= MOTHER.items()
    assert _pairs(office, election) == [recorded.json]


def test_a_pair_is_recorded_once(office: ElectionOffice, election: dict[str, Any]) -> None:
    office.post(_path(election), MOTHER)
    again = office.post(_path(election), SON)
    assert (again.status_code, again.json["code"]) == (409, "relatives_known")


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"relative_name": "王　芳", "relative_birth_date": "1960-01-02"}, "relative_name", "relative_same"),
        ({"relation": "cousin"}, "relation", "not_a_choice"),
        ({"name": "\u200b"}, "name", "cell_empty"),
        ({"relative_birth_date": "yesterday"}, "relative_birth_date", "not_a_date"),
    ],
)
def test_who_cannot_be_near_relatives_is_refused(
    office: ElectionOffice, election: dict[str, Any], changes: dict[str, str], field: str, code: str
) -> None:
    answer = office.post(_path(election), MOTHER | changes)
    assert answer.status_code == 422
    assert [(fault["field"], fault["code"]) for fault in answer.json["fields"]] == [(field, code)]
    assert _pairs(office, election) == []


def test_a_wrong_entry_is_taken_back(office: ElectionOffice, election: dict[str, Any]) -> None:
    recorded = office.post(_path(election), MOTHER).json["id"]
    assert office.call("DELETE", f"{_path(election)}/{recorded}").status_code == 204
    assert office.call("DELETE", f"{_path(election)}/{recorded}").status_code == 404
    assert _pairs(office, election) == []


def test_relatives_are_for_those_who_keep_the_roll(office: ElectionOffice, election: dict[str, Any]) -> None:
    answer = office.get(_path(election), scopes=("elections:read", "elections:write"))
    assert (answer.status_code, answer.json["code"]) == (403, "scope_missing")


def test_the_lower_post_of_near_relatives_goes_to_nobody(office: ElectionOffice, closed_election: Any) -> None:
    """近亲属回避: the winners of director and vice director are husband and wife."""
    number = closed_election["id"]
    couple = {
        "name": "主任1",
        "birth_date": "1970-01-01",
        "relation": "spouse",
        "relative_name": "副主任1",
        "relative_birth_date": "1985-01-01",
    }
    assert office.post(_path(closed_election), couple).status_code == 201
    type_sheets(office, number)
    contests = {each["post"]: each for each in count_and_certify(office, number)["contests"]}
    assert [each["name"] for each in contests["director"]["candidates"] if each["elected"]] == ["主任1"]
    (avoids,) = [each for each in contests["vice_director"]["candidates"] if each["name"] == "副主任1"]
    assert (avoids["elected"], avoids["passed_over"]) == (False, "relative")
    closed = office.post(_path(closed_election), MOTHER)
    assert (closed.status_code, closed.json["code"]) == (409, "change_closed")
    further = office.post(f"/elections/{number}/further-ballots", {"polling_day": closed_election["polling_day"]})
    (child,) = further.json["items"]
    assert [each["relative_name"] for each in _pairs(office, child)] == ["副主任1"]
