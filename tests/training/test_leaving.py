"""By-elections, and leaving office before the term's end: whose terms begin and end, however late or often it is
told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shared.ids import new_id
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import CHEN, HE, LIU, ZHANG, certify, result, roster, schedule
from tests.training.test_events import enrolled, running


def fills(elected: list[Any], **changes: Any) -> dict[str, Any]:
    """A by-election's result."""
    return result(elected, starts_on=date(2027, 6, 1)) | {"kind": "by_election"} | changes


def leave(publisher: Publisher, data: dict[str, Any], who: Any, reason: str = "resigned") -> Any:
    post, name, born = who
    facts = {
        "election_id": data["election_id"],
        "post": post,
        "name": name,
        "birth_date": born,
        "ended_on": date(2027, 3, 1),
        "reason": reason,
        "clause": "Art 21",
    }
    return publisher.tell("elections.post_ended.v1", facts, subject=f"elections/{data['election_id']}")


def void(publisher: Publisher, data: dict[str, Any], **changes: Any) -> Any:
    facts = changes | {
        "election_id": data["election_id"],
        "title": data["title"],
        "polling_day": data["polling_day"],
        "decided_on": date(2027, 1, 10),
        "decided_by": "区民政局",
        "grounds": "查实伪造选票",
        "clause": "Art 22",
    }
    return publisher.tell("elections.result_voided.v1", facts, subject=f"elections/{data['election_id']}")


def test_a_by_election_for_one_seat_ends_nobody_else_s_term(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG, CHEN, LIU]))
    certify(elections, fills([("member", "何新", date(1988, 1, 1))]))
    cadres = roster(office)
    assert [running(cadres[name]) for name in (ZHANG[1], CHEN[1], LIU[1], "何新")] == [
        ["director"],
        [CHEN[0]],
        [LIU[0]],
        ["member"],
    ]


def test_a_whole_result_that_comes_after_the_by_election_still_seats_its_members(
    office: Office, elections: Publisher
) -> None:
    first, further = result([ZHANG, CHEN]), fills([("member", "何新", date(1988, 1, 1))])
    certify(elections, further)
    certify(elections, first)
    cadres = roster(office)
    assert [running(cadres[name]) for name in (ZHANG[1], CHEN[1], "何新")] == [["director"], [CHEN[0]], ["member"]]


def test_a_member_who_is_elected_director_in_a_by_election_leaves_the_other_post(
    office: Office, elections: Publisher
) -> None:
    certify(elections, result([ZHANG, CHEN]))
    certify(elections, fills([("director", *CHEN[1:])]))
    cadres = roster(office)
    assert running(cadres[CHEN[1]]) == ["director"]
    assert running(cadres[ZHANG[1]]) == ["director"]  # whose end is told by an event of its own


@pytest.mark.parametrize("reason", ["recalled", "resigned", "sentenced", "appraisal", "died"])
def test_leaving_ends_the_term_with_its_reason(office: Office, elections: Publisher, reason: str) -> None:
    data = result([ZHANG, CHEN])
    certify(elections, data)
    leave(elections, data, CHEN, reason)
    term = roster(office)[CHEN[1]]["terms"][0]
    assert (term["ended_on"], term["end_reason"]) == ("2027-03-01", reason)
    assert running(roster(office)[ZHANG[1]]) == ["director"]


def test_leaving_told_twice_has_one_effect(office: Office, elections: Publisher) -> None:
    data = result([ZHANG])
    certify(elections, data)
    elections.deliver(leave(elections, data, ZHANG))
    leave(elections, data, ZHANG, "recalled")
    assert roster(office)[ZHANG[1]]["terms"][0]["end_reason"] == "resigned"


def test_a_result_that_comes_after_the_leaving_begins_a_term_that_is_over(office: Office, elections: Publisher) -> None:
    session = schedule(office)
    data = result([ZHANG, CHEN])
    leave(elections, data, CHEN)
    certify(elections, data)
    term = roster(office)[CHEN[1]]["terms"][0]
    assert (term["ended_on"], term["end_reason"]) == ("2027-03-01", "resigned")
    assert enrolled(office, session) == {ZHANG[1]}


def test_who_has_left_waits_for_no_induction(office: Office, elections: Publisher) -> None:
    data = result([ZHANG, CHEN])
    certify(elections, data)
    leave(elections, data, CHEN)
    assert enrolled(office, schedule(office)) == {ZHANG[1]}


def test_a_void_election_ends_the_terms_that_began_by_it(office: Office, elections: Publisher) -> None:
    certify(elections, result([HE], starts_on=date(2021, 11, 1)))
    data = result([ZHANG, CHEN])
    certify(elections, data)
    void(elections, data)
    cadres = roster(office)
    assert {cadres[name]["terms"][0]["end_reason"] for name in (ZHANG[1], CHEN[1])} == {"void"}
    assert running(cadres[ZHANG[1]]) == []


def test_a_result_that_comes_after_it_was_voided_seats_nobody(office: Office, elections: Publisher) -> None:
    data = result([ZHANG])
    elections.deliver(void(elections, data))
    certify(elections, data)
    assert ZHANG[1] not in roster(office)


def test_grades_of_appraisals_are_kept_by_year_even_before_the_result(office: Office, elections: Publisher) -> None:
    def appraise(year: int, grade: str) -> Any:
        member = {"name": ZHANG[1], "birth_date": ZHANG[2], "post": "director", "grade": grade}
        facts = {
            "appraisal_id": new_id(),
            "year": year,
            "held_on": date(year, 12, 30),
            "voted": 40,
            "members": [member],
        }
        return elections.tell("elections.appraisal_published.v1", facts, subject=f"appraisals/{year}")

    elections.deliver(appraise(2026, "good"))
    certify(elections, result([ZHANG]))
    appraise(2027, "competent")
    assert roster(office)[ZHANG[1]]["appraisals"] == [
        {"year": 2026, "grade": "good"},
        {"year": 2027, "grade": "competent"},
    ]


def continuing(data: dict[str, Any], *who: Any) -> list[dict[str, Any]]:
    """Members of an earlier election, who serve on."""
    term = {"term_starts_on": data["term"]["starts_on"], "term_ends_on": data["term"]["ends_on"]}
    return [
        {"election_id": data["election_id"], "post": post, "name": name, "birth_date": born, **term}
        for post, name, born in who
    ]


@pytest.mark.parametrize("late", [False, True], ids=["in order", "the older result comes last"])
def test_whom_a_void_result_had_relieved_serves_on(office: Office, elections: Publisher, late: bool) -> None:
    """Art 22: void from the beginning, so it has relieved nobody."""
    before, voided = result([ZHANG, CHEN]), result([LIU, CHEN], starts_on=date(2027, 6, 1))
    if not late:
        certify(elections, before)
    certify(elections, voided)
    void(elections, voided, continuing=continuing(before, ZHANG, CHEN))
    if late:
        certify(elections, before)
    cadres = roster(office)
    assert [running(cadres[name]) for name in (ZHANG[1], CHEN[1])] == [["director"], [CHEN[0]]]
    assert LIU[1] not in cadres or running(cadres[LIU[1]]) == []


def test_who_left_before_the_void_result_does_not_serve_on(office: Office, elections: Publisher) -> None:
    before, voided = result([ZHANG, CHEN]), result([LIU], starts_on=date(2027, 6, 1))
    certify(elections, before)
    leave(elections, before, CHEN)
    certify(elections, voided)
    void(elections, voided, continuing=continuing(before, ZHANG, CHEN))
    cadres = roster(office)
    assert [running(cadres[name]) for name in (ZHANG[1], CHEN[1])] == [["director"], []]
