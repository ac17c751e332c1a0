"""The election committee: chosen by a meeting, complete before the announcement, then free of nominees (Art 15)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.elections.conftest import COMMITTEE, ElectionOffice, events, form_committee

NOMINEE = {"post": "director", "sex": "male", "nominated_by": "party"}
MEMBERS: list[dict[str, str]] = COMMITTEE["members"]  # type: ignore[assignment]


def _committee(office: ElectionOffice, number: str, **options: Any) -> dict[str, Any]:
    return office.get(f"/elections/{number}/committee", **options).json


def _member(office: ElectionOffice, number: str, name: str) -> dict[str, Any]:
    return next(each for each in _committee(office, number)["members"] if each["name"] == name)


def _leave(office: ElectionOffice, number: str, name: str, reason: str = "nominated", **changes: Any) -> Any:
    path = f"/elections/{number}/committee/members/{_member(office, number, name)['id']}/leaving"
    return office.post(path, {"reason": reason} | changes)


def _serving(office: ElectionOffice, number: str) -> list[str]:
    return [each["name"] for each in _committee(office, number)["members"] if each["state"] == "serving"]


def _told() -> list[dict[str, Any]]:
    return [event["data"] for event in events() if event["type"] == "elections.committee_formed.v1"]


def _missing(office: ElectionOffice, number: str, step: str) -> list[str]:
    answer = office.step(number, step, unprepared=True)
    return [duty["code"] for duty in answer.json.get("missing", ())]


@pytest.fixture
def number(office: ElectionOffice, election: dict[str, Any]) -> str:
    """An election with its committee."""
    assert form_committee(office, election["id"]).status_code == 201
    return election["id"]


def test_no_election_is_announced_without_its_committee(office: ElectionOffice, election: dict[str, Any]) -> None:
    assert office.get(f"/elections/{election['id']}/committee").status_code == 404
    assert "election_committee_missing" in _missing(office, election["id"], "announce")
    form_committee(office, election["id"])
    assert "election_committee_missing" not in _missing(office, election["id"], "announce")


def test_a_committee_is_told_with_names_and_roles_only(office: ElectionOffice, number: str) -> None:
    (told,) = _told()
    assert told["members"][0] == {"name": "选委甲", "role": "chair"}
    assert (len(told["members"]), told["chosen_by"], told["reason"]) == (3, "representatives_meeting", "推选产生")
    assert "1961" not in str(told)


def test_birth_dates_are_for_those_who_keep_the_roll(office: ElectionOffice, number: str) -> None:
    assert _committee(office, number)["members"][0]["birth_date"] == "1961-01-01"
    assert "birth_date" not in _committee(office, number, scopes=("elections:read",))["members"][0]


def test_a_committee_is_formed_once(office: ElectionOffice, number: str) -> None:
    answer = form_committee(office, number)
    assert (answer.status_code, answer.json["code"]) == (409, "election_committee_formed")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"members": MEMBERS[:2]}, "election_committee_size"),
        ({"members": [*MEMBERS, MEMBERS[1]]}, "member_doubled"),
        ({"members": [each | {"role": "member"} for each in MEMBERS]}, "chair_not_one"),
        ({"members": [{**MEMBERS[0], "name": "\u200b"}, *MEMBERS[1:]]}, "cell_empty"),
        ({"chosen_on": (clock.today() + timedelta(days=1)).isoformat()}, "day_impossible"),
        ({"chosen_by": "the office"}, "not_a_choice"),
    ],
)
def test_a_committee_that_cannot_be_one_is_refused(
    office: ElectionOffice, election: dict[str, Any], changes: dict[str, Any], code: str
) -> None:
    answer = form_committee(office, election["id"], **changes)
    assert answer.status_code == 422
    assert code in [fault["code"] for fault in answer.json["fields"]]
    assert office.get(f"/elections/{election['id']}/committee").status_code == 404


def test_a_member_who_is_nominated_leaves_the_next_moves_up_and_it_is_told(office: ElectionOffice, number: str) -> None:
    office.post(f"/elections/{number}/candidates", NOMINEE | {"name": "选委丙", "birth_date": "1963-03-03"})
    assert _member(office, number, "选委丙")["must_leave"] == "nominated"
    assert "committee_member_nominated" in _missing(office, number, "publish_candidates")
    left = _leave(office, number, "选委丙", note="书面通知")
    assert left.status_code == 200
    assert _serving(office, number) == ["选委甲", "选委乙", "候补甲"]
    assert "committee_member_nominated" not in _missing(office, number, "publish_candidates")
    gone = _member(office, number, "选委丙")
    assert (gone["state"], gone["reason"], gone["note"], gone["by"]) == ("left", "nominated", "书面通知", "clerk")
    assert _told()[-1]["reason"] == "选委丙退出（本人被提名为候选人），候补甲依次递补"


def test_a_member_whose_near_relative_is_nominated_leaves_and_a_nominated_reserve_is_passed_over(
    office: ElectionOffice, number: str
) -> None:
    office.post(f"/elections/{number}/candidates", NOMINEE | {"name": "赵强", "birth_date": "1985-03-04"})
    office.post(f"/elections/{number}/candidates", NOMINEE | {"name": "候补甲", "birth_date": "1964-04-04"})
    kin = {"name": "选委甲", "birth_date": "1961-01-01", "relation": "child"}
    office.post(f"/elections/{number}/relatives", kin | {"relative_name": "赵强", "relative_birth_date": "1985-03-04"})
    assert _member(office, number, "选委甲")["must_leave"] == "relative_nominated"
    assert _leave(office, number, "选委甲", "relative_nominated").status_code == 200
    assert _serving(office, number) == ["选委乙", "选委丙", "候补乙"]
    assert "election_committee_chair" in _missing(office, number, "publish_candidates")


def test_a_new_chair_is_named_from_what_was_read_last(office: ElectionOffice, number: str) -> None:
    _leave(office, number, "选委甲", "vacated")
    committee = _committee(office, number)
    path = f"/elections/{number}/committee/members/{_member(office, number, '选委乙')['id']}"
    body = {"role": "chair", "reason": "选委会推选"}
    assert office.patch(path, body).status_code == 428
    assert office.patch(path, body, version=committee["version"] - 1).status_code == 412
    named = office.patch(path, body, version=committee["version"])
    assert (named.status_code, named.headers["ETag"]) == (200, f'"{committee["version"] + 1}"')
    assert office.patch(path, body, version=committee["version"]).status_code == 412
    assert _told()[-1]["members"][0] == {"name": "选委乙", "role": "chair"}


def test_when_nobody_is_left_to_move_up_a_meeting_chooses_anew(office: ElectionOffice, number: str) -> None:
    for name in ("选委丙", "候补甲", "候补乙"):
        assert _leave(office, number, name, "vacated").status_code == 200
    assert "election_committee_size" in _missing(office, number, "announce")
    path = f"/elections/{number}/committee/members"
    chosen = {"name": "新选委", "birth_date": "1970-07-07", "role": "member", "reason": "7月7日居民代表会议另行推选"}
    assert office.post(path, chosen).status_code == 201
    assert _serving(office, number) == ["选委甲", "选委乙", "新选委"]
    again = office.post(path, chosen)
    assert (again.status_code, again.json["fields"][0]["code"]) == (422, "member_doubled")


def test_who_is_nominated_cannot_join_the_committee(office: ElectionOffice, number: str) -> None:
    office.post(f"/elections/{number}/candidates", NOMINEE | {"name": "赵强", "birth_date": "1985-03-04"})
    joining = {"name": "赵强", "birth_date": "1985-03-04", "role": "member", "reason": "推选"}
    answer = office.post(f"/elections/{number}/committee/members", joining)
    assert [fault["code"] for fault in answer.json["fields"]] == ["member_nominated"]


def test_who_has_left_does_not_leave_again(office: ElectionOffice, number: str) -> None:
    _leave(office, number, "选委丙", "vacated")
    assert _leave(office, number, "选委丙", "vacated").json["code"] == "member_not_serving"
    assert _leave(office, number, "候补乙", "vacated").json["code"] == "member_not_serving"


@pytest.mark.parametrize("days", [-1, 35])
def test_nobody_leaves_tomorrow_or_before_they_were_chosen(office: ElectionOffice, number: str, days: int) -> None:
    on = (clock.today() - timedelta(days=days)).isoformat()
    answer = _leave(office, number, "选委丙", "vacated", on=on)
    assert [fault["code"] for fault in answer.json["fields"]] == ["day_impossible"]
    assert "选委丙" in _serving(office, number)


def test_a_departure_sent_twice_with_its_key_is_one(office: ElectionOffice, number: str) -> None:
    path = f"/elections/{number}/committee/members/{_member(office, number, '选委丙')['id']}/leaving"
    headers = {"Idempotency-Key": "leave-once"}
    first = office.post(path, {"reason": "vacated"}, headers=headers)
    again = office.post(path, {"reason": "vacated"}, headers=headers)
    assert (first.status_code, again.status_code, again.headers["Idempotent-Replayed"]) == (200, 200, "true")
    assert len(_told()) == 2


def test_a_member_of_another_elections_committee_is_not_found(
    office: ElectionOffice, number: str, election: dict[str, Any]
) -> None:
    other = office.post("/elections", {**_draft(election), "title": "补选"}).json["id"]
    form_committee(office, other)
    strange = _member(office, other, "选委丙")["id"]
    path = f"/elections/{number}/committee/members/{strange}/leaving"
    assert office.post(path, {"reason": "vacated"}).status_code == 404


def _draft(election: dict[str, Any]) -> dict[str, Any]:
    return {name: election[name] for name in ("area", "title", "polling_day", "contests")}
