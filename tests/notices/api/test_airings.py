"""Notices told aloud (R63): recorded with their notice, counted as a way that was used, and as nobody reached."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.notices.conftest import SCOPES, draft, published
from tests.notices.residents import resident
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

INFORM = ("notices:inform", "notices:read")


def air(office: Office, notice: dict[str, Any], *, scopes: tuple[str, ...] = INFORM, **changes: Any) -> Any:
    told = {"way": "class", "place": "市民学校", "at": clock.now().isoformat(), "listeners": 30, **changes}
    area = told.pop("token_area", None)
    return office.post(f"/notices/{notice['id']}/airings", told, scopes=scopes, **({"area": area} if area else {}))


@pytest.fixture
def notice(office: Office, publisher: Publisher) -> dict[str, Any]:
    return published(office, kind="announcement", title="停水通知")


def test_what_was_told_aloud_stands_in_the_list(office: Office, notice: dict[str, Any]) -> None:
    assert air(office, notice).status_code == 201
    (found,) = office.get("/airings", query_string={"area": COMMUNITY}).json["items"]
    assert (found["title"], found["way"], found["place"], found["listeners"]) == ("停水通知", "class", "市民学校", 30)


def test_it_counts_as_a_way_that_was_used_and_reaches_nobody_by_name(office: Office, notice: dict[str, Any]) -> None:
    resident()
    goal = {"target_share": 50, "by_day": clock.today().isoformat(), "channels": ["class", "tv"]}
    assert office.post(f"/notices/{notice['id']}/informing-goal", goal, scopes=SCOPES).status_code == 200
    air(office, notice)
    (stand,) = office.get("/informing-goals", scopes=(*SCOPES, "notices:residents:read")).json["items"]
    assert (stand["missing"], stand["reached"]) == (["tv"], 0)


def test_only_what_hangs_and_has_been_told_is_recorded(office: Office, notice: dict[str, Any]) -> None:
    waiting = air(office, draft(office))
    assert (waiting.status_code, waiting.json["code"]) == (409, "notice_not_published")
    ahead = air(office, notice, at=(clock.now() + timedelta(hours=1)).isoformat())
    assert [fault["code"] for fault in ahead.json["fields"]] == ["in_the_future"]
    before = air(office, notice, at=(clock.now() - timedelta(days=1)).isoformat())
    assert [fault["code"] for fault in before.json["fields"]] == ["before_publishing"]
    assert air(office, notice, way="rumour").status_code == 422


def test_another_districts_notice_is_not_there(office: Office, notice: dict[str, Any]) -> None:
    assert air(office, notice, token_area=FOREIGN_DISTRICT).status_code == 404
    assert air(office, notice, scopes=("notices:read",)).status_code == 403
    air(office, notice)
    assert office.get("/airings", area=FOREIGN_DISTRICT).json["items"] == []
