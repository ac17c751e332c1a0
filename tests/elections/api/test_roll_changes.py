"""Before publication: additions and removals, checks, community workers, delegates, and persons on two rolls."""

from __future__ import annotations

from typing import Any

import pytest

from services.elections.domain.rules.numbers import years_after
from shared import clock
from tests.elections.conftest import ElectionOffice, check_roll, roll_csv, run_jobs

NEXT_DOOR = "450403002004"
SHARED = "张一"  # the first of `roll_csv` is 张 with the character after 一


def _missing(office: ElectionOffice, number: str) -> list[str]:
    answer = office.step(number, "publish_roll", days_before=25)
    return [duty["code"] for duty in answer.json.get("missing", ())]


def _announced(office: ElectionOffice, area: str, content: bytes | None = None, **changes: Any) -> str:
    office.post("/areas", {"code": area, "name": f"社区{area[-1]}"})
    body = {
        "area": area,
        "title": "换届选举",
        "polling_day": clock.today().isoformat(),
        "contests": [{"post": "director", "seats": 5}],
    } | changes
    number = office.post("/elections", body).json["id"]
    assert office.step(number, "announce", days_before=30).status_code == 200
    office.upload(f"/elections/{number}/roll", roll_csv() if content is None else content)
    assert [job["state"] for job in run_jobs()] == ["done"]
    return number


def test_rights_are_checked_before_the_roll_is_published(office: ElectionOffice, community: str) -> None:
    number = _announced(office, community)
    assert _missing(office, number) == ["rights_unchecked"]
    check_roll(office, number)
    assert _missing(office, number) == []


def test_a_new_roll_is_checked_anew(office: ElectionOffice, community: str) -> None:
    number = _announced(office, community)
    check_roll(office, number)
    office.upload(f"/elections/{number}/roll", roll_csv(9))
    run_jobs()
    assert _missing(office, number) == ["rights_unchecked"]


def test_community_workers_are_confirmed_by_the_election_committee(office: ElectionOffice, community: str) -> None:
    content = roll_csv(3) + "\n李工,男,1990-01-02,和平路77号,一组,社区工作者".encode()
    number = _announced(office, community, content)
    check_roll(office, number)
    assert _missing(office, number) == ["workers_unconfirmed"]
    check_roll(office, number, "workers")
    assert _missing(office, number) == []


def test_electors_are_added_and_taken_out_one_by_one_with_a_reason(office: ElectionOffice, community: str) -> None:
    number = _announced(office, community)
    person = {
        "name": "孙来",
        "sex": "female",
        "birth_date": "1999-09-09",
        "address": "和平路5号",
        "registration": "resident",
    }
    added = office.post(f"/elections/{number}/roll/additions", {**person, "reason": "moved_in"})
    assert added.status_code == 201, added.json
    assert office.get(f"/elections/{number}").json["electors"] == 11
    again = office.post(f"/elections/{number}/roll/additions", {**person, "reason": "moved_in"})
    assert [fault["code"] for fault in again.json["fields"]] == ["elector_known"]
    gone = {"elector_id": added.json["id"], "reason": "rights_lost"}
    assert office.post(f"/elections/{number}/roll/removals", gone).status_code == 204
    assert office.get(f"/elections/{number}").json["electors"] == 10
    assert office.get(f"/elections/{number}/roll/versions").json["items"] == []


def test_nobody_is_added_who_is_too_young_on_polling_day(office: ElectionOffice, community: str) -> None:
    number = _announced(office, community)
    young = years_after(clock.today(), -17).isoformat()
    person = {"name": "孙小", "sex": "female", "birth_date": young, "address": "和平路5号", "registration": "resident"}
    answer = office.post(f"/elections/{number}/roll/additions", {**person, "reason": "turned_18"})
    assert [fault["code"] for fault in answer.json["fields"]] == ["under_age"]


@pytest.mark.parametrize(("households", "missing"), [(100, []), (500, []), (501, ["representatives_number"])])
def test_there_is_a_representative_for_twenty_to_fifty_households(
    office: ElectionOffice, community: str, households: int, missing: list[str]
) -> None:
    """Ten representatives: 181 to 500 households would be 20 to 50 each; rounding up lets 100 pass (5 at most
    fails)."""
    number = _announced(office, community, mode="representatives", households=max(households, 181))
    check_roll(office, number)
    assert _missing(office, number) == missing


def test_household_delegates_are_no_more_than_households(office: ElectionOffice, community: str) -> None:
    number = _announced(office, community, mode="household", households=9)
    check_roll(office, number)
    assert _missing(office, number) == ["delegates_too_many"]


def test_the_other_modes_need_the_number_of_households(office: ElectionOffice, community: str) -> None:
    number = _announced(office, community, mode="household")
    check_roll(office, number)
    assert _missing(office, number) == ["households_missing"]


def _pair(office: ElectionOffice, number: str) -> dict[str, Any]:
    return office.get(f"/elections/{number}/roll/duplicates").json["items"][0]


def _settle(office: ElectionOffice, number: str, pair: dict[str, Any], decision: str) -> Any:
    body = {
        "elector_id": pair["elector"]["id"],
        "other_id": pair["other_id"],
        "decision": decision,
        "evidence": "户口簿和居住证明",
    }
    return office.post(f"/elections/{number}/roll/duplicates", body)


def test_who_stands_on_two_rolls_is_found_and_settled_before_publication(
    office: ElectionOffice, community: str
) -> None:
    here = _announced(office, community, roll_csv(2))
    there = _announced(office, NEXT_DOOR, roll_csv(1))
    check_roll(office, here)
    assert _missing(office, here) == ["duplicates_open"]
    pair = _pair(office, here)
    assert pair["community"] == {"area": NEXT_DOOR, "name": "社区4"}
    assert _settle(office, here, pair, "keep").status_code == 201
    assert _missing(office, here) == []
    assert _settle(office, there, _pair(office, there), "keep").json["code"] == "kept_elsewhere"
    check_roll(office, there)
    mine = _pair(office, there)["elector"]["id"]
    office.post(f"/elections/{there}/roll/removals", {"elector_id": mine, "reason": "moved_out"})
    assert office.get(f"/elections/{there}/roll/duplicates").json["items"] == []


def test_persons_who_share_a_name_and_a_birthday_may_be_found_different(office: ElectionOffice, community: str) -> None:
    here = _announced(office, community, roll_csv(1))
    there = _announced(office, NEXT_DOOR, roll_csv(1))
    for number in (here, there):
        check_roll(office, number)
        assert _settle(office, number, _pair(office, number), "different").status_code == 201
        assert _missing(office, number) == []


def test_an_unknown_pair_is_not_found(office: ElectionOffice, community: str) -> None:
    number = _announced(office, community)
    nobody = {"elector": {"id": number}, "other_id": number}
    assert _settle(office, number, nobody, "keep").status_code == 404
