"""Complaints about how an election was won, and what the office above makes of them (Art 22)."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest

from services.elections.domain.archive.checking import check_bundle
from services.elections.domain.archive.contents import ELECTION
from services.elections.domain.archive.packing import read_json, unpack
from services.elections.store.rule_sets import known_rule_set
from shared import clock
from tests.conftest import COMMUNITY
from tests.elections.api.test_handover import hand_over_everything
from tests.elections.committees import as_if_long_ago, next_term
from tests.elections.conftest import CONTESTS, ElectionOffice, events

PDF = b"%PDF-1.7 a receipt"


def _day(days: int = 0) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


@pytest.fixture
def certified(certified_election: dict[str, Any]) -> str:
    return certified_election["id"]


def _complain(office: ElectionOffice, number: str, **changes: Any) -> Any:
    body = {"ground": "bribery", "text": "王某收了五百元", "office": "步埠街道办事处", "received_on": _day()} | changes
    options = {name: changes.pop(name) for name in ("area", "subject") if name in body and body.pop(name)}
    return office.post(f"/elections/{number}/complaints", body, **({"subject": "recorder"} | options))


def _decide(office: ElectionOffice, complaint: str, *, subject: str = "decider", **changes: Any) -> Any:
    options = {"area": changes.pop("area")} if "area" in changes else {}
    body = {"upheld": True, "effect": "result", "reasons": "查实贿赂选民，情节严重", "office": "区民政局"} | changes
    return office.post(f"/complaints/{complaint}/decision", body, subject=subject, **options)


def test_an_upheld_complaint_voids_the_result_and_everybody_hears_of_it(office: ElectionOffice, certified: str) -> None:
    made = _complain(office, certified)
    assert made.status_code == 201, made.json
    decided = _decide(office, made.json["id"])
    assert decided.status_code == 200, decided.json
    shown = office.get(f"/elections/{certified}").json
    assert (shown["state"], shown["steps"][-1]["step"], shown["next_steps"]) == ("void", "void", [])
    told = events()[-1]
    assert (told["type"], told["data"]["clause"]) == ("elections.result_voided.v1", "Art 22")
    assert (told["data"]["grounds"], told["data"]["decided_by"]) == ("查实贿赂选民，情节严重", "区民政局")


def _member(office: ElectionOffice, number: str, name: str) -> dict[str, Any]:
    standing = office.get(f"/elections/{number}/candidates").json["items"]
    return next(each for each in standing if each["name"] == name)


def _names_in_office(office: ElectionOffice) -> list[str]:
    return [each["name"] for each in office.get(f"/areas/{COMMUNITY}/committee").json["members"]]


def test_one_winners_election_is_void_and_the_rest_of_the_result_stands(office: ElectionOffice, certified: str) -> None:
    briber = _member(office, certified, "委员1")["id"]
    made = _complain(office, certified, candidate_id=briber).json["id"]
    refused = _decide(office, made, effect="person", subject="certifier")
    assert [each["code"] for each in refused.json["missing"]] == ["decider_involved"]
    decided = _decide(office, made, effect="person")
    assert decided.status_code == 200, decided.json
    assert office.get(f"/elections/{certified}").json["state"] == "certified"
    assert "委员1" not in _names_in_office(office)
    assert "委员2" in _names_in_office(office)
    told = events()[-1]
    assert (told["type"], told["data"]["reason"], told["data"]["clause"]) == (
        "elections.post_ended.v1",
        "void",
        "Art 22",
    )


def test_whom_a_void_result_relieved_serve_on_until_the_next_committee(
    office: ElectionOffice, seated_election: dict[str, Any]
) -> None:
    """The term's end is past, and no by-election fills into it: the election is held again (ADR 14)."""
    as_if_long_ago()
    before = office.get(f"/areas/{COMMUNITY}/committee").json["members"]
    second = next_term(office, COMMUNITY)
    decided = _decide(office, _complain(office, second).json["id"])
    assert decided.status_code == 200, decided.json
    assert office.get(f"/areas/{COMMUNITY}/committee").json["members"] == before
    told = events()[-1]
    assert told["type"] == "elections.result_voided.v1"
    assert [each["name"] for each in told["data"]["continuing"]] == [each["name"] for each in before]
    assert {each["election_id"] for each in told["data"]["continuing"]} == {seated_election["id"]}
    next_term(office, COMMUNITY)
    assert not {each["id"] for each in office.get(f"/areas/{COMMUNITY}/committee").json["members"]} & {
        each["id"] for each in before
    }


