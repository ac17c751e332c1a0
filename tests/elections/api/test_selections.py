"""两推一询: stages in order, each with quorum, tally and record; names carried on by rule."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.conftest import COMMUNITY
from tests.elections.conftest import ElectionOffice, events

NEIGHBOUR = "450403002004"
READ_ONLY = ("elections:read", "elections:write")


def _open(office: ElectionOffice, **changes: Any) -> Any:
    return office.post(f"/areas/{COMMUNITY}/selections", {"title": "换届推荐", "purpose": "主任"} | changes)


@pytest.fixture
def selection(office: ElectionOffice, community: str) -> dict[str, Any]:
    opened = _open(office)
    assert opened.status_code == 201, opened.json
    found: dict[str, Any] = opened.json
    return found


def _who(number: int) -> dict[str, Any]:
    return {"name": f"居民{number}", "birth_date": f"1970-01-{number:02d}"}


def _votes(*votes: int) -> list[dict[str, Any]]:
    return [_who(number) | {"votes": each} for number, each in enumerate(votes, 1)]


def _record(office: ElectionOffice, selection: dict[str, Any], stage: str, tally: list[Any], **changes: Any) -> Any:
    body = {"held_on": clock.today().isoformat(), "place": "礼堂", "roster": 40, "present": 30, "document": "推荐记录"}
    return office.post(f"/selections/{selection['id']}/stages/{stage}", body | {"tally": tally} | changes)


def _names(people: list[dict[str, Any]]) -> list[str]:
    return [each["name"] for each in people]


def _faults(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.json
    return [(fault["field"], fault["code"]) for fault in answer.json["fields"]]


def test_two_recommendations_and_an_inquiry_give_the_outcome(office: ElectionOffice, selection: dict[str, Any]) -> None:
    assert (selection["scheme_name"], selection["next_stage"]["name"]) == ("两推一询", "党员推荐")
    party = _record(office, selection, "party", _votes(9, 20, 8, 7, 6, 5, 5, 1))
    assert _names(party.json["next_stage"]["names"]) == [f"居民{n}" for n in (2, 1, 3, 4, 5, 6, 7)]
    residents = _record(office, selection, "residents", _votes(10, 25, 3, 10, 10))
    assert _names(residents.json["next_stage"]["names"]) == [f"居民{n}" for n in (2, 1, 4, 5)]
    asked = [_who(n) | {"agreed": agreed, "against": 30 - agreed} for n, agreed in ((1, 15), (2, 16), (4, 30))]
    over = _record(office, selection, "inquiry", asked, document_hash="a" * 64)
    assert over.status_code == 201, over.json
    assert (over.json["next_stage"], _names(over.json["outcome"])) == (None, ["居民4", "居民2"])
    report = office.get(f"/selections/{selection['id']}").json
    assert report == over.json
    last = report["stages"][-1]
    assert last["quorum"] == {"holds": True, "inequality": "2×30 > 40", "clause": "local rule"}
    assert [each["goes_on"]["inequality"] for each in last["names"]] == ["2×30 > 30", "2×16 > 30", "2×15 ≤ 30"]
    again = _record(office, selection, "inquiry", asked)
    assert (again.status_code, again.json["code"]) == (409, "selection_over")


def test_a_stage_without_a_quorum_is_kept_and_held_again(office: ElectionOffice, selection: dict[str, Any]) -> None:
    short = _record(office, selection, "party", _votes(20), present=20)
    assert short.json["stages"][0]["quorum"]["inequality"] == "2×20 ≤ 40"
    assert (short.json["stages"][0]["counts"], short.json["next_stage"]["code"]) == (False, "party")
    held = _record(office, selection, "party", _votes(20), present=21)
    assert [each["counts"] for each in held.json["stages"]] == [False, True]
    assert held.json["next_stage"]["code"] == "residents"


def test_where_nobody_has_a_vote_the_selection_ends_without_names(
    office: ElectionOffice, selection: dict[str, Any]
) -> None:
    ended = _record(office, selection, "party", _votes(0, 0)).json
    assert (ended["next_stage"], ended["outcome"]) == (None, [])


@pytest.mark.parametrize("stage", ["residents", "inquiry"])
def test_a_stage_before_its_turn_is_refused(office: ElectionOffice, selection: dict[str, Any], stage: str) -> None:
    early = _record(office, selection, stage, _votes(5))
    assert (early.status_code, early.json["code"]) == (409, "stage_not_next")
    assert "党员推荐" in early.json["detail"]


def test_a_stage_that_counts_is_not_recorded_again(office: ElectionOffice, selection: dict[str, Any]) -> None:
    _record(office, selection, "party", _votes(5))
    again = _record(office, selection, "party", _votes(30))
    assert (again.status_code, again.json["code"]) == (409, "stage_not_next")
    assert len(office.get(f"/selections/{selection['id']}").json["stages"]) == 1


def test_a_stage_that_the_scheme_does_not_have_is_not_found(office: ElectionOffice, selection: dict[str, Any]) -> None:
    assert _record(office, selection, "lottery", _votes(5)).json["code"] == "stage_not_found"


@pytest.mark.parametrize(
    ("tally", "changes", "fault"),
    [
        (_votes(31), {}, ("tally.0.votes", "votes_over_present")),
        (_votes(5), {"present": 41}, ("present", "present_over_roster")),
        ([], {}, ("tally", "tally_empty")),
        ([*_votes(5), *_votes(4)], {}, ("tally.1.name", "name_twice")),
        ([_who(1)], {}, ("tally.0.votes", "votes_missing")),
        ([_who(1) | {"votes": 3, "against": 1}], {}, ("tally.0.against", "votes_of_another_kind")),
        (_votes(5), {"held_on": (clock.today() + timedelta(days=1)).isoformat()}, ("held_on", "date_in_future")),
    ],
)
def test_what_cannot_be_so_is_refused(
    office: ElectionOffice,
    selection: dict[str, Any],
    tally: list[Any],
    changes: dict[str, Any],
    fault: tuple[str, str],
) -> None:
    assert _faults(_record(office, selection, "party", tally, **changes)) == [fault]


def test_a_later_stage_takes_only_names_that_went_on_and_no_earlier_day(
    office: ElectionOffice, selection: dict[str, Any]
) -> None:
    _record(office, selection, "party", _votes(5))
    stranger = [*_votes(5), _who(2) | {"votes": 3}]
    assert _faults(_record(office, selection, "residents", stranger)) == [("tally.1.name", "name_not_gone_on")]
    namesake = [{"name": "居民1", "birth_date": "1980-01-01", "votes": 3}]
    assert _faults(_record(office, selection, "residents", namesake)) == [("tally.0.name", "name_not_gone_on")]
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    early = _record(office, selection, "residents", _votes(5), held_on=yesterday)
    assert _faults(early) == [("held_on", "held_before_last")]


def test_more_answers_than_people_are_refused_at_the_inquiry(office: ElectionOffice, selection: dict[str, Any]) -> None:
    for stage in ("party", "residents"):
        _record(office, selection, stage, _votes(5))
    asked = [_who(1) | {"agreed": 16, "against": 15}]
    assert _faults(_record(office, selection, "inquiry", asked)) == [("tally.0.agreed", "votes_over_present")]


def test_an_unknown_scheme_is_refused(office: ElectionOffice, community: str) -> None:
    assert _faults(_open(office, scheme="by-lot")) == [("scheme", "scheme_unknown")]


def test_another_area_does_not_find_it(office: ElectionOffice, selection: dict[str, Any]) -> None:
    path = f"/selections/{selection['id']}"
    assert office.get(path, area=NEIGHBOUR).json["code"] == "selection_not_found"
    body = {"held_on": "2026-01-02", "place": "x", "roster": 1, "present": 0, "document": "x"}
    assert office.post(f"{path}/stages/party", body, area=NEIGHBOUR).json["code"] == "selection_not_found"
    assert office.get(f"/areas/{COMMUNITY}/selections", area=NEIGHBOUR).status_code == 404


def test_birth_dates_are_shown_only_to_who_may_read_the_roll(office: ElectionOffice, selection: dict[str, Any]) -> None:
    _record(office, selection, "party", _votes(5))
    (shown,) = office.get(f"/areas/{COMMUNITY}/selections").json["items"]
    assert shown["next_stage"]["names"] == [_who(1)]
    (private,) = office.get(f"/areas/{COMMUNITY}/selections", scopes=READ_ONLY).json["items"]
    assert "birth_date" not in str(private)


def test_a_selection_sent_twice_with_one_key_is_opened_once_and_nothing_is_told(
    office: ElectionOffice, community: str
) -> None:
    path, body = f"/areas/{COMMUNITY}/selections", {"title": "换届推荐", "purpose": "主任"}
    sent = [office.post(path, body, headers={"Idempotency-Key": "one"}) for _ in range(2)]
    assert sent[0].json["id"] == sent[1].json["id"]
    assert len(office.get(path).json["items"]) == 1
    assert not [each for each in events() if "selection" in each["type"]]


def test_no_public_page_names_it(office: ElectionOffice, selection: dict[str, Any]) -> None:
    _record(office, selection, "party", _votes(5))
    page = office.client.get(f"/areas/{COMMUNITY}", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "居民1" not in page
    assert "换届推荐" not in page
