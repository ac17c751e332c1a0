from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.elections.conftest import Office, candidates_csv, check_roll, events, roll_csv, run_jobs, type_sheets


def _codes(answer: Any) -> list[str]:
    return [duty["code"] for duty in answer.json["missing"]]


def test_a_step_out_of_order_names_the_steps_before_it(office: Office, election: dict[str, Any]) -> None:
    answer = office.step(election["id"], "open_polling")
    assert (answer.status_code, answer.json["code"]) == (409, "step_out_of_order")
    assert _codes(answer)[:3] == ["step_missing"] * 3
    assert answer.content_type == "application/problem+json"


def test_the_roll_must_stand_twenty_days(office: Office, election: dict[str, Any]) -> None:
    office.step(election["id"], "announce", days_before=30)
    office.upload(f"/elections/{election['id']}/roll", roll_csv())
    run_jobs()
    check_roll(office, election["id"])
    late = office.step(election["id"], "publish_roll", days_before=19)
    assert (late.status_code, _codes(late)) == (409, ["roll_late"])
    assert late.json["missing"][0]["article"] == "Art 17"
    assert office.step(election["id"], "publish_roll", days_before=20).status_code == 200


def test_publishing_without_electors_or_enough_candidates_says_so(office: Office, election: dict[str, Any]) -> None:
    office.step(election["id"], "announce", days_before=30)
    assert "electors_missing" in _codes(office.step(election["id"], "publish_roll", days_before=25))
    office.upload(f"/elections/{election['id']}/roll", roll_csv())
    run_jobs()
    check_roll(office, election["id"])
    office.step(election["id"], "publish_roll", days_before=25)
    missing = office.step(election["id"], "publish_candidates").json["missing"]
    assert [duty["code"] for duty in missing] == ["candidates_too_few"] * 3
    assert missing[0]["article"] == "Art 18"


def test_next_steps_say_in_one_call_what_is_missing(office: Office, election: dict[str, Any]) -> None:
    office.step(election["id"], "announce", days_before=30)
    shown = office.get(f"/elections/{election['id']}", headers={"Accept-Language": "en"}).json
    (roll, cancel) = shown["next_steps"]
    assert (roll["step"], cancel["step"], cancel["missing"]) == ("publish_roll", "cancel", [])
    assert roll["missing"][0] == {
        "code": "electors_missing",
        "message": "No electors are registered.",
        "article": "Art 16",
    }


def test_a_step_in_the_future_is_refused(office: Office, election: dict[str, Any]) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    answer = office.post(f"/elections/{election['id']}/steps", {"step": "announce", "on": tomorrow})
    assert "date_in_future" in _codes(answer)


@pytest.mark.parametrize("step", ["finish_count", "win", "", None])
def test_only_steps_by_hand_can_be_taken(office: Office, election: dict[str, Any], step: Any) -> None:
    assert office.post(f"/elections/{election['id']}/steps", {"step": step}).status_code == 422


def test_a_step_is_kept_with_its_day_and_its_person(office: Office, election: dict[str, Any]) -> None:
    answer = office.step(election["id"], "announce", days_before=30, subject="li")
    (taken,) = answer.json["steps"]
    assert (taken["step"], taken["by"]) == ("announce", "li")
    assert taken["on"] == (clock.today() - timedelta(days=30)).isoformat()
    assert events()[-1]["data"]["announced_on"] == taken["on"]


def test_counting_waits_for_every_sheet(office: Office, closed_election: dict[str, Any]) -> None:
    answer = office.step(closed_election["id"], "count")
    assert [code for code in _codes(answer) if code.startswith("entries")] == ["entries_missing"] * 2
    assert "主会场" in answer.json["missing"][0]["message"]


def test_a_count_that_is_sent_twice_comes_to_one_result(office: Office, closed_election: dict[str, Any]) -> None:
    type_sheets(office, closed_election["id"])
    first = office.step(closed_election["id"], "count", headers={"Idempotency-Key": "count"})
    again = office.step(closed_election["id"], "count", headers={"Idempotency-Key": "count"})
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.json == again.json
    assert len(run_jobs()) == 1
    assert office.get(f"/elections/{closed_election['id']}").json["state"] == "counted"


@pytest.mark.parametrize(("person", "code"), [("typist-1", "certifier_typed"), ("clerk", "certifier_took_step")])
def test_certifying_takes_a_second_person(
    office: Office, closed_election: dict[str, Any], person: str, code: str
) -> None:
    type_sheets(office, closed_election["id"])
    office.step(closed_election["id"], "count")
    run_jobs()
    answer = office.step(closed_election["id"], "certify", subject=person)
    assert answer.status_code == 409
    assert code in _codes(answer)


def test_too_few_voters_make_the_election_void(office: Office, closed_election: dict[str, Any]) -> None:
    type_sheets(office, closed_election["id"], recovered=2)  # 2 stations: 4 of 10
    office.step(closed_election["id"], "count")
    run_jobs()
    result = office.get(f"/elections/{closed_election['id']}/result").json
    assert (result["valid"], result["turnout"]["inequality"]) == (False, "2×4 ≤ 10")
    assert {contest["outcome"] for contest in result["contests"]} == {"void"}
    certified = office.step(closed_election["id"], "certify", subject="certifier")
    assert certified.json["state"] == "void"
    assert events()[-1]["data"]["valid"] is False
    page = office.client.get(f"/elections/{closed_election['id']}").get_data(as_text=True)
    assert "选举无效" in page


def test_a_cancelled_election_ends(office: Office, election: dict[str, Any]) -> None:
    assert office.step(election["id"], "cancel").json["state"] == "cancelled"
    assert office.get(f"/elections/{election['id']}").json["next_steps"] == []
    assert _codes(office.step(election["id"], "announce")) == ["election_ended"]


def test_what_was_published_is_not_changed(office: Office, closed_election: dict[str, Any]) -> None:
    path = f"/elections/{closed_election['id']}"
    assert office.upload(f"{path}/roll", roll_csv()).status_code == 409
    assert office.upload(f"{path}/candidates/import", candidates_csv()).status_code == 409
    assert office.post(f"{path}/stations", {"name": "三号站"}).status_code == 409