def test_a_recall_stops_when_the_members_election_is_void(
    office: ElectionOffice, seated_election: dict[str, Any]
) -> None:
    number = seated_election["id"]
    asked = {"member_ids": [office.get(f"/areas/{COMMUNITY}/committee").json["members"][0]["id"]], "signed": 5}
    asked |= {"reasons": "长期不履行职责。", "received_on": _day(), "document": "联名册"}
    recall = office.post(f"/elections/{number}/recalls", asked).json["id"]
    poll = office.post(f"/recalls/{recall}/poll", {"polling_day": _day()}).json["id"]
    assert _decide(office, _complain(office, number).json["id"]).status_code == 200
    assert office.get(f"/elections/{poll}").json["state"] == "cancelled"
    (shown,) = office.get(f"/areas/{COMMUNITY}/recalls").json["items"]
    assert shown["state"] == "stopped"
    assert [each["type"] for each in events()[-2:]] == [
        "elections.election_cancelled.v1",
        "elections.result_voided.v1",
    ]
    refused = office.post(f"/recalls/{recall}/poll", {"polling_day": _day()})
    assert (refused.status_code, refused.json["code"]) == (409, "recall_stopped")


def test_who_was_not_elected_has_nothing_to_lose(office: ElectionOffice, certified: str) -> None:
    loser = _member(office, certified, "主任2")["id"]
    made = _complain(office, certified, candidate_id=loser).json["id"]
    assert _decide(office, made, effect="person").json["code"] == "candidate_not_elected"


def test_by_a_void_result_nobody_holds_a_post(office: ElectionOffice, certified: str) -> None:
    assert _names_in_office(office)
    _decide(office, _complain(office, certified).json["id"])
    assert _names_in_office(office) == []


def test_a_complaint_that_is_not_upheld_leaves_the_result_as_it_is(office: ElectionOffice, certified: str) -> None:
    made = _complain(office, certified).json["id"]
    decided = _decide(office, made, upheld=False, effect="none", reasons="经查不实")
    assert (decided.status_code, decided.json["effect"]) == (200, "none")
    assert office.get(f"/elections/{certified}").json["state"] == "certified"


@pytest.mark.parametrize(
    ("subject", "status", "code"),
    [
        ("recorder", 409, "decider_recorded"),
        ("certifier", 409, "duties_unmet"),
        ("typist-1", 409, "duties_unmet"),
    ],
)
def test_nobody_decides_on_their_own_work(
    office: ElectionOffice, certified: str, subject: str, status: int, code: str
) -> None:
    made = _complain(office, certified).json["id"]
    refused = _decide(office, made, subject=subject)
    assert (refused.status_code, refused.json["code"]) == (status, code)
    if code == "duties_unmet":
        assert [each["code"] for each in refused.json["missing"]] == ["decider_involved"]
    assert office.get(f"/elections/{certified}").json["state"] == "certified"
    assert office.get(f"/elections/{certified}/complaints").json["items"][0]["upheld"] is None


def test_the_community_itself_neither_takes_complaints_nor_decides_them(office: ElectionOffice, certified: str) -> None:
    assert _complain(office, certified, area=COMMUNITY).json["code"] == "office_above_needed"
    made = _complain(office, certified).json["id"]
    assert _decide(office, made, area=COMMUNITY).json["code"] == "office_above_needed"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"upheld": False}, "effect"),
        ({"effect": "person"}, "candidate_id"),
        ({"decided_on": _day(1)}, "decided_on"),
        ({"decided_on": _day(-1)}, "decided_on"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    office: ElectionOffice, certified: str, changes: dict[str, Any], field: str
) -> None:
    made = _complain(office, certified).json["id"]
    assert [fault["field"] for fault in _decide(office, made, **changes).json["fields"]] == [field]


