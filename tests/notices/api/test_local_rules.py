"""Places' own rules on taking part (R19): beside the law in the library, until they are repealed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

RULE = {
    "area": COMMUNITY,
    "title": "步埠社区议事规则",
    "adopted_by": "居民会议",
    "adopted_on": "2026-03-01",
    "body": "议题由**十名居民**联名提出。",
}


def registered(office: Office, **changes: Any) -> dict[str, Any]:
    answer = office.post("/local-rules", RULE | changes)
    assert answer.status_code == 201, answer.json
    return answer.json


def repeal(office: Office, rule: dict[str, Any], on: str | None = None, **options: Any) -> Any:
    return office.post(f"/local-rules/{rule['id']}/repeal", {"on": on or clock.today().isoformat()}, **options)


def library(office: Office, area: str = COMMUNITY) -> str:
    return office.client.get(f"/boards/{area}/rights").text


def test_residents_read_the_rules_of_their_place_and_of_those_around_it(office: Office) -> None:
    registered(office)
    registered(office, area=DISTRICT, title="万秀区居民参与办法")
    assert "万秀区居民参与办法" in library(office)
    assert "<strong>十名居民</strong>" in library(office)
    assert "万秀区居民参与办法" in library(office, OTHER_COMMUNITY)
    assert "步埠社区议事规则" not in library(office, OTHER_COMMUNITY)


def test_a_repealed_rule_is_no_longer_shown_and_stays_in_the_register(office: Office) -> None:
    rule = registered(office)
    assert repeal(office, rule).json["repealed_on"] == clock.today().isoformat()
    assert "步埠社区议事规则" not in library(office)
    assert [each["title"] for each in office.get("/local-rules").json["items"]] == ["步埠社区议事规则"]
    assert repeal(office, rule).json["code"] == "rule_repealed"


def test_a_rule_holds_until_the_day_of_its_repeal(office: Office) -> None:
    repeal(office, registered(office), (clock.today() + timedelta(days=1)).isoformat())
    assert "步埠社区议事规则" in library(office)


def test_a_rule_with_a_wrong_day_is_refused(office: Office) -> None:
    ahead = (clock.today() + timedelta(days=1)).isoformat()
    assert office.post("/local-rules", RULE | {"adopted_on": ahead}).status_code == 422
    assert repeal(office, registered(office), "2026-02-01").status_code == 422


def test_another_districts_rules_are_not_there(office: Office) -> None:
    rule = registered(office)
    assert repeal(office, rule, area=FOREIGN_DISTRICT).status_code == 404
    assert office.get("/local-rules", area=FOREIGN_DISTRICT).json["items"] == []
    assert office.post("/local-rules", RULE, area=FOREIGN_DISTRICT).status_code == 404
    assert office.post("/local-rules", RULE, scopes=("notices:read", "notices:write")).status_code == 403
