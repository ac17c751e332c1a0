"""Joint meetings of the two committees over the API: attendance, votes, dissent, signatures, gaps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from services.training.store.database import unit_of_work
from services.training.store.tables import JointMeeting
from services.training.workflows.joint_meetings import tell_missed_meetings
from shared import clock
from shared.auth.actor import Actor
from tests.access import NOBODY, assert_guarded, assert_hidden_from_others
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import CHEN, HE, LIU, ZHANG, certify, result, roster

TODAY = clock.today()


@pytest.fixture
def people(office: Office, elections: Publisher) -> dict[str, str]:
    """Four of the committee, of whom 何秋月 is the party secretary too."""
    began = TODAY - timedelta(days=200)
    certify(elections, result([ZHANG, CHEN, HE, LIU], starts_on=began))
    found = {name: each["id"] for name, each in roster(office).items()}
    post = {"post": "party_secretary", "starts_on": began.isoformat(), "document": "万秀党任〔2026〕1号"}
    made = office.post(f"/cadres/{found['何秋月']}/terms", post)
    assert made.status_code == 201, made.json
    return found


def body(people: dict[str, str], *, against: str | None = None, **changes: Any) -> dict[str, Any]:
    there = [people[name] for name in ("张平海", "何秋月", "陈丽敏")]
    votes = dict.fromkeys(there, "for")
    dissent = {}
    if against:
        votes[people[against]] = "against"
        dissent = {people[against]: "经费来源没有落实"}
    decision = {"motion": "改造小区停车位", "votes": votes, "dissent": dissent}
    frame = {"area": COMMUNITY, "held_on": TODAY.isoformat(), "title": "十一月联席会议", "chaired_by": there[0]}
    return frame | {"present": there, "decisions": [decision]} | changes


def record(office: Office, content: dict[str, Any]) -> dict[str, Any]:
    made = office.post("/joint-meetings", content)
    assert made.status_code == 201, made.json
    return made.json


def sign(office: Office, meeting: dict[str, Any], head: str, cadre: str, by: str) -> Any:
    return office.post(f"/joint-meetings/{meeting['id']}/signatures", {"head": head, "cadre_id": cadre}, subject=by)


def test_every_route_asks_for_token_scope_and_area(office: Office, people: dict[str, str]) -> None:
    def of(meeting: str, decision: str) -> list[tuple[str, str, Any]]:
        return [
            ("GET", f"/joint-meetings/{meeting}", None),
            ("POST", f"/joint-meetings/{meeting}/signatures", {"head": "director", "cadre_id": people["张平海"]}),
            ("POST", f"/joint-decisions/{decision}/settlement", {"on": TODAY.isoformat(), "settlement": "已落实"}),
        ]

    meeting = record(office, body(people, against="陈丽敏"))
    lists = [("GET", path, None) for path in ("/joint-meetings", "/disagreements", "/joint-meeting-gaps")]
    assert_guarded(office, [*lists, ("POST", "/joint-meetings", body(people)), *of(NOBODY, NOBODY)])
    of_this = of(meeting["id"], meeting["decisions"][0]["id"])
    assert_hidden_from_others(office, [("POST", "/joint-meetings", body(people)), *of_this])
    for _, path, _ in lists:
        assert office.get(path, area=FOREIGN_DISTRICT).json["items"] == []


def test_dissent_is_kept_with_its_reason_until_it_is_settled(office: Office, people: dict[str, str]) -> None:
    meeting = record(office, body(people, against="陈丽敏"))
    decision = meeting["decisions"][0]
    assert (decision["carried"], decision["votes_for"], decision["votes_against"]) == (True, 2, 1)
    assert [(each["name"], each["dissent"]) for each in decision["votes"] if each["dissent"]] == [
        ("陈丽敏", "经费来源没有落实")
    ]
    assert {each["name"]: each["present"] for each in meeting["attendance"]}["刘梓"] is False
    assert [each["motion"] for each in office.get("/disagreements").json["items"]] == ["改造小区停车位"]
    settlement = f"/joint-decisions/{decision['id']}/settlement"
    settled = {"on": TODAY.isoformat(), "settlement": "区里补足经费"}
    assert office.post(settlement, settled).json["settlement"] == "区里补足经费"
    assert office.post(settlement, settled).json["code"] == "nothing_to_settle"
    assert office.get("/disagreements").json["items"] == []
    kept = office.get("/regimes/meetings/records").json["items"]
    assert [each["facts"] for each in kept] == [
        {"title": "十一月联席会议", "present": 3, "decisions": 1, "dissenting": 1}
    ]


def test_both_heads_sign_each_by_another_person(office: Office, people: dict[str, str]) -> None:
    meeting = record(office, body(people))
    zhang, he, chen = people["张平海"], people["何秋月"], people["陈丽敏"]
    assert sign(office, meeting, "director", zhang, "zhang").status_code == 200
    assert sign(office, meeting, "secretary", he, "zhang").json["code"] == "signed_for_another"
    assert sign(office, meeting, "secretary", chen, "chen").json["code"] == "not_the_head"
    signed = sign(office, meeting, "secretary", he, "he").json["signatures"]
    assert [(each["head"], each["cadre_id"]) for each in signed] == [("director", zhang), ("secretary", he)]
    absent = record(office, body(people, present=[he, chen, people["刘梓"]], chaired_by=he, decisions=[]))
    assert sign(office, absent, "director", zhang, "zhang").json["code"] == "head_absent"


def test_what_cannot_be_recorded_is_named(office: Office, people: dict[str, str]) -> None:
    def refused(**changes: Any) -> Any:
        answer = office.post("/joint-meetings", body(people, **changes))
        return {each["code"] for each in answer.json.get("fields", [])} or answer.json["code"]

    zhang, chen = people["张平海"], people["陈丽敏"]
    silent = {"motion": "停车位", "votes": {zhang: "for"}, "dissent": {zhang: "不同意"}}
    mute = {"motion": "停车位", "votes": dict.fromkeys(body(people)["present"], "against")}
    assert refused(decisions=[silent]) == {"votes_incomplete", "dissent_unknown"}
    assert refused(decisions=[mute]) == {"dissent_missing"}
    assert refused(chaired_by=people["刘梓"]) == {"chair_absent"}
    assert refused(held_on=(TODAY + timedelta(days=1)).isoformat()) == {"date_in_future"}
    assert "not_a_member" in refused(present=[*body(people)["present"], NOBODY])
    alone = {"motion": "停车位", "votes": {zhang: "for", chen: "for"}}
    assert refused(present=[zhang, chen], decisions=[alone]) == "quorum_missing"


def test_a_community_without_a_meeting_in_time_is_told_of_once(
    office: Office, people: dict[str, str], elections: Publisher
) -> None:
    record(office, body(people))
    with unit_of_work(Actor.system("training")) as uow:
        uow.session.execute(update(JointMeeting).values(held_on=TODAY - timedelta(days=32)))
    gaps = {each["area"]: (each["days"], each["overdue"]) for each in office.get("/joint-meeting-gaps").json["items"]}
    assert gaps == {COMMUNITY: (32, True), OTHER_COMMUNITY: (None, True)}
    assert (tell_missed_meetings(), tell_missed_meetings()) == (1, 0)
    told = elections.told()[-1]
    assert (told["type"], told["area"], told["data"]["days"]) == ("training.joint_meeting_missed.v1", COMMUNITY, 32)
