"""By-elections fill seats that became empty, to the end of the current term (Art 24)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.elections.conftest import Office

SEAT = [{"post": "member", "seats": 1}]


def _new(community: str, **changes: Any) -> dict[str, Any]:
    body = {
        "area": community,
        "title": "步埠社区居委会委员补选",
        "kind": "by_election",
        "polling_day": clock.today().isoformat(),
        "term_ends_on": (clock.today() + timedelta(days=900)).isoformat(),
        "contests": SEAT,
        "stations": [{"name": "主会场"}],
    }
    return body | changes


def test_a_by_election_for_one_seat_may_be_announced(office: Office, community: str) -> None:
    """A whole committee has five members at least; a by-election only the seats that are empty."""
    made = office.post("/elections", _new(community)).json
    assert (made["kind"], made["term_ends_on"]) == ("by_election", (clock.today() + timedelta(days=900)).isoformat())
    assert office.step(made["id"], "announce", days_before=30).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"term_ends_on": None}, "term_ends_on", "term_end_missing"),
        ({"term_ends_on": clock.today().isoformat()}, "term_ends_on", "term_end_missing"),
        ({"kind": "term"}, "term_ends_on", "term_end_not_free"),
    ],
)
def test_the_term_of_a_by_election_is_told_and_that_of_a_whole_election_counted(
    office: Office, community: str, changes: dict[str, Any], field: str, code: str
) -> None:
    body = {name: value for name, value in _new(community, **changes).items() if value is not None}
    answer = office.post("/elections", body)
    assert [(fault["field"], fault["code"]) for fault in answer.json["fields"]] == [(field, code)]


def test_a_further_ballot_is_called_by_a_result_and_not_made(office: Office, community: str) -> None:
    assert office.post("/elections", _new(community, kind="another_ballot")).status_code == 422


def test_a_mode_that_the_rules_do_not_know_is_refused(office: Office, community: str) -> None:
    answer = office.post("/elections", _new(community, mode="household", rule_set="cn-village-2026"))
    assert [fault["code"] for fault in answer.json["fields"]] == ["mode_not_in_rules"]
