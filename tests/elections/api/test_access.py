"""Who gets in: every endpoint without a token, with a token for something else, and from another district."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask

from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.elections.conftest import COMMITTEE, Office, candidates_csv, roll_csv

ELECTION = {
    "area": COMMUNITY,
    "title": "x",
    "polling_day": "2026-12-20",
    "contests": [{"post": "director", "seats": 1}],
}
CANDIDATE = {"post": "director", "name": "王", "sex": "male", "birth_date": "1980-01-01", "nominated_by": "party"}
RELATIVES = {
    "name": "王",
    "birth_date": "1980-01-01",
    "relation": "spouse",
    "relative_name": "李",
    "relative_birth_date": "1981-01-01",
}
PERSON = {"name": "王", "sex": "male", "birth_date": "1980-01-01"}
COMPLAINT = {"ground": "bribery", "text": "x", "office": "街道", "received_on": "2026-01-02"}
NOBODY = "01930a2c-0000-7000-8000-00000000ffff"
PROXY = {
    "elector_id": NOBODY,
    "agent_id": NOBODY,
    "reason": "外出",
    "document": "1号",
    "received_on": "2026-01-02",
}
SHEET = {"issued": 1, "recovered": 1, "contests": {}}

# method, path, scope, what is sent
ENDPOINTS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("POST", "/areas", "elections:write", {"json": {"code": COMMUNITY, "name": "步埠"}}),
    ("GET", "/areas", "elections:read", {}),
    ("GET", "/areas/{area}", "elections:read", {}),
    ("GET", "/areas/{area}/committee", "elections:read", {}),
    (
        "POST",
        "/members/{member}/end",
        "elections:write",
        {"json": {"reason": "died", "on": "2026-01-02", "document": "死亡证明"}},
    ),
    ("GET", "/areas/{area}/meetings", "elections:read", {}),
    (
        "POST",
        "/areas/{area}/meetings",
        "elections:write",
        {
            "json": {
                "kind": "residents",
                "title": "x",
                "called_on": "2026-01-02",
                "held_at": "2026-02-02T09:00:00+08:00",
                "place": "x",
                "agenda": ["x"],
                "members": 9,
            }
        },
    ),
    (
        "POST",
        "/meetings/{meeting}/record",
        "elections:write",
        {"json": {"present": 1, "minutes": "x", "minutes_hash": "0" * 64}},
    ),
    ("GET", "/meetings/overdue", "elections:read", {}),
    ("POST", "/members/{member}/resignation", "elections:write", {"json": {"decision_id": NOBODY}}),
    ("GET", "/appraisals/overdue", "elections:read", {}),
    ("GET", "/areas/{area}/appraisals", "elections:read", {}),
    ("POST", "/areas/{area}/appraisals", "elections:write", {"json": {"held_on": "2026-01-02", "run_by": "x"}}),
    (
        "POST",
        "/appraisals/{appraisal}/entries",
        "elections:tally",
        {
            "json": {
                "voted": 1,
                "members": {NOBODY: dict.fromkeys(("good", "competent", "basically_competent", "incompetent"), 0)},
            }
        },
    ),
    ("POST", "/appraisals/{appraisal}/publication", "elections:certify", {}),
    ("GET", "/areas/{area}/selections", "elections:read", {}),
    ("POST", "/areas/{area}/selections", "elections:write", {"json": {"title": "x", "purpose": "x"}}),
    ("GET", "/selections/{selection}", "elections:read", {}),
    (
        "POST",
        "/selections/{selection}/stages/{stage}",
        "elections:write",
        {"json": {"held_on": "2026-01-02", "place": "x", "roster": 1, "present": 0, "document": "x"}},
    ),
    ("GET", "/areas/{area}/recalls", "elections:read", {}),
    (
        "POST",
        "/elections/{election}/recalls",
        "elections:write",
        {"json": {"member_ids": [NOBODY], "reasons": "x", "received_on": "2026-01-02", "signed": 1}},
    ),
    (
        "POST",
        "/recalls/{recall}/defences",
        "elections:write",
        {"json": {"member_id": NOBODY, "text": "x", "heard_on": "2026-01-02"}},
    ),
    ("POST", "/recalls/{recall}/poll", "elections:write", {"json": {"polling_day": "2026-12-20"}}),
    ("POST", "/elections", "elections:write", {"json": ELECTION}),
    ("GET", "/elections", "elections:read", {}),
    ("GET", "/overview", "elections:read", {}),
    ("GET", "/statistics", "elections:read", {}),
    ("GET", "/elections/{election}", "elections:read", {}),
    ("PATCH", "/elections/{election}", "elections:write", {"json": {"title": "y"}, "headers": {"If-Match": '"1"'}}),
    ("GET", "/elections/{election}/timetable", "elections:read", {}),
    (
        "POST",
        "/elections/{election}/timetable/replan",
        "elections:write",
        {"json": {"reason": "台风停工两日，推迟三天投票。"}, "headers": {"If-Match": '"1"'}},
    ),
    ("POST", "/elections/{election}/timetable/stages/{stage}/done", "elections:write", {"json": {}}),
    ("POST", "/elections/{election}/steps", "elections:read", {"json": {"step": "cancel"}}),
    ("GET", "/elections/{election}/result", "elections:read", {}),
    (
        "POST",
        "/elections/{election}/exceptions",
        "elections:supervise",
        {"json": {"duty": "roll_late", "reason": "台风停工两日，经区民政局同意顺延。"}},
    ),
    ("POST", "/elections/{election}/further-ballots", "elections:write", {"json": {"polling_day": "2026-12-20"}}),
    ("POST", "/elections/{election}/roll", "elections:write", {"file": roll_csv()}),
    ("GET", "/elections/{election}/electors", "elections:roll:read", {}),
    ("GET", "/elections/{election}/roll/versions", "elections:read", {}),
    (
        "POST",
        "/elections/{election}/roll/additions",
        "elections:write",
        {"json": {**PERSON, "address": "和平路1号", "registration": "household", "reason": "moved_in"}},
    ),
    (
        "POST",
        "/elections/{election}/roll/removals",
        "elections:write",
        {"json": {"elector_id": NOBODY, "reason": "died"}},
    ),
    (
        "POST",
        "/elections/{election}/roll/checks",
        "elections:write",
        {"json": {"kind": "rights", "office": "派出所", "document": "1号", "on": "2026-01-02"}},
    ),
    ("GET", "/elections/{election}/roll/duplicates", "elections:roll:read", {}),
    (
        "POST",
        "/elections/{election}/roll/duplicates",
        "elections:write",
        {"json": {"elector_id": NOBODY, "other_id": NOBODY, "decision": "keep", "evidence": "户口簿"}},
    ),
    ("GET", "/elections/{election}/objections", "elections:read", {}),
    (
        "POST",
        "/elections/{election}/objections",
        "elections:write",
        {"json": {"kind": "remove", "text": "x", "received_on": "2026-01-02", "elector_id": NOBODY}},
    ),
    ("POST", "/objections/{objection}/decision", "elections:write", {"json": {"upheld": False, "grounds": "x"}}),
    ("GET", "/elections/{election}/electors/{elector}", "elections:roll:read", {}),
    ("GET", "/elections/{election}/proxies", "elections:read", {}),
    ("POST", "/elections/{election}/proxies", "elections:write", {"json": PROXY}),
    ("POST", "/elections/{election}/proxies/publish", "elections:write", {"json": {}}),
    ("GET", "/elections/{election}/register", "elections:roll:read", {"query_string": {"name": "张三"}}),
    ("GET", "/stations/{station}/register", "elections:roll:read", {}),
    ("POST", "/stations/{station}/register", "elections:tally", {"json": {"elector_id": NOBODY}}),
    ("POST", "/stations/{station}/register/import", "elections:tally", {"file": "姓名,出生日期".encode()}),
    ("GET", "/elections/{election}/participation", "elections:read", {}),
    ("POST", "/register/{given}/returned", "elections:write", {"json": {"reason": "点错了人"}}),
    ("POST", "/proxies/{proxy}/withdrawal", "elections:write", {"json": {}}),
    ("GET", "/elections/{election}/candidates", "elections:read", {}),
    ("POST", "/elections/{election}/candidates", "elections:write", {"json": CANDIDATE}),
    ("POST", "/elections/{election}/candidates/import", "elections:write", {"file": candidates_csv()}),
    (
        "PUT",
        "/elections/{election}/candidates/{candidate}/statement",
        "elections:write",
        {"json": {"text": "x"}, "headers": {"If-Match": '"0"'}},
    ),
    (
        "PUT",
        "/elections/{election}/candidate-meetings/{meeting}",
        "elections:write",
        {
            "json": {"on": "2026-01-02", "place": "礼堂", "attended": 1, "questions": 0, "document": "x"},
            "headers": {"If-Match": '"1"'},
        },
    ),
    ("GET", "/elections/{election}/box-requests", "elections:roll:read", {}),
    ("POST", "/stations/{station}/box-requests", "elections:write", {"json": {"name": "王", "reason": "illness"}}),
    ("DELETE", "/box-requests/{request}", "elections:write", {}),
    (
        "POST",
        "/elections/{election}/candidates/{candidate}/withdrawal",
        "elections:write",
        {"json": {"on": "2026-01-02", "document": "x"}},
    ),
    (
        "POST",
        "/elections/{election}/candidates/{candidate}/striking",
        "elections:write",
        {"json": {"on": "2026-01-02", "reason": "died", "document": "x"}},
    ),
    (
        "POST",
        "/elections/{election}/notice-requests",
        "elections:write",
        {"json": {"kind": "election", "title": "题", "body": "文"}},
    ),
    ("GET", "/elections/{election}/candidate-meetings", "elections:read", {}),
    (
        "POST",
        "/elections/{election}/candidate-meetings",
        "elections:write",
        {"json": {"on": "2026-01-02", "place": "x", "attended": 1, "questions": 0, "document": "x"}},
    ),
    ("GET", "/elections/{election}/candidates/{candidate}", "elections:read", {}),
    (
        "POST",
        "/elections/{election}/candidates/checks",
        "elections:write",
        {"json": {"all": True, "passed": True, "office": "x", "document": "1号", "on": "2026-01-02"}},
    ),
    ("POST", "/elections/{election}/candidates/acceptances", "elections:write", {"json": {"all": True}}),
    ("GET", "/elections/{election}/candidates/{candidate}/nominators", "elections:roll:read", {}),
    ("POST", "/elections/{election}/candidates/{candidate}/nominators", "elections:write", {"json": {}}),
    ("POST", "/elections/{election}/candidates/{candidate}/strokes", "elections:write", {"json": {"strokes": 5}}),
    ("DELETE", "/elections/{election}/candidates/{candidate}", "elections:write", {}),
    ("GET", "/elections/{election}/stations", "elections:read", {}),
    ("POST", "/elections/{election}/stations", "elections:write", {"json": {"name": "三号站"}}),
    ("GET", "/elections/{election}/committee", "elections:read", {}),
    ("POST", "/elections/{election}/committee", "elections:write", {"json": COMMITTEE}),
    (
        "POST",
        "/elections/{election}/committee/members",
        "elections:write",
        {"json": {"name": "王", "birth_date": "1980-01-01", "role": "member", "reason": "x"}},
    ),
    (
        "POST",
        "/elections/{election}/committee/members/{member}/leaving",
        "elections:write",
        {"json": {"reason": "vacated"}},
    ),
    (
        "PATCH",
        "/elections/{election}/committee/members/{member}",
        "elections:write",
        {"json": {"role": "chair", "reason": "x"}, "headers": {"If-Match": '"1"'}},
    ),
    ("GET", "/elections/{election}/relatives", "elections:roll:read", {}),
    ("POST", "/elections/{election}/relatives", "elections:write", {"json": RELATIVES}),
    ("DELETE", "/elections/{election}/relatives/{relative}", "elections:write", {}),
    ("GET", "/elections/{election}/handover", "elections:read", {}),
    (
        "POST",
        "/elections/{election}/handover/items/{item}",
        "elections:write",
        {"json": {"handed_over_by": "甲", "received_by": "乙", "on": "2026-01-02"}},
    ),
    ("POST", "/elections/{election}/handover/complete", "elections:supervise", {"json": {"overseen_by": "街道"}}),
    ("GET", "/elections/{election}/complaints", "elections:read", {}),
    ("POST", "/elections/{election}/complaints", "elections:supervise", {"json": COMPLAINT}),
    ("GET", "/complaints/{complaint}/evidence", "elections:read", {}),
    ("POST", "/complaints/{complaint}/evidence", "elections:supervise", {"file": b"%PDF-1.7"}),
    ("GET", "/evidence/{evidence}", "elections:read", {}),
    (
        "POST",
        "/complaints/{complaint}/decision",
        "elections:supervise",
        {"json": {"upheld": False, "reasons": "x", "office": "区"}},
    ),
    ("GET", "/elections/{election}/bundle", "elections:read", {}),
    ("POST", "/elections/{election}/bundle", "elections:certify", {}),
    ("GET", "/stations/{station}", "elections:read", {}),
    ("PATCH", "/stations/{station}", "elections:write", {"json": {"name": "x"}, "headers": {"If-Match": '"1"'}}),
    ("DELETE", "/stations/{station}", "elections:write", {"headers": {"If-Match": '"1"'}}),
    ("GET", "/elections/{election}/staff", "elections:read", {}),
    (
        "POST",
        "/elections/{election}/staff",
        "elections:write",
        {"json": {"station_id": NOBODY, "name": "王", "birth_date": "1980-01-01", "role": "teller"}},
    ),
    ("DELETE", "/elections/{election}/staff/{member}", "elections:write", {}),
    ("GET", "/elections/{election}/papers", "elections:read", {}),
    (
        "PUT",
        "/elections/{election}/papers",
        "elections:write",
        {"json": {"printed": 1, "kept": 0}, "headers": {"If-Match": '"0"'}},
    ),
    (
        "PUT",
        "/stations/{station}/papers",
        "elections:write",
        {
            "json": {"received": 1, "issued": 1, "left_over": 0, "spoiled": 0},
            "headers": {"If-Match": '"0"'},
        },
    ),
    (
        "POST",
        "/elections/{election}/papers/destruction",
        "elections:write",
        {"json": {"count": 0, "witnesses": ["甲", "乙"]}},
    ),
    ("GET", "/elections/{election}/doubtful-papers", "elections:read", {}),
    (
        "POST",
        "/stations/{station}/doubtful-papers",
        "elections:write",
        {"json": {"papers": 1, "ground": "torn", "decision": "counts", "decided_by": ["甲"]}},
    ),
    ("POST", "/stations/{station}/sheets/{number}/image", "elections:tally", {"file": b"%PDF-1.7"}),
    ("GET", "/elections/{election}/images", "elections:read", {}),
    ("GET", "/images/{image}", "elections:read", {}),
    ("GET", "/elections/{election}/disagreements", "elections:read", {}),
    ("GET", "/elections/{election}/tally", "elections:read", {}),
    ("GET", "/stations/{station}/entries", "elections:read", {}),
    ("POST", "/stations/{station}/entries", "elections:tally", {"json": SHEET}),
    ("GET", "/elections/{election}/callouts", "elections:read", {}),
    ("POST", "/stations/{station}/callouts", "elections:tally", {"json": {"issued": 1}}),
    ("GET", "/callouts/{callout}", "elections:read", {}),
    ("GET", "/callouts/{callout}/papers", "elections:read", {}),
    (
        "POST",
        "/callouts/{callout}/papers",
        "elections:tally",
        {"json": {"items": [{"number": 1, "id": NOBODY, "previous": NOBODY, "hash": NOBODY}]}},
    ),
    ("POST", "/callouts/{callout}/takeover", "elections:tally", {"json": {"reason": "x"}}),
    (
        "POST",
        "/callouts/{callout}/signatures",
        "elections:tally",
        {"json": {"role": "caller", "records": 0, "head": NOBODY}},
    ),
    ("POST", "/callouts/{callout}/abandonment", "elections:tally", {"json": {"reason": "x"}}),
    ("POST", "/stations/{station}/entries/upload", "elections:tally", {"file": "投票站,主会场".encode()}),
]
_NAMES = (
    "area",
    "election",
    "station",
    "candidate",
    "objection",
    "relative",
    "member",
    "callout",
    "image",
    "elector",
    "proxy",
    "given",
    "request",
    "recall",
    "complaint",
    "evidence",
    "meeting",
    "appraisal",
    "selection",
)
_LISTS = {
    ("GET", "/areas"),
    ("GET", "/elections"),
    ("GET", "/overview"),
    ("GET", "/statistics"),
    ("GET", "/meetings/overdue"),
    ("GET", "/appraisals/overdue"),
}

every_endpoint = pytest.mark.parametrize(("method", "path", "scope", "sent"), ENDPOINTS)


def test_every_endpoint_is_tried(app: Flask) -> None:
    tried = {(method, path.replace("{", "<").replace("}", ">")) for method, path, _, _ in ENDPOINTS}
    names = {"<string(length=12):code>": "<area>", "<int:number>": "<number>", "<string:code>": "<stage>"}
    names["<string:stage>"] = "<stage>"
    names |= {f"<uuid:{name}_id>": f"<{name}>" for name in _NAMES}
    names |= {"<string(minlength=1,maxlength=30):code>": "<item>"}
    for rule in app.url_map.iter_rules():
        path = rule.rule.removeprefix("/api/v1")
        for written, short in names.items():
            path = path.replace(written, short)
        if rule.rule.startswith("/api/v1") and not path.startswith(("/jobs", "/events")):
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                assert (method, path) in tried


def _call(office: Office, election: dict[str, Any], endpoint: tuple[str, str, dict[str, Any]], **options: Any) -> Any:
    method, path, sent = endpoint
    options |= {name: value for name, value in sent.items() if name != "file"}
    if "file" in sent:
        options["data"] = {"file": (io.BytesIO(sent["file"]), "file.csv")}
    return office.call(method, path.format(**_ids(office, election)), **options)


def _ids(office: Office, election: dict[str, Any]) -> dict[str, str]:
    """Things of the election; where it has none yet, an id that nothing has."""
    stations = office.get(f"/elections/{election['id']}/stations").json["items"]
    known = {"area": COMMUNITY, "number": "1", "election": election["id"], "station": stations[0]["id"]}
    return dict.fromkeys(_NAMES, NOBODY) | {"stage": "leaving_audit", "item": "seal"} | known


@every_endpoint
def test_without_a_token_nobody_gets_in(
    office: Office, election: dict[str, Any], method: str, path: str, scope: str, sent: dict[str, Any]
) -> None:
    url = "/api/v1" + path.format(**_ids(office, election))
    answer = office.client.open(url, method=method)
    assert (answer.status_code, answer.json["code"]) == (401, "token_missing")
    assert answer.content_type == "application/problem+json"


@every_endpoint
def test_a_token_for_something_else_is_not_enough(
    office: Office, election: dict[str, Any], method: str, path: str, scope: str, sent: dict[str, Any]
) -> None:
    answer = _call(office, election, (method, path, sent), scopes=("notices:read", "training:write"))
    assert (answer.status_code, answer.json["code"]) == (403, "scope_missing")
    assert scope in answer.json["detail"]


@every_endpoint
def test_another_districts_things_are_not_found(
    office: Office, election: dict[str, Any], method: str, path: str, scope: str, sent: dict[str, Any]
) -> None:
    answer = _call(office, election, (method, path, sent), area=FOREIGN_DISTRICT)
    if (method, path) in _LISTS:
        assert answer.json["items"] == []
    else:
        assert answer.status_code == 404, answer.json


def test_a_step_needs_its_own_scope(office: Office, election: dict[str, Any]) -> None:
    path = f"/elections/{election['id']}/steps"
    assert office.post(path, {"step": "cancel"}, scopes=("elections:read",)).status_code == 403
    only_write = office.post(path, {"step": "certify"}, scopes=("elections:read", "elections:write"))
    assert (only_write.status_code, only_write.json["code"]) == (403, "scope_missing")


def test_a_neighbouring_communitys_token_does_not_reach(office: Office, election: dict[str, Any]) -> None:
    assert office.get(f"/elections/{election['id']}", area="450403002004").status_code == 404
    assert office.get(f"/elections/{election['id']}", area=COMMUNITY).status_code == 200