def test_a_complaint_is_decided_once(office: ElectionOffice, certified: str) -> None:
    made = _complain(office, certified).json["id"]
    _decide(office, made)
    assert _decide(office, made).json["code"] == "complaint_decided"


def test_what_is_not_certified_cannot_be_void(office: ElectionOffice, closed_election: dict[str, Any]) -> None:
    made = _complain(office, closed_election["id"]).json["id"]
    assert _decide(office, made).json["code"] == "result_not_certified"


def test_the_result_is_not_voided_by_a_step_alone(office: ElectionOffice, certified: str) -> None:
    assert office.step(certified, "void").status_code == 422


def _evidence(office: ElectionOffice, complaint: str, content: bytes, name: str = "收据.pdf") -> Any:
    return office.call(
        "POST", f"/complaints/{complaint}/evidence", data={"file": (io.BytesIO(content), name)}, subject="recorder"
    )


def test_evidence_is_kept_by_its_hash_and_read_by_those_who_decide(office: ElectionOffice, certified: str) -> None:
    made = _complain(office, certified).json["id"]
    kept = _evidence(office, made, PDF)
    assert (kept.status_code, kept.json["kind"], kept.json["size"]) == (201, "application/pdf", len(PDF))
    assert office.get(f"/elections/{certified}/complaints").json["items"][0]["evidence"] == 1
    read = office.get(f"/evidence/{kept.json['id']}")
    assert (read.data, read.mimetype) == (PDF, "application/pdf")
    assert read.headers["Content-Disposition"].startswith("attachment")
    assert office.get(f"/evidence/{kept.json['id']}", scopes=("elections:read",)).status_code == 403
    assert _evidence(office, made, PDF).json["code"] == "evidence_there"
    _decide(office, made)
    assert _evidence(office, made, PDF + b"!").json["code"] == "complaint_decided"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"<html>", "evidence_kind"), (b"MZ\x90", "evidence_kind")],
)
def test_evidence_is_told_by_its_content_and_not_by_its_name(
    office: ElectionOffice, certified: str, content: bytes, code: str
) -> None:
    made = _complain(office, certified).json["id"]
    answer = _evidence(office, made, content, "photo.jpg")
    assert [fault["code"] for fault in answer.json["fields"]] == [code]


def test_what_a_complaint_says_is_for_those_who_decide(office: ElectionOffice, certified: str) -> None:
    _complain(office, certified)
    (shown,) = office.get(f"/elections/{certified}/complaints", scopes=("elections:read",)).json["items"]
    assert "text" not in shown
    assert "五百元" not in str(shown)


def test_a_void_election_is_held_again_with_a_timetable_of_its_own(office: ElectionOffice, certified: str) -> None:
    body = {
        "area": COMMUNITY,
        "title": "重新选举",
        "polling_day": _day(60),
        "contests": CONTESTS,
        "replaces_id": certified,
    }
    refused = office.post("/elections", body)
    assert [fault["code"] for fault in refused.json["fields"]] == ["replaced_not_void"]
    _decide(office, _complain(office, certified).json["id"])
    made = office.post("/elections", body)
    assert (made.status_code, made.json["replaces_id"]) == (201, certified)


def test_of_a_result_voided_after_the_handover_there_is_another_bundle_that_says_so(
    office: ElectionOffice, certified: str
) -> None:
    hand_over_everything(office, certified)
    first = next(each for each in events() if each["type"] == "elections.handover_completed.v1")
    _decide(office, _complain(office, certified).json["id"])
    sealed = office.post(f"/elections/{certified}/bundle")
    assert (sealed.status_code, sealed.json["number"]) == (201, 2)
    content = office.client.get(f"/elections/{certified}/bundle.zip").data
    assert [line.code for line in check_bundle(content, known_rules=known_rule_set).wrong] == []
    election = read_json(unpack(content), ELECTION)
    assert (election["state"], election["supersedes"]) == ("void", first["data"]["bundle_hash"])
    assert office.post(f"/elections/{certified}/bundle").json["code"] == "bundle_sealed"
