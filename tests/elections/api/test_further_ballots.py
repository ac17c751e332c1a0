"""Another ballot for seats left empty, and a vote among the tied (Art 19)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.elections.conftest import Office, count_and_certify, enter_sheets, events

FULL = {"director": {"主任1": 10, "主任2": 0}, "vice_director": {"副主任1": 10, "副主任2": 0}}
SHORT = {**FULL, "member": {"委员1": 9, "委员2": 8, "委员3": 5, "委员4": 4}}
TIED = {**FULL, "member": {"委员1": 9, "委员2": 8, "委员3": 6, "委员4": 6}}


def _call(office: Office, election_id: str, *, days: int = 0, **options: Any) -> Any:
    day = (clock.today() + timedelta(days=days)).isoformat()
    return office.post(f"/elections/{election_id}/further-ballots", {"polling_day": day}, **options)


def _poll(office: Office, election_id: str) -> None:
    for step in ("open_polling", "close"):
        answer = office.step(election_id, step)
        assert answer.status_code == 200, answer.json


@pytest.fixture
def short_election(office: Office, closed_election: dict[str, Any]) -> str:
    """Ten voted; two of three members are elected."""
    enter_sheets(office, closed_election["id"], SHORT, papers=10)
    count_and_certify(office, closed_election["id"])
    return closed_election["id"]


def test_another_ballot_is_held_among_those_with_most_votes_for_the_seats_left(
    office: Office, short_election: str
) -> None:
    (called,) = _call(office, short_election).json["items"]
    shown = office.get(f"/elections/{called['id']}").json
    assert (shown["kind"], shown["state"], shown["parent_id"]) == (
        "another_ballot",
        "candidates_published",
        short_election,
    )
    assert shown["contests"] == [{"post": "member", "seats": 1}]
    assert shown["electors"] == 10
    standing = office.get(f"/elections/{called['id']}/candidates").json["items"]
    assert [each["name"] for each in standing] == ["委员3", "委员4"]
    assert office.get(f"/elections/{short_election}").json["further_ballots"] == [called["id"]]
    assert events()[-1]["type"] == "elections.another_ballot_called.v1"


@pytest.mark.parametrize(("votes", "elected"), [(3, ["委员3"]), (2, [])])
def test_in_another_ballot_most_votes_win_with_a_third_of_the_papers(
    office: Office, short_election: str, votes: int, elected: list[str]
) -> None:
    (called,) = _call(office, short_election).json["items"]
    _poll(office, called["id"])
    enter_sheets(office, called["id"], {"member": {"委员3": votes, "委员4": 1}}, papers=9)
    result = count_and_certify(office, called["id"])
    (contest,) = result["contests"]
    assert [each["name"] for each in contest["candidates"] if each["elected"]] == elected
    assert contest["candidates"][0]["inequality"] == f"3×{votes} {'≥' if elected else '<'} 9"


def test_the_result_of_another_ballot_says_that_it_fills_seats_of_the_first_term(
    office: Office, short_election: str
) -> None:
    (called,) = _call(office, short_election).json["items"]
    _poll(office, called["id"])
    enter_sheets(office, called["id"], {"member": {"委员3": 5, "委员4": 1}}, papers=6)
    count_and_certify(office, called["id"])
    first, further = (each["data"] for each in events() if each["type"] == "elections.result_certified.v1")
    assert (further["kind"], further["parent_election_id"]) == ("another_ballot", short_election)
    assert further["term"]["ends_on"] == first["term"]["ends_on"]


def test_equal_votes_at_the_last_seat_are_voted_on_among_the_tied(
    office: Office, closed_election: dict[str, Any]
) -> None:
    enter_sheets(office, closed_election["id"], TIED, papers=10)
    count_and_certify(office, closed_election["id"])
    (called,) = _call(office, closed_election["id"]).json["items"]
    assert called["kind"] == "revote"
    _poll(office, called["id"])
    enter_sheets(office, called["id"], {"member": {"委员3": 1, "委员4": 2}}, papers=10)
    result = count_and_certify(office, called["id"])
    assert [each["name"] for each in result["contests"][0]["candidates"] if each["elected"]] == ["委员4"]


def test_a_full_result_leads_to_no_further_ballot(office: Office, closed_election: dict[str, Any]) -> None:
    full = {**FULL, "member": {"委员1": 9, "委员2": 8, "委员3": 7, "委员4": 1}}
    enter_sheets(office, closed_election["id"], full, papers=10)
    count_and_certify(office, closed_election["id"])
    answer = _call(office, closed_election["id"])
    assert (answer.status_code, answer.json["code"]) == (409, "no_seats_open")


def test_before_certification_no_further_ballot_is_called(office: Office, closed_election: dict[str, Any]) -> None:
    answer = _call(office, closed_election["id"])
    assert (answer.status_code, answer.json["code"]) == (409, "result_not_certified")


def test_a_further_ballot_is_called_once(office: Office, short_election: str) -> None:
    (called,) = _call(office, short_election).json["items"]
    again = _call(office, short_election)
    assert (again.status_code, again.json["code"]) == (409, "another_ballot_called")
    assert office.step(called["id"], "cancel").status_code == 200
    assert _call(office, short_election).status_code == 201


@pytest.mark.parametrize(("days", "code"), [(-1, "before_call"), (11, "another_ballot_late")])
def test_another_ballot_is_held_within_ten_days_and_not_before_it_is_called(
    office: Office, short_election: str, days: int, code: str
) -> None:
    answer = _call(office, short_election, days=days)
    assert answer.status_code == 422
    assert [fault["code"] for fault in answer.json["fields"]] == [code]
    assert _call(office, short_election, days=10).status_code == 201
