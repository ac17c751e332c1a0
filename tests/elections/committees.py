"""A committee in office, as most tests of what follows on an election need it."""

from __future__ import annotations

from typing import Any

from tests.elections.conftest import ElectionOffice, count_and_certify, enter_sheets

FULL = {
    "director": {"主任1": 10, "主任2": 0},
    "vice_director": {"副主任1": 10, "副主任2": 0},
    "member": {"委员1": 9, "委员2": 8, "委员3": 7, "委员4": 1},
}


def certify_committee(office: ElectionOffice, election_id: str, figures: dict[str, Any] | None = None) -> None:
    """The closed election's papers are typed, counted and certified: five are in office."""
    enter_sheets(office, election_id, figures or FULL, papers=10)
    count_and_certify(office, election_id)


def committee(office: ElectionOffice, area: str, **query: Any) -> dict[str, Any]:
    answer = office.get(f"/areas/{area}/committee", query_string=query)
    assert answer.status_code == 200, answer.json
    return answer.json


def member(office: ElectionOffice, area: str, name: str) -> dict[str, Any]:
    return next(each for each in committee(office, area)["members"] if each["name"] == name)
