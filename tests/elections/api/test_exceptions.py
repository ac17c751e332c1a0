"""Exceptions: granted by the office above, with a reason that everybody can read (R11)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import COMMUNITY
from tests.elections.conftest import Office, check_roll, events, roll_csv, run_jobs

REASON = "台风停工两日，经区民政局同意顺延。"


def _late_roll(office: Office, election: dict[str, Any]) -> Any:
    office.step(election["id"], "announce", days_before=30)
    office.upload(f"/elections/{election['id']}/roll", roll_csv())
    run_jobs()
    check_roll(office, election["id"])
    return office.step(election["id"], "publish_roll", days_before=19)


def _grant(office: Office, election: dict[str, Any], duty: str = "roll_late", reason: str = REASON) -> Any:
    return office.post(f"/elections/{election['id']}/exceptions", {"duty": duty, "reason": reason}, subject="officer")


def test_a_duty_that_was_excused_no_longer_keeps_the_step(office: Office, election: dict[str, Any]) -> None:
    assert _late_roll(office, election).status_code == 409
    assert _grant(office, election).status_code == 201
    assert office.step(election["id"], "publish_roll", days_before=19).status_code == 200


def test_an_exception_is_shown_with_its_reason_and_told(office: Office, election: dict[str, Any]) -> None:
    _late_roll(office, election)
    _grant(office, election)
    (shown,) = office.get(f"/elections/{election['id']}").json["exceptions"]
    assert (shown["duty"], shown["reason"], shown["by"]) == ("roll_late", REASON, "officer")
    assert events()[-1]["type"] == "elections.exception_granted.v1"
    assert REASON in office.client.get(f"/elections/{election['id']}").get_data(as_text=True)


@pytest.mark.parametrize("duty", ["electors_missing", "entries_differ", "certifier_typed", "stations_missing", "x"])
def test_what_makes_a_vote_a_vote_is_never_excused(office: Office, election: dict[str, Any], duty: str) -> None:
    answer = _grant(office, election, duty)
    assert [fault["code"] for fault in answer.json["fields"]] == ["duty_not_excusable"]


def test_an_exception_needs_a_reason(office: Office, election: dict[str, Any]) -> None:
    answer = _grant(office, election, reason="台风")
    assert [fault["code"] for fault in answer.json["fields"]] == ["reason_too_short"]


def test_nothing_is_excused_twice_or_after_the_end(office: Office, election: dict[str, Any]) -> None:
    _grant(office, election)
    assert _grant(office, election).json["code"] == "exception_granted"
    office.step(election["id"], "cancel")
    assert _grant(office, election, "candidates_late").json["code"] == "election_ended"


def test_the_committee_itself_grants_no_exception(office: Office, election: dict[str, Any]) -> None:
    path = f"/elections/{election['id']}/exceptions"
    body = {"duty": "roll_late", "reason": REASON}
    assert office.post(path, body, scopes=("elections:read", "elections:write")).status_code == 403
    refused = office.post(path, body, area=COMMUNITY)
    assert (refused.status_code, refused.json["code"]) == (403, "office_above_needed")
