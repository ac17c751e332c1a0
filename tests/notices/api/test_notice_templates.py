"""Templates that an office fills in, and previews of what is not saved."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.notices.conftest import step
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

MEETING = {
    "meeting": "居民会议",
    "held_at": "2026-12-20T09:00",
    "place": "礼堂",
    "agenda": ["审议收支", "表决"],
    "attending": "全体居民",
    "contact": "0774-3820011",
}


def write(office: Office, **changes: Any) -> Any:
    body = {"area": COMMUNITY, "template": "meeting_call", "fields": MEETING, **changes}
    return office.post("/notices/from-template", body, subject="author")


def test_the_templates_say_what_is_to_be_filled_in(office: Office) -> None:
    found = {each["id"]: each for each in office.get("/notice-templates").json["items"]}
    assert {"election_announcement", "quarterly_funds", "meeting_call", "activity", "emergency"} <= found.keys()
    assert (found["quarterly_funds"]["kind"], found["quarterly_funds"]["item"]) == ("disclosure", "funds")
    assert found["meeting_call"]["fields"][1]["zh"] == "开会时间"


def test_a_notice_is_made_of_a_template_and_pins_its_version(office: Office) -> None:
    made = write(office)
    assert made.status_code == 201
    assert (made.json["state"], made.json["template"]) == ("draft", "meeting_call.v1")
    assert made.json["title"] == "关于召开居民会议的通知"
    assert "2026年12月20日 09:00" in made.json["body"]
    assert "20 December 2026, 09:00" in made.json["body_en"]
    assert step(office, step(office, made.json, "approve").json, "publish").json["state"] == "published"


def test_a_missing_field_is_refused_by_name_and_label(office: Office) -> None:
    answer = write(office, fields={name: value for name, value in MEETING.items() if name != "place"})
    (fault,) = answer.json["fields"]
    assert (answer.status_code, fault["field"], fault["code"]) == (422, "fields.place", "required")
    assert "开会地点" in fault["message"]
    unknown = write(office, template="nothing")
    assert [fault["field"] for fault in unknown.json["fields"]] == ["template"]
    assert office.get("/notices").json["items"] == []


def test_it_is_changed_by_filling_in_again_and_not_past_its_template(office: Office) -> None:
    made = write(office).json
    path = f"/notices/{made['id']}"
    assert office.patch(path, {"body": "没有地点"}, version=1).json["code"] == "from_template"
    body = {"fields": {**MEETING, "place": "文化站"}}
    changed = office.call("PUT", f"{path}/fields", json=body, headers={"If-Match": '"1"'}, subject="editor")
    assert "文化站" in changed.json["body"]
    assert (changed.json["version"], changed.json["writers"]) == (2, ["author", "editor"])
    stale = office.call("PUT", f"{path}/fields", json=body, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    elsewhere = office.call("PUT", f"{path}/fields", json=body, headers={"If-Match": '"2"'}, area=FOREIGN_DISTRICT)
    assert elsewhere.status_code == 404


def test_another_district_s_area_is_not_there(office: Office) -> None:
    assert write(office, area="450405001001").status_code == 404


def test_a_preview_shows_both_languages_and_saves_nothing(office: Office) -> None:
    seen = office.post("/notices/preview", {"template": "meeting_call", "fields": MEETING}).json
    assert "<li>审议收支</li>" in seen["zh"]["html"]
    assert "上午九点" in seen["zh"]["script"]
    assert seen["zh"]["seconds"] > 5
    assert "20 December 2026" in seen["en"]["html"]
    words = office.post("/notices/preview", {"title": "题", "body": "<script>alert(1)</script>**文**"}).json
    assert words["en"] is None
    assert "<script" not in words["zh"]["html"]
    assert office.get("/notices").json["items"] == []
    missing = office.post("/notices/preview", {"title": "题"})
    assert [fault["field"] for fault in missing.json["fields"]] == ["body"]
    assert office.post("/notices/preview", {}, scopes=("notices:read",)).status_code == 403
