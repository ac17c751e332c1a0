"""What tests of activities share: one that was planned, approved and published, and people who sign up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import update
from werkzeug.test import TestResponse

from services.notices.store.database import unit_of_work
from services.notices.store.tables import Activity
from shared import clock
from shared.auth.actor import Actor
from tests.conftest import COMMUNITY
from tests.office import Office

STAFF = ("notices:read", "notices:write", "notices:approve", "notices:answer", "notices:residents:read")


def plan(office: Office, **changes: Any) -> TestResponse:
    start = clock.now().replace(microsecond=0) + timedelta(days=7)
    body = {
        "area": COMMUNITY,
        "title": "元宵灯会",
        "body": "猜灯谜，吃汤圆。",
        "venue": "社区广场",
        "theme": "灯会",
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=2)).isoformat(),
    }
    return office.post("/activities", {**body, **changes}, scopes=STAFF, subject="planner")


def planned(office: Office, **changes: Any) -> dict[str, Any]:
    """With its notice on the board."""
    answer = plan(office, **changes)
    assert answer.status_code == 201, answer.json
    notice = f"/notices/{answer.json['notice_id']}/steps"
    for name in ("approve", "publish"):
        assert office.post(notice, {"step": name}, scopes=STAFF, subject="approver").status_code == 200
    return answer.json


def sign_up(office: Office, activity: dict[str, Any], name: str, **more: Any) -> TestResponse:
    return office.client.post(f"/activities/{activity['id']}", data={"name": name, **more})


def signed_up(office: Office, activity: dict[str, Any], name: str, **more: Any) -> str:
    """The number of the sign-up."""
    answer = sign_up(office, activity, name, **more)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location.split("/sign-ups/")[1].partition("?")[0]


def moved(activity: dict[str, Any], **times: datetime) -> None:
    """As if it had been planned for then."""
    with unit_of_work(Actor.system("notices")) as uow:
        uow.session.execute(update(Activity).where(Activity.id == UUID(activity["id"])).values(**times))


def begun(activity: dict[str, Any]) -> None:
    """It began a quarter of an hour ago."""
    now = clock.now()
    moved(activity, starts_at=now - timedelta(minutes=15), ends_at=now + timedelta(hours=1), sign_up_until=now)


def over(activity: dict[str, Any]) -> None:
    now = clock.now()
    moved(activity, starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
