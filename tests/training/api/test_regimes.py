"""The regimes' records over the API, and as files."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shared import clock
from shared.tabular import read_table
from tests.access import NOBODY, assert_guarded, assert_hidden_from_others
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import CHEN, ZHANG, certify, result, roster

TODAY = clock.today()
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()
STUDY = {"topic": "居委会组织法", "form": "group", "hours": 4}
DISCLOSURE = {"item": "funds", "content": "三季度经费", "due_on": YESTERDAY, "responsible": "张平海"}


@pytest.fixture
def zhang(office: Office, elections: Publisher) -> str:
    certify(elections, result([ZHANG, CHEN]))
    return roster(office)[ZHANG[1]]["id"]


def keep(office: Office, regime: str, facts: dict[str, Any], **more: Any) -> Any:
    return office.post(f"/regimes/{regime}/records", {"on": TODAY.isoformat(), "facts": facts} | more)


def shown(office: Office, regime: str, query: str = "") -> list[dict[str, Any]]:
    return office.get(f"/regimes/{regime}/records{query}").json["items"]


def test_every_route_asks_for_token_scope_and_area(office: Office, zhang: str) -> None:
    record = keep(office, "disclosure", DISCLOSURE, area=COMMUNITY).json["id"]
    body = {"on": TODAY.isoformat(), "facts": STUDY, "cadre_id": zhang}
    of_record = [
        ("POST", "/records/{id}/completion", {"on": YESTERDAY}),
        ("POST", "/records/{id}/withdrawal", {"reason": "重复"}),
    ]
    assert_guarded(office, [
        ("GET", "/regimes", None), ("GET", "/regimes/study/records", None), ("GET", "/regimes/study/template", None),
        ("POST", "/regimes/study/records", body), ("POST", "/regimes/study/records/import", None),
        ("GET", "/records/overdue", None), ("GET", "/incentive-figures", None),
        *((method, path.format(id=NOBODY), content) for method, path, content in of_record),
    ])  # fmt: skip
    assert_hidden_from_others(office, [
        ("POST", "/regimes/study/records", body),
        *((method, path.format(id=record), content) for method, path, content in of_record),
    ])  # fmt: skip
    assert office.get("/regimes/disclosure/records", area=FOREIGN_DISTRICT).json["items"] == []
    assert office.get("/regimes/gossip/records").json["code"] == "regime_not_found"


def test_a_record_is_kept_under_its_regime_and_taken_back_with_a_reason(office: Office, zhang: str) -> None:
    made = keep(office, "study", STUDY, cadre_id=zhang)
    assert made.status_code == 201, made.json
    assert [(each["name"], each["facts"]) for each in shown(office, "study", f"?cadre_id={zhang}")] == [
        (ZHANG[1], STUDY)
    ]
    assert shown(office, "study", "?to=2020-01-01") == []
    withdrawal = f"/records/{made.json['id']}/withdrawal"
    assert office.post(withdrawal, {"reason": "登记错人"}).status_code == 204
    assert office.post(withdrawal, {"reason": "登记错人"}).status_code == 404
    assert shown(office, "study") == []


@pytest.mark.parametrize(
    ("regime", "facts", "more", "field", "code"),
    [
        ("study", {"topic": "法"}, {}, "facts.form", "field_missing"),
        ("study", {**STUDY, "hours": "4"}, {}, "facts.hours", "field_invalid"),
        ("study", {**STUDY, "colour": "red"}, {}, "facts.colour", "unknown_field"),
        ("study", STUDY, {"on": "2999-01-01"}, "on", "date_in_future"),
        ("study", STUDY, {"cadre_id": None, "area": COMMUNITY}, "cadre_id", "holder_wrong"),
        (
            "disclosure",
            {**DISCLOSURE, "posted_on": "2999-01-01"},
            {"cadre_id": None},
            "facts.posted_on",
            "date_in_future",
        ),
    ],
)
def test_what_is_wrong_with_a_record_is_named(
    office: Office, zhang: str, regime: str, facts: dict[str, Any], more: dict[str, Any], field: str, code: str
) -> None:
    answer = keep(office, regime, facts, **({"cadre_id": zhang} | more))
    assert (answer.status_code, answer.json["fields"][0]["field"], answer.json["fields"][0]["code"]) == (
        422,
        field,
        code,
    )


def test_a_late_disclosure_is_overdue_until_it_is_posted(office: Office, zhang: str) -> None:
    made = keep(office, "disclosure", DISCLOSURE, area=COMMUNITY).json
    overdue = office.get("/records/overdue").json["items"]
    assert [(each["id"], each["regime"], each["days"]) for each in overdue] == [(made["id"], "disclosure", 1)]
    completion = f"/records/{made['id']}/completion"
    assert office.post(completion, {"on": TODAY.isoformat()}).json["facts"]["posted_on"] == TODAY.isoformat()
    assert office.post(completion, {"on": TODAY.isoformat()}).json["code"] == "record_done"
    assert office.get("/records/overdue").json["items"] == []


def test_a_file_is_taken_whole_and_goes_out_as_it_came(office: Office, zhang: str) -> None:
    rows = [f"{COMMUNITY},张平海,2026/1/5,组织法,集中学习,4", f"{COMMUNITY},陈丽敏,2026年1月6日,电脑,自学,２"]
    content = "\n".join(["区划代码,姓名,日期,学习内容,学习方式,学时", *rows]).encode("gb18030")
    assert office.upload("/regimes/study/records/import", content).json == {"added": 2}
    for kind in ("csv", "xlsx"):
        answer = office.get(f"/regimes/study/records?format={kind}")
        table = read_table(answer.data)
        kept = [(row["姓名"], row["日期"], row["学习方式"], row["学时"]) for _, row in table.rows]
        assert kept == [("陈丽敏", "2026-01-06", "自学", "2"), ("张平海", "2026-01-05", "集中学习", "4")]
    again = office.upload("/regimes/study/records/import", office.get("/regimes/study/records?format=csv").data)
    assert again.json == {"added": 2}
    assert read_table(office.get("/regimes/study/template").data).header == table.header


def test_a_file_with_a_bad_row_is_not_taken_at_all(office: Office, zhang: str) -> None:
    rows = [
        f"{COMMUNITY},张平海,2026-01-05,组织法,集中学习,4",
        f"{COMMUNITY},王五,2026-01-05,组织法,集中学习,4",
        "450405001001,张平海,2026-01-05,组织法,集中学习,4",
        f"{COMMUNITY},张平海,2999-01-05,组织法,集中学习,4",
        f"{COMMUNITY},张平海,2026-01-05,组织法,躺平,四",
    ]
    answer = office.upload(
        "/regimes/study/records/import", "\n".join(["区划代码,姓名,日期,学习内容,学习方式,学时", *rows]).encode()
    )
    faults = {(each["line"], each["column"], each["code"]) for each in answer.json["fields"]}
    assert faults == {
        (3, "姓名", "cadre_unknown"),
        (4, "区划代码", "area_unknown"),
        (5, "日期", "date_in_future"),
        (6, "学习方式", "word_unknown"),
        (6, "学时", "number_unreadable"),
    }
    assert shown(office, "study") == []


def test_leave_and_appraisal_are_shown_from_where_they_are_kept(
    office: Office, zhang: str, elections: Publisher
) -> None:
    leave = {"starts_on": YESTERDAY, "ends_on": TODAY.isoformat(), "reason": "探亲"}
    assert office.post(f"/cadres/{zhang}/leaves", leave).status_code == 201
    member = {"name": ZHANG[1], "birth_date": ZHANG[2], "post": ZHANG[0], "grade": "good"}
    facts = {"appraisal_id": NOBODY, "year": 2025, "held_on": date(2025, 12, 1), "voted": 9, "members": [member]}
    elections.tell("elections.appraisal_published.v1", facts, subject="appraisals/1")
    assert [(each["on"], each["facts"]["reason"]) for each in shown(office, "leave")] == [(YESTERDAY, "探亲")]
    assert [(each["name"], each["facts"]) for each in shown(office, "appraisal")] == [(ZHANG[1], {"grade": "good"})]
    typed = keep(office, "appraisal", {"grade": "good"}, cadre_id=zhang)
    assert (typed.status_code, typed.json["code"]) == (409, "record_from_elsewhere")
    assert office.upload("/regimes/leave/records/import", b"x").status_code == 409


def test_incentives_tell_how_many_young_people_they_drew(office: Office, zhang: str) -> None:
    def apply(born: date, outcome: str) -> None:
        facts = {
            "policy": "大学生社区工作补贴",
            "applicant": "李明",
            "birth_date": born.isoformat(),
            "outcome": outcome,
        }
        assert keep(office, "incentives", facts, area=COMMUNITY).status_code == 201

    for years, outcome in ((25, "granted"), (35, "granted"), (36, "granted"), (24, "refused")):
        apply(TODAY.replace(year=TODAY.year - years, day=1), outcome)
    figures = {"policy": "大学生社区工作补贴", "applied": 4, "granted": 3, "young": 2}
    assert office.get("/incentive-figures").json["items"] == [figures]
