"""Meetings: who may demand one, notice, quorum, decisions (Art 26-29), and the resignation one accepts (Art 21)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from services.elections.store import tables
from services.elections.store.database import unit_of_work
from shared import clock
from shared.auth.actor import Actor
from tests.elections.committees import certify_committee, committee, member
from tests.elections.conftest import ElectionOffice, events


def _on(days_before: int) -> str:
    return (clock.today() - timedelta(days=days_before)).isoformat()


def _at(days_before: int) -> str:
    """A moment on that day, in the past for today, too."""
    return f"{_on(days_before)}T00:00:00+08:00"


def _call(office: ElectionOffice, area: str, **changes: Any) -> Any:
    body = {
        "kind": "residents",
        "title": "居民会议",
        "called_on": _on(10),
        "held_at": _at(0),
        "place": "社区礼堂",
        "agenda": ["审议辞职申请"],
        "members": 600,
    }
    return office.post(f"/areas/{area}/meetings", body | changes)


def _record(office: ElectionOffice, meeting: dict[str, Any], **changes: Any) -> Any:
    motions = [{"motion": "接受委员1辞职", "agreed": 151, "against": 100, "abstained": 50}]
    body = {"present": 301, "motions": motions, "minutes": "会议记录", "minutes_hash": "a" * 64}
    return office.post(f"/meetings/{meeting['id']}/record", body | changes)


def _codes(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.json
    return [fault["code"] for fault in answer.json["fields"]]


def test_a_meeting_is_called_with_its_notice_and_residents_are_told(office: ElectionOffice, community: str) -> None:
    called = _call(office, community, called_by="residents", asked=60, asked_of=600)
    assert called.status_code == 201, called.json
    assert called.json["demand"] == {"holds": True, "inequality": "10×60 ≥ 600", "clause": "Art 26–27"}
    told = events()[-1]
    assert (told["type"], told["data"]["agenda"]) == ("elections.meeting_called.v1", ["审议辞职申请"])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"called_by": "residents", "asked": 59, "asked_of": 600}, "demand_too_small"),
        ({"called_by": "representatives", "asked": 19, "asked_of": 60}, "demand_too_small"),
        ({"called_by": "residents", "asked": 601, "asked_of": 600}, "asked_too_many"),
        ({"called_on": _on(9)}, "notice_short"),
        ({"called_on": _on(-1)}, "called_after"),
        ({"kind": "representatives", "members": 60, "representatives": 47}, "representatives_too_few"),
        ({"kind": "representatives", "members": 60, "representatives": 61}, "representatives_too_many"),
        (
            {"kind": "representatives", "members": 60, "representatives": 55, "called_by": "residents"},
            "called_by_wrong",
        ),
    ],
)
def test_a_call_that_the_law_does_not_allow_is_refused(
    office: ElectionOffice, community: str, changes: dict[str, Any], code: str
) -> None:
    assert _codes(_call(office, community, **changes)) == [code]


def test_in_special_circumstances_the_notice_may_be_short(office: ElectionOffice, community: str) -> None:
    called = _call(office, community, called_on=_on(1), special_reason="台风临近，须立即商议安置。")
    assert called.json["special_reason"] == "台风临近，须立即商议安置。"


def test_representatives_meet_with_four_fifths_representatives(office: ElectionOffice, community: str) -> None:
    assert _call(office, community, kind="representatives", members=60, representatives=48).status_code == 201


def test_what_more_than_half_of_those_present_agree_to_is_decided(office: ElectionOffice, community: str) -> None:
    held = _record(office, _call(office, community).json)
    assert held.json["quorum"] == {"holds": True, "inequality": "2×301 > 600", "clause": "Art 26–27"}
    (decided,) = held.json["decisions"]
    assert (decided["passed"], decided["finding"]["inequality"]) == (True, "2×151 > 301")
    assert events()[-1]["data"]["decisions"][0]["passed"]
    page = office.client.get(f"/areas/{community}").get_data(as_text=True)
    assert "接受委员1辞职" in page


@pytest.mark.parametrize(("present", "agreed"), [(300, 300), (302, 151)])
def test_without_a_quorum_or_with_half_of_those_present_nothing_is_decided(
    office: ElectionOffice, community: str, present: int, agreed: int
) -> None:
    motions = [{"motion": "修缮", "agreed": agreed, "against": 0, "abstained": 0}]
    held = _record(office, _call(office, community).json, present=present, motions=motions)
    assert [each["passed"] for each in held.json["decisions"]] == [False]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"present": 601}, "present_too_many"), ({"present": 300}, "votes_over_present"), ({"minutes_hash": "x"}, None)],
)
def test_a_record_that_does_not_add_up_is_refused(
    office: ElectionOffice, community: str, changes: dict[str, Any], code: str | None
) -> None:
    answer = _record(office, _call(office, community).json, **changes)
    assert answer.status_code == 422
    if code:
        assert _codes(answer) == [code]


def test_a_meeting_is_recorded_once_and_after_it_was_held(office: ElectionOffice, community: str) -> None:
    held = _call(office, community).json
    _record(office, held)
    assert _record(office, held).json["code"] == "meeting_recorded"
    ahead = _call(office, community, called_on=_on(0), held_at=_at(-20)).json
    assert _record(office, ahead).json["code"] == "meeting_not_held"


def test_a_resignation_ends_the_post_on_the_day_a_meeting_passed_it(
    office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    certify_committee(office, closed_election["id"])
    area = closed_election["area"]
    motions = [
        {"motion": "接受辞职", "agreed": 151, "against": 0, "abstained": 0},
        {"motion": "修缮", "agreed": 1, "against": 150, "abstained": 0},
    ]
    passed, failed = _record(office, _call(office, area).json, motions=motions).json["decisions"]
    path = f"/members/{member(office, area, '委员1')['id']}/resignation"
    assert office.post(path, {"decision_id": failed["id"]}).json["code"] == "resignation_not_passed"
    gone = office.post(path, {"decision_id": passed["id"]})
    assert (gone.json["ended_on"], gone.json["end_reason"], gone.json["clause"]) == (_on(0), "resigned", "Art 21")
    assert [each["post"] for each in committee(office, area)["vacant"]] == ["member"]
    assert office.post(path, {"decision_id": passed["id"]}).json["code"] == "member_left"


def test_representatives_who_have_not_met_for_half_a_year_are_listed(
    office: ElectionOffice, closed_election: dict[str, Any]
) -> None:
    certify_committee(office, closed_election["id"])
    assert office.get("/meetings/overdue").json["items"] == []
    with unit_of_work(Actor.system("elections")) as uow:
        uow.session.execute(update(tables.Election).values(polling_day=clock.today() - timedelta(days=200)))
    (late,) = office.get("/meetings/overdue").json["items"]
    assert (late["area"], late["last"]) == (closed_election["area"], None)
    call = {"kind": "representatives", "members": 60, "representatives": 55}
    held = _call(office, closed_election["area"], **call).json
    _record(office, held, present=39, motions=[])
    assert len(office.get("/meetings/overdue").json["items"]) == 1, "without two thirds it was no meeting"
    again = _call(office, closed_election["area"], **call).json
    _record(office, again, present=40, motions=[])
    assert office.get("/meetings/overdue").json["items"] == []
