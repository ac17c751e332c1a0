"""The published roll: objections within five days, decisions within three, versions with their hashes (Art 17)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.elections.conftest import ElectionOffice, check_roll, events, roll_csv, run_jobs

NEW = {
    "name": "赵新民",
    "sex": "male",
    "birth_date": "1990-03-04",
    "address": "和平路99号",
    "group": "二组",
    "registration": "resident",
}


def _ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


@pytest.fixture
def published(office: ElectionOffice, election: dict[str, Any]) -> str:
    """An election that polls today; its roll of ten was published 25 days ago."""
    number = election["id"]
    office.step(number, "announce", days_before=30)
    office.upload(f"/elections/{number}/roll", roll_csv())
    run_jobs()
    check_roll(office, number)
    assert office.step(number, "publish_roll", days_before=25).status_code == 200
    return number


def _electors(office: ElectionOffice, number: str, **query: Any) -> list[dict[str, Any]]:
    return office.get(f"/elections/{number}/electors", query_string=query).json["items"]


def _object(office: ElectionOffice, number: str, days_ago: int = 24, **changes: Any) -> Any:
    body = {"kind": "add", "text": "漏登赵新民", "received_on": _ago(days_ago), "proposed": NEW} | changes
    return office.post(f"/elections/{number}/objections", {k: v for k, v in body.items() if v is not None})


def _decide(office: ElectionOffice, objection: str, *, upheld: bool = True, days_ago: int = 22) -> Any:
    body = {"upheld": upheld, "grounds": "经核实该居民常住本社区", "decided_on": _ago(days_ago)}
    return office.post(f"/objections/{objection}/decision", body)


@pytest.mark.parametrize(("days_ago", "status"), [(25, 201), (20, 201), (19, 409)])
def test_objections_end_on_the_fifth_day_after_publication(
    office: ElectionOffice, published: str, days_ago: int, status: int
) -> None:
    answer = _object(office, published, days_ago)
    assert answer.status_code == status
    if status == 409:
        assert answer.json["missing"][0]["article"] == "Art 17"
        assert _ago(20) in answer.json["missing"][0]["message"]


@pytest.mark.parametrize("days_ago", [26, -1])
def test_nothing_is_received_before_publication_or_tomorrow(
    office: ElectionOffice, published: str, days_ago: int
) -> None:
    answer = _object(office, published, days_ago)
    assert [fault["code"] for fault in answer.json["fields"]] == ["received_on_impossible"]


def test_before_publication_there_is_nothing_to_object_to(office: ElectionOffice, election: dict[str, Any]) -> None:
    assert _object(office, election["id"]).json["code"] == "roll_unpublished"


def test_an_objection_that_is_upheld_changes_the_roll_which_gets_a_new_version(
    office: ElectionOffice, published: str
) -> None:
    before = office.get(f"/elections/{published}").json
    decided = _decide(office, _object(office, published).json["id"])
    assert (decided.status_code, decided.json["late"]) == (200, False)
    after = office.get(f"/elections/{published}").json
    assert after["electors"] == before["electors"] + 1
    versions = office.get(f"/elections/{published}/roll/versions").json["items"]
    assert [each["number"] for each in versions] == [1, 2]
    assert [each["roll_hash"] for each in versions] == [before["roll_hash"], after["roll_hash"]]
    assert "赵新民" in [each["name"] for each in _electors(office, published)]
    assert "赵新民" not in [each["name"] for each in _electors(office, published, version=1)]
    told = events()[-1]
    assert (told["type"], told["data"]["upheld"]) == ("elections.objection_decided.v1", True)
    assert "赵新民" not in str(told["data"])


def test_a_wrong_entry_is_replaced_in_one_decision(office: ElectionOffice, published: str) -> None:
    wrong = _electors(office, published)[0]
    made = _object(office, published, kind="correct", text="住址有误", elector_id=wrong["id"])
    _decide(office, made.json["id"])
    names = [each["name"] for each in _electors(office, published)]
    assert (wrong["name"] in names, "赵新民" in names, len(names)) == (False, True, 10)


def test_an_objection_that_is_rejected_changes_nothing(office: ElectionOffice, published: str) -> None:
    before = office.get(f"/elections/{published}").json["roll_hash"]
    _decide(office, _object(office, published).json["id"], upheld=False)
    assert office.get(f"/elections/{published}").json["roll_hash"] == before


@pytest.mark.parametrize(("days_ago", "late"), [(21, False), (20, True)])
def test_a_decision_after_the_third_day_is_taken_and_shown_as_late(
    office: ElectionOffice, published: str, days_ago: int, late: bool
) -> None:
    decided = _decide(office, _object(office, published, 24).json["id"], days_ago=days_ago)
    assert decided.json["late"] is late


def test_an_objection_is_decided_once(office: ElectionOffice, published: str) -> None:
    made = _object(office, published).json["id"]
    _decide(office, made)
    assert _decide(office, made).json["code"] == "objection_decided"


def test_an_undecided_objection_keeps_the_candidates_from_being_published(
    office: ElectionOffice, published: str
) -> None:
    made = _object(office, published).json["id"]
    missing = office.step(published, "publish_candidates").json["missing"]
    assert "objections_open" in [duty["code"] for duty in missing]
    _decide(office, made, upheld=False)
    missing = office.step(published, "publish_candidates").json["missing"]
    assert "objections_open" not in [duty["code"] for duty in missing]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"kind": "remove"}, "elector_id"), ({"kind": "add", "proposed": None}, "proposed")],
)
def test_an_objection_says_whom_it_is_about(
    office: ElectionOffice, published: str, changes: dict[str, Any], field: str
) -> None:
    assert [fault["field"] for fault in _object(office, published, **changes).json["fields"]] == [field]


def test_what_an_objection_says_is_for_those_who_keep_the_roll(office: ElectionOffice, published: str) -> None:
    _object(office, published)
    (shown,) = office.get(f"/elections/{published}/objections", scopes=("elections:read",)).json["items"]
    assert "text" not in shown
    (whole,) = office.get(f"/elections/{published}/objections").json["items"]
    assert whole["text"] == "漏登赵新民"


def test_after_publication_the_whole_roll_stands_and_single_entries_change_with_their_reason(
    office: ElectionOffice, published: str
) -> None:
    assert office.upload(f"/elections/{published}/roll", roll_csv()).status_code == 409
    gone = _electors(office, published)[0]["id"]
    body = {"elector_id": gone, "reason": "died"}
    assert office.post(f"/elections/{published}/roll/removals", body).status_code == 204
    versions = office.get(f"/elections/{published}/roll/versions").json["items"]
    assert [(each["number"], each["electors"], each["reason"]) for each in versions][1] == (2, 9, "去世")
    assert office.post(f"/elections/{published}/roll/removals", body).status_code == 404


def test_the_hash_of_every_version_is_that_of_its_electors(office: ElectionOffice, published: str) -> None:
    """What an observer does with the electors of a version: one line for each, tabs between, SHA-256."""
    import hashlib

    _decide(office, _object(office, published).json["id"])
    office.post(
        f"/elections/{published}/roll/removals",
        {"elector_id": _electors(office, published)[3]["id"], "reason": "moved_out"},
    )
    names = ("name", "sex", "birth_date", "address", "group", "registration")
    for version in office.get(f"/elections/{published}/roll/versions").json["items"]:
        rows = _electors(office, published, version=version["number"])
        lines = "".join("\t".join(row[name] for name in names) + "\n" for row in rows)
        assert hashlib.sha256(lines.encode()).hexdigest() == version["roll_hash"]
        assert len(rows) == version["electors"]
