"""Notices about an election that a clerk asks the notices service for."""

from __future__ import annotations

from typing import Any

from tests.elections.conftest import ElectionOffice, events


def test_a_clerk_asks_for_a_notice_and_stands_behind_it_alone(office: ElectionOffice, election: dict[str, Any]) -> None:
    wanted = {"kind": "election", "title": "领取选民证", "body": "请于18日前领取。"}
    answer = office.post(f"/elections/{election['id']}/notice-requests", wanted)
    assert answer.status_code == 202
    asked = events()[-1]
    assert (asked["type"], str(asked["event_id"])) == ("elections.notice_requested.v1", answer.json["event_id"])
    assert (asked["subject"], asked["area"]) == (f"elections/{election['id']}", election["area"])
    assert (asked["data"]["requested_by"], asked["data"].get("approved_by")) == ("clerk", None)


def test_a_notice_that_the_board_would_not_take_is_refused_here(
    office: ElectionOffice, election: dict[str, Any]
) -> None:
    before = len(events())
    for wrong, field in (({"title": "a\nb"}, "title"), ({"kind": "disclosure"}, "item"), ({"item": "funds"}, "item")):
        wanted = {"kind": "election", "title": "题", "body": "文", **wrong}
        answer = office.post(f"/elections/{election['id']}/notice-requests", wanted)
        assert [fault["field"] for fault in answer.json["fields"]] == [field]
    assert len(events()) == before
