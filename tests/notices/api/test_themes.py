"""The plan of themes (R67): what each month is about, and how many notices were published for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import COMMUNITY, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.notices.conftest import draft, published
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

THEME = {
    "area": COMMUNITY,
    "month": "2026-12-15",
    "subject": "owners",
    "title": "议事会怎么开",
    "responsible": "王芳",
    "wanted": 2,
}


def planned(office: Office) -> dict[str, Any]:
    answer = office.post("/themes", THEME)
    assert answer.status_code == 201, answer.json
    return answer.json


def count(office: Office, theme: dict[str, Any], notice: dict[str, Any], **options: Any) -> Any:
    return office.post(f"/themes/{theme['id']}/notices", {"notice_id": notice["id"]}, **options)


def test_notices_count_for_their_theme_once(office: Office) -> None:
    theme, notice = planned(office), published(office, kind="news")
    assert (theme["month"], theme["published"]) == ("2026-12-01", 0)
    for _ in range(2):
        assert count(office, theme, notice).status_code == 200
    (found,) = office.get("/themes", query_string={"area": COMMUNITY}).json["items"]
    assert (found["published"], found["wanted"]) == (1, 2)


def test_only_what_hangs_in_the_community_counts(office: Office) -> None:
    theme = planned(office)
    assert count(office, theme, draft(office)).json["code"] == "notice_not_published"
    assert count(office, theme, published(office, area=OTHER_COMMUNITY)).json["code"] == "notice_elsewhere"


def test_a_theme_is_dropped_with_its_count(office: Office) -> None:
    theme = planned(office)
    count(office, theme, published(office, kind="news"))
    assert office.call("DELETE", f"/themes/{theme['id']}").status_code == 204
    assert office.get("/themes").json["items"] == []


def test_a_theme_with_a_fault_is_refused(office: Office) -> None:
    for wrong in ({"subject": "nothing"}, {"wanted": 0}, {"title": ""}):
        assert office.post("/themes", THEME | wrong).status_code == 422


def test_another_districts_theme_is_not_there(office: Office) -> None:
    theme, notice = planned(office), published(office, kind="news")
    assert count(office, theme, notice, area=FOREIGN_DISTRICT).status_code == 404
    assert office.call("DELETE", f"/themes/{theme['id']}", area=FOREIGN_DISTRICT).status_code == 404
    assert office.get("/themes", area=FOREIGN_DISTRICT).json["items"] == []
    assert office.post("/themes", THEME, area=FOREIGN_DISTRICT).status_code == 404
    assert office.post("/themes", THEME, scopes=("notices:read",)).status_code == 403
